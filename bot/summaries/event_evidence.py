"""Whether a text tells the facts of an event, whatever words it tells them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from bot.summaries.event_facts import FEWEST, value_of, weight
from bot.summaries.event_weights import Rarity


class Evidence(NamedTuple):
    """What a story and an event tell both."""

    figures: float
    """Weight of the numbers in common, each once."""
    values: int
    """How many they are."""
    names: float
    """Weight of the names in common."""
    counted: float
    """Share of the numbers of the one that tells fewer."""
    covered: float
    """Share of all facts of the one that tells fewer."""
    against: int
    """Things that both count, and count differently."""


_SEVERAL: Final = 2
"""Numbers of each, for a comparison."""
_SURE: Final = 0.8
"""Weight of a number that two do not share by chance."""
_FIGURES: Final = 1.2
_NAMES: Final = 0.9
_BOTH: Final = 2.7
_COVERED: Final = 0.3
_COUNTED: Final = 0.33
_STILL: Final = 0.12
"""More that must be covered a day after an event's latest story."""


def tells(found: Evidence, quiet: float) -> bool:
    """Return whether what two tell is one event; ``quiet`` is 1 where a day lies between."""
    needed = _COVERED + _STILL * quiet
    return (
        found.values >= FEWEST
        and found.figures >= _FIGURES
        and found.names >= _NAMES
        and found.figures + found.names >= _BOTH
        and found.counted >= _COUNTED + _STILL * quiet
        and found.covered >= needed
    )


def evidence(
    ours: tuple[str, ...], event: Mapping[str, int], texts: int, rarity: Rarity
) -> Evidence | None:
    """Return what a story's facts share with an event's; None where it is too little to weigh.

    ``event`` is in how many of its ``texts`` each key stands; other keys than facts count nothing.
    """
    shared = [key for key in ours if key in event]
    values = {value_of(key) for key in shared if weight(key)} - {""}
    days = {key for key in ours if key[0] == "!"}
    if len(values) < FEWEST or (days and _day(event) and not days & event.keys()):
        return None
    scale = {key: weight(key) * rarity(key) * min(1.0, 3 * event[key] / texts) for key in shared}
    figures, names = _sums(shared, scale)
    if figures < _FIGURES or names < _NAMES:
        return None
    theirs = [key for key in event if key[0] in "+=-"]
    own, all_theirs = _weighed(ours, rarity), _weighed(theirs, rarity)
    return Evidence(
        figures,
        len(values),
        names,
        figures / max(1e-9, min(own[0], all_theirs[0])),
        (figures + names) / max(1e-9, min(sum(own), sum(all_theirs))),
        _against(ours, theirs),
    )


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
    return {key for key in keys if key[0] == "+" and " " not in key and weight(key) >= _SURE}


def _values(keys: Iterable[str]) -> Mapping[str, float]:
    """Return the numbers among facts, and how much each tells."""
    found: dict[str, float] = {}
    for key in keys:
        if value := value_of(key):
            found[value] = max(found.get(value, 0.0), weight(key))
    return found


def _day(event: Mapping[str, int]) -> bool:
    return any(key[0] == "!" for key in event)


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
    one, other = _counts(ours), _counts(theirs)
    return sum(not one[noun] & other[noun] for noun in one.keys() & other.keys())


def _counts(keys: Iterable[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key in keys:
        value, _, noun = key[1:].partition(" ")
        if key[0] == "+" and noun and noun[0] != "~":
            found.setdefault(noun, set()).add(value)
    return found
