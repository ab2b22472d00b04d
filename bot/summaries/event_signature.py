"""What of a story tells its event: a small value that can be kept beside the story."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final
from zlib import crc32

import regex

from bot.summaries.datelines import without_dateline
from bot.summaries.event_copies import shingles, sketch, whole, winnowed, word_hashes
from bot.summaries.event_facts import facts
from bot.summaries.event_terms import CASED, read
from bot.text.language import base
from bot.text.normal import fold
from bot.text.stems import script
from bot.text.tokens import words

_TITLE: Final = 32
"""Terms kept of a headline."""
_LEAD: Final = 400
"""Characters of a headline, and of the text's beginning, whose terms are kept."""
_READ: Final = 1500
"""Characters of a text whose facts are kept."""
_LEAD_TERMS: Final = 40
_OPENING: Final = 140
"""Characters of a text that stand for a missing headline."""
_SURFACES: Final = 12
# "… - The Example", "… | Example News": the publisher, written behind the headline.
_TAIL: Final = regex.compile(r"\s+[-–—|]\s+(\S+(?:\s+\S+){0,4})$")
_DOTS: Final = regex.compile(r"[\s.…]+$")
_NOTHING: Final = whole([0])
"""``Signature.exact`` without headline and text."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What of a story tells its event."""

    lang: str | None
    """Primary subtag of its language."""
    published: datetime | None
    source: str | None
    """Who published it; None where nobody asks."""
    title: tuple[str, ...]
    """Keys of the headline's terms, in its order, each once."""
    names: frozenset[str] | None
    """Those that are names; None where capitals do not tell them."""
    lead: tuple[str, ...]
    """Keys of further terms in the text's beginning."""
    surfaces: tuple[str, ...]
    """``^`` and names as they stand, folded: what other languages of the script may share."""
    exact: int
    """A hash of headline and text."""
    sketch: bytes
    """Shingles of the text (``event_copies``)."""
    copies: tuple[int, ...]
    """Keys to look up copies of the text."""
    facts: tuple[str, ...] = ()
    """What the text names and counts (``event_facts``)."""

    @property
    def is_empty(self) -> bool:
        """Whether it tells nothing: such a story is an event of its own."""
        return not self.title and self.exact == _NOTHING

    @property
    def figures(self) -> frozenset[str]:
        """The numbers of the headline."""
        return frozenset(key for key in self.title if key[0] == "#")


def signature(
    title: str | None,
    text: str | None = None,
    lang: str | None = None,
    published: datetime | None = None,
    *,
    source: str | None = None,
) -> Signature:
    """Return what of a story tells its event; headline and text may be missing."""
    code = base(lang or "") or None
    head = _headline((title or "")[:_LEAD]) or (text or "").strip()[:_OPENING]
    told = read((text or "")[:_READ], code)
    said, lead = read(head, code).terms(), told.terms(_LEAD)
    kept = tuple(dict.fromkeys(term.key for term in said))[:_TITLE]
    heading, body = _row(title or ""), _row(text or "")
    runs = shingles(body)
    return Signature(
        code,
        published,
        source,
        kept,
        frozenset(term.key for term in said if term.name) if _tells(head) else None,
        tuple(key for key in dict.fromkeys(t.key for t in lead) if key not in kept)[:_LEAD_TERMS],
        _surfaces(head),
        whole([*heading, 0, *body]),
        sketch(runs),
        winnowed(runs),
        facts(told, _dateline(text or "")),
    )


def _dateline(text: str) -> int:
    """Return where a text begins behind place and agency."""
    beginning = text[:_LEAD]
    return len(beginning) - len(without_dateline(beginning))


def _row(text: str) -> list[int]:
    """Return hashes of a text's words; of all of it where it has signs only."""
    bare = text.strip()
    return word_hashes(text) or ([crc32(bare.encode("utf-8", "surrogatepass"))] if bare else [])


def _headline(title: str) -> str:
    """Return a headline without its publisher and the dots where it was cut."""
    bare = _DOTS.sub("", title.strip())
    tail = _TAIL.search(bare)
    if tail and len(bare[: tail.start()].split()) >= 4 and not any(c.isdigit() for c in tail[1]):
        return bare[: tail.start()]
    return bare


def _tells(headline: str) -> bool:
    """Return whether capitals tell names in a headline: most of its longer words have none."""
    longer = [t.text for t in words(headline)[1:] if len(t.text) > 3 and t.text[0].isalpha()]
    cased = [word for word in longer if script(fold(word)) in CASED]
    if len(cased) < 3:
        return False
    return sum(word[0].isupper() for word in cased) <= len(cased) * 0.5


def _surfaces(text: str) -> tuple[str, ...]:
    """Return words with a capital within a sentence, and Latin ones among other scripts."""
    row = words(text)
    found: dict[str, None] = {}
    for before, token in pairwise(row):
        between = text[before.end : token.start]
        if (
            token.text[0].isupper()
            and len(token.text) > 2
            and not any(c in ".!?:" for c in between)
        ):
            found["^" + fold(token.text).partition("'")[0]] = None
    return tuple(found)[:_SURFACES]
