"""What looks like one event and is a series: one wording with another number or name in it."""

from __future__ import annotations

from typing import Final

from bot.summaries.event_disagreement import Headline
from bot.summaries.event_signature import Signature

_FEW: Final = 3
"""Terms in common up to which one other word makes another story; of more it may be a synonym."""
_TELLING: Final = 40
"""Shingles of a text from which on it is no blurb that stands under many headlines."""
_HASH: Final = 4
"""Bytes of a shingle's hash."""


def is_series(a: Headline, b: Headline) -> bool:
    """Return whether two headlines have one wording but for a word that tells them apart.

    "Storm warning 12" and "Storm warning 13", "Results: Alma" and "Results: Bela".
    """
    ours, theirs = set(a.terms), set(b.terms)
    own, other, both = ours - theirs, theirs - ours, ours & theirs
    if len(own) != 1 or len(other) != 1 or not both:
        return False
    kinds = {term[0] in "#@" for term in (*own, *other)}
    return kinds == {True} or (kinds == {False} and len(both) <= _FEW)


def is_told(a: Signature, b: Signature) -> bool:
    """Return whether what two texts share may tell of an event: headlines agree, or both are long.

    A publisher's blurb is one text under many headlines.
    """
    shared = set(a.title) & set(b.title)
    if a.title == b.title or 2 * len(shared) >= max(len(a.title), len(b.title), _FEW):
        return True
    return is_long(a) and is_long(b)


def is_long(story: Signature) -> bool:
    """Return whether a story's text is more than a blurb."""
    return len(story.sketch) >= _HASH * _TELLING
