"""The terms by which stories and topics find each other in the anchor index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import regex

from bot.domain.values import READ_AS
from bot.text.tokens import DENSE

_DENSE: Final = regex.compile(f"[{DENSE}]", regex.V1)
SHORT: Final = 3
LONG: Final = 5
"""Lengths of the beginnings that ``word*`` is anchored on."""
_LONGEST: Final = 40
"""Longer terms are cut: one row of the index stays small."""


def word(stem: str) -> str:
    """Return the term of a stem."""
    return stem[:_LONGEST]


def beginning(prefix: str) -> str:
    """Return the term of a beginning of three letters or more."""
    return "^" + (prefix[:LONG] if len(prefix) >= LONG else prefix[:SHORT])


def gram(characters: str) -> str:
    """Return the term of one or two characters of a script without spaces."""
    return "~" + characters


def place(code: str) -> str:
    """Return the term of a country or territory."""
    return "@" + code.lower()


def source(name: str) -> str:
    """Return the term of a word in the source's name."""
    return "source:" + name[:_LONGEST]


def lang(tag: str) -> str:
    """Return the term of a language."""
    return "lang:" + tag


def reading(name: str) -> str:
    """Return the term of the language as whose words those of a script are taken."""
    return READ_AS + name


def is_of_language(term: str) -> bool:
    """Return whether a term is that of a language or a reading."""
    return term.startswith(("lang:", READ_AS))


def of_document(
    *,
    exact: Iterable[str],
    stems: Iterable[str],
    dense: Iterable[str],
    tag: str | None,
    named: Sequence[str],
    codes: Iterable[str],
    readings: Iterable[str] = (),
) -> frozenset[str]:
    """Return the terms of a story."""
    terms = {word(stem) for stem in stems}
    for surface in exact:
        surface = surface.removeprefix("+")  # noqa: PLW2901 - Arabic without its clitic
        if len(surface) >= SHORT:
            terms.add("^" + surface[:SHORT])
            if len(surface) >= LONG:
                terms.add("^" + surface[:LONG])
    for run in dense:
        terms.update("~" + c for c in run)
        terms.update("~" + run[i : i + 2] for i in range(len(run) - 1))
    terms.update(map(source, named))
    for name in named:
        if _DENSE.search(name):  # names without spaces are found by a part
            terms.update(
                source(name[i:j]) for i in range(len(name)) for j in range(i + 1, len(name))
            )
    terms.update(map(place, codes))
    terms.update(map(reading, readings))
    if named:
        terms.add(source("".join(named)))
    if tag:
        terms.add(lang(tag))
    return frozenset(terms)
