"""The archive's index: the terms of a story, what a topic asks of them, and what was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class StoryTerms:
    """What the archive's index holds of a story."""

    headline: frozenset[str] = frozenset()
    """Terms of the headline."""
    rest: frozenset[str] = frozenset()
    """Terms that the story has besides."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Words that a person may misspell, folded, and each as it stands in the story."""

    @property
    def all(self) -> frozenset[str]:
        """Return every term of the story."""
        return self.headline | self.rest


READ_AS = "as:"
"""Begins the terms that say by the forms of which languages a story's words are looked up."""

USUALLY_READ = frozenset({READ_AS + lang for lang in ("en", "ar", "hi")})
"""Those terms of a story in English, or in another language that is the first of its script."""


def is_held(asked: str, terms: Collection[str]) -> bool:
    """Return whether a story with these terms has what is asked: a term, or ``term/hu,tr``.

    The latter counts only where the story is read by the forms of one of those languages: in
    others the term is another word's. Without a term, ``/hu,tr`` asks for the languages alone.
    """
    if asked in terms:
        return True
    term, sign, langs = asked.partition("/")
    return (
        bool(sign)
        and (not term or term in terms)
        and any(READ_AS + lang in terms for lang in langs.split(","))
    )


def is_of_readings(group: Collection[str]) -> bool:
    """Return whether a group asks for nothing but the languages that a story is read as."""
    return all(asked.startswith(READ_AS) for asked in group)


class Anchor(NamedTuple):
    """By what a story finds a topic that may match it."""

    term: str
    """A term that the story has ..."""
    also: tuple[frozenset[str], ...] = ()
    """... together with one of each of these groups (see ``is_held``)."""

    @property
    def read_as(self) -> frozenset[str]:
        """Return by which languages' forms a story must be read; empty where by any."""
        return next(filter(is_of_readings, self.also), frozenset())

    @property
    def is_rarely_read(self) -> bool:
        """Return whether no story asks for it that is read as most are (see ``USUALLY_READ``)."""
        return bool(self.read_as) and self.read_as.isdisjoint(USUALLY_READ)


class Hit(NamedTuple):
    """A story that the index found."""

    story_id: int
    dated_at: datetime
    """When it was published, or seen where that is not known."""
    event_id: int | None
    """The event that it tells, if that is known."""
