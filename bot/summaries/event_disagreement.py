"""Whether two headlines, however alike, name different numbers, places or people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from bot.summaries.event_signature import Signature

_STAGES: Final = ("*preview", "*later")
"""What comes before and long after an event is no report of it."""
_OPPOSITES: Final = (
    frozenset({"*up", "*down"}),
    frozenset({"*win", "*lose"}),
    frozenset({"*north", "*south", "*east", "*west"}),
)


class Headline(NamedTuple):
    """The terms of a headline."""

    terms: tuple[str, ...]
    """Keys, in order."""
    names: frozenset[str] | None
    """Those that are names; None where capitals do not tell them."""
    lang: str | None

    @classmethod
    def of(cls, story: Signature) -> Headline:
        """Return the headline of a story."""
        return cls(story.title, story.names, story.lang)


def disagree(a: Headline, b: Headline) -> bool:
    """Return whether each of two headlines has a number, place or name that the other contradicts.

    What only one of them tells is no disagreement: one of two reports says more.
    """
    if _figures(a.terms, b.terms) or _each_more(_of(a.terms, "@"), _of(b.terms, "@")):
        return True
    if _meanings(frozenset(a.terms), frozenset(b.terms)):
        return True
    if a.lang != b.lang:
        return False
    return _names(a, b) or _exchanged(a, b)


def contradict(a: Headline, b: Headline, said: Set[str], other: Set[str], *, figures: bool) -> bool:
    """Return whether a headline has a number, place or name that the other story contradicts.

    ``said`` and ``other`` are all keys of the two stories: a name that the other's text has, too,
    is no contradiction. Numbers count with ``figures`` only.
    """
    if figures and _figures(a.terms, b.terms):
        return True
    if _meanings(frozenset(a.terms), frozenset(b.terms)):
        return True
    return _untold(a, said, other) and _untold(b, other, said)


def contradict_across(a: Headline, b: Headline, said: Set[str], other: Set[str]) -> bool:
    """Return the same of two languages, whose names are not the same: by numbers and countries."""
    if _meanings(frozenset(a.terms), frozenset(b.terms)):
        return True
    return any(_lacking(a, mark, other) and _lacking(b, mark, said) for mark in "#@")


def _lacking(headline: Headline, mark: str, told: Set[str]) -> bool:
    """Return whether a headline has a number or country that is not in what another story told."""
    return any(term[0] == mark and term not in told for term in headline.terms)


def _untold(headline: Headline, said: Set[str], told: Set[str]) -> bool:
    """Return whether a headline names what the other story, of which ``told`` is, does not."""
    names = headline.names or frozenset()
    return any(
        (term[0] == "@" or term in names or f"={term}" in said)
        and term not in told
        and f"={term}" not in told
        for term in headline.terms
    )


def _meanings(a: frozenset[str], b: frozenset[str]) -> bool:
    """Return whether one headline tells another stage of things, or the opposite."""
    if any((stage in a) != (stage in b) for stage in _STAGES):
        return True
    return any(_each_more(a & pole, b & pole) for pole in _OPPOSITES)


def _names(a: Headline, b: Headline) -> bool:
    if a.names is None or b.names is None:
        return False
    return _each_more(a.names - set(b.terms), b.names - set(a.terms))


def _of(terms: Iterable[str], mark: str) -> frozenset[str]:
    return frozenset(term for term in terms if term[0] == mark)


def _each_more(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a - b) and bool(b - a)


def _figures(a: Iterable[str], b: Iterable[str]) -> bool:
    """Return whether numbers of one kind differ: counts, amounts, shares, years, days, scores."""
    ours, theirs = _kinds(a), _kinds(b)
    return any(_each_more(ours[kind], theirs[kind]) for kind in ours if kind in theirs)


def _kinds(terms: Iterable[str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for term in terms:
        if term[0] == "#":
            found.setdefault("" if term[1].isdecimal() else term[1], set()).add(term)
    return {kind: frozenset(keys) for kind, keys in found.items()}


def _exchanged(a: Headline, b: Headline) -> bool:
    """Return whether one headline is the other with a name in a name's place.

    What a headline ends with, the object, counts as one: languages differ in what has a capital.
    """
    ours, theirs = _plain(a.terms), _plain(b.terms)
    for what, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what != "replace" or i2 - i1 > 2 or j2 - j1 > 2:
            continue
        last = i2 == len(ours) and j2 == len(theirs)
        if any(_may_name(a, ours, at, last=last) for at in range(i1, i2)) and any(
            _may_name(b, theirs, at, last=last) for at in range(j1, j2)
        ):
            return True
    return False


def _plain(terms: Iterable[str]) -> list[str]:
    return [term for term in terms if term[0] != "~"]


def _may_name(headline: Headline, terms: list[str], at: int, *, last: bool) -> bool:
    term = terms[at]
    if term[0] in "*@#":
        return False
    return last or headline.names is None or at == 0 or term in headline.names
