"""When a feed is read next: examples, and laws that hold whatever it says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import Step
from bot.domain.values import Entry, Hints, ParsedFeed
from bot.pipeline import rhythm

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)  # a Wednesday
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
BASE = timedelta(minutes=15)

chances = st.floats(0, 1, exclude_max=True)
waits = st.timedeltas(timedelta(seconds=1), 7 * DAY)
_naive = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))  # noqa: DTZ001  # zone below
instants = _naive.map(lambda when: when.replace(tzinfo=UTC))
hours = st.frozensets(st.integers(0, 23))
days = st.frozensets(st.integers(0, 6))


def feed(*ages: timedelta, ttl: timedelta | None = None) -> ParsedFeed:
    """A feed with entries of these ages."""
    entries = tuple(
        Entry(None, "Talks", None, NOW - age, None, None, None, None, None) for age in ages
    )
    return ParsedFeed("News", None, "en", entries, Hints(ttl))


def every(gap: timedelta, count: int = 10, newest: timedelta = timedelta()) -> list[timedelta]:
    """Ages of entries that came one each ``gap``."""
    return [newest + number * gap for number in range(count)]


@pytest.mark.parametrize(
    ("ages", "ttl", "expected"),
    [
        ([], None, None),
        ([HOUR, 2 * HOUR], None, None),
        (every(4 * HOUR), None, 2 * HOUR),
        (every(20 * MINUTE), None, 10 * MINUTE),
        (every(4 * MINUTE), None, 5 * MINUTE),
        (every(4 * MINUTE), 2 * MINUTE, 2 * MINUTE),
        (every(16 * MINUTE), 2 * MINUTE, 8 * MINUTE),
        (every(30 * DAY), None, 6 * HOUR),
        (every(10 * MINUTE), HOUR, HOUR),
        (every(10 * MINUTE), 300 * DAY, DAY),
        ([], 2 * HOUR, 2 * HOUR),
        ([], 2 * MINUTE, BASE),
        (every(10 * MINUTE), timedelta(), 5 * MINUTE),
        (every(HOUR, newest=60 * HOUR), None, 3 * HOUR),
        ([*every(2 * HOUR, 9), 400 * DAY], None, HOUR),
        (every(-HOUR), None, None),
        (every(timedelta(), 10), None, BASE),
    ],
    ids=[
        "an empty feed", "two entries", "half the gap", "faster than the base",
        "not faster than the bound", "faster still where its ttl allows",
        "its own rhythm within its ttl", "rarely",
        "slower where its ttl asks", "a year's ttl", "only a ttl", "a ttl alone does not hurry",
        "a ttl of nothing", "silent since", "one odd gap", "dates to come", "all at once",
    ],
)  # fmt: skip
def test_interval(ages: list[timedelta], ttl: timedelta | None, expected: timedelta | None) -> None:
    assert rhythm.interval(feed(*ages, ttl=ttl), BASE, NOW) == expected


def test_an_operator_may_want_more_or_less_than_the_bounds() -> None:
    assert rhythm.interval(feed(*every(MINUTE)), MINUTE, NOW) == MINUTE
    assert rhythm.interval(feed(*every(3 * DAY)), 2 * DAY, NOW) == 36 * HOUR


def test_silence_counts_alike_with_and_without_304() -> None:
    """A feed read for two days without news is read as rarely as one whose entries say so."""
    known: timedelta | None = BASE
    silence = timedelta()
    while silence < 2 * DAY and known:
        silence += known
        known = rhythm.stretched(known)
    seen = rhythm.interval(feed(*every(10 * MINUTE, newest=silence)), BASE, NOW)
    assert known
    assert seen
    assert abs(known - seen) < 20 * MINUTE


@given(
    st.lists(st.timedeltas(-DAY, 4000 * DAY), max_size=60),
    st.none() | st.timedeltas(timedelta(), 4000 * DAY),
    st.timedeltas(timedelta(seconds=1), DAY),
)
def test_intervals_are_within_bounds(
    ages: list[timedelta], ttl: timedelta | None, base: timedelta
) -> None:
    found = rhythm.interval(feed(*ages, ttl=ttl), base, NOW)
    if found is not None:
        lowest = min(base, max(rhythm.SHORTEST, base / 3))
        assert min(ttl or lowest, lowest) <= found <= max(base, rhythm.LONGEST_HINT)
        if not ttl:
            assert lowest <= found <= max(base, rhythm.LONGEST)
        stretched = rhythm.stretched(found)
        assert stretched is not None
        assert found <= stretched <= max(found, rhythm.LONGEST)


@given(instants, waits, st.timedeltas(-30 * DAY, 3000 * DAY), chances)
def test_a_due_time_is_to_come(
    previous: datetime, wait: timedelta, late: timedelta, chance: float
) -> None:
    now = previous + late
    due = rhythm.next_due(previous, wait, now, chance)
    assert now + 0.39 * wait < due < now + 1.61 * wait


@given(waits, st.lists(st.floats(0, 0.4), min_size=1, max_size=50))
def test_polls_that_take_time_do_not_make_a_feed_drift(
    wait: timedelta, delays: list[float]
) -> None:
    due = NOW
    for delay in delays:
        due = rhythm.next_due(due, wait, due + delay * wait, 0.5)
    assert abs(due - (NOW + len(delays) * wait)) < timedelta(milliseconds=1)


@given(waits, waits, st.integers(1, 99), st.sampled_from([None, *Step]), chances)
def test_the_more_failures_the_longer_the_wait(
    regular: timedelta, shortest: timedelta, failures: int, step: Step | None, chance: float
) -> None:
    one = rhythm.backoff(regular, shortest, failures, step)
    more = rhythm.backoff(regular, shortest, failures + 1, step)
    assert regular <= one <= more <= max(regular, rhythm.LONGEST_BACKOFF)
    assert timedelta(0) < rhythm.swayed(one, chance) <= rhythm.swayed(more, chance)


@given(instants, hours, days, chances)
def test_no_due_time_is_in_a_skipped_hour(
    due: datetime, hours: frozenset[int], days: frozenset[int], chance: float
) -> None:
    moved = rhythm.outside(due, hours, days, chance)
    assert due <= moved < due + 7 * DAY + HOUR
    assert moved.hour not in hours or len(hours) == 24
    assert moved.weekday() not in days or len(days) == 7
    if due.hour not in hours and due.weekday() not in days:
        assert moved == due


def test_hours_that_are_none_are_passed_over() -> None:
    assert rhythm.outside(NOW, frozenset({24, -1}), frozenset({7}), 0.5) == NOW


@pytest.mark.parametrize(
    ("failures", "step", "expected"),
    [
        (1, Step.TIME, 30 * MINUTE),
        (2, Step.DNS, HOUR),
        (6, Step.STATUS, 16 * HOUR),
        (7, Step.STATUS, DAY),
        (1000, None, DAY),
        (1, Step.WALL, HOUR),
        (1, Step.ADDRESS, HOUR),
    ],
)
def test_backoff(failures: int, step: Step | None, expected: timedelta) -> None:
    assert rhythm.backoff(BASE, BASE, failures, step) == expected


def test_a_slow_feed_that_fails_is_not_asked_more_often() -> None:
    assert rhythm.backoff(6 * HOUR, BASE, 1, Step.TIME) == 6 * HOUR
