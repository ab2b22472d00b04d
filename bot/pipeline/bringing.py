"""What a digest holds of all that waits for it."""

from __future__ import annotations

import logging
from datetime import datetime

from bot.domain.ports import Unit
from bot.domain.trails import EACH, bound
from bot.domain.values import Chat, DigestKind, DigestPlan, Place
from bot.pipeline.digest_times import Occasion, known_zone, local_date
from bot.pipeline.lines import lines

log = logging.getLogger(__name__)

MOST_STORIES = 200
"""Stories that a digest has lines of; it names the number of the others."""


async def compose(
    unit: Unit,
    chat: Chat,
    plan: DigestPlan,
    due: Occasion,
    kind: DigestKind = DigestKind.DAILY,
) -> int:
    """Plan a date's digest of all that waits for it; return the number of stories.

    ``kind`` is another one where it comes at the end of a silence.
    """
    # The instant it was due and not now: where midnight came between, the new day has its own.
    return await _compose(unit, chat, plan.place, due, kind, daily=True)


async def bring(unit: Unit, chat: Chat, place: Place, now: datetime, kind: DigestKind) -> int:
    """Plan a digest of what was held back of a place; return the number of stories."""
    today = Occasion(local_date(known_zone(chat.zone), now), now)
    return await _compose(unit, chat, place, today, kind, daily=False)


async def _compose(
    unit: Unit, chat: Chat, place: Place, due: Occasion, kind: DigestKind, *, daily: bool
) -> int:
    waiting = await unit.digests.waiting(place, MOST_STORIES, kind, daily=daily)
    stories = lines(waiting, every_source=chat.every_source).stories
    ids = [story.id for story in stories]
    day, at = due
    if not ids or not await unit.digests.compose(place, day, ids, at, kind, daily=daily):
        return 0
    with bound({"chat": place.chat_id, "stories": tuple(story.code for story in stories)}):
        log.info("%s digest of %s with %d events", kind.value, day, len(stories), extra=EACH)
    return len(waiting)
