"""/search: what is found, its pages, and what is said where nothing is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import topics
from bot.chat import keyboards
from bot.chat.texts import Texts
from bot.pipeline.searching import Result, Results
from tests.chat.stories import chat, story
from tests.chat.talks import Talks, buttons, data_of

TEXTS = Texts(chat())
LONG = " OR ".join(f"سوریه{letter}" for letter in "ابپتثج") + ' OR "دو واژه"'


def results(count: int, *, start: int = 0, shown: int = 5, more: bool = False) -> Results:
    """A page of a search for a ferry."""
    found = tuple(Result(story(id=n, code=n), n % 2) for n in range(1, shown + 1))
    following = start + shown if start + shown < count else None
    previous = max(0, start - 5) if start else None
    query = topics.parse("ferry")
    return Results(query, found, count, more, start, following, previous, 1234, None)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (results(1, shown=1), "ferry\n1 story\n"),
        (results(5), "ferry\n5 stories\n"),
        (results(12), "ferry\n1–5 of 12 stories, the best first\n"),
        (results(12, start=10, shown=2), "ferry\n11–12 of 12 stories, the best first\n"),
        (results(300, start=5, more=True), "ferry\n6–10 of more than 300 stories"),
    ],
)
def test_the_total(page: Results, said: str) -> None:
    text = TEXTS.found(page, "ferry").text
    assert text.startswith(said)
    assert f"\n\n{page.start + 1}. " in text
    assert text.count("1 more of this event") == (len(page.results) + 1) // 2


@pytest.mark.parametrize("typed", ["ferry", "title:ferry", LONG])
def test_pages_remember_the_query_and_where_they_stood(typed: str) -> None:
    rows = keyboards.found(TEXTS, results(12, start=5), typed)
    stories, turning = rows
    assert [(b.text, b.data) for b in stories] == [(str(n + 5), f"story:{n}") for n in range(1, 6)]
    back, follow, on = (b.data or "" for b in turning)
    assert [b.text for b in turning] == ["«", "Subscribe", "»"]
    assert back.startswith("find:0:1234")
    assert on.startswith("find:10:1234")
    assert all(len(data.encode()) <= 64 for data in (back, on))
    kept = typed if typed != LONG else ""
    assert on.removeprefix("find:10:1234").removeprefix(":") == kept
    assert follow == (f"take:{typed}" if kept else "take")


async def test_a_search_is_paged_while_news_comes_in(world: Talks) -> None:
    for n in range(7):
        await world.publish(f"Ferry sails, day {n}", ago=timedelta(hours=9 - n))
    answer = await world.ask("/search ferry")
    assert answer["text"].startswith(
        "ferry\n1–5 of 7 stories, the best first\n\n1. Ferry sails, day 6"
    )
    assert answer["entities"][0]["type"] == "bold"
    await world.publish("Ferry runs aground", ago=timedelta(0))
    await world.press(answer, data_of(answer, "»"))
    second = await world.edited(answer)
    assert "6–7 of 7" in second["text"]
    assert "7. Ferry sails, day 0" in second["text"]
    assert "aground" not in second["text"]
    await world.press(second, data_of(second, "7"))
    card = await world.next(42, answer["message_id"])
    assert "day 0" in card["caption"]
    await world.press(second, data_of(second, "Subscribe"))
    assert "You now follow ferry." in (await world.edited(second))["text"]


async def test_one_line_an_event(world: Talks) -> None:
    one = await world.publish("Ferry sails again")
    await world.tell_one_event(one, await world.publish("Ferry is sailing", publisher="B"))
    text = (await world.ask("/search ferry"))["text"]
    assert "1 story" in text
    assert "1 more of this event" in text


async def test_a_query_too_long_for_its_buttons_is_read_from_the_message(world: Talks) -> None:
    for n in range(6):
        await world.publish(f"سوریها روز {n}", lang="fa")
    answer = await world.ask(f"/search {LONG}")
    assert data_of(answer, "»").count(":") == 2
    await world.press(answer, data_of(answer, "»"))
    second = await world.edited(answer)
    assert "6–6 of 6" in second["text"]
    await world.press(second, data_of(second, "Subscribe"))
    await world.settle()
    assert (await world.topics())[0].topic.normal == topics.parse(LONG).normal


async def test_a_misspelt_word_gets_the_archives_spelling(world: Talks) -> None:
    await world.publish("Lighthouse lit again")
    answer = await world.ask("/search lighthuose")
    assert "There is none so far." in answer["text"]
    assert "Did you mean Lighthouse?" in answer["text"]
    assert "Subscribe" in dict(buttons(answer))
    await world.press(answer, data_of(answer, "Did you mean “Lighthouse”?"))
    assert "Lighthouse lit again" in (await world.edited(answer))["text"]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("", ["What shall I search for?", "/search"]),
        ("zebra", ["zebra\nI look for stories with zebra. There is none so far.", "subscribe"]),
        ("oil (OR gas", ["OR", "It is here: oil (👉OR"]),
        (
            "tea (oil OR gas",
            ["bracket", "It is here: tea 👉(oil OR gas", "Did you mean tea (oil OR gas)?"],
        ),
        ("-football", ["only says what to leave out"]),
    ],
)
async def test_what_is_said_where_nothing_is_found(
    world: Talks, typed: str, parts: list[str]
) -> None:
    answer = await world.ask(f"/search {typed}")
    assert all(part in answer["text"] for part in parts), answer["text"]


async def test_a_malformed_search_is_corrected_by_its_button(world: Talks) -> None:
    await world.publish("Oil found")
    answer = await world.ask("/search (oil OR gas")
    await world.press(answer, data_of(answer, "(oil OR gas)"))
    assert "Oil found" in (await world.edited(answer))["text"]


async def test_plain_words_lead_to_the_search(world: Talks) -> None:
    for n in range(6):
        await world.publish(f"Ferry sails, day {n}", ago=timedelta(hours=9 - n))
    answer = await world.ask("ferry")
    assert [label for label, _ in buttons(answer)] == ["Subscribe", "More…"]
    await world.press(answer, data_of(answer, "More…"))
    assert "1–5 of 6 stories" in (await world.edited(answer))["text"]
