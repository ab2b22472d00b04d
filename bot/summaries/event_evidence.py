"""Whether a text tells the facts of an event, whatever words it tells them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.summaries.event_facts import FEWEST, SURE, value_of, weight
from bot.summaries.event_weights import Rarity

_SEVERAL: Final = 2
"""Numbers of each, for a comparison."""
_FIGURES: Final = 1.2
"""Weight of the numbers in common, each once."""
_NAMES: Final = 0.9
"""Weight of the names in common."""
_BOTH: Final = 2.7
_COVERED: Final = 0.3
"""Share in common of all facts of the one that tells fewer."""
_COUNTED: Final = 0.33
"""Share in common of the numbers of the one that tells fewer."""
_STILL: Final = 0.12
"""More of each that must be shared a day after an event's latest story."""


def tells(
    ours: tuple[str, ...], event: Mapping[str, int], texts: int, rarity: Rarity, quiet: float
) -> bool:
    """Return whether a story's facts tell an event's; ``quiet`` is 1 where a day lies between.

    ``event`` is in how many of its ``texts`` each key stands; other keys than facts count nothing.
    """
    shared = [key for key in ours if key in event]
    values = {value_of(key) for key in shared if weight(key)} - {""}
    if len(values) < FEWEST or _other_day(ours, event):
        return False
    scale = {key: weight(key) * rarity(key) * min(1.0, 3 * event[key] / texts) for key in shared}
    figures, names = _sums(shared, scale)
    if figures < _FIGURES or names < _NAMES or figures + names < _BOTH:
        return False
    own = _weighed(ours, rarity)
    theirs = _weighed((key for key in event if key[0] in "+=-"), rarity)
    counted = figures / max(1e-9, min(own[0], theirs[0]))
    covered = (figures + names) / max(1e-9, min(sum(own), sum(theirs)))
    more = _STILL * quiet
    return counted >= _COUNTED + more and covered >= _COVERED + more


def apart(ours: tuple[str, ...], event: Mapping[str, int]) -> bool:
    """Return whether a story and an event count several things each, and not the same.

    Reports by one form do: prices, weather, matches, results of two companies.
    """
    own, theirs = _values(ours), _values(event)
    if min(len(own), len(theirs)) < _SEVERAL:
        return False
    both = sum(min(own[value], theirs[value]) for value in own.keys() & theirs.keys())
    if both < _COUNTED * min(sum(own.values()), sum(theirs.values())):
        return True
    if _against(ours, event) >= _SEVERAL:
        return True
    sure, known = _sure(ours), _sure(event)
    return bool(sure) and bool(known) and not sure & known


def _sure(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key[0] == "+" and " " not in key and weight(key) >= SURE}


def _values(keys: Iterable[str]) -> Mapping[str, float]:
    """Return the numbers among facts, and how much each tells."""
    found: dict[str, float] = {}
    for key in keys:
        if value := value_of(key):
            found[value] = max(found.get(value, 0.0), weight(key))
    return found


def _other_day(ours: Iterable[str], event: Iterable[str]) -> bool:
    """Return whether each names days of the week, and none that the other does."""
    own, theirs = ({key for key in keys if key[0] == "!"} for keys in (ours, event))
    return bool(own) and bool(theirs) and not own & theirs


def _weighed(keys: Iterable[str], rarity: Rarity) -> tuple[float, float]:
    kept = list(keys)
    return _sums(kept, {key: weight(key) * rarity(key) for key in kept})


def _sums(keys: Iterable[str], scale: Mapping[str, float]) -> tuple[float, float]:
    """Return the weight of numbers, of each its most telling fact, and of names."""
    figures: dict[str, float] = {}
    names = 0.0
    for key in keys:
        value = value_of(key)
        if value:
            figures[value] = max(figures.get(value, 0.0), scale[key])
        else:
            names += scale[key]
    return sum(figures.values()), names


def _against(ours: Iterable[str], theirs: Iterable[str]) -> int:
    """Return how many things both count, and count differently."""
    one, other = _counts(ours), _counts(theirs)
    return sum(not one[noun] & other[noun] for noun in one.keys() & other.keys())


def _counts(keys: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        value, _, noun = key[1:].partition(" ")
        if key[0] == "+" and noun and noun[0] != "~":
            found.setdefault(noun, set()).add(value)
    return found
