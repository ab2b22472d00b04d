"""One story, one code: what is new in a poll, what is known, and what is known and changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.values import Entry
from bot.store import SqlStore
from tests.pipeline.feed_documents import (
    HOUR,
    NOON,
    SITE,
    TEXT,
    added,
    item,
    polled,
    told,
    waiting,
)

DAY = timedelta(days=1)
MIDNIGHT = NOON.replace(hour=0, minute=0, second=0)
OTHER = "Bakers of the old town win a prize for their bread, the jury said on Monday evening."

ONE = (item(1),)
THREE = (item(1), item(2), item(3))
SIX = tuple(item(number) for number in range(1, 7))
HOLD = "https://www.example.org/status"


def each(entries: tuple[Entry, ...], **changes: str) -> tuple[Entry, ...]:
    """The items with texts that have their number for ``{n}``."""
    return tuple(
        item(n, **(asdict(entry) | {name: text.format(n=n) for name, text in changes.items()}))
        for n, entry in enumerate(entries, 1)
    )


# (what a feed brings first, what it brings next, how many are new, how many are read anew)
CASES = {
    "the same": (THREE, THREE, 0, 0),
    "one more": (THREE, (item(4), *THREE), 1, 0),
    "another order": (THREE, THREE[::-1], 0, 0),
    "one less": (THREE, THREE[1:], 0, 0),
    "another headline": (ONE, (item(1, title="Harbour closes again"),), 0, 1),
    "another text": (ONE, (item(1, summary=OTHER),), 0, 1),
    "headline and address": (
        ONE, (item(1, title="Harbour closes again", link=f"{SITE}/news/harbour-closes"),), 0, 1
    ),
    "headline and date": (ONE, (item(1, title="Harbour closes again", published=NOON),), 0, 1),
    "another guid": (ONE, (item(1, guid="new"),), 0, 0),
    "no guid any more": (ONE, (item(1, guid=None),), 0, 0),
    "another address": (ONE, (item(1, link="https://harbour.example.org/1"),), 0, 0),
    "guid and address": (ONE, (item(1, guid="new", link="https://harbour.example.org/1"),), 0, 0),
    "guid, address and headline": (
        ONE, (item(1, guid="new", link=f"{SITE}/x", title="Harbour closes again"),), 1, 0
    ),
    "tracking parameters": (ONE, (item(1, guid="new", link=f"{SITE}/news/1?utm_source=x"),), 0, 0),
    "plain http": (ONE, (item(1, guid="new", link="http://news.example.org/news/1"),), 0, 0),
    "with www": (ONE, (item(1, guid="new", link="https://www.news.example.org/news/1"),), 0, 0),
    "an AMP page": (ONE, (item(1, guid="new", link=f"{SITE}/news/1/amp/"),), 0, 0),
    "a mobile host": (
        (item(1, link="https://www.example.org/1"),),
        (item(1, guid="new", link="https://m.example.org/1"),), 0, 0,
    ),
    "white space": (
        ONE,
        (item(1, title="Harbour  report\nnumber 1 ", summary=f" {TEXT}\nIt was report 1."),), 0, 0,
    ),
    "markup": (
        ONE,
        (item(1, summary=f"<p>{TEXT}</p> <p>It was report 1.</p><img src='/pixel?7'>"),), 0, 0,
    ),
    "comments": (
        (item(1, summary=f"{TEXT} <a href='#c'>3 comments</a>", title="Report (3 comments)"),),
        (item(1, summary=f"{TEXT} <a href='#d'>14 comments</a>", title="Report (14 comments)"),),
        0, 0,
    ),
    "a case only": (ONE, (item(1, title="Harbour Report Number 1"),), 0, 1),
    "all guids": (SIX, each(SIX, guid="urn:{n}"), 0, 0),
    "all guids and addresses": (
        SIX, each(SIX, guid="urn:{n}", link="https://new.example.org/{n}"), 0, 0
    ),
    "all addresses, no guids": (
        each(SIX, guid=""), each(SIX, guid="", link="https://new.example.org/a/{n}.html"), 0, 0
    ),
    "all texts, by the template": (SIX, each(SIX, summary=OTHER + " {n}"), 0, 0),
    "all headlines": (SIX, each(SIX, title="Harbour News: report {n}"), 0, 6),
    "a guid for all": (
        each(THREE, guid="news"), (item(4, guid="news"), *each(THREE, guid="news")), 1, 0
    ),
    "a guid for all, one left": (each(THREE, guid="news"), (item(4, guid="news"),), 1, 0),
    "a guid that is a place in a list": (
        each(THREE, guid="{n}"), each((item(4), *THREE), guid="{n}"), 1, 0
    ),
    "the same in a day's list": (
        tuple(replace(one, published=MIDNIGHT) for one in each(THREE, guid="{n}")),
        tuple(replace(one, published=MIDNIGHT) for one in each((item(4), *THREE), guid="{n}")),
        1, 0,
    ),
    "a guid for the newest only": (
        (item(1, guid="latest"),), (item(2, guid="latest", title="Bakers win a prize"),), 1, 0
    ),
    "the same without dates": (
        (item(1, guid="latest", published=None),),
        (item(2, guid="latest", published=None, title="Bakers win a prize"),), 1, 0,
    ),
    "an undated story in other words": (
        (item(1, published=None),),
        (item(1, published=None, title="Harbour report corrected", link=f"{SITE}/c"),), 0, 1,
    ),
    "an empty guid": (each(THREE, guid=" "), (item(4, guid=" "), *each(THREE, guid="")), 1, 0),
    "a page for all": (
        tuple(item(n, link=HOLD) for n in (1, 2)),
        tuple(item(n, link=HOLD) for n in (1, 2, 3)), 1, 0,
    ),
    "a page for all, without guids": (
        tuple(item(n, link=HOLD, guid=None) for n in (1, 2)),
        tuple(item(n, link=HOLD, guid=None) for n in (1, 2, 3)), 1, 0,
    ),
    "the front page for all": (
        (item(1, link=SITE),), (item(2, link=f"{SITE}/"), item(1, link=SITE)), 1, 0
    ),
    "no address, no guid": (
        tuple(item(n, link=None, guid=None) for n in (1, 2)),
        tuple(item(n, link=None, guid=None) for n in (3, 2, 1)), 1, 0,
    ),
    "no address, no guid, another text": (
        (item(1, link=None, guid=None),), (item(1, link=None, guid=None, summary=OTHER),), 0, 1
    ),
    "a title that says nothing": (
        (item(1, title="Weather", summary="Sun."),),
        (item(1, title="Weather", summary="Rain.", guid="new", link=f"{SITE}/rain"),), 1, 0,
    ),
    "a report a day, without times": (
        (item(1, title="Traffic report", published=MIDNIGHT),),
        (item(1, title="Traffic report", published=MIDNIGHT, guid="x", link=HOLD, summary=OTHER),),
        1, 0,
    ),
    "two of one content": (
        (item(1), item(2, title=item(1).title, published=item(1).published)),
        (item(1, guid="x", link=f"{SITE}/x"),), 1, 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("first", "then", "new", "anew"), CASES.values(), ids=CASES)
async def test_what_a_second_poll_brings(
    store: SqlStore,
    first: tuple[Entry, ...],
    then: tuple[Entry, ...],
    new: int,
    anew: int,
) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        assert await polled(unit, feed, first) == len(first)
        await told(unit)
        assert await polled(unit, feed, then) == new
        drafts = await waiting(unit)
        assert sum(draft.story_id is not None for draft in drafts) == anew
        # and nothing more of it at the next poll
        await told(unit)
        assert await polled(unit, feed, then[::-1]) == 0
        assert await waiting(unit) == []


@pytest.mark.parametrize(("first", "then", "new", "anew"), CASES.values(), ids=CASES)
async def test_it_is_the_same_before_the_first_ones_were_read(
    store: SqlStore,
    first: tuple[Entry, ...],
    then: tuple[Entry, ...],
    new: int,
    anew: int,
) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        await polled(unit, feed, first)
        assert await polled(unit, feed, then) == new
        assert all(draft.story_id is None for draft in await waiting(unit)), anew


async def test_a_story_keeps_its_code_and_date_and_takes_the_new_words(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        await polled(unit, feed, ONE)
        ((code, _),) = await told(unit)
        await polled(unit, feed, [item(1, title="Harbour closes", link=f"{SITE}/closes")])
        assert await told(unit) == [(code, "Harbour closes")]
        await polled(unit, feed, [item(1, title="Harbour shut", published=NOON, guid="new")])
        assert await told(unit) == [(code, "Harbour shut")]
        (story,) = await unit.stories.by_number(str(code))
        assert (story.published, story.title) == (item(1).published, "Harbour shut")
        # known by its other address too, by which another feed may have it
        other = await added(unit, number=2)
        assert await polled(unit, other, [item(9, link=f"{SITE}/closes")]) == 0


async def test_a_feed_says_nothing_new_of_another_feeds_story(store: SqlStore) -> None:
    """Feeds of sections give one story different headlines: they would change it for ever."""
    async with store.write() as unit:
        one, two = await added(unit), await added(unit, number=2)
        await polled(unit, one, ONE)
        await told(unit)
        twin = item(1, guid="section", title="Section: harbour", link=f"{SITE}/news/1/amp")
        assert await polled(unit, two, [twin]) == 0
        assert await waiting(unit) == []


async def test_a_story_moves_twice(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        await polled(unit, feed, SIX)
        await told(unit)
        for host in ("one", "two", "three"):
            moved = each(SIX, guid=host + "{n}", link=f"https://{host}.example.org/{{n}}")
            assert await polled(unit, feed, moved) == 0
        (story, *_) = await unit.stories.latest(1)
        assert story.link == "https://one.example.org/6"


EVENING = NOON + 9 * HOUR
OLD = tuple(
    item(n, guid=f"o{n}", link=f"{SITE}/old/{n}", title=f"Old report {n}") for n in range(9)
)


async def test_old_items_in_a_flood_are_no_news(store: SqlStore) -> None:
    """A site that moved, with headlines, guids and addresses that are all new to us."""
    async with store.write() as unit:
        feed = await added(unit)
        await polled(unit, feed, SIX)
        await told(unit)
        feed = replace(feed, last_good_at=EVENING)
        flood = [replace(one, published=NOON - 2 * n * HOUR) for n, one in enumerate(OLD)]
        news = item(50, published=EVENING)
        assert await polled(unit, feed, [news, *flood], EVENING + HOUR) == 10
        drafts = await waiting(unit)
        # what is younger than all that the feed had brought is news all the same
        fresh = [draft.entry.title for draft in drafts if not draft.backlog]
        assert fresh == ["Old report 0", "Harbour report number 50"]
        assert await polled(unit, feed, [news, *flood], EVENING + HOUR) == 0


@pytest.mark.parametrize(
    "published",
    [EVENING + HOUR, NOON, None],
    ids=["after the last poll", "an edition, younger than all before", "undated"],
)
async def test_many_new_items_are_news_all_the_same(
    store: SqlStore, published: datetime | None
) -> None:
    async with store.write() as unit:
        feed = replace(await added(unit), last_good_at=EVENING)
        await polled(unit, feed, SIX)
        await told(unit)
        flood = [replace(one, published=published) for one in OLD]
        await polled(unit, feed, flood, EVENING + HOUR)
        assert not any(draft.backlog for draft in await waiting(unit))


async def test_few_old_items_are_news_too(store: SqlStore) -> None:
    """A desk publishes late what it wrote early."""
    async with store.write() as unit:
        feed = replace(await added(unit), last_good_at=EVENING)
        await polled(unit, feed, SIX)
        await told(unit)
        late = [replace(one, published=NOON - 3 * HOUR) for one in OLD[:4]]
        assert await polled(unit, feed, [*late, *SIX], EVENING + HOUR) == 4
        assert not any(draft.backlog for draft in await waiting(unit))


async def test_the_first_read_brings_the_newest_of_the_old_first(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await added(unit, at=NOON, read=False)
        found = [
            item(1, published=NOON - 3 * HOUR),
            item(2, published=NOON - HOUR),
            item(3, published=None),
            item(4, published=NOON + DAY),
            item(5, published=NOON + timedelta(minutes=1)),
        ]
        await polled(unit, feed, found, NOON + timedelta(minutes=2))
        drafts = await waiting(unit)
        assert [draft.entry.guid for draft in drafts if not draft.backlog] == [item(5).guid]
        backlog = [draft.entry.guid for draft in drafts if draft.backlog]
        assert backlog[2:] == [item(2).guid, item(1).guid]


async def test_a_slip_of_the_date_does_not_put_a_story_last(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await added(unit)
        found = [item(1, published=NOON + 9 * DAY), item(2, published=NOON + HOUR / 2)]
        await polled(unit, feed, found)
        assert [draft.entry.guid for draft in await waiting(unit)] == [item(1).guid, item(2).guid]


ENTRIES = st.lists(
    st.builds(
        item,
        st.just(1),
        guid=st.sampled_from([None, "", "a", "b", "c"]),
        link=st.sampled_from([None, SITE, f"{SITE}/1", f"{SITE}/2", f"{SITE}/2?utm_source=x"]),
        title=st.sampled_from([None, "Weather", "Harbour report", "Harbour reopens today"]),
        published=st.sampled_from([None, MIDNIGHT, NOON, NOON - HOUR]),
        summary=st.sampled_from([None, "Short.", TEXT, OTHER]),
    ),
    max_size=6,
)
_feeds = count(100)


@given(first=ENTRIES, then=ENTRIES, seed=st.integers(0, 99), at_once=st.booleans())
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
async def test_a_document_again_brings_nothing(
    store: SqlStore, first: list[Entry], then: list[Entry], seed: int, at_once: bool
) -> None:
    """Whatever came before, read or not: the same items in any order are not new or changed."""
    number = next(_feeds)
    host = f"https://news{number}.example.org"
    first, then = (
        [replace(one, link=one.link and one.link.replace(SITE, host)) for one in entries]
        for entries in (first, then)
    )
    async with store.write() as unit:
        feed = await added(unit, number=number)
        await polled(unit, feed, first)
        if not at_once:
            await told(unit)
        await polled(unit, feed, then)
        await told(unit)
        for _ in range(3):
            Random(seed).shuffle(then)
            assert await polled(unit, feed, then) == 0
            assert await waiting(unit) == []
