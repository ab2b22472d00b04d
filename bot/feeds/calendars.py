"""Names of months and zones that dates are written with, and the Persian calendar."""

from __future__ import annotations

import tomllib
import unicodedata
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

_ENGLISH = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_PERSIAN = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن",
    "اسفند",
)  # fmt: skip

SHORT = tuple(name[:3].title() for name in _ENGLISH)
"""The months as RFC 822 writes them."""

ZONES: dict[str, float] = {
    "Z": 0, "GMT": 0, "UTC": 0, "UT": 0, "WET": 0,
    "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "WAT": 1,
    "CEST": 2, "MESZ": 2, "EET": 2, "SAST": 2, "CAT": 2,
    "EEST": 3, "MSK": 3, "EAT": 3, "TRT": 3, "IRST": 3.5, "IRDT": 4.5,
    "GST": 4, "MSD": 4, "AFT": 4.5, "PKT": 5, "UZT": 5, "IST": 5.5, "NPT": 5.75,
    "BDT": 6, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "PHT": 8, "AWST": 8, "MYT": 8,
    "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "NST": -3.5, "NDT": -2.5, "AST": -4, "ADT": -3, "BRT": -3, "ART": -3, "CLT": -4,
    "EST": -5, "EDT": -4, "ET": -5, "COT": -5, "PET": -5, "CST": -6, "CDT": -5, "CT": -6,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "PT": -8, "AKST": -9, "AKDT": -8, "HST": -10,
}  # fmt: skip
"""Zone name to hours east of UTC; where a name has several, the one feeds mean most."""


def month(name: str) -> int | None:
    """Return the number of a month by its name in any of some fifty languages.

    None where it is no month, or names different months in different languages (listopad).
    """
    name = folded(name)
    if len(name) >= 3:
        for number, english in enumerate(_ENGLISH, 1):
            if english.startswith(name) or name == "sept" == english[:4]:
                return number
    # Hebrew writes "in" before the name as one word
    return _names().get(name) or (_names().get(name[1:]) if name[:1] == "ב" else None)


def persian_month(name: str) -> int | None:
    """Return the number of a month of the Persian calendar by its name."""
    return _persian_names().get(folded(name))


@cache
def names_of_two_words() -> tuple[str, ...]:
    """Return folded month names that hold a space, such as the Levant's for January."""
    return tuple(name for name in _names() if " " in name)


def folded(text: str) -> str:
    """Return a text without case, accents, hamzas and the full stop behind it."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(c for c in parts if not unicodedata.combining(c)).rstrip(".")


@cache
def _names() -> dict[str, int]:
    table = tomllib.loads((files(__package__) / "months.toml").read_text("utf-8"))
    meanings: dict[str, set[int]] = {}
    for months in table.values():
        for number, names in enumerate(months, 1):
            for name in names.split("|"):
                meanings.setdefault(folded(name), set()).add(number)
    return {name: min(found) for name, found in meanings.items() if name and len(found) == 1}


@cache
def _persian_names() -> dict[str, int]:
    return {folded(name): number for number, name in enumerate(_PERSIAN, 1)}


def from_jalali(year: int, month: int, day: int) -> tuple[int, int, int]:
    """Return the Gregorian (year, month, day) of a Persian date. Raises ValueError.

    Arithmetic leap years of the 33-year cycle, right for 1244 to 1472.
    """
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= 6 else 30):
        raise ValueError(f"{year}/{month}/{day} is no Persian date")
    elapsed = 365 * (year - 1) + (8 * year + 21) // 33
    in_year = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    found = date(622, 3, 21) + timedelta(days=elapsed + in_year + day - 1)
    return found.year, found.month, found.day
