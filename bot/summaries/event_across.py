"""Whether a story tells the facts of an event in another language: numbers, counts and places.

Numbers are written alike in all languages, and several in common are no chance (Steinberger,
Pouliquen, Ignat 2004 link news across languages by places, names and subjects, without
translating).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bot.summaries.event_facts import FEWEST, SURE, value_of, weight
from bot.summaries.event_weights import Rarity

_FIGURES: Final = 0.85
"""Weight of the numbers in common."""
_COUNTED: Final = 0.45
"""Share in common of the numbers of the one that tells fewer."""
_NOWHERE: Final = 0.65
"""More weight that numbers need where no country is in common."""
_STILL: Final = 0.12
"""More of the share that is needed a day after an event's latest story."""
_SCORE: Final = 0.5
"""Share of its weight that a score keeps: those of sets and halves come again and again."""
_NO_NUMBERS: Final = "oydt"
"""What a headline's figure begins with that is an ordinal, a year, a day or a date."""


def tells_across(
    ours: Collection[str], event: Collection[str], rarity: Rarity, quiet: float
) -> bool:
    """Return whether a story's keys tell an event's; ``quiet`` is 1 where a day lies between.

    Both are keys of headlines, of texts and their facts.
    """
    places, known = _places(ours), _places(event)
    if places and known and not places & known:
        return False
    alike = {value_of(key): weight(key) for key in ours if " *" in key and key in event}
    own, theirs = _values(ours, alike, rarity), _values(event, alike, rarity)
    both = own.keys() & theirs.keys()
    sure = sum(value in alike or own[value] >= SURE for value in both)
    if len(both) < FEWEST and not (places & known and sure == FEWEST - 1):
        return False
    figures = sum(own[value] for value in both)
    needed = _FIGURES + _NOWHERE * (not places & known)
    counted = figures / min(sum(own.values()), sum(theirs.values()))
    return figures >= needed and counted >= _COUNTED + _STILL * quiet


def _values(keys: Iterable[str], alike: Mapping[str, float], rarity: Rarity) -> Mapping[str, float]:
    """Return the numbers, whatever their currency, and how much each tells alone or counting."""
    found: dict[str, float] = {}
    for key in keys:
        value = _value(key)
        if value and (told := max(weight(f"+{value}"), alike.get(value, 0.0))):
            plain = value.lstrip("$")
            told *= _SCORE if value[0] == "s" else 1.0
            found[plain] = max(found.get(plain, 0.0), told * rarity(f"+{value}"))
    return found


def _value(key: str) -> str:
    if key[0] == "#" and key[1] not in _NO_NUMBERS:
        return key[1:]
    return value_of(key)


def _places(keys: Iterable[str]) -> frozenset[str]:
    return frozenset(key.removeprefix("=") for key in keys if key[0] == "@" or key[:2] == "=@")
