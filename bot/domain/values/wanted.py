"""What the terms of a story must hold for a topic to match it: asked of the archive's index."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """One term."""

    text: str
    """As the story's analysis makes it: a stem, a beginning, a place, a source, a language."""
    in_title: bool = False
    """True where it must be in the headline."""


@dataclass(frozen=True, slots=True)
class Every:
    """Parts that must all be there."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Parts of which one must be there."""

    parts: tuple[Wanted, ...]


Wanted = Term | Every | Either
