"""What people mean after /digest."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.handlers.timing import Ask, Wish, changed, read_time, read_wish, toggled
from bot.domain.values import DigestPlan, Place
from bot.pipeline.digest_times import WEEKDAYS

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)  # a Wednesday
PLAN = DigestPlan(Place(42), "Europe/Berlin", "08:00", (), None, None)

TIMES = [
    ("8", "08:00"), ("08", "08:00"), ("8:00", "08:00"), ("08.30", "08:30"), ("0800", "08:00"),
    ("2345", "23:45"), ("8am", "08:00"), ("8 pm", "20:00"), ("8:30pm", "20:30"),
    ("8:30 p.m.", "20:30"), ("12am", "00:00"), ("12pm", "12:00"), ("20h", "20:00"),
    ("20h15", "20:15"), ("0:00", "00:00"), ("۰۸:۳۰", "08:30"), ("24:00", None), ("8:60", None),
    ("13pm", None), ("0am", None), ("800", None), ("8:5", None), ("", None), ("noonish", None),
    ("-8", None), ("8:00:00", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "time"), TIMES)
def test_clock_times(text: str, time: str | None) -> None:
    assert read_time(text) == time


WORKDAYS = WEEKDAYS[:5]
WISHES = [
    ("", Wish(Ask.SHOW)),
    ("now", Wish(Ask.NOW)),
    ("NOW ", Wish(Ask.NOW)),
    ("off", Wish(Ask.OFF)),
    ("on", Wish(Ask.ON)),
    ("08:00", Wish(Ask.CHANGE, "08:00")),
    ("at 8 pm", Wish(Ask.CHANGE, "20:00")),
    ("8:30pm", Wish(Ask.CHANGE, "20:30")),
    ("days mon,tue", Wish(Ask.CHANGE, None, ("mon", "tue"))),
    ("days tue mon tue", Wish(Ask.CHANGE, None, ("mon", "tue"))),
    ("days mon-fri", Wish(Ask.CHANGE, None, WORKDAYS)),
    ("days sat–mon", Wish(Ask.CHANGE, None, ("mon", "sat", "sun"))),
    ("weekdays", Wish(Ask.CHANGE, None, WORKDAYS)),
    ("08:00 weekend", Wish(Ask.CHANGE, "08:00", ("sat", "sun"))),
    ("Monday and Thursday at 7", Wish(Ask.CHANGE, "07:00", ("mon", "thu"))),
    ("every day", Wish(Ask.CHANGE, None, ())),
    ("daily 9:15", Wish(Ask.CHANGE, "09:15", ())),
    ("days", Wish(Ask.UNCLEAR)),
    ("25:00", Wish(Ask.UNCLEAR)),
    ("08:00 09:00", Wish(Ask.UNCLEAR)),
    ("tomorrow", Wish(Ask.UNCLEAR)),
    ("now please", Wish(Ask.UNCLEAR)),
]


@pytest.mark.parametrize(("text", "wish"), WISHES, ids=[text for text, _ in WISHES])
def test_wishes(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish


@given(st.text(max_size=40))
def test_any_words_are_read_without_an_error(text: str) -> None:
    wish = read_wish(text)
    assert wish.time is None or read_time(wish.time) == wish.time
    assert wish.days is None or set(wish.days) <= set(WEEKDAYS)


def test_a_change_has_its_next_time_in_the_chats_zone() -> None:
    evening = changed(PLAN, read_wish("20:30"), NOW)
    assert evening.next_at == datetime(2026, 6, 17, 18, 30, tzinfo=UTC)
    days = changed(evening, read_wish("days mon"), NOW)
    assert (days.time, days.days) == ("20:30", ("mon",))
    assert days.next_at == datetime(2026, 6, 22, 18, 30, tzinfo=UTC)


def test_off_and_on_again() -> None:
    off = changed(PLAN, read_wish("off"), NOW)
    assert (off.time, off.next_at) == ("", None)
    on = changed(off, read_wish("on"), NOW)
    assert (on.time, on.next_at) == ("08:00", datetime(2026, 6, 18, 6, 0, tzinfo=UTC))


def test_all_seven_days_are_every_day() -> None:
    assert changed(PLAN, read_wish("days mon-sun"), NOW).days == ()


def test_days_are_toggled_and_the_last_one_stays() -> None:
    six = toggled(PLAN, "wed", NOW)
    assert six.days == ("mon", "tue", "thu", "fri", "sat", "sun")
    assert toggled(six, "wed", NOW).days == ()
    one = changed(PLAN, read_wish("days wed"), NOW)
    assert toggled(one, "wed", NOW) == one
