"""Searching the archive: what a chat finds, in which order, and how words are respelt."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import TopicError
from bot.domain.values import Chat, ChatKind, Hit, Term, Wanted
from bot.pipeline.planning import document_of
from bot.pipeline.searching import PAGE, Results, one_an_event, rank, search
from bot.pipeline.spelling import nearest, replaced
from bot.store import SqlStore, open_store
from tests.pipeline.feed_documents import HOUR, NOON, added, as_read, item, polled, waiting

DAY = 24 * HOUR
EXAMPLES = (
    (Path(__file__).parents[2] / "docs" / "topics.md")
    .read_text("utf-8")
    .split("| search | stories: headline / text | order |\n")[1]
)
READER = Chat(42, ChatKind.PRIVATE, None, "en", "UTC", active=True)


@pytest.fixture
async def both(database_url: str) -> AsyncIterator[SqlStore]:
    """A store on SQLite, then one on PostgreSQL."""
    opened = open_store(database_url)
    yield opened
    await opened.close()


async def archive(store: SqlStore, *told: tuple[str, str, timedelta], lang: str = "en") -> None:
    """Put stories into the archive: headline, text and age of each; the first has code 1001."""
    async with store.write() as unit:
        feed = await added(unit)
        entries = [
            item(n, title=title, summary=text, published=NOON - ago, lang=lang)
            for n, (title, text, ago) in enumerate(told)
        ]
        await polled(unit, feed, entries)
        for draft in await waiting(unit):
            reading = replace(as_read(draft), lang=lang)
            assert await unit.stories.read(draft.id, reading, document_of(reading).indexed())


async def find(store: SqlStore, text: str, **more: int | None) -> Results:
    return await search(store, READER, text, NOON, **more)  # type: ignore[arg-type]  # ints


def headlines(results: Results) -> list[str]:
    return [result.story.title for result in results.results]


async def test_the_headline_counts_more_than_the_text_and_the_new_more_than_the_old(
    both: SqlStore,
) -> None:
    await archive(
        both,
        ("Ferry timetable", "The ferry to Marlow leaves at ten; the tide decides.", HOUR),
        ("Tide floods Marlow", "Water stood in the streets of the town.", DAY),
        ("High tide expected", "Marlow is told to move its cars by night.", HOUR),
        ("Marlow tide of 1962", "A look back at the tide.", 300 * DAY),
        ("Bread prices rise", "Flour is dear.", HOUR),
    )
    found = await find(both, "Marlow tide")
    assert headlines(found) == [
        "Tide floods Marlow",
        "High tide expected",
        "Ferry timetable",
        "Marlow tide of 1962",
    ]
    assert (found.count, found.more, found.suggestion) == (4, False, None)
    assert headlines(await find(both, "title:tide title:Marlow")) == [
        "Tide floods Marlow",
        "Marlow tide of 1962",
    ]
    assert headlines(await find(both, "tide -Marlow OR bread")) == ["Bread prices rise"]


@pytest.mark.parametrize(
    ("text", "told", "order"),
    [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in EXAMPLES.split("|---|---|---|\n", 1)[1].split("\n\n")[0].splitlines()
    ],
)
async def test_the_examples_of_the_documentation(
    store: SqlStore, text: str, told: str, order: str
) -> None:
    pairs = [story.strip().split(" / ") for story in told.split(";")]
    await archive(store, *((title, words, HOUR) for title, words in pairs))
    assert headlines(await find(store, text)) == [pairs[int(n) - 1][0] for n in order.split(", ")]


async def test_texts_are_read_where_the_index_knows_too_little(both: SqlStore) -> None:
    """Words in a row, and forms of a word, are not to be seen in an index of stems."""
    await archive(
        both,
        ("Oil and prices", "Prices of oil fell.", HOUR),
        ("Oil price", "The oil price fell.", 2 * HOUR),
    )
    assert headlines(await find(both, '"oil price"')) == ["Oil price"]
    assert headlines(await find(both, "=prices")) == ["Oil and prices"]


async def test_pages_stand_still_while_news_comes_in(both: SqlStore) -> None:
    await archive(both, *((f"Harbour report {n}", "Ships came.", n * HOUR) for n in range(12)))
    first = await find(both, "harbour")
    assert headlines(first) == [f"Harbour report {n}" for n in range(PAGE)]
    assert (first.previous, first.following, first.count) == (None, PAGE, 12)
    async with both.write() as unit:
        feed = await added(unit)
        await polled(unit, feed, [item(99, title="Harbour news", summary="More ships.")])
        (draft,) = await waiting(unit)
        reading = as_read(draft)
        assert await unit.stories.read(draft.id, reading, document_of(reading).indexed())
    second = await find(both, "harbour", start=PAGE, before=first.before)
    assert headlines(second) == [f"Harbour report {n}" for n in range(PAGE, 2 * PAGE)]
    assert (second.previous, second.following) == (0, 2 * PAGE)
    last = await find(both, "harbour", start=2 * PAGE, before=first.before)
    assert headlines(last) == ["Harbour report 10", "Harbour report 11"]
    assert (last.previous, last.following) == (PAGE, None)
    assert headlines(await find(both, "harbour"))[0] == "Harbour report 0"
    assert (await find(both, "harbour")).count == 13


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Marlwo", "Marlow"),
        ("harbor tide", "harbour tide"),
        ("tide OR harbuor", "tide OR harbour"),
        ('"marlow harbuor"', '"marlow harbour"'),
        ("tide -Marlwo", None),
        ("Marl", None),
        ("zzzzzz", None),
        ("marlow", None),
    ],
)
async def test_a_misspelt_word_is_spelt_as_stories_do(
    store: SqlStore, typed: str, meant: str | None
) -> None:
    await archive(store, ("Tide floods Marlow", "The harbour of Marlow, after the tide.", HOUR))
    assert (await find(store, typed)).suggestion == meant


@pytest.mark.parametrize(
    ("lang", "told", "typed", "meant"),
    [
        ("ru", "Выборы в Марлове", "Вывбры", None),
        ("ru", "Выборы в Марлове", "Выбоыр", "Выборы"),
        ("ar", "انتخابات في مارلو", "انتخبات", "انتخابات"),
        ("fa", "انتخابات در مارلو", "انتخبات", "انتخابات"),
        ("tr", "Seçimler başladı", "Seçmiler", "Seçimler"),
    ],
)
async def test_other_languages_are_respelt_too(
    store: SqlStore, lang: str, told: str, typed: str, meant: str | None
) -> None:
    await archive(store, (told, told, HOUR), lang=lang)
    assert (await find(store, typed)).suggestion == meant


async def test_a_topic_that_is_none_is_refused(store: SqlStore) -> None:
    with pytest.raises(TopicError):
        await find(store, "(oil")


def hit(number: int, ago: timedelta = HOUR, event: int | None = None) -> Hit:
    return Hit(number, NOON - ago, event)


@pytest.mark.parametrize(
    ("hits", "titled", "order"),
    [
        ([hit(1), hit(2)], {"tide": [hit(1)]}, [1, 2]),
        ([hit(1), hit(2)], {"tide": [hit(1)], "rare": [hit(2)]}, [2, 1]),
        ([hit(1, 8 * DAY), hit(2, 40 * DAY)], {"tide": [hit(2, 40 * DAY)]}, [1, 2]),
        ([hit(1, 4 * DAY), hit(2, 12 * DAY)], {"tide": [hit(2, 12 * DAY)]}, [2, 1]),
        ([hit(1, -DAY), hit(2, -2 * DAY)], {}, [2, 1]),
    ],
    ids=["headline", "rare word", "too old", "not too old", "dated in the future"],
)
def test_order(hits: list[Hit], titled: dict[str, list[Hit]], order: list[int]) -> None:
    frequency: dict[Wanted, int] = {Term("tide"): 50_000, Term("rare"): 3}
    words: dict[Wanted, list[Hit]] = {Term(word): found for word, found in titled.items()}
    assert [one.story_id for one in rank(hits, words, frequency, NOON)] == order


def test_an_event_is_found_once() -> None:
    ranked = [hit(5, event=1), hit(4), hit(3, event=1), hit(2, event=2), hit(1, event=1)]
    assert [(one.story_id, others) for one, others in one_an_event(ranked)] == [
        (5, 2), (4, 0), (2, 0),
    ]  # fmt: skip


def test_the_nearest_words() -> None:
    known = [(word, word.title()) for word in ("syria", "syrian", "serial", "siren", "syriza")]
    assert nearest("syira", known) == [("syria", "Syria", 1)]
    assert [
        word for word, _, _ in nearest("electoin", [("election", "x"), ("elections", "y")])
    ] == [
        "election",
        "elections",
    ]


def test_words_are_replaced_where_they_stand() -> None:
    better = {"elecion": "elección"}
    assert replaced('(Elecion OR title:elecion) -"elecion"', better) == (
        '(elección OR title:elección) -"elección"'
    )
