"""The end of a silence: one digest a place, and the daily one within it where that was due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.ports import Unit
from bot.domain.values import (
    DeliveryState,
    Digest,
    DigestKind,
    Mode,
    Pause,
    Place,
    QuietHours,
    Silence,
)
from bot.pipeline.digesting import DigestMaker
from bot.pipeline.waking import settle
from bot.store import SqlStore
from tests.pipeline.composing import compose_due
from tests.store.samples import HOUR, SOMEONE, add_story, card, subscribe
from tests.timers import SetClock

NIGHT = QuietHours("22:00", "07:00")
TEN = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
SEVEN = TEN + 9 * HOUR
YEAR = timedelta(days=365)
RANG, WAITED = 1, 2
"""Two stories: one that would have rung, and one for the daily digest."""


async def night(unit: Unit, daily_at: datetime, quiet: QuietHours = NIGHT) -> None:
    """Someone's night: it began at ten, two stories came, and a daily digest is due sometime."""
    instant = await subscribe(unit)
    for number, story in ((RANG, await add_story(unit, 1)), (WAITED, await add_story(unit, 2))):
        held = card(instant, DeliveryState.HELD, in_digest=number == WAITED)
        await unit.deliveries.plan(story.id, [replace(held, held_back=number == RANG)], TEN)
    chat = await unit.chats.get(SOMEONE.chat_id)
    assert chat is not None
    await settle(unit, replace(chat, quiet=quiet), TEN - HOUR)
    plan = await unit.digests.plan_of(SOMEONE)
    await unit.digests.set_plan(replace(plan, time=f"{daily_at:%H:%M}", next_at=daily_at))


async def sent(store: SqlStore, at: datetime) -> list[tuple[str, date, int]]:
    """Do what is due at an instant; return what came: its kind, date and stories."""
    found: list[Digest] = []
    maker = DigestMaker(store, SetClock(at))
    while await compose_due(maker):
        pass
    async with store.write() as unit:
        while taken := await unit.digests.take(at, 9):
            found += taken
            for digest in taken:
                await unit.digests.failed(digest.id, "seen")
    return [(one.kind.value, one.local_date, len(one.stories)) for one in found]


WEDNESDAY, THURSDAY = date(2026, 6, 17), date(2026, 6, 18)
CASES = [
    ("not yet", TEN + HOUR, SEVEN - HOUR, []),
    ("the daily one was due in the night", TEN + HOUR, SEVEN, [("quiet", WEDNESDAY, 2)]),
    ("it is due as the night ends", SEVEN, SEVEN, [("quiet", THURSDAY, 2)]),
    ("it is due later in the day", SEVEN + HOUR, SEVEN, [("quiet", THURSDAY, 1)]),
    ("and then brings its own", SEVEN + HOUR, SEVEN + HOUR,
     [("quiet", THURSDAY, 1), ("daily", THURSDAY, 1)]),
    ("three hours down", TEN + HOUR, SEVEN + 3 * HOUR, [("quiet", WEDNESDAY, 2)]),
    ("twelve hours down", TEN + HOUR, SEVEN + 12 * HOUR, [("quiet", THURSDAY, 1)]),
    ("three hours down, and it was due in the day", SEVEN + HOUR, SEVEN + 3 * HOUR,
     [("quiet", THURSDAY, 1), ("daily", THURSDAY, 1)]),
    ("missed an hour before the night", TEN - HOUR, SEVEN, [("quiet", WEDNESDAY, 2)]),
    ("missed long before the night", TEN - 14 * HOUR, SEVEN, [("quiet", THURSDAY, 1)]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("daily_at", "now", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
async def test_nights(
    store: SqlStore, daily_at: datetime, now: datetime, expected: list[tuple[str, date, int]]
) -> None:
    async with store.write() as unit:
        await night(unit, daily_at)
    assert await sent(store, now) == expected
    assert await sent(store, now) == []
    async with store.read() as unit:
        chat = await unit.chats.get(SOMEONE.chat_id)
        plan = await unit.digests.plan_of(SOMEONE)
    assert chat is not None
    if now >= SEVEN:
        assert chat.silence == Silence(TEN + timedelta(days=1), SEVEN + timedelta(days=1))
        assert plan.next_at is not None
        assert plan.next_at > now
    # whatever did not come yet comes with the next daily digest
    later = [one for hours in range(3, 37, 3) for one in await sent(store, now + hours * HOUR)]
    assert sum(count for *_, count in [*expected, *later]) == 2


async def test_a_date_that_had_its_digest_at_the_end_of_a_night_has_no_other(
    store: SqlStore,
) -> None:
    async with store.write() as unit:
        await night(unit, SEVEN)
    assert await sent(store, SEVEN) == [("quiet", THURSDAY, 2)]
    async with store.write() as unit:
        plan = await unit.digests.plan_of(SOMEONE)
        assert (plan.last_date, plan.next_at) == (THURSDAY, SEVEN + timedelta(days=1))


async def test_a_long_pause_brings_one_digest_and_says_that_it_ended(store: SqlStore) -> None:
    """The daily ones of four dates are one; where nothing came, that is said where it was asked."""
    end = TEN + timedelta(days=4)
    async with store.write() as unit:
        await night(unit, TEN + 10 * HOUR)
        await subscribe(unit, Place(43), mode=Mode.DIGEST)
        for chat_id in (42, 43):
            chat = await unit.silences.lock(chat_id)
            assert chat is not None
            await settle(unit, replace(chat, quiet=None, pause=Pause(TEN, end, 7)), TEN)
    assert await sent(store, end - HOUR) == []
    assert sorted(await sent(store, end)) == [
        ("pause", date(2026, 6, 21), 0),
        ("pause", date(2026, 6, 21), 2),
    ]
    async with store.read() as unit:
        chat = await unit.chats.get(42)
    assert chat is not None
    assert (chat.pause, chat.silence) == (None, None)


async def test_what_a_limit_held_back_comes_by_itself_where_the_digest_is_off(
    store: SqlStore,
) -> None:
    async with store.write() as unit:
        await night(unit, SEVEN)
        chat = await unit.silences.lock(42)
        assert chat is not None
        await unit.silences.keep(replace(chat, quiet=None, cap=5))
        await unit.silences.set({42: None})
        await unit.silences.rest([SOMEONE], TEN)
    assert await sent(store, TEN) == [], "its daily digest will have it"
    async with store.write() as unit:
        plan = await unit.digests.plan_of(SOMEONE)
        await unit.digests.set_plan(replace(plan, time="", next_at=None))
        await unit.silences.rest([SOMEONE], TEN)
    assert await sent(store, TEN) == [(DigestKind.CAP.value, WEDNESDAY, 1)]
    assert await sent(store, TEN + YEAR) == []
