"""Dates as feeds and pages write them."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.feeds import calendars

_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[.,]\d+)?"
    r"(?:\s*(?P<half>[AaPp])\.?[Mm]\.?(?![a-z]))?"
)
_ZONE = (
    r"(?P<zone>[A-Z][A-Za-z]+(?:/[A-Za-z_+-]+[0-9]{0,2}){1,2}|[Zz](?![A-Za-z])|(?:GMT|UTC|UT)?\s*[+\u2212-]\s*\d{1,2}(?::?\d{2})?(?!\d)|"
    r"[A-Za-z]{1,5}(?![A-Za-z]))?"
)
_TIME = rf"(?:[\sTt,،;|–-]*(?:at|um|à|a las|às|в|ore|kl\.?|klo|ساعت|الساعة)?\s*{_CLOCK}\s*{_ZONE})?"
_YEAR = r"(?P<year>\d{4})(?!\d)"
_NAME = r"(?P<month>[^\W\d_][^\d \t,،/-]*)"
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s/-]+(?:de |d'|of )?{_NAME}[\s.,،/-]+"
    rf"(?:de |del )?(?P<year>\d{{4}}(?!\d)|\d{{2}}(?![\d:]))(?:\s*(?:г|р|r)\.(?:ода)?)?{_TIME}"
)
# a name begins where a word does: from each of its letters on would take quadratic time
_WORD = rf"(?<![^\W\d_]){_NAME}"
_UNIX = re.compile(  # Tue Feb  3 14:05:06 2026, with a zone before or after the year
    rf"{_WORD}\s+(?P<day>\d{{1,2}})\s+{_CLOCK}\s*{_ZONE}\s*{_YEAR}(?:\s*(?P<zone2>[+-]\d{{4}}))?"
)
_MONTH_FIRST = re.compile(
    rf"{_WORD}[\s.-]+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-]+{_YEAR}{_TIME}"
)
_YEAR_NAME = re.compile(  # 2026. február 3., 2026 m. vasario 3 d.
    rf"(?<!\d)(?P<year>\d{{4}})[\s.,-]+(?:m\. )?{_NAME}[\s.-]+(?P<day>\d{{1,2}})(?!\d){_TIME}"
)
_YEAR_DAY = re.compile(  # 2026. gada 3. februāris
    rf"(?<!\d)(?P<year>\d{{4}})\. gada (?P<day>\d{{1,2}})\. {_NAME}{_TIME}"
)
_YEAR_FIRST = re.compile(
    rf"(?<!\d)(?P<year>\d{{4}})\s*[-/.年년]\s*(?P<month>\d{{1,2}})\s*[-/.月월]\s*"
    rf"(?P<day>\d{{1,2}})(?!\d)[日일]?{_TIME}"
)
_NUMBERS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?P<sep>[/.-])(?P<month>\d{{1,2}})(?P=sep){_YEAR}{_TIME}"
)
_COMPACT = re.compile(
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    rf"(?:[T\s]?(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?(?P<half>)\s*{_ZONE})?$"
)
_YEAR_MONTH = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)$")
_CLOCK_LATER = re.compile(rf"[^\d+\u2212-]{{1,25}}{_CLOCK}\s*{_ZONE}")
_LONE_DIGIT = re.compile(r"(?<=\d:)(\d)(?!\d)")
_OTHER_NAME = re.compile(r"\s*/\s*[^\W\d_]+(?: [^\W\d_]+)?(?=\s+\d{4})")
_VIETNAMESE = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})", re.IGNORECASE)
_ORDINAL = re.compile(r"\d{4}-(?:W\d\d-\d|\d{3})")
_THAI = re.compile("[\u0e00-\u0e7f]")
_CLOCK_FIRST = re.compile(rf"{_CLOCK}\s*{_ZONE}[\s,|–-]")
_CJK_HALF = re.compile(r"(上午|오전|午前)|(下午|오후|午後)")
_CJK_CLOCK = re.compile(r"(\d{1,2})\s*[時时시点]\s*(\d{1,2})\s*[分분](?:\s*(\d{1,2})\s*[秒초])?")
_SHORT = {name: n for n, name in enumerate(calendars.SHORT, 1)}
_RFC_822 = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d\d?) ({'|'.join(_SHORT)}) (\d{{4}}) (\d\d):(\d\d)(?::([0-5]\d))?"
    r"(?: ([+-]\d{4}|GMT|UTC?|Z))?"
)
_TRIES = 8
"""Candidates of one form that are looked at in one text."""
_TEHRAN = timezone(timedelta(hours=3, minutes=30))
_EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class Dated(NamedTuple):
    """What a date's text names."""

    instant: datetime
    """In UTC; midnight where no time of day is given."""
    has_time: bool
    """Whether the text gives a time of day."""


def parse(text: str | None, *, persian: bool = True) -> datetime | None:
    """Return the instant a date names, in UTC; None where it is absent, ambiguous or garbage.

    A missing or unknown zone is UTC (RFC 822, 5.1); a missing time is midnight. Day and month as
    numbers are taken only where one order is possible. Years of the Persian calendar are taken as
    such, in Tehran's standard time, unless ``persian`` is false. Years of the Islamic calendar,
    whose days differ from place to place, name no instant.
    """
    found = parse_with_precision(text, persian=persian)
    return found.instant if found else None


def parse_with_precision(text: str | None, *, persian: bool = True) -> Dated | None:
    """Return the instant in UTC, as ``parse`` does, and whether the text gives a time of day."""
    if not text or len(text) > 200:
        return None
    text = text.strip()
    found = _fast(text) or _slow(_tidied(text), persian=persian)
    if found is None or not _EARLIEST <= found.instant < _LATEST:
        return None
    return Dated(found.instant.replace(microsecond=0), found.has_time)


def _fast(text: str) -> Dated | None:
    """Parse the two common exact forms, of Atom and of RSS, without a search."""
    if match := _RFC_822.fullmatch(text):
        day, name, year, hour, minute, second, zone = match.groups()
        offset = UTC if zone in {"GMT", "Z", "UT", "UTC", None} else _zone(zone)
        try:
            instant = datetime(
                int(year), _SHORT[name], int(day), int(hour), int(minute), int(second or 0),
                tzinfo=offset,
            )  # fmt: skip
            return Dated(instant.astimezone(UTC), has_time=True)
        except (ValueError, OverflowError):
            return None
    if len(text) < 19 or text[10] != "T" or text < "16":  # the Persian calendar's years
        return None
    try:
        instant = datetime.fromisoformat(text)
        instant = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return Dated(instant.astimezone(UTC), has_time=True)
    except (ValueError, OverflowError):
        return None


def _tidied(text: str) -> str:
    if text.isascii():
        return _LONE_DIGIT.sub(r"0\1", " ".join(text.split()))
    text = _DIGIT.sub(lambda m: str(unicodedata.decimal(m[0])), _INVISIBLE.sub("", text))
    text = _CJK_CLOCK.sub(lambda m: f"{m[1]}:{int(m[2]):02d}:{int(m[3] or 0):02d}", text)
    if half := _CJK_HALF.search(text):
        text = _CJK_HALF.sub("", text) + (" AM" if half[1] else " PM")
    text = _LONE_DIGIT.sub(r"0\1", _OTHER_NAME.sub("", " ".join(text.split())))
    text = _VIETNAMESE.sub(r"\3-\2-\1", unicodedata.normalize("NFC", text))
    for name in calendars.names_of_two_words():
        if name in (plain := calendars.folded(text)):
            return plain.replace(name, name.replace(" ", "\u00a0"))
    return text


def _slow(text: str, *, persian: bool) -> Dated | None:
    if text.isdigit() and len(text) in {10, 13}:
        return Dated(datetime.fromtimestamp(int(text[:10]), UTC), has_time=True)
    for pattern in _PATTERNS:
        for match in islice(pattern.finditer(text), _TRIES):
            part = match.groupdict()
            if not part["hour"] and (
                clock := _CLOCK_LATER.match(text, match.end()) or _CLOCK_FIRST.match(text)
            ):
                part |= clock.groupdict()
            if found := _read(part, persian=persian):
                return found
    for whole in (_COMPACT, _YEAR_MONTH):
        if (only := whole.match(text)) and (found := _read(only.groupdict(), persian=False)):
            return found
    return _iso(text)


def _iso(text: str) -> Dated | None:
    """Read ISO 8601's weeks and days of the year."""
    if not _ORDINAL.fullmatch(text):
        return None
    try:
        if "W" in text:
            return Dated(datetime.fromisoformat(text).replace(tzinfo=UTC), has_time=False)
        return Dated(datetime.strptime(text, "%Y-%j").replace(tzinfo=UTC), has_time=False)
    except ValueError:
        return None


def _read(part: dict[str, str | None], *, persian: bool) -> Dated | None:
    """Return the instant of a date's parts; None where they make no date, or more than one."""
    written = part["year"] or ""
    year, day = int(written), int(part.get("day") or 1)
    if len(written) == 2:
        year += 2000 if year < 70 else 1900
    if 2500 <= year < 2643 and _THAI.search(part["month"] or ""):
        year -= 543  # the Buddhist era
    month = _month(part["month"] or "", year)
    if month is None or (_is_persian(year) and not persian):
        return None
    if "sep" in part:
        if day <= 12 and month <= 12 and day != month:
            return None  # 03/02/2026: nobody can know
        if month > 12:
            day, month = month, day
    zone = _zone(part.get("zone") or part.get("zone2"))
    try:
        if _is_persian(year):
            year, month, day = calendars.from_jalali(year, month, day)
            zone = zone or _TEHRAN
        midnight = datetime(year, month, day, tzinfo=zone or UTC)
        instant = midnight + _clock(part)
        return Dated(instant.astimezone(UTC), has_time=bool(part.get("hour")))
    except (ValueError, OverflowError):
        return None


def _month(text: str, year: int) -> int | None:
    if text.isdigit():
        return int(text)
    return calendars.persian_month(text) if _is_persian(year) else calendars.month(text)


def _is_persian(year: int) -> bool:
    return 1300 <= year < 1430  # 1921 to 2050; Islamic years of our time lie above


def _clock(part: dict[str, str | None]) -> timedelta:
    """Return the time of day as the time since midnight. Raises ValueError."""
    hour, minute = int(part.get("hour") or 0), int(part.get("minute") or 0)
    second = min(int(part.get("second") or 0), 59)  # a leap second
    if half := part.get("half"):
        hour = hour % 12 + (12 if half in "Pp" else 0)
    if hour > 24 or minute > 59 or (hour == 24 and (minute or second)):
        raise ValueError(f"{hour}:{minute} is no time of day")
    return timedelta(hours=hour, minutes=minute, seconds=second)


@lru_cache(maxsize=256)
def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if "/" in text:
        return _named(text)
    text = text.replace("\u2212", "-").replace(" ", "").upper()
    offset = re.fullmatch(r"(?:GMT|UTC|UT)?([+-])(\d{1,2}):?(\d{2})?", text)
    if offset is None:
        return timezone(timedelta(hours=calendars.ZONES.get(text, 0)))
    hours, minutes = int(offset[2]), int(offset[3] or 0)
    if hours > 14 or minutes > 59:
        return UTC
    amount = timedelta(hours=hours, minutes=minutes)
    return timezone(-amount if offset[1] == "-" else amount)


@lru_cache(maxsize=64)
def _named(key: str) -> tzinfo:
    """Return a zone of the IANA database, UTC where it has none of this name."""
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


_PATTERNS = (
    _DAY_FIRST, _YEAR_FIRST, _UNIX, _MONTH_FIRST, _YEAR_NAME, _YEAR_DAY, _NUMBERS,
)  # fmt: skip
