"""What doctor finds of the work: messages, queues, what was given up, the disk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bot.app.clocks import SystemClock
from bot.app.feed_list import opened
from bot.domain.errors import StorywireError
from bot.domain.values import Standing, Subject, Watch
from bot.ops.disk import FolderDisk
from bot.ops.settings import Settings
from bot.pipeline.feed_health import span
from bot.pipeline.watching import PATIENCE, full, subject

_LOOKED_AT = 1_000
"""Failed messages among which one is looked for that is not of a chat that is gone."""
_GIVEN_UP = 1_000
"""Stories given up: of more the number matters no more."""


async def messages(settings: Settings) -> str:
    """Return that nothing failed. Raises StorywireError with the number and a reason."""
    async with opened(settings) as store, store.read() as unit:
        ours = await unit.upkeep.failed_to(gone=False)
        gone = await unit.upkeep.failed_to(gone=True)
        latest = await unit.upkeep.failures(_LOOKED_AT)
    if ours:
        last = next((one.reason for one in latest if not one.gone), "see the list")
        raise StorywireError(
            f"{ours} could not be sent, the last because: {last}; see storywire failed list, and"
            " send them once the cause is mended: storywire failed retry --all"
        )
    return f"none failed but {gone} to chats that are gone" if gone else "none failed"


async def queue(settings: Settings) -> str:
    """Return what waits. Raises StorywireError where it has waited for too long."""
    now = SystemClock().now()
    async with opened(settings) as store, store.read() as unit:
        planned = (await unit.upkeep.counts())["planned"]
        standing = await unit.upkeep.standing(now)
        troubles = lasting(await unit.upkeep.watches())
    due = standing.send_due_at
    if due is not None and due < now - PATIENCE[Subject.SENDING]:
        raise StorywireError(
            f"{planned} messages wait, the first should have gone {span(now - due)} ago; start"
            " storywire run, or see in its log why they do not go"
        )
    if troubles:
        raise StorywireError(" ".join(troubles))
    return waiting(planned, standing, now)


def lasting(watches: Iterable[Watch]) -> list[str]:
    """Return what has been wrong for long, but what other checks find themselves."""
    own = {"disk", "retention"}
    return [
        watch.trouble
        for watch in watches
        if watch.alarmed and watch.ended_at is None and subject(watch.name).value not in own
    ]


def waiting(planned: int, standing: Standing, now: datetime) -> str:
    """Return the lengths of the queues in a line."""
    since = standing.planned_at
    oldest = f" (the oldest {span(now - since)} ago)" if since else ""
    return (
        f"{planned} messages planned{oldest}, {standing.drafts.length} stories to be read,"
        f" {standing.inbox.length} updates to be answered"
    )


async def given_up(settings: Settings) -> str:
    """Return how many stories were given up before they had a code, and why the last was."""
    async with opened(settings) as store, store.read() as unit:
        reasons = await unit.upkeep.given_up(_GIVEN_UP)
    if not reasons:
        return "none given up"
    count = f"{_GIVEN_UP} or more" if len(reasons) == _GIVEN_UP else str(len(reasons))
    return f"{count} given up, the last because: {' '.join(reasons[0].split())}"


async def disk(settings: Settings) -> str:
    """Return the room on the data folder's disk. Raises StorywireError where there is little."""
    folder = settings.storywire_data
    room = FolderDisk(folder if folder.exists() else Path()).room()
    if low := full(room, ""):
        raise StorywireError(f"{low} Make room, or give STORYWIRE_DATA a folder on another disk")
    return f"{room.free / 1e9:.1f} GB of {room.total / 1e9:.0f} GB are free"
