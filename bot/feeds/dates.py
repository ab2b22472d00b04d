"""Dates as feeds and pages write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from bot.feeds.calendars import MONTHS, ZONES, from_jalali

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩０１２３４５６７８９", "0123456789" * 3)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?(?![a-z]))?"
)
_ZONE = r"(?P<zone>[Zz]|(?:GMT|UTC|UT)?\s*[+\u2212-]\s*\d{1,2}(?::?\d{2})?(?!\d)|[A-Za-z]{1,5}(?![A-Za-z]))?"
_TIME = rf"(?:[\sT,،;|–-]*(?:at|um|à|в|ore|kl\.?|klo)?\s*{_CLOCK}\s*{_ZONE})?"
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s/-]+(?:de |d'|of )?(?P<month>[^\W\d_][^\d\s,/-]*)"
    rf"[\s.,،/-]+(?:de |del )?(?P<year>\d{{4}}|\d{{2}})(?!\d)(?:\s*г\.?(?:ода)?)?{_TIME}"
)
_MONTH_FIRST = re.compile(
    rf"(?P<month>[^\W\d_][^\d\s,]*)[\s.]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d){_TIME}"
)
_UNIX = re.compile(  # Tue Feb  3 14:05:06 2026, with a zone before or after the year
    rf"(?P<month>[^\W\d_]+)\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s*(?P<year>\d{{4}})(?:\s*(?P<zone2>[+-]\d{{4}}))?"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\s*[-/.年년]\s*(?P<month>\d{{1,2}})\s*[-/.月월]\s*(?P<day>\d{{1,2}})(?!\d)[日일]?{_TIME}"
)
_NUMBERS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep)(?P<year>\d{{4}})(?!\d){_TIME}"
)
_COMPACT = re.compile(
    rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d)(?:[T\s]?(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<half>)\s*{_ZONE})?$"
)
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)$")
_CJK_HALF = re.compile(r"(上午|오전|午前)|(下午|오후|午後)")
_CJK_CLOCK = re.compile(r"(\d{1,2})\s*[時时시点]\s*(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?")
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def parse(text: str | None) -> datetime | None:
    """Return the instant a date names, in UTC; None where it is absent, ambiguous or garbage.

    A missing or unknown zone is UTC (RFC 822, 5.1); a missing time is midnight. Day and month as
    numbers are taken only where one order is possible. Years of the Persian calendar are taken as
    such, in Tehran's standard time.
    """
    found = parse_with_precision(text)
    return found[0] if found else None


def parse_with_precision(text: str | None) -> tuple[datetime, bool] | None:
    """Return the instant in UTC and whether the text gives a time of day."""
    if not text or len(text) > 200:
        return None
    text = text.strip()
    instant = _fast(text)
    timed = True
    if instant is None:
        found = _slow(_tidied(text))
        if found is None:
            return None
        instant, timed = found
    return (instant.replace(microsecond=0), timed) if _EARLIEST <= instant < _LATEST else None


def _fast(text: str) -> datetime | None:
    """Parse the common exact form 2026-02-03T14:05:06Z without a search."""
    if len(text) < 19 or text[10] != "T":
        return None
    try:
        instant = datetime.fromisoformat(text)
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _tidied(text: str) -> str:
    text = _INVISIBLE.sub("", text.translate(_DIGITS))
    text = _CJK_CLOCK.sub(lambda m: f"{m[1]}:{int(m[2]):02d}:{int(m[3] or 0):02d}", text)
    if half := _CJK_HALF.search(text):
        text = _CJK_HALF.sub("", text) + (" AM" if half[1] else " PM")
    return " ".join(text.split())


def _slow(text: str) -> tuple[datetime, bool] | None:
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC), True
    for pattern in (_YEAR_FIRST, _DAY_FIRST, _UNIX, _MONTH_FIRST, _NUMBERS):
        for match in pattern.finditer(text):
            if found := _read(match):
                return found
    for whole in (_COMPACT, _YEAR_MONTH):
        if (whole_match := whole.match(text)) and (found := _read(whole_match)):
            return found
    return None


def _read(match: re.Match[str]) -> tuple[datetime, bool] | None:
    part = match.groupdict()
    day, month = int(part.get("day") or 1), _month(part["month"])
    if "sep" in part and month is not None:
        if day <= 12 and month <= 12 and day != month:
            return None  # 03/02/2026: nobody can know
        if month > 12:
            day, month = month, day
    if month is None:
        return None
    year = int(part["year"])
    if len(part["year"]) == 2:
        year += 2000 if year < 70 else 1900
    timed = bool(part.get("hour"))
    hour, minute = int(part.get("hour") or 0), int(part.get("minute") or 0)
    if half := part.get("half"):
        hour = hour % 12 + (12 if half in "Pp" else 0)
    second = min(int(part.get("second") or 0), 59)  # a leap second
    zone: timezone | None = _zone(part.get("zone") or part.get("zone2"))
    try:
        if 1300 <= year < 1500:
            year, month, day = from_jalali(year, month, day)
            zone = zone or timezone(timedelta(hours=3, minutes=30))
        midnight = datetime(year, month, day, tzinfo=zone or UTC)
        if hour > 24 or minute > 59 or (hour == 24 and (minute or second)):
            return None
        instant = midnight + timedelta(hours=hour, minutes=minute, seconds=second)
        return instant.astimezone(UTC), timed
    except (ValueError, OverflowError):
        return None


def _month(text: str) -> int | None:
    if text.isdigit():
        return int(text)
    name = text.casefold().rstrip(".").replace("\u0307", "")
    if (number := MONTHS.get(name)) is None and name.isascii():
        number = MONTHS.get(name[:3]) if name[:4] == "sept" or len(name) >= 3 else None
    return number


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    text = text.replace("\u2212", "-").replace(" ", "").upper()
    offset = re.fullmatch(r"(?:GMT|UTC|UT)?([+-])(\d{1,2}):?(\d{2})?", text)
    if offset is None:
        return timezone(timedelta(hours=ZONES.get(text, 0)))
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if hours > 14 or minutes > 59:
        return UTC
    amount = timedelta(hours=hours, minutes=minutes)
    return timezone(-amount if offset[1] == "-" else amount)
