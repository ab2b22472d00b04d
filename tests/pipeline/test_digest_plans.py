"""A local date has its digest, and one: through downtime, changed times and changed zones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.values import DigestPlan, Place
from bot.pipeline.digest_plans import STALE, missed, next_digest, rezoned
from bot.pipeline.digest_times import WEEKDAYS, Occasion, occasions

ZONES = (
    "UTC", "Europe/Berlin", "Europe/Istanbul", "Africa/Casablanca", "Australia/Lord_Howe",
    "Antarctica/Troll", "Pacific/Apia", "America/Nuuk", "America/Los_Angeles", "Pacific/Auckland",
    "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu", "Pacific/Kwajalein",
)  # fmt: skip


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def plan(zone: str = "Europe/Berlin", time: str = "08:00", **more: object) -> DigestPlan:
    made = DigestPlan(Place(42), zone, time, (), None, None)
    return replace(made, **more)  # type: ignore[arg-type]  # the field's own type


NEXT = [
    ("off", plan(time=""), "2026-06-17T12:00", None),
    ("tomorrow", plan(), "2026-06-17T12:00", "2026-06-18T06:00"),
    ("today", plan(), "2026-06-17T05:00", "2026-06-17T06:00"),
    ("today had its own", plan(time="20:00", last_date=date(2026, 6, 17)), "2026-06-17T12:00",
     "2026-06-18T18:00"),
    ("tomorrow had its own, in Auckland", plan("America/Los_Angeles", last_date=date(2026, 6, 18)),
     "2026-06-17T19:00", "2026-06-19T15:00"),
    ("a date that no clock can have had", plan(last_date=date(2027, 1, 1)), "2026-06-17T12:00",
     "2026-06-18T06:00"),
    ("the end of a day that is cut", plan("America/Nuuk", "23:30", last_date=date(2026, 3, 27)),
     "2026-03-28T12:00", "2026-03-29T01:00"),
    ("and the day after has its own", plan("America/Nuuk", "23:30", last_date=date(2026, 3, 28)),
     "2026-03-29T01:00", "2026-03-30T00:30"),
    ("a day that a country skipped has none", plan("Pacific/Apia"), "2011-12-29T20:00",
     "2011-12-30T18:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "now", "expected"), [case[1:] for case in NEXT], ids=[case[0] for case in NEXT]
)
def test_the_next_digest(one: DigestPlan, now: str, expected: str | None) -> None:
    assert next_digest(one, at(now)) == (expected and at(expected))


DUE = at("2026-06-17T06:00")
MISSED = [
    ("not yet", plan(next_at=DUE), DUE - timedelta(seconds=1), None),
    ("at its time", plan(next_at=DUE), DUE, DUE),
    ("three hours down", plan(next_at=DUE), DUE + timedelta(hours=3), DUE),
    ("nearly twelve", plan(next_at=DUE), DUE + STALE - timedelta(seconds=1), DUE),
    ("twelve", plan(next_at=DUE), DUE + STALE, None),
    ("twenty", plan(next_at=DUE), DUE + timedelta(hours=20), None),
    ("days, and the last was three hours ago", plan(next_at=DUE - timedelta(days=4)),
     DUE + timedelta(hours=3), DUE),
    ("had it in another zone", plan(next_at=DUE, last_date=date(2026, 6, 17)), DUE, None),
    ("off meanwhile", plan(time="", next_at=DUE), DUE, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "now", "expected"), [case[1:] for case in MISSED], ids=[case[0] for case in MISSED]
)
def test_what_was_missed(one: DigestPlan, now: datetime, expected: datetime | None) -> None:
    due = missed(one, now)
    assert (due and due.instant) == expected


MOVES = [
    ("eastward before its time, after it there", plan(next_at=DUE), "Europe/Istanbul",
     "2026-06-17T05:30", "2026-06-17T05:00"),
    ("eastward after its time", plan(next_at=DUE + timedelta(days=1)), "Europe/Istanbul",
     "2026-06-17T06:30", "2026-06-18T05:00"),
    ("westward before its time", plan(next_at=DUE), "Europe/London", "2026-06-17T05:30",
     "2026-06-17T07:00"),
    ("westward after it", plan(next_at=DUE + timedelta(days=1), last_date=date(2026, 6, 17)),
     "Europe/London", "2026-06-17T06:30", "2026-06-18T07:00"),
    ("over the date line, to a day that had none",
     plan("America/Los_Angeles", next_at=at("2026-06-18T15:00"), last_date=date(2026, 6, 17)),
     "Pacific/Auckland", "2026-06-17T17:00", "2026-06-17T20:00"),
    ("over it to a day long begun",
     plan("America/Los_Angeles", next_at=at("2026-06-18T15:00"), last_date=date(2026, 6, 17)),
     "Pacific/Auckland", "2026-06-18T02:00", "2026-06-17T20:00"),
    ("off", plan(time=""), "Europe/London", "2026-06-17T06:30", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "zone", "now", "expected"),
    [case[1:] for case in MOVES],
    ids=[case[0] for case in MOVES],
)
def test_moves(one: DigestPlan, zone: str, now: str, expected: str | None) -> None:
    """An instant that is past is due at once."""
    assert rezoned(one, zone, at(now)) == (expected and at(expected))


def around(one: DigestPlan, after: datetime, until: datetime) -> list[Occasion]:
    """Return a plan's digests of a span of time, whatever dates had theirs."""
    coming = occasions(one.zone, one.time, one.days, after)
    return list(takewhile(lambda due: due.instant <= until, coming))


@dataclass
class Life:
    """A place whose digests come, as the maker would have it; there is always something new."""

    plan: DigestPlan
    now: datetime
    came: list[tuple[date, datetime]] = field(default_factory=list)
    """Each digest's local date, and when it came."""

    def look(self) -> None:
        """Do what is due."""
        if self.plan.next_at is None or self.plan.next_at > self.now:
            return
        due = missed(self.plan, self.now)
        if due is not None:
            assert self.now - due.instant < STALE
            assert WEEKDAYS[due.date.weekday()] in (self.plan.days or WEEKDAYS)
            self.came.append((due.date, self.now))
            self.plan = replace(self.plan, last_at=due.instant, last_date=due.date)
        self.plan = replace(self.plan, next_at=next_digest(self.plan, self.now))
        assert self.plan.next_at is None or self.plan.next_at > self.now

    def run(self, time: timedelta) -> None:
        """Let time pass, and do each thing when it is due: what was told is what happens."""
        until = self.now + time
        self.look()
        while self.plan.next_at is not None and self.plan.next_at <= until:
            self.now, count = self.plan.next_at, len(self.came)
            self.look()
            assert len(self.came) == count + 1
        self.now = until

    def sleep(self, time: timedelta) -> None:
        """Let time pass with the bot down."""
        self.now += time
        self.look()

    def move(self, zone: str) -> None:
        """Change the zone: a date that was still to come has its digest, be it past there."""
        old = self.plan
        near = self.now - STALE, self.now + timedelta(days=20)
        was_next = next(
            (one.date for one in around(old, *near) if one.instant == old.next_at), date.max
        )
        self.plan = replace(old, zone=zone, next_at=rezoned(old, zone, self.now))
        past = [
            one for one in around(self.plan, self.now - STALE, self.now) if one.date >= was_next
        ]
        count = len(self.came)
        self.look()
        if past:
            assert [day for day, _ in self.came[count:]] == [past[-1].date]


SPANS = st.integers(1, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))
TIMES = st.times().map(lambda one: f"{one:%H:%M}")
STEPS = st.one_of(
    st.tuples(st.just("run"), SPANS),
    st.tuples(st.just("sleep"), SPANS),
    st.tuples(st.just("move"), st.sampled_from(ZONES)),
    st.tuples(st.just("time"), TIMES),
    st.tuples(st.just("days"), st.sets(st.sampled_from(WEEKDAYS), max_size=6)),
)


@given(
    st.sampled_from(ZONES),
    TIMES,
    st.one_of(
        st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),  # noqa: DTZ001  # UTC is added
        st.datetimes(datetime(2011, 12, 20), datetime(2012, 1, 5)),  # noqa: DTZ001  # Samoa's leap
        st.datetimes(datetime(1993, 8, 15), datetime(1993, 8, 25)),  # noqa: DTZ001  # Kwajalein's
    ),
    st.lists(STEPS, max_size=12),
)
def test_no_date_has_two_and_what_is_told_happens(
    zone: str, time: str, start: datetime, steps: list[tuple[str, object]]
) -> None:
    now = start.replace(tzinfo=UTC)
    life = Life(plan(zone, time), now)
    life.plan = replace(life.plan, next_at=next_digest(life.plan, now))
    for name, value in steps:
        if name in {"time", "days"}:
            made = replace(life.plan, **{name: value if name == "time" else tuple(value)})  # type: ignore[arg-type]
            life.plan = replace(made, next_at=next_digest(made, life.now))
        else:
            getattr(life, name)(value)
    life.run(timedelta(days=4))
    dates = [day for day, _ in life.came]
    assert dates == sorted(set(dates))
    if not life.plan.days:
        assert life.came, "four days, and no digest"
        # two dates may be passed where the place went west over the date line before
        assert life.now - life.came[-1][1] < timedelta(hours=25)
