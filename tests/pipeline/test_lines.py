"""The lines of a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from bot.domain.values import Also, Story, TextFrom, Waiting
from bot.pipeline.lines import lines, of_stories
from tests.store.samples import DAY, HOUR, NOW

MINUTE = timedelta(minutes=1)


def story(
    code: int, event: int | None = None, publisher: str | None = None, age: timedelta = HOUR
) -> Story:
    """A story, an hour old unless told otherwise."""
    at = NOW - age
    return Story(
        code, code, None, f"Story {code}", "", (), at, True, at, None, None,
        publisher or f"Publisher {code}", None, f"https://news.example.org/{code}", "en", None,
        event_id=event,
    )  # fmt: skip


def wait(one: Story, *words: str, card: bool = False) -> Waiting:
    """A story that waits."""
    return Waiting(one, words, card)


@pytest.mark.parametrize(
    ("waiting", "shown", "also"),
    [
        ([], [], {}),
        # more sources first, however old
        ([story(1), story(2, 7, "A", DAY), story(3, 7, "B", DAY)], [3, 1], {3: [2]}),
        # not more stories
        ([story(1), story(2, 7, "A", DAY), story(3, 7, "A", DAY)], [1, 3], {3: [2]}),
        # then the newer hour
        ([story(1, age=3 * HOUR), story(2), story(3, age=2 * HOUR)], [2, 3, 1], {}),
        # the newest stands for its event, with its whole text before its feed's words
        ([story(1, 7), story(2, 7, age=MINUTE)], [2], {2: [1]}),
        (
            [story(1, 7), replace(story(2, 7, age=MINUTE), text_from=TextFrom.FEED)],
            [1],
            {1: [2]},
        ),
    ],
)
def test_one_line_an_event(
    waiting: list[Story], shown: list[int], also: dict[int, list[int]]
) -> None:
    found = of_stories(waiting)
    assert [one.code for one in found.stories] == shown
    assert {key: [one.code for one in names] for key, names in found.also.items()} == also


def test_the_chat_s_words_part_what_is_as_new() -> None:
    few, many = story(1, age=HOUR), story(2, age=HOUR + MINUTE)
    waiting = [wait(few, "Syria"), wait(many, "Syria", "Iraq")]
    assert lines(waiting).stories == (many, few)


def test_a_story_that_has_a_card_stands_for_its_event() -> None:
    old, new = story(1, 7, age=DAY), story(2, 7)
    found = lines([wait(new), wait(old, card=True)])
    assert found.stories == (old,)
    assert found.also == {1: (Also(2, "Publisher 2"),)}


def test_every_source_has_its_line_where_a_chat_wants_it() -> None:
    waiting = [wait(story(1, 7)), wait(story(2, 7, age=DAY))]
    found = lines(waiting, every_source=True)
    assert [one.code for one in found.stories] == [1, 2]
    assert found.also == {}


@pytest.mark.parametrize("seed", range(20))
def test_each_story_is_in_one_line_whatever_the_order(seed: int) -> None:
    chance = Random(seed)
    waiting = [
        wait(
            story(
                code,
                chance.choice([None, 1, 2, 3]),
                chance.choice("ABC"),
                chance.randrange(9) * HOUR,
            ),
            card=chance.random() < 0.3,
        )
        for code in range(12)
    ]
    found = lines(waiting)
    codes = [one.code for one in found.stories]
    codes += [one.code for names in found.also.values() for one in names]
    assert sorted(codes) == list(range(12))
    chance.shuffle(waiting)
    again = lines(waiting)
    assert again.stories == found.stories
    assert {k: set(v) for k, v in again.also.items()} == {k: set(v) for k, v in found.also.items()}
