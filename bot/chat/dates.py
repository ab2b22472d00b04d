"""Dates as the reader writes them: in their zone and language, by CLDR."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

# "en" alone means no country: day before month, as in "17 Jun 2018", is what most of them write
_PREFERRED: Final = {"en": "en_GB"}
_DIGITS: Final = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "mymr": 0x1040}


@lru_cache(maxsize=256)
def locale_of(language: str | None) -> Locale:
    """Return CLDR's locale of a BCP 47 tag, of its base where the tag is unknown, else English."""
    tag = (language or "en").replace("_", "-")
    for name in (_PREFERRED.get(tag.lower(), tag), tag.split("-")[0]):
        try:
            return Locale.parse(name.replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            continue
    return Locale.parse(_PREFERRED["en"])


def is_rtl(language: str | None) -> bool:
    """Return whether a language is written from right to left; False where it is unknown."""
    return bool(language) and locale_of(language).text_direction == "rtl"


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Return an IANA time zone. Raises ValueError where there is none of the name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{name!r} is no time zone; write one such as Europe/Berlin or UTC"
        raise ValueError(message) from error


def moment(instant: datetime, *, zone: str, language: str, has_time: bool = True) -> str:
    """Return an instant as date and clock time of the reader, such as "17 Jun 2018 - 16:08".

    Where only a day is known (``has_time`` False) it is the publisher's, in no other zone.
    Raises ValueError for an unknown zone.
    """
    locale = locale_of(language)
    if not has_time:
        return _numbered(_day(instant.astimezone(UTC), locale), locale)
    local = _local(instant, zone_of(zone))
    return _numbered(f"{_day(local, locale)} - {local:%H:%M}", locale)


def brief(
    instant: datetime, *, zone: str, language: str, today: date, has_time: bool = True
) -> str:
    """Return the clock time of an instant of today, else its day and month, such as "17 Jun".

    Zones as for ``moment``.
    """
    locale = locale_of(language)
    local = _local(instant, zone_of(zone)) if has_time else instant.astimezone(UTC)
    if has_time and local.date() == today:
        return _numbered(f"{local:%H:%M}", locale)
    return _numbered(format_skeleton("MMMd", local.replace(tzinfo=None), locale=locale), locale)


def full_day(day: date, language: str) -> str:
    """Return a date with its weekday, such as "Sunday, 17 June 2018"."""
    locale = locale_of(language)
    return _numbered(format_date(day, "full", locale=locale), locale)


def _day(local: datetime, locale: Locale) -> str:
    return format_skeleton("yMMMd", local.replace(tzinfo=None), locale=locale)


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    try:
        return instant.astimezone(zone)
    except OverflowError:  # the first and the last day of the calendar
        return instant


def _numbered(text: str, locale: Locale) -> str:
    """Return the text in the locale's own digits, which babel's dates leave out."""
    zero = _DIGITS.get(locale.default_numbering_system)
    if zero is None:
        return text
    return text.translate({ord("0") + n: chr(zero + n) for n in range(10)})
