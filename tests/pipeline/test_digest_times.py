"""When digests come, on the nights that change the clock as on all others."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pipeline.digest_times import WEEKDAYS, next_times, occasions


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NIGHTS = [
    ("an ordinary day", "Europe/Berlin", "08:00", (), "2026-01-10T00:00", ["2026-01-10T07:00"]),
    ("strictly later", "UTC", "08:00", (), "2026-01-10T08:00", ["2026-01-11T08:00"]),
    ("the gap in spring", "Europe/Berlin", "02:30", (), "2026-03-28T12:00",
     ["2026-03-29T01:00", "2026-03-30T00:30"]),
    ("the overlap in autumn", "Europe/Berlin", "02:30", (), "2026-10-24T12:00",
     ["2026-10-25T00:30", "2026-10-26T01:30"]),
    ("between the two in the overlap", "Europe/Berlin", "02:30", (), "2026-10-25T01:00",
     ["2026-10-26T01:30"]),
    ("a gap of half an hour", "Australia/Lord_Howe", "02:15", (), "2026-10-03T00:00",
     ["2026-10-03T15:30", "2026-10-04T15:15"]),
    ("a gap at midnight", "Africa/Cairo", "00:30", (), "2026-04-23T12:00",
     ["2026-04-23T22:00", "2026-04-24T21:30"]),
    ("a day that a country skipped", "Pacific/Apia", "08:00", (), "2011-12-29T20:00",
     ["2011-12-30T10:00", "2011-12-30T18:00"]),
    ("a day that a country skipped, at midnight", "Pacific/Apia", "00:00", (), "2011-12-29T20:00",
     ["2011-12-30T10:00", "2011-12-31T10:00"]),
    ("the last hour of a day that is cut", "America/Nuuk", "23:30", (), "2026-03-28T12:00",
     ["2026-03-29T01:00", "2026-03-30T00:30"]),
    ("a gap of two hours", "Antarctica/Troll", "02:00", (), "2026-03-28T12:00",
     ["2026-03-29T01:00", "2026-03-30T00:00"]),
    ("an hour less for the month of fasting", "Africa/Casablanca", "02:30", (),
     "2026-02-14T12:00", ["2026-02-15T01:30", "2026-02-16T02:30"]),
    ("chosen days", "Asia/Tehran", "08:00", ("sat", "wed"), "2026-11-24T00:00",
     ["2026-11-25T04:30", "2026-11-28T04:30"]),
    ("by the local day", "Asia/Tokyo", "08:00", ("mon",), "2026-11-22T12:00",
     ["2026-11-22T23:00"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "time", "days", "after", "expected"),
    [n[1:] for n in NIGHTS],
    ids=[n[0] for n in NIGHTS],
)
def test_times(
    zone: str, time: str, days: tuple[str, ...], after: str, expected: list[str]
) -> None:
    found = next_times(zone, time, days, at(after), len(expected))
    assert found == [at(text) for text in expected]


@pytest.mark.parametrize(
    ("zone", "time", "days", "word"),
    [
        ("Mars/Olympus", "08:00", (), "time zone"),
        ("", "08:00", (), "time zone"),
        ("../etc/passwd", "08:00", (), "time zone"),
        ("UTC", "8:00", (), "HH:MM"),
        ("UTC", "24:00", (), "HH:MM"),
        ("UTC", "08:60", (), "HH:MM"),
        ("UTC", "08:00:00", (), "HH:MM"),
        ("UTC", "08:00", ("monday",), "day"),
    ],
)
def test_malformed(zone: str, time: str, days: tuple[str, ...], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        next_times(zone, time, days, at("2026-01-01T00:00"), 1)


@given(
    zone=st.sampled_from(
        [
            "Europe/Berlin",
            "America/Sao_Paulo",
            "Asia/Tehran",
            "Australia/Lord_Howe",
            "Pacific/Apia",
            "Africa/Casablanca",
            "Antarctica/Troll",
            "America/Nuuk",
            "Pacific/Kwajalein",
        ]
    ),
    clock=st.times(),
    days=st.sets(st.sampled_from(WEEKDAYS)),
    after=st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)),  # noqa: DTZ001  # UTC is added
)
def test_every_date_has_one(zone: str, clock: time, days: set[str], after: datetime) -> None:
    """Later than ``after``, rising, and each for a date of its own, on a chosen day.

    At the wall time, or where the clock skips that, at the instant of the change.
    """
    start, where = after.replace(tzinfo=UTC), ZoneInfo(zone)
    times = next_times(zone, f"{clock:%H:%M}", sorted(days), start, 10)
    assert times == sorted(set(times))
    assert times[0] > start
    coming = list(islice(occasions(zone, f"{clock:%H:%M}", sorted(days), start), 10))
    assert {one.instant for one in coming[:9]} <= set(times)
    assert len({one.date for one in coming}) == 10
    for date, instant in coming:
        assert WEEKDAYS[date.weekday()] in (days or WEEKDAYS)
        wall = datetime.combine(date, clock.replace(second=0, microsecond=0))
        local = instant.astimezone(where).replace(tzinfo=None)
        moment = timedelta(seconds=1)
        if local != wall:
            before = (instant - moment).astimezone(where).replace(tzinfo=None)
            assert before < wall < local, "the change goes over the wall time"
