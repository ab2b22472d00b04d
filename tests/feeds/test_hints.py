"""What feeds say of their rhythm."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.values import NO_HINTS, Hints
from bot.feeds.documents.parsing import parse

WEEK = ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")
SY = "xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'"


def hints(channel: str, attributes: str = "") -> Hints:
    data = (
        f"<rss version='2.0' {attributes}><channel><title>t</title>{channel}<item/></channel></rss>"
    )
    return parse(data.encode()).hints


def period(name: str, frequency: str = "") -> str:
    frequency = frequency and f"<sy:updateFrequency>{frequency}</sy:updateFrequency>"
    return f"<sy:updatePeriod>{name}</sy:updatePeriod>{frequency}"


@pytest.mark.parametrize(
    ("channel", "interval"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<ttl> 5 </ttl>", timedelta(minutes=5)),
        ("<TTL>5</TTL>", timedelta(minutes=5)),
        ("<ttl>0</ttl>", None),
        ("<ttl>-5</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl/>", None),
        ("<ttl>x</ttl><ttl>7</ttl>", timedelta(minutes=7)),
        ("<ttl>999999999</ttl>", timedelta(days=31)),
        ("<ttl>" + "9" * 5000 + "</ttl>", None),
        (period("hourly"), timedelta(hours=1)),
        (period("hourly", "2"), timedelta(minutes=30)),
        (period("daily", "4"), timedelta(hours=6)),
        (period("weekly"), timedelta(days=7)),
        (period("monthly"), timedelta(days=30)),
        (period("yearly"), timedelta(days=31)),
        (period("yearly", "365"), timedelta(days=1)),
        (period(" Hourly "), timedelta(hours=1)),
        (period("hourly", "0.5"), timedelta(hours=2)),
        (period("hourly", "0"), timedelta(hours=1)),
        (period("hourly", "often"), timedelta(hours=1)),
        (period("sometimes", "2"), None),
        ("<sy:updateFrequency>4</sy:updateFrequency>", timedelta(hours=6)),
        ("<ttl>15</ttl>" + period("hourly"), timedelta(hours=1)),
        ("<ttl>120</ttl>" + period("hourly"), timedelta(hours=2)),
    ],
)
def test_the_interval_is_the_longest_asked_for(channel: str, interval: timedelta | None) -> None:
    assert hints(channel, SY).interval == interval


def test_an_undeclared_prefix_is_understood() -> None:
    assert hints(period("hourly")).interval == timedelta(hours=1)


@pytest.mark.parametrize(
    ("inside", "hours"),
    [
        ("<hour>0</hour><hour>3</hour>", {0, 3}),
        ("<hour>24</hour>", {0}),
        ("<hour>25</hour><hour>-1</hour><hour>x</hour><hour/><hour>07</hour>", {7}),
        ("".join(f"<hour>{n}</hour>" for n in range(24)), set()),
        ("", set()),
    ],
    ids=["two", "midnight", "nonsense", "all of them", "none"],
)
def test_hours_to_skip(inside: str, hours: set[int]) -> None:
    assert hints(f"<skipHours>{inside}</skipHours>").skip_hours == hours


@pytest.mark.parametrize(
    ("inside", "days"),
    [
        ("<day>Saturday</day><day>sunday</day>", {5, 6}),
        ("<day>Monday</day><day>Someday</day><day/>", {0}),
        (
            "".join(
                f"<day>{d}day</day>"
                for d in ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"]
            ),
            set(),
        ),
    ],
    ids=["week end", "nonsense", "all of them"],
)
def test_days_to_skip(inside: str, days: set[int]) -> None:
    assert hints(f"<skipDays>{inside}</skipDays>").skip_days == days


def test_nothing_said_is_no_hint() -> None:
    assert hints("") is NO_HINTS
    assert parse(b'{"items": []}').hints == NO_HINTS


def test_a_broken_feed_keeps_its_hints() -> None:
    data = (
        b"<rss><channel><title>x</title><ttl>60</ttl>"
        b"<skipDays><day>Sunday</day></skipDays>" + b"<item><title>a</b><i></title>" * 150
    )
    found = parse(data)
    assert len(found.entries) == 150
    assert found.hints == Hints(timedelta(hours=1), frozenset(), frozenset({6}))
