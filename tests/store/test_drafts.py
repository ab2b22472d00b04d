from __future__ import annotations

from dataclasses import replace

from bot.domain.values import Change, Found, StoryTerms, Term
from bot.store import SqlStore
from tests.store.samples import DAY, HOME, HOUR, NOW, add_feed, add_story, entry, reading


async def test_found_passes_over_what_is_known(store: SqlStore) -> None:
    """By guid in its feed, by link in any, and within the call."""
    async with store.write() as unit:
        one, two = await add_feed(unit), await add_feed(unit, f"{HOME}/two.xml")
        found = [
            Found(entry("a"), f"{HOME}/a", False),
            Found(entry("a"), f"{HOME}/a2", False),
            Found(entry("b"), f"{HOME}/a", False),
            Found(entry(None), f"{HOME}/c", False),
            Found(entry(None), f"{HOME}/d", False),
            Found(entry(""), f"{HOME}/e", False),
            Found(entry(""), f"{HOME}/f", False),
        ]
        assert await unit.stories.found(one, found, NOW) == 5
        assert await unit.stories.found(one, found, NOW) == 0
        # a guid counts within its feed only, a link everywhere
        assert await unit.stories.found(two, [Found(entry("a"), f"{HOME}/a", False)], NOW) == 0
        assert await unit.stories.found(two, [Found(entry("a"), f"{HOME}/g", False)], NOW) == 1
        assert await unit.stories.found(one, [], NOW) == 0


async def test_known_tells_drafts_stories_and_dropped_ones(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await add_story(unit, 1, link=f"{HOME}/canonical")
        for guid in ("draft", "dropped"):
            await unit.stories.found(feed, [Found(entry(guid), f"{HOME}/{guid}", False)], NOW)
        (dropped,) = [d for d in await unit.stories.drafts(NOW, 9) if d.entry.guid == "dropped"]
        await unit.stories.drop(dropped.id, "gone")
        guids = {"guid 1", "draft", "dropped"}
        links = {f"{HOME}/{name}" for name in ("1", "canonical", "draft", "dropped")}
        rows = await unit.stories.known(feed.id, guids | {"new"}, links | {f"{HOME}/new"}, set())
        assert {row.guid for row in rows} == guids
        assert frozenset[str]().union(*(row.links for row in rows)) == links
        assert [row.story_id is None for row in rows] == [True, True, False]
        assert [row.dropped for row in rows] == [False, True, False]
        assert await unit.stories.known(feed.id + 1, guids, set(), set()) == []
        (foreign,) = await unit.stories.known(feed.id + 1, guids, {f"{HOME}/1"}, set())
        assert (foreign.own, foreign.guid, foreign.has_guid) == (False, None, True)
        assert await unit.stories.known(feed.id, [], [], []) == []


async def test_an_address_is_known_with_www_and_without(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry(None), "https://www.example.org/a")], NOW)
        both = {"http://example.org/a", "https://www.example.org/a"}
        (row,) = await unit.stories.known(feed.id, [], both | {"https://m.example.org/a"}, [])
        assert row.links == both


async def test_a_story_has_one_revision_at_a_time(store: SqlStore) -> None:
    """The later one counts; it goes when it was read, and without a trace when given up."""
    async with store.write() as unit:
        story = await add_story(unit, 1)
        feed = await add_feed(unit)
        for title in ("Talks resume again", "Talks end"):
            (row,) = await unit.stories.known(feed.id, {"guid 1"}, [], [])
            found = Found(replace(entry("guid 1"), title=title), f"{HOME}/1", entry_key=title)
            assert (
                await unit.stories.changed(feed, [Change(row, found, None, None, True)], NOW) == 1
            )
        (draft,) = await unit.stories.drafts(NOW, 9)
        assert (draft.story_id, draft.entry.title) == (story.id, "Talks end")
        (row,) = await unit.stories.known(feed.id, {"guid 1"}, [], [])
        assert (row.story_id, row.entry_key) == (story.id, "Talks end")
        await unit.stories.drop(draft.id, "broken")
        assert await unit.stories.drafts(NOW, 9) == []
        assert (await unit.stories.revise(draft.id, reading(), StoryTerms(), NOW)) is None


async def test_a_draft_takes_a_change_before_it_is_read(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("a"), f"{HOME}/a", entry_key="old")], NOW)
        (row,) = await unit.stories.known(feed.id, {"a"}, [], [])
        late = replace(entry("a"), title="Talks end")
        found = Found(late, f"{HOME}/a", entry_key="new")
        assert await unit.stories.changed(feed, [Change(row, found, None, None, True)], NOW) == 0
        (draft,) = await unit.stories.drafts(NOW, 9)
        assert (draft.entry, draft.story_id) == (late, None)


async def test_a_draft_brings_back_its_entry(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        full = replace(
            entry("g", None), updated=NOW - HOUR, content="<p>سوریه & 🕊</p>", author="ا. نویسنده"
        )
        await unit.stories.found(feed, [Found(full, f"{HOME}/g", True)], NOW)
        (draft,) = await unit.stories.drafts(NOW, 10)
        assert (draft.feed, draft.entry, draft.link) == (feed, full, f"{HOME}/g")
        assert (draft.seen_at, draft.attempts, draft.backlog) == (NOW, 0, True)


async def test_drafts_come_in_the_order_found(store: SqlStore) -> None:
    """By the poll that found them, and in its order; what a feed held before it joined waits."""
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("late"), f"{HOME}/l", False)], NOW + HOUR)
        poll = [
            Found(entry("old", NOW - DAY), f"{HOME}/o", False),
            Found(entry("young", NOW - HOUR), f"{HOME}/y", False),
            Found(entry("before us", NOW - DAY), f"{HOME}/b", True),
        ]
        await unit.stories.found(feed, poll, NOW)
        drafts = await unit.stories.drafts(NOW + HOUR, 10)
        assert [draft.entry.guid for draft in drafts] == ["old", "young", "late", "before us"]
        assert await unit.stories.drafts(NOW + HOUR, 2) == drafts[:2]


async def test_a_draft_waits_for_its_next_try(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("a"), f"{HOME}/a", False)], NOW)
        (draft,) = await unit.stories.drafts(NOW, 10)
        await unit.stories.retry(draft.id, NOW + HOUR, "timed out")
        assert await unit.stories.drafts(NOW, 10) == []
        (again,) = await unit.stories.drafts(NOW + HOUR, 10)
        assert again == replace(draft, attempts=1)


async def test_a_dropped_draft_does_not_come_back(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        found = [Found(entry("a"), f"{HOME}/a", False)]
        await unit.stories.found(feed, found, NOW)
        (draft,) = await unit.stories.drafts(NOW, 10)
        await unit.stories.drop(draft.id, "HTTP 404")
        assert await unit.stories.drafts(NOW + DAY, 10) == []
        assert await unit.stories.found(feed, found, NOW) == 0
        assert await unit.stories.read(draft.id, reading(), StoryTerms()) is None
        assert (await unit.upkeep.counts())["drafts"] == 0


async def test_odd_texts_are_kept_as_far_as_a_database_can(store: SqlStore) -> None:
    """NUL, half a surrogate pair, and identifiers longer than an index entry may be."""
    guid, link = "g\x00" + "x" * 9_000, f"{HOME}/{'y' * 9_000}\ud83d"
    async with store.write() as unit:
        feed = await add_feed(unit)
        odd = replace(entry(guid), title="a\x00b \ud83d")
        assert await unit.stories.found(feed, [Found(odd, link, False)], NOW) == 1
        (row,) = await unit.stories.known(feed.id, {guid}, {link}, ())
        assert (row.guid, row.links) == (guid, frozenset({link}))
        (draft,) = await unit.stories.drafts(NOW, 10)
        story = await unit.stories.read(
            draft.id,
            reading(link, title="a\x00b \ud83d", publisher_code="7" * 9_000),
            StoryTerms(rest=frozenset({"t" * 9_000, "n\x00"})),
        )
        assert story is not None
        assert story.title == "ab \ufffd"
        found = await unit.stories.search(Term("t" * 9_000), 10)
        assert [one.id for one in found] == [story.id]
