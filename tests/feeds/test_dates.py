"""Dates as they are written in the wild."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import dates

NOON = "2026-02-03T14:05:06"
CASES = [
    ("Tue, 03 Feb 2026 14:05:06 +0000", NOON),
    ("Tue, 03 Feb 2026 17:35:06 +0330", NOON),
    ("Tue, 3 Feb 2026 09:05:06 EST", NOON),
    ("Tue, 03 Feb 2026 16:05:06 CEST", NOON),
    ("Tue, 03 Feb 2026 14:05 GMT", "2026-02-03T14:05:00"),
    ("03 Feb 2026 14:05:06 Z", NOON),
    ("Tue 03 Feb 2026 14:05:06 GMT", NOON),
    ("Mon, 03 Feb 2026 14:05:06 +0000", NOON),
    ("Tuesday, 03-Feb-26 14:05:06 GMT", NOON),
    ("Tue, 03 February 2026 14:05:06 +00:00", NOON),
    ("Tue, 03 Feb 2026 14:05:06", NOON),
    ("Tue, 03 Feb 2026 14:05:06 GMT+0000", NOON),
    ("Tue, 03 Feb 2026 17:05:06 GMT+3", NOON),
    ("Tue, 03 Feb 2026 14:05:06 XYZ", NOON),
    ("Tue,03 Feb 2026 14:05:06 UT", NOON),
    ("Tue Feb  3 14:05:06 2026", NOON),
    ("Tue Feb 3 15:05:06 CET 2026", NOON),
    ("Tue Feb 03 14:05:06 +0000 2026", NOON),
    ("February 3, 2026 2:05:06 PM", NOON),
    ("Feb 3, 2026, 2:05:06 p.m. UTC", NOON),
    ("Sept 3, 2026 12:05 AM", "2026-09-03T00:05:00"),
    ("3rd February 2026", "2026-02-03T00:00:00"),
    ("2026-02-03T14:05:06Z", NOON),
    ("2026-02-03T14:05:06.789Z", NOON),
    ("2026-02-03T14:05:06", NOON),
    ("2026-02-03 14:05:06", NOON),
    ("2026-02-03T17:35:06+0330", NOON),
    ("2026-02-03 09:05:06 -0500", NOON),
    ("2026/02/03 14:05:06", NOON),
    ("2026-2-3 14:05:06", NOON),
    ("20260203T140506Z", NOON),
    ("20260203140506", NOON),
    ("2026-02-03", "2026-02-03T00:00:00"),
    ("2026-02", "2026-02-01T00:00:00"),
    ("2026-02-03T24:00:00Z", "2026-02-04T00:00:00"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59"),
    ("1770127506", NOON),
    ("1770127506123", NOON),
    ("mar., 03 févr. 2026 14:05:06 +0000", NOON),
    ("Di, 03 Feb 2026 15:05:06 +0100", NOON),
    ("3. März 2026 10:00", "2026-03-03T10:00:00"),
    ("3 de febrero de 2026 14:05:06", NOON),
    ("3 de fevereiro de 2026, às 14:05", "2026-02-03T14:05:00"),
    ("3 февраля 2026 г., 14:05", "2026-02-03T14:05:00"),
    ("Вт, 03 фев 2026 17:05:06 +0300", NOON),
    ("3 Şubat 2026 14:05", "2026-02-03T14:05:00"),
    ("3 فبراير 2026 14:05", "2026-02-03T14:05:00"),
    ("٣ فبراير ٢٠٢٦", "2026-02-03T00:00:00"),
    ("3 شباط 2026", "2026-02-03T00:00:00"),
    ("3 كانون الثاني 2026 10:00", "2026-01-03T10:00:00"),
    ("2026年2月3日 14:05", "2026-02-03T14:05:00"),
    ("2026年2月3日 下午2時05分", "2026-02-03T14:05:00"),
    ("2026년 2월 3일 14:05", "2026-02-03T14:05:00"),
    ("17 Jun 2018 - 16:08", "2018-06-17T16:08:00"),
    ("16:08 - 17 Jun 2018", "2018-06-17T16:08:00"),
    ("Published: June 17, 2018 at 4:08 PM", "2018-06-17T16:08:00"),
    ("1404/11/14 17:35:06", NOON),
    ("۱۴ بهمن ۱۴۰۴ ساعت 17:35", "2026-02-03T14:05:00"),
    ("سه‌شنبه ۱۴ بهمن ۱۴۰۴ - ۱۷:۳۵", "2026-02-03T14:05:00"),
    ("25/02/2026 10:00", "2026-02-25T10:00:00"),
    ("02/25/2026", "2026-02-25T00:00:00"),
    ("02/02/2026", "2026-02-02T00:00:00"),
    ("03/02/2026 14:05:06", None),
    ("03-02-2026", None),
    ("03.02.2026", None),
    ("3 listopada 2026", None),
    ("31 Feb 2026", None),
    ("Tue, 03 Feb 2026 25:61:00 GMT", None),
    ("0000-00-00 00:00:00", None),
    ("0001-01-01T00:00:00Z", None),
    ("Thu, 01 Jan 1970 00:00:00 GMT", None),
    ("yesterday", None),
    ("", None),
    (None, None),
    ("1" * 5000, None),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=lambda v: str(v)[:40])
def test_date(text: str | None, expected: str | None) -> None:
    found = dates.parse(text)
    assert (None if found is None else found.strftime("%Y-%m-%dT%H:%M:%S")) == expected


@pytest.mark.parametrize(
    ("text", "timed"),
    [
        ("2026-02-03", False),
        ("3 Feb 2026", False),
        ("2026-02-03T00:00:00Z", True),
        ("3 Feb 2026 14:05", True),
    ],
)
def test_precision(text: str, *, timed: bool) -> None:
    found = dates.parse_with_precision(text)
    assert found is not None
    assert found.has_time is timed


DAYS = st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 30))  # noqa: DTZ001  # offset apart


@given(DAYS, st.integers(-14 * 60, 14 * 60))
def test_rfc_822_and_iso_name_the_same_instant(moment: datetime, minutes: int) -> None:
    sign, hours, rest = "-" if minutes < 0 else "+", *divmod(abs(minutes), 60)
    rfc = moment.strftime("%a, %d %b %Y %H:%M:%S ") + f"{sign}{hours:02d}{rest:02d}"
    iso = moment.strftime("%Y-%m-%dT%H:%M:%S") + f"{sign}{hours:02d}:{rest:02d}"
    found = dates.parse(rfc)
    assert found == dates.parse(iso)
    assert found is not None
    assert found.tzinfo is UTC


@given(st.text(max_size=200))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = dates.parse(text)
    assert found is None or found.tzinfo is UTC
