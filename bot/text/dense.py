"""Known names within runs of a script that is written without spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

Openings = Mapping[str, Sequence[tuple[str, str]]]
"""The first two characters of names: the names that start so with their codes, longest first."""


def by_opening(names: Iterable[tuple[str, str]]) -> Openings:
    """Return pairs of code and name as ``find`` wants them; a name of one character is too short.

    Of two codes with one name the first is kept.
    """
    made: dict[str, dict[str, str]] = {}
    for code, name in names:
        if len(name) > 1:
            made.setdefault(name[:2], {}).setdefault(name, code)
    return {
        opening: sorted(named.items(), key=lambda one: -len(one[0]))
        for opening, named in made.items()
    }


def find(run: str, known: Openings) -> Iterator[tuple[str, int, int]]:
    """Yield code, first and end index of each name in a run: the longest, from left to right."""
    at = 0
    while at < len(run) - 1:
        size = 1
        for name, code in known.get(run[at : at + 2], ()):
            if run.startswith(name, at):
                size = len(name)
                yield code, at, at + size
                break
        at += size
