from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.ports import Unit
from bot.domain.values import Change, Either, Found, Sentence, Story, StoryTerms, Term, TextFrom
from bot.store import SqlStore
from tests.store.samples import DAY, HOME, HOUR, NOW, add_feed, add_story, entry, reading


async def test_codes_count_up_from_1001(store: SqlStore) -> None:
    async with store.write() as unit:
        codes = [(await add_story(unit, number)).code for number in (1, 2, 3)]
    assert codes == [1001, 1002, 1003]


async def test_a_duplicate_takes_no_code(store: SqlStore) -> None:
    async with store.write() as unit:
        await add_story(unit, 1)
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("x"), f"{HOME}/x", False)], NOW)
        (draft,) = await unit.stories.drafts(NOW, 1)
        assert await unit.stories.read(draft.id, reading(f"{HOME}/1"), StoryTerms()) is None
        assert (await add_story(unit, 2)).code == 1002


async def test_a_story_comes_back_as_it_was_read(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(
            unit,
            title="<b>ایران</b> & 🕊",
            extract=(Sentence("جمله", 3, 0, 1),),
            published=None,
            published_has_time=False,
            publisher_code="0309076",
        )
    assert story.title == "<b>ایران</b> & 🕊"
    assert story.extract == (Sentence("جمله", 3, 0, 1),)
    assert (story.published, story.published_has_time) == (None, False)
    assert (story.seen_at, story.publisher_code, story.photo_file_id) == (NOW, "0309076", None)
    assert (story.origin, story.author, story.publisher) == (
        "Example Wire",
        "A. Writer",
        "Example News",
    )
    async with store.read() as unit:
        assert await unit.stories.by_id(story.id) == story


async def test_the_first_to_be_read_has_the_link(store: SqlStore) -> None:
    """Two drafts of one story: the link of the second's feed is the first's canonical one."""
    async with store.write() as unit:
        feed = await add_feed(unit)
        found = [
            Found(entry("a", NOW - HOUR), f"{HOME}/a", False),
            Found(entry("b"), f"{HOME}/b", False),
        ]
        await unit.stories.found(feed, found, NOW)
        a, b = await unit.stories.drafts(NOW, 2)
        first = await unit.stories.read(b.id, reading(f"{HOME}/a"), StoryTerms())
        assert first is not None
        assert await unit.stories.read(a.id, reading(f"{HOME}/a"), StoryTerms()) is None
        assert await unit.stories.drafts(NOW, 2) == []
        assert await unit.stories.found(feed, found, NOW) == 0


async def test_a_draft_is_read_once(store: SqlStore) -> None:
    async with store.write() as unit:
        feed = await add_feed(unit)
        await unit.stories.found(feed, [Found(entry("a"), f"{HOME}/a", False)], NOW)
        (draft,) = await unit.stories.drafts(NOW, 1)
        assert await unit.stories.read(draft.id, reading(f"{HOME}/a"), StoryTerms()) is not None
        assert await unit.stories.read(draft.id, reading(f"{HOME}/other"), StoryTerms()) is None


NUMBERS = {
    "1001": ["ours", "theirs"],
    " 1001 ": ["ours", "theirs"],
    "01001": ["ours", "padded"],
    "309076": ["newer", "older"],
    "NW-7": ["letters"],
    "nw-7": [],
    "7": [],
    "0": [],
    "": [],
    "-1001": [],
    "١٠٠١": ["ours"],
    "²": [],
    "9" * 18: [],
    "9" * 19: [],
    "9" * 40: [],
}


async def test_by_number(store: SqlStore) -> None:
    """Our code first, then the publishers', newest first; leading zeros count in theirs only."""
    codes = {
        "ours": None,
        "theirs": "1001",
        "padded": "01001",
        "older": "309076",
        "newer": "309076",
        "letters": "NW-7",
    }
    async with store.write() as unit:
        for index, (title, code) in enumerate(codes.items()):
            at = NOW + index * HOUR
            await add_story(unit, index, title=title, publisher_code=code, published=at)
    async with store.read() as unit:
        found = {number: await unit.stories.by_number(number) for number in NUMBERS}
    assert {
        number: [story.title for story in stories] for number, stories in found.items()
    } == NUMBERS


async def test_a_story_whose_two_codes_are_equal_comes_once(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit, publisher_code="1001")
        assert await unit.stories.by_number("1001") == [story]


async def revised(unit: Unit, **changes: object) -> tuple[Story, Story]:
    """Let the story of guid 1 be read anew; return it before and after."""
    feed = await add_feed(unit)
    (row,) = await unit.stories.known(feed.id, {"guid 1"}, [], [])
    found = Found(entry("guid 1"), f"{HOME}/1", entry_key="new")
    await unit.stories.changed(feed, [Change(row, found, None, None, True)], NOW)
    (draft,) = [one for one in await unit.stories.drafts(NOW + DAY, 9) if one.story_id]
    terms = StoryTerms(rest=frozenset({"iraq"}))
    both = await unit.stories.revise(draft.id, reading(**changes), terms, NOW + HOUR)  # type: ignore[arg-type]  # the field's own type
    assert both is not None
    return both


async def test_a_story_told_anew_keeps_code_date_and_photo(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit, 1, published=NOW - HOUR)
        await unit.stories.set_photo(story.id, "file")
        before, after = await revised(
            unit, title="Talks end", text="They ended.", published=NOW, text_from=TextFrom.FEED
        )
        assert before == replace(story, photo_file_id="file")
        assert after == replace(
            before, title="Talks end", text="They ended.", text_from=TextFrom.FEED
        )
        assert await unit.stories.search(Term("syria"), 9) == []
        assert await unit.stories.search(Term("iraq"), 9) == [after]
        assert await unit.stories.drafts(NOW + DAY, 9) == []


async def test_an_undated_story_gets_its_date_when_it_is_told_anew(store: SqlStore) -> None:
    async with store.write() as unit:
        await add_story(unit, 1, published=None)
        _, after = await revised(unit, published=NOW - HOUR)
        assert after.published == NOW - HOUR


async def test_a_story_told_anew_moves_unless_another_is_there(store: SqlStore) -> None:
    async with store.write() as unit:
        await add_story(unit, 1)
        await add_story(unit, 2)
        _, stays = await revised(unit, link=f"{HOME}/2")
        assert stays.link == f"{HOME}/1"
        _, moved = await revised(unit, link=f"{HOME}/3")
        assert moved.link == f"{HOME}/3"
        feed = await add_feed(unit)
        both = {f"{HOME}/1", f"{HOME}/3"}
        (row,) = await unit.stories.known(feed.id, [], both, [])
        assert row.links == both


async def add_dated(store: SqlStore, *published: datetime | None) -> None:
    async with store.write() as unit:
        for number, when in enumerate(published):
            await add_story(
                unit, number, title=str(number), published=when, terms={"t", str(number)}
            )


async def test_latest_goes_by_the_date_or_the_day_it_was_seen(store: SqlStore) -> None:
    await add_dated(store, NOW - HOUR, None, NOW - DAY, NOW + HOUR, NOW - HOUR)
    async with store.read() as unit:
        latest = await unit.stories.latest(10)
        assert [story.title for story in latest] == ["3", "1", "4", "0", "2"]
        assert await unit.stories.latest(2) == latest[:2]


async def test_forgotten_texts_leave_the_headline(store: SqlStore) -> None:
    async with store.write() as unit:
        terms = {"syria", "x" * 9_000}
        old = await add_story(unit, 1, seen=NOW - 2 * DAY, terms=terms, headline={"talk"})
        new = await add_story(unit, 2, terms={"syria"})
        assert await unit.stories.forget_texts(NOW - DAY, 9) == 1
        assert await unit.stories.forget_texts(NOW - DAY, 9) == 0
        (left,) = await unit.stories.by_number(str(old.code))
        assert (left.title, left.link, left.text, left.extract) == (old.title, old.link, "", ())
        either = Either((Term("syria"), Term("x" * 9_000)))
        assert await unit.stories.search(either, 9) == [new]
        assert await unit.stories.search(Term("talk", in_title=True), 9) == [left]
        feed = await add_feed(unit)
        assert await unit.stories.found(feed, [Found(entry("guid 1"), old.link, False)], NOW) == 0


async def test_the_photo_is_kept(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        await unit.stories.set_photo(story.id, "file")
        kept = await unit.stories.by_id(story.id)
        assert kept is not None
        assert kept.photo_file_id == "file"
        assert await unit.stories.by_id(story.id + 1) is None
