"""What people mean after /quiet and /pause."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.handlers.pause_words import LONGEST, PauseWish, Until, read_pause
from bot.chat.handlers.quiet_words import Ask, QuietWish, read_quiet
from bot.domain.values import QuietHours

NOW = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)  # a Wednesday; 15:00 in Berlin


def hours(start: str, end: str) -> QuietWish:
    return QuietWish(Ask.HOURS, QuietHours(start, end))


NIGHT = hours("22:00", "07:00")
QUIET = [
    ("", QuietWish(Ask.SHOW)), ("on", QuietWish(Ask.ON)), ("off", QuietWish(Ask.OFF)),
    ("Off.", QuietWish(Ask.OFF)), ("no", QuietWish(Ask.OFF)), ("hours off", QuietWish(Ask.OFF)),
    ("22:00-07:00", NIGHT), ("22-7", NIGHT), ("22–7", NIGHT), ("22:00 − 7:00", NIGHT),
    ("22 to 7", NIGHT), ("from 10pm to 7am", NIGHT), ("10 pm until 7 a.m.", NIGHT),
    ("between 22:00 and 7", NIGHT), ("2200-0700", NIGHT), ("22 7", NIGHT), ("٢٢-٧", NIGHT),
    ("22.30 - 7.15", hours("22:30", "07:15")), ("13-14", hours("13:00", "14:00")),
    ("0-8", hours("00:00", "08:00")), ("hours 23-6", hours("23:00", "06:00")),
    ("22-22", QuietWish(Ask.SAME)), ("25-7", QuietWish(Ask.UNCLEAR)),
    ("22", QuietWish(Ask.UNCLEAR)),
    ("at night", QuietWish(Ask.UNCLEAR)), ("22-7-9", QuietWish(Ask.UNCLEAR)),
    ("cap 10", QuietWish(Ask.CAP, cap=10)), ("limit 10", QuietWish(Ask.CAP, cap=10)),
    ("max 5", QuietWish(Ask.CAP, cap=5)), ("10 an hour", QuietWish(Ask.CAP, cap=10)),
    ("10/h", QuietWish(Ask.CAP, cap=10)), ("cap ۱۰", QuietWish(Ask.CAP, cap=10)),
    ("at most 5 cards an hour", QuietWish(Ask.CAP, cap=5)),
    ("20 cards", QuietWish(Ask.CAP, cap=20)),
    ("cap off", QuietWish(Ask.CAP_OFF)), ("no limit", QuietWish(Ask.CAP_OFF)),
    ("cap none", QuietWish(Ask.CAP_OFF)), ("cap", QuietWish(Ask.SHOW)),
    ("cap 0", QuietWish(Ask.CAP)), ("cap 5000", QuietWish(Ask.CAP)),
    ("cap many", QuietWish(Ask.UNCLEAR)), ("cap -3", QuietWish(Ask.UNCLEAR)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wish"), QUIET, ids=[text for text, _ in QUIET])
def test_quiet(text: str, wish: QuietWish) -> None:
    assert read_quiet(text) == wish


def until(text: str) -> PauseWish:
    return PauseWish(Until.INSTANT, datetime.fromisoformat(text).replace(tzinfo=UTC))


RESUME = PauseWish(Until.RESUME)
UNCLEAR = PauseWish(Until.UNCLEAR)
PAUSE = [
    ("", RESUME), ("forever", RESUME), ("for ever", RESUME), ("until further notice", RESUME),
    ("off", PauseWish(Until.OFF)), ("end", PauseWish(Until.OFF)),
    ("3h", until("2026-11-25T17:00")), ("3 hours", until("2026-11-25T17:00")),
    ("for 2 days", until("2026-11-27T14:00")), ("2d", until("2026-11-27T14:00")),
    ("90 min", until("2026-11-25T15:30")), ("1h30", until("2026-11-25T15:30")),
    ("1 hour and 30 minutes", until("2026-11-25T15:30")), ("1.5h", until("2026-11-25T15:30")),
    ("an hour", until("2026-11-25T15:00")), ("half an hour", until("2026-11-25T14:30")),
    ("۳ h", until("2026-11-25T17:00")), ("a week", until("2026-12-02T14:00")),
    ("2 months", until("2027-01-24T14:00")),
    ("until 2026-12-01", until("2026-11-30T23:00")), ("2026-12-01", until("2026-11-30T23:00")),
    ("until 2026-12-01 8:00", until("2026-12-01T07:00")), ("1.12.", until("2026-11-30T23:00")),
    ("until 1 December", until("2026-11-30T23:00")), ("Dec 1st", until("2026-11-30T23:00")),
    ("until the 1st of Dec at 9", until("2026-12-01T08:00")),
    ("until 3 march", until("2027-03-02T23:00")), ("until 3 march 2027", until("2027-03-02T23:00")),
    ("until monday", until("2026-11-29T23:00")), ("until monday 8:00", until("2026-11-30T07:00")),
    ("until 8:00 on Monday", until("2026-11-30T07:00")), ("mon 8am", until("2026-11-30T07:00")),
    ("until wednesday 17:00", until("2026-11-25T16:00")),
    ("until wednesday 15:00", until("2026-12-02T14:00")),
    ("until tomorrow", until("2026-11-25T23:00")), ("tomorrow 8 pm", until("2026-11-26T19:00")),
    ("until 8", until("2026-11-26T07:00")), ("20:00", until("2026-11-25T19:00")),
    ("until noon", until("2026-11-26T11:00")), ("until midnight", until("2026-11-25T23:00")),
    ("3", UNCLEAR), ("3 sheep", UNCLEAR), ("until 2026-02-30", UNCLEAR), ("-3h", UNCLEAR),
    ("until yesterday", UNCLEAR), ("until 25:00", UNCLEAR), ("999999 weeks", UNCLEAR),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wish"), PAUSE, ids=[text for text, _ in PAUSE])
def test_pause(text: str, wish: PauseWish) -> None:
    assert read_pause(text, "Europe/Berlin", NOW) == wish


@pytest.mark.parametrize(
    ("text", "what"),
    [("2026-11-01", Until.PAST), ("today 9:00", Until.PAST), ("0h", Until.PAST),
     ("until 2030-01-01", Until.TOO_LONG), ("2 years", Until.TOO_LONG)],
)  # fmt: skip
def test_a_pause_that_cannot_be(text: str, what: Until) -> None:
    assert read_pause(text, "Europe/Berlin", NOW).until is what


WORDS = st.lists(
    st.sampled_from(
        [
            "until",
            "for",
            "3",
            "h",
            "2",
            "days",
            "monday",
            "8:00",
            "dec",
            "1",
            "2026-12-01",
            "cap",
            "off",
            "22-7",
            "an",
            ".",
            ",",
            "-",
        ]
    )
    | st.text(max_size=8)
).map(" ".join)


@given(WORDS)
def test_any_words_are_read_without_an_error(text: str) -> None:
    quiet, pause = read_quiet(text), read_pause(text, "Europe/Berlin", NOW)
    assert (quiet.hours is not None) == (quiet.ask is Ask.HOURS)
    if pause.until is Until.INSTANT:
        assert pause.at is not None
        assert NOW < pause.at <= NOW + LONGEST
