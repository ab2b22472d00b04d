"""Quiet hours and pauses: when nothing is pushed, on the nights that change the clock, too."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.values import Chat, ChatKind, Pause, QuietHours, Silence
from bot.pipeline.silence import has_ended, is_silent, silence

NIGHT = QuietHours("22:00", "07:00")
ZONES = (
    "UTC", "Europe/Berlin", "Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe",
    "Antarctica/Troll", "Pacific/Apia", "America/Nuuk", "America/St_Johns", "Asia/Kathmandu",
    "Pacific/Kiritimati", "America/Sao_Paulo", "Africa/Cairo",
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def chat(
    quiet: QuietHours | None = NIGHT, pause: Pause | None = None, zone: str = "Europe/Berlin"
) -> Chat:
    return Chat(42, ChatKind.PRIVATE, None, "en", zone, active=True, quiet=quiet, pause=pause)


def span(start: str, end: str | None) -> Silence:
    return Silence(at(start), end and at(end))  # type: ignore[arg-type]  # None stays None


def paused(since: str, until: str | None) -> Pause:
    return Pause(at(since), end) if (end := until and at(until)) else Pause(at(since), None)


CASES = [
    ("none", chat(None), "2026-06-17T12:00", None),
    ("to come", chat(), "2026-06-17T12:00", span("2026-06-17T20:00", "2026-06-18T05:00")),
    ("lasting", chat(), "2026-06-18T01:00", span("2026-06-17T20:00", "2026-06-18T05:00")),
    ("over at its end", chat(), "2026-06-18T05:00", span("2026-06-18T20:00", "2026-06-19T05:00")),
    ("by day", chat(QuietHours("12:00", "14:00")), "2026-06-17T10:30",
     span("2026-06-17T10:00", "2026-06-17T12:00")),
    ("the short night in spring", chat(), "2026-03-28T23:00",
     span("2026-03-28T21:00", "2026-03-29T05:00")),
    ("the long night in autumn", chat(), "2026-10-24T23:00",
     span("2026-10-24T20:00", "2026-10-25T06:00")),
    ("a start in the gap", chat(QuietHours("02:30", "06:00")), "2026-03-29T00:00",
     span("2026-03-29T01:00", "2026-03-29T04:00")),
    ("an end that comes twice is its first", chat(QuietHours("22:00", "02:30")),
     "2026-10-24T22:00", span("2026-10-24T20:00", "2026-10-25T00:30")),
    ("all of it in the gap", chat(QuietHours("02:10", "02:50")), "2026-03-29T00:30",
     span("2026-03-30T00:10", "2026-03-30T00:50")),
    ("a day that a country skipped", chat(zone="Pacific/Apia"), "2011-12-30T09:00",
     span("2011-12-30T08:00", "2011-12-30T17:00")),
    ("a pause", chat(None, paused("2026-06-17T12:00", "2026-06-17T15:00")), "2026-06-17T12:00",
     span("2026-06-17T12:00", "2026-06-17T15:00")),
    ("a pause that is over", chat(None, paused("2026-06-17T12:00", "2026-06-17T15:00")),
     "2026-06-17T15:00", None),
    ("a pause without end", chat(NIGHT, paused("2026-06-17T12:00", None)), "2026-06-19T12:00",
     span("2026-06-17T12:00", None)),
    ("a pause that ends in the night", chat(NIGHT, paused("2026-06-17T12:00", "2026-06-17T21:00")),
     "2026-06-17T13:00", span("2026-06-17T12:00", "2026-06-18T05:00")),
    ("a pause that ends in a night weeks from now",
     chat(NIGHT, paused("2026-06-17T12:00", "2026-07-08T01:00")),
     "2026-06-17T13:00", span("2026-06-17T12:00", "2026-07-08T05:00")),
    ("a pause that begins in the night",
     chat(NIGHT, paused("2026-06-17T22:00", "2026-06-18T09:00")),
     "2026-06-17T23:00", span("2026-06-17T20:00", "2026-06-18T09:00")),
    ("a pause that begins where the night ends",
     chat(NIGHT, paused("2026-06-18T05:00", "2026-06-18T06:00")),
     "2026-06-18T05:00", span("2026-06-17T20:00", "2026-06-18T06:00")),
    ("a clock that was set back", chat(None, paused("2026-06-17T12:00", "2026-06-17T15:00")),
     "2026-06-16T12:00", span("2026-06-16T12:00", "2026-06-17T15:00")),
    ("a zone that is no more", chat(zone="Mars/Olympus"), "2026-06-17T12:00",
     span("2026-06-17T22:00", "2026-06-18T07:00")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "now", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_silences(one: Chat, now: str, expected: Silence | None) -> None:
    assert silence(one, at(now)) == expected


INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
WALL = st.times().map(lambda one: f"{one:%H:%M}")


@st.composite
def quiet_hours(draw: st.DrawFn) -> QuietHours:
    start = draw(WALL)
    return QuietHours(start, draw(WALL.filter(lambda end: end != start)))


@given(st.sampled_from(ZONES), quiet_hours(), INSTANTS)
def test_the_clock_on_the_wall_tells_quiet_hours(
    zone: str, quiet: QuietHours, now: datetime
) -> None:
    """On days that do not change the clock it is quiet exactly between the two times."""
    where = ZoneInfo(zone)
    offsets = {(now + timedelta(hours=h)).astimezone(where).utcoffset() for h in range(-26, 27)}
    if len(offsets) > 1:
        return
    wall = now.astimezone(where).time()
    start, end = time.fromisoformat(quiet.start), time.fromisoformat(quiet.end)
    expected = start <= wall < end if start < end else wall >= start or wall < end
    assert is_silent(silence(chat(quiet, zone=zone), now), now) == expected


@given(st.sampled_from(ZONES), quiet_hours(), INSTANTS, st.none() | st.integers(1, 5000))
def test_silences_follow_each_other(
    zone: str, quiet: QuietHours, now: datetime, minutes: int | None
) -> None:
    """One after the other, apart, each as long as a night at most; a pause lasts to its end."""
    until = None if minutes is None else now + timedelta(minutes=minutes)
    one = chat(quiet, Pause(now, until) if until else None, zone)
    ends: list[datetime] = []
    for _ in range(4):
        found = silence(one, now)
        assert found is not None
        assert found.end is not None
        assert found.end > max(now, found.start)
        assert not has_ended(found, now)
        if until is not None and now < until:
            assert found.start <= now < until <= found.end
        if ends:
            assert found.start > ends[-1]
        assert found.start - now < timedelta(hours=50)
        ends.append(found.end)
        now = found.end
