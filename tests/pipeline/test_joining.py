"""Joining stories in the database: as in memory, and with two at it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ports import Unit
from bot.pipeline import event_records
from bot.pipeline.joining import join, told_at
from bot.store import SqlStore, open_store
from bot.summaries.events import (
    Event,
    EventIndex,
    Signature,
    Twin,
    copied_share,
    keys,
    signature,
)
from bot.summaries.events import join as decide
from tests.store.samples import DAY, HOUR, NOW, add_story, reading

LONG = (
    "A ferry with 212 people on board ran aground off Marlow on Wednesday morning, the coastguard"
    " said. All passengers were brought ashore by noon and nobody was hurt. The captain told the"
    " harbour office that the rudder had failed in heavy rain."
)
STREAM = [
    ("Ferry with 212 on board runs aground off Marlow", LONG, "en", "Post"),
    ("Quince parliament votes on the lake road", "The vote was 41 to 12.", "en", "Post"),
    ("Ferry runs aground off Marlow with 212 on board", "", "en", "Daily"),
    ("What we know so far", f"{LONG} More follows.", "en", "Wire"),
    ("Ferry with 212 on board runs aground off Marlow", "Another text.", "en", "Post"),
    ("Parliament of Quince votes on lake road", "", "en", "Wire"),
    ("Ferry with 212 on board runs aground off Marlow", LONG, "en", "Post"),
    ("渡轮在马洛附近搁浅，船上有212人", "", "zh", "Ribao"),
    ("", "", None, "Nothing"),
    ("", "", None, "Nothing"),
    ("Ferry with 221 on board runs aground off Alder", "", "en", "Daily"),
]


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on either database, and nothing in its tables."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


def signed(number: int) -> Signature:
    """The signature of a story of the stream."""
    title, text, lang, source = STREAM[number]
    return signature(title, text, lang, NOW + number * HOUR, source=source)


async def joined(unit: Unit, number: int, own: Signature) -> int:
    """Join a story; return its event."""
    story = await add_story(unit, number)
    event_id = (await join(unit, story, own, NOW)).event_id
    assert event_id is not None
    again = await unit.stories.by_id(story.id)
    assert again is not None
    assert again.event_id == event_id
    return event_id


async def test_the_database_joins_as_memory_does(store: SqlStore) -> None:
    index = EventIndex()
    for number in range(len(STREAM)):
        own = signed(number)
        async with store.write() as unit:
            assert await joined(unit, number, own) == index.add(own), STREAM[number]


@pytest.mark.parametrize("_", range(3))
async def test_two_that_join_at_once_lose_nothing(store: SqlStore, _: int) -> None:
    """Neither opens the event a second time; both are counted in it."""

    async def one(number: int, own: Signature) -> int:
        async with store.write() as unit:
            return await joined(unit, number, own)

    async with store.write() as unit:
        await add_story(unit, 9)
    same = [signature("Ferry aground off Marlow", LONG, "en", NOW, source=s) for s in "abc"]
    found = await asyncio.gather(*(one(number, own) for number, own in enumerate(same)))
    assert len(set(found)) == 1
    async with store.write() as unit:
        record = (await unit.events.records([found[0]]))[found[0]]
    assert record["size"] == 3


async def test_events_are_forgotten_and_stories_keep_their_ids(store: SqlStore) -> None:
    async with store.write() as unit:
        event_id = await joined(unit, 0, signed(0))
        assert await unit.events.forget(NOW, 9, 500) == 0
        assert await unit.events.forget(NOW + HOUR, 1, 500) == 1
        assert await unit.events.records([event_id]) == {}
        assert await unit.events.listed(keys(signed(0))) == frozenset()
        assert await unit.events.copies(signed(0).copies, 9) == []
        (story,) = await unit.stories.latest(9)
        assert story.event_id == event_id
        # and an id does not come to mean another event
        assert await joined(unit, 1, signed(0)) == event_id + 1


TEXTS = st.text("abc Syria 12 Marlow, العربية 中文。\n\x00\ud800", max_size=120)
SIGNATURES = st.builds(
    signature, TEXTS, TEXTS, st.sampled_from(["en", "ar", "zh", None]), st.sampled_from([NOW, None])
)


@given(st.lists(SIGNATURES, min_size=1, max_size=4), SIGNATURES)
def test_what_is_packed_decides_as_before(stories: list[Signature], own: Signature) -> None:
    event = Event(7)
    for story in stories:
        event = event.joined(story)
    kept = event_records.event(7, event_records.packed(event))
    assert kept == event
    twin = event_records.signature(event_records.packed_signature(stories[0]))
    assert copied_share(own, twin) == copied_share(own, stories[0])
    assert decide(own, [kept], [Twin(kept, twin)]) == decide(
        own, [event], [Twin(event, stories[0])]
    )


@pytest.mark.parametrize(
    ("changes", "seen", "at"),
    [
        ({}, HOUR, timedelta(0)),
        ({"published": None}, HOUR, HOUR),
        ({"published_has_time": False}, HOUR, HOUR),
        ({"published_has_time": False}, 9 * DAY, DAY),
        ({"published_has_time": False}, -HOUR, timedelta(0)),
    ],
)
def test_a_day_without_a_time_is_over_when_it_was_seen(
    changes: dict[str, object], seen: timedelta, at: timedelta
) -> None:
    assert told_at(reading(**changes), NOW + seen) == NOW + at  # type: ignore[arg-type]  # as given
