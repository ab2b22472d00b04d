"""Which time zone a person means: IANA names, cities, countries, offsets, typing errors. Pure."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

COMMON = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Baghdad",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Shanghai",
    "America/New_York",
    "America/Los_Angeles",
    "UTC",
)
"""Offered as buttons."""

# Large cities that give no IANA zone its name.
_CITIES = {
    "Asia/Dubai": "Abu Dhabi, Sharjah",
    "Asia/Kolkata": "Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, India",
    "Asia/Shanghai": "Beijing, Guangzhou, Shenzhen, Wuhan, China",
    "Asia/Karachi": "Islamabad, Lahore",
    "Asia/Riyadh": "Mecca, Medina, Jeddah",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Asia/Damascus": "Aleppo, Homs",
    "Asia/Baghdad": "Mosul, Basra, Erbil",
    "Asia/Tehran": "Mashhad, Isfahan, Shiraz, Tabriz",
    "Asia/Tokyo": "Osaka, Kyoto",
    "Asia/Ho_Chi_Minh": "Hanoi",
    "Africa/Cairo": "Alexandria, Giza",
    "Africa/Casablanca": "Rabat",
    "Africa/Johannesburg": "Cape Town, Pretoria, Durban",
    "Africa/Lagos": "Abuja",
    "Europe/Istanbul": "Ankara, Izmir",
    "Europe/Berlin": "Munich, Hamburg, Frankfurt, Cologne, Germany",
    "Europe/Kyiv": "Kiev, Odesa, Lviv, Kharkiv",
    "Europe/London": "Edinburgh, Manchester, Birmingham, England, Scotland, Wales, UK",
    "Europe/Madrid": "Barcelona, Spain",
    "Europe/Moscow": "Saint Petersburg, St Petersburg",
    "Europe/Paris": "Lyon, Marseille",
    "Europe/Rome": "Milan, Naples",
    "Europe/Zurich": "Geneva, Bern, Basel",
    "Europe/Amsterdam": "The Hague, Rotterdam",
    "America/New_York": "Washington, Washington DC, Boston, Miami, Atlanta, Philadelphia, NYC",
    "America/Chicago": "Houston, Dallas, Austin",
    "America/Denver": "Salt Lake City",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, Las Vegas, LA",
    "America/Toronto": "Ottawa, Montreal",
    "America/Sao_Paulo": "Rio de Janeiro, Brasilia, São Paulo",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington, New Zealand",
}
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-]\d{1,2})(?::?00)?")
_CHOICES = 6
# Zones of a country that agree on both of these days are one for its people.
_SEASONS = (datetime(2025, 1, 15, tzinfo=UTC), datetime(2025, 7, 15, tzinfo=UTC))


class Found(NamedTuple):
    """The answer to a person's words for a time zone."""

    zone: str | None
    """The IANA name, where the words were clear."""
    choices: tuple[str, ...] = ()
    """Otherwise the zones they may have meant, the likeliest first."""


def find(text: str, language: str = "en") -> Found:
    """Return the zone that a text names in English or in ``language``, or zones near to it."""
    wanted = _fold(text)
    names = _names(language)
    if wanted in names:
        zones = names[wanted]
        return Found(zones[0]) if len(zones) == 1 else Found(None, zones[:_CHOICES])
    offset = _OFFSET.fullmatch(text.strip().casefold().replace("−", "-"))
    if offset and -12 <= int(offset.group(1)) <= 14:
        # POSIX counts west of Greenwich as positive: Etc/GMT-3 is three hours east.
        hours = int(offset.group(1))
        return Found(f"Etc/GMT{-hours:+d}" if hours else "UTC")
    begun = [name for name in names if len(wanted) >= 3 and name.startswith(wanted)]
    near = begun or difflib.get_close_matches(wanted, names, n=_CHOICES, cutoff=0.72)
    choices = tuple(dict.fromkeys(zone for name in near for zone in names[name]))
    return Found(None, choices[:_CHOICES])


@lru_cache(maxsize=16)
def _names(language: str) -> Mapping[str, tuple[str, ...]]:
    """Map every folded name to its zones; the first source that knows a name has it."""
    known = sorted(available_timezones() - {"Factory", "localtime"})
    aliases = get_global("zone_aliases")
    # "Iran" and "Turkey" are IANA names too, of old; their cities' zones are meant
    names: dict[str, tuple[str, ...]] = {
        _fold(zone): (aliases.get(zone, zone) if len(zone) > 3 else zone,)
        for zone in known
        if "/" not in zone
    }
    names |= {_fold(zone): (zone,) for zone in known if "/" in zone}
    cities: dict[str, list[str]] = {}
    for zone in known:
        if "/" in zone and not zone.startswith(("Etc/", "US/", "SystemV/")):
            cities.setdefault(_fold(zone.rpartition("/")[2]), []).append(zone)
    for city, zones in cities.items():
        plain = [zone for zone in zones if zone not in aliases] or zones
        names.setdefault(city, tuple(plain[:1]))
    for zone, more in _CITIES.items():
        _add(names, ((name, (zone,)) for name in more.split(",")))
    for locale in _locales(language):
        _add(names, _localised(locale, frozenset(known)))
    return names


def _localised(locale: Locale, known: frozenset[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for zone, words in locale.time_zones.items():
        if zone in known and words.get("city"):
            yield words["city"], (zone,)
    zones_of = get_global("territory_zones")
    for territory, name in locale.territories.items():
        zones = tuple(zone for zone in zones_of.get(territory, ()) if zone in known)
        if zones and len(territory) == 2:
            yield name, _largest(zones)


def _largest(zones: tuple[str, ...]) -> tuple[str, ...]:
    """Return a country's zones, known ones first (CLDR sorts by other keys), one of each time."""
    major = [*COMMON, *_CITIES]
    ranked = sorted(zones, key=lambda zone: major.index(zone) if zone in major else len(major))
    times: dict[tuple[timedelta | None, ...], str] = {}
    for zone in ranked:
        times.setdefault(
            tuple(day.astimezone(ZoneInfo(zone)).utcoffset() for day in _SEASONS), zone
        )
    return tuple(times.values())


def _locales(language: str) -> list[Locale]:
    locales = [Locale.parse("en")]
    try:
        locales.append(Locale.parse(language.replace("-", "_")))
    except (ValueError, UnknownLocaleError):  # Telegram sends codes that CLDR lacks
        return locales
    return locales


def _add(names: dict[str, tuple[str, ...]], more: Iterable[tuple[str, tuple[str, ...]]]) -> None:
    for name, zones in more:
        names.setdefault(_fold(name), zones)


def _fold(text: str) -> str:
    """Compare without case, accents, and what people write for the space in a name."""
    bare = unicodedata.normalize("NFKD", text.strip())
    letters = "".join(char for char in bare if not unicodedata.combining(char))
    return re.sub(r"[\s_]+", " ", letters).casefold()
