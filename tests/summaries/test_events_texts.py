"""One event in other words: whole texts that name and count the same things."""

from __future__ import annotations

import pytest

from bot.summaries.events import keys
from tests.summaries.event_texts import SAME, Pair
from tests.summaries.event_texts_other import OTHER
from tests.summaries.test_events import numbers, told


def _numbers(pair: Pair, *, turned: bool = False) -> list[int]:
    one, other = (pair.other, pair.one) if turned else (pair.one, pair.other)
    return numbers(
        told(*one, pair.lang, source="A"), told(*other, pair.lang, minutes=60 * pair.hours)
    )


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: f"{pair.lang} {pair.what}")
def test_texts_of_the_same_names_and_numbers_join(pair: Pair) -> None:
    assert _numbers(pair) == [1, 1]
    assert _numbers(pair, turned=True) == [1, 1]


@pytest.mark.parametrize("pair", OTHER, ids=lambda pair: f"{pair.lang} {pair.what}")
def test_texts_of_the_same_names_and_other_numbers_do_not(pair: Pair) -> None:
    assert _numbers(pair) == [1, 2]
    assert _numbers(pair, turned=True) == [1, 2]


def test_each_finds_its_event_among_all() -> None:
    first = [told(*pair.one, pair.lang) for pair in SAME]
    then = [told(*pair.other, pair.lang, minutes=60) for pair in SAME]
    events = list(range(1, len(SAME) + 1))
    assert numbers(*first, *then) == [*events, *events]


@pytest.mark.parametrize("pair", SAME, ids=lambda pair: f"{pair.lang} {pair.what}")
def test_an_index_finds_them_by_a_key_that_both_have(pair: Pair) -> None:
    one, other = told(*pair.one, pair.lang), told(*pair.other, pair.lang)
    assert keys(one) & keys(other)
    assert max(len(keys(one)), len(keys(other))) <= 70
    assert max(len(one.facts), len(other.facts)) <= 49


def test_recurring_reports_by_one_form_stay_apart_whatever_their_number() -> None:
    """Six days of prices: the same names, other numbers; each day's are near the day's before."""
    text = """Wheat on the Northgate exchange closed at {} a tonne on {}, corn at {} and barley at
    {}. Some {} contracts changed hands. Exporters around the Black Sea set the tone, said Henrike
    Aldous of Corvane Research in Port Sable."""
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    stories = [
        told(
            "Grain prices at the close",
            text.format(190.25 + at, day, 170.75 - at, 160.35 + at, 41_310 + 977 * at),
            minutes=1440 * at,
            source=str(at),
        )
        for at, day in enumerate(days)
    ]
    assert numbers(*stories) == [1, 2, 3, 4, 5, 6]
