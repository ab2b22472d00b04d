"""Watching over the bot as a whole: what is wrong for how long, and who knows of it.

What was seen is kept in the database and changed in a transaction, so that of all processes one
tells, once, also after a restart. Time counts only while somebody looked: after a night in which
nothing ran, what waits is no trouble yet.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

from bot.domain.errors import ChatGone, DatabaseError, SendError, SendRefused
from bot.domain.ports import Alarms, Clock, Disk, Store, Timer
from bot.domain.values import Alarm, Room, Standing, Subject, Watch
from bot.pipeline.feed_health import span

log = logging.getLogger(__name__)

PATIENCE: Final[Mapping[Subject, timedelta]] = MappingProxyType(
    {
        Subject.FEEDS: timedelta(hours=1),
        Subject.SENDING: timedelta(minutes=10),
        Subject.DISK: timedelta(minutes=1),
        # the house is kept every six hours
        Subject.RETENTION: timedelta(hours=8),
    }
)
"""For how long each must be seen in trouble before it is told of."""
EVERY: Final = 20.0
"""Seconds between two looks of a process."""
LOOK: Final = timedelta(minutes=2)
"""What happened so long ago, or since the last look if that is longer, happened just now."""
RETRIED: Final = timedelta(minutes=5)
"""A message that is tried again so soon waits now; a later one was meant for later."""
OVERDUE: Final = timedelta(minutes=5)
"""A feed that should have been read so long ago is not just waiting for its turn."""
PART: Final = 0.25
"""Of the feeds; two or three of many may fail for reasons of their own, while others rest."""
KEPT: Final = timedelta(days=32)
"""What was sent to whom is forgotten after 30 days; older rows say that nobody forgets."""
LOW: Final = 0.05
"""The part of a disk that shall stay free ..."""
ENOUGH: Final = 2**30
"""... but so many bytes are enough on any."""
CLAIM: Final = timedelta(minutes=2)
"""Who tells has so long for it before another may."""
AGAIN: Final = timedelta(minutes=5)
"""After so long it is tried again to tell."""
LOST: Final = timedelta(days=1)
"""What nobody has looked at for so long is no more: a machine that was taken away."""


class Here(NamedTuple):
    """What only this process knows."""

    machine: str = ""
    room: Room | None = None
    """Of the machine's disk; None where nobody watches it."""
    why_unsent: str | None = None
    """Why the process sends nothing just now, if it does not and knows."""


def troubles(
    standing: Standing, here: Here, known: Mapping[str, Watch], now: datetime
) -> dict[str, str]:
    """Return what is wrong with each thing watched, by its name; "" where nothing is.

    ``known`` is what was seen before.
    """

    def is_silent(name: str, last: datetime | None) -> bool:
        looked = known[name].looked_at if name in known else now
        return last is None or last < min(looked, now - LOOK)

    feeds, sending = Subject.FEEDS.value, Subject.SENDING.value
    found = {
        feeds: unread(standing, now) if is_silent(feeds, standing.last_poll_at) else "",
        sending: unsent(standing, now) if is_silent(sending, standing.last_sent_at) else "",
        Subject.RETENTION.value: unforgotten(standing, now),
    }
    if why := found[sending] and here.why_unsent:
        found[sending] += f" {why[:1].upper()}{why[1:]}."
    if here.room is not None:
        found[f"{Subject.DISK} {here.machine}".strip()] = full(here.room, here.machine)
    return found


def unread(standing: Standing, now: datetime) -> str:
    """Return why no feed is read, "" where none has to be."""
    due = standing.feed_due_at
    last = "None was ever read."
    if standing.last_poll_at is not None:
        last = f"The last good poll was {span(now - standing.last_poll_at)} ago."
    many = max(min(2, standing.feeds), standing.feeds * PART)
    if standing.feeds and standing.feeds_failing >= many:
        return f"{standing.feeds_failing} of {standing.feeds} feeds fail and none is read. {last}"
    if due is not None and due < now - OVERDUE:
        return f"A feed should have been read {span(now - due)} ago. {last}"
    return ""


def unsent(standing: Standing, now: datetime) -> str:
    """Return why nothing is sent, "" where nothing waits to be."""
    if standing.send_due_at is None or standing.send_due_at > now + RETRIED:
        return ""
    planned = standing.planned_at or standing.send_due_at
    last = "Telegram has taken none yet."
    if standing.last_sent_at is not None:
        last = f"Telegram last took one {span(now - standing.last_sent_at)} ago."
    return f"The oldest message that waits was planned {span(now - planned)} ago. {last}"


def unforgotten(standing: Standing, now: datetime) -> str:
    """Return that old rows stay, "" where they are forgotten in time."""
    kept = standing.kept_since
    if kept is None or kept >= now - KEPT:
        return ""
    return f"The oldest message kept is {span(now - kept)} old: old rows are not forgotten."


def full(room: Room, machine: str) -> str:
    """Return that a disk is nearly full, "" where it is not."""
    if room.free >= min(room.total * LOW, ENOUGH):
        return ""
    where = f" of {machine}" if machine else ""
    return f"{room.free // 10**6} MB are free on the disk{where}, of {room.total // 10**9} GB."


def looked(before: Watch | None, name: str, trouble: str, now: datetime) -> Watch | None:
    """Return what is known of one thing after a look at it; None where it is well, and was.

    A look counts for half the patience at most: after a long pause of the machine, the first may
    come before anything could mend itself.
    """
    if not trouble:
        if before is None or not before.alarmed:
            return None
        if before.ended_at is not None:
            return before
        soon = before.tell_at and min(before.tell_at, now + CLAIM)
        return replace(before, looked_at=now, ended_at=now, tell_at=soon)
    if before is None:
        return Watch(name, looked_at=now, since=now, trouble=trouble)
    patience = PATIENCE[subject(name)].total_seconds()
    step = (now - before.looked_at).total_seconds()
    seen = before.seen + max(min(step, patience / 2), 0.0)
    alarmed = before.alarmed or seen >= patience
    return replace(
        before, looked_at=now, seen=seen, trouble=trouble, ended_at=None, alarmed=alarmed
    )


def is_to_be_told(watch: Watch, now: datetime) -> bool:
    """Return whether the administrators do not know yet how it stands, and may be told now."""
    waits = watch.tell_at is not None and watch.tell_at > now
    return watch.alarmed and not waits and (watch.ended_at is not None or not watch.told)


def told(watch: Watch, alarm: Alarm) -> Watch | None:
    """Return what is known once an alarm was told; None where that was its end."""
    if alarm.ended_at is not None and watch.ended_at is not None:
        return None
    # where it began or ended anew meanwhile, that is still to be told
    return replace(watch, told=alarm.ended_at is None, tell_at=None)


def subject(name: str) -> Subject:
    """Return what a watch of this name is about."""
    return Subject(name.partition(" ")[0])


@dataclass(frozen=True, slots=True)
class Watcher:
    """Looks at how the work stands and tells the administrators; any number of them may."""

    store: Store
    alarms: Alarms
    clock: Clock
    disk: Disk | None = None
    """The disk of this machine; None where nobody watches it."""
    machine: str = ""
    why_unsent: Callable[[], str | None] = lambda: None
    """Returns why this process sends nothing just now, if it knows."""

    async def watch_on(self, timer: Timer) -> None:
        """Look every EVERY seconds, until cancelled."""
        while True:
            await timer.sleep(EVERY)
            try:
                await self.watch_due()
            except DatabaseError as error:
                log.warning("how the work stands cannot be looked at: %s", error)
            except Exception:
                # the work goes on without being watched over; the next look may find out more
                log.exception("how the work stands cannot be looked at")

    async def watch_due(self) -> int:
        """Look once; return how many alarms were told. Raises DatabaseError, OSError."""
        now = self.clock.now()
        async with self.store.read() as unit:
            standing = await unit.upkeep.standing(now)
            known = {watch.name: watch for watch in await unit.upkeep.watches()}
        room = self.disk.room() if self.disk else None
        here = Here(self.machine, room, self.why_unsent())
        found = troubles(standing, here, known, now)
        lost = [w.name for w in known.values() if w.name not in found and w.looked_at < now - LOST]
        count = 0
        for name in lost:
            async with self.store.write() as unit:
                await unit.upkeep.forget_watch(name)
        for name, trouble in found.items():
            if trouble or name in known:
                count += await self._look(name, trouble, now)
        return count

    async def _look(self, name: str, trouble: str, now: datetime) -> int:
        """Keep what was seen, and tell where we are the one to; return 1 if so."""
        async with self.store.write() as unit:
            before = await unit.upkeep.watch(name)
            after = looked(before, name, trouble, now)
            if after is None:
                if before is not None:
                    await unit.upkeep.forget_watch(name)
                return 0
            tells = is_to_be_told(after, now)
            await unit.upkeep.set_watch(replace(after, tell_at=now + CLAIM) if tells else after)
        _log(before, after)
        if tells:
            alarm = Alarm(subject(name), after.since, after.trouble, after.ended_at, after.told)
            await self._tell(name, alarm)
        return int(tells)

    async def _tell(self, name: str, alarm: Alarm) -> None:
        again: datetime | None = None
        try:
            await self.alarms.alarm(alarm)
        except (ChatGone, SendRefused) as error:
            log.warning("nobody could be told of %s: %s", name, error)
        except SendError as error:
            again = self.clock.now() + AGAIN
            log.warning("the alarm about %s waits: %s", name, error)
        async with self.store.write() as unit:
            watch = await unit.upkeep.watch(name)
            if watch is None:
                return
            after = replace(watch, tell_at=again) if again else told(watch, alarm)
            if after is None:
                await unit.upkeep.forget_watch(name)
            else:
                await unit.upkeep.set_watch(after)


def _log(before: Watch | None, after: Watch) -> None:
    """Write down what the administrators are told, for it may not reach them."""
    if after.ended_at is not None:
        if before is not None and before.ended_at is None:
            log.warning("%s: well again", after.name)
    elif after.alarmed and not (before is not None and before.alarmed):
        log.error("%s: %s", after.name, after.trouble)
