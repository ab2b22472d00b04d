"""Whether a story matches a topic, told by the terms that the archive keeps of it.

To read a story anew takes some milliseconds; to look plain words up takes some microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.values import READ_AS, StoryTerms
from bot.text.stems import stems_by_language
from bot.topics import keys
from bot.topics.matching import is_dense
from bot.topics.query import All, Any, InTitle, Node, Not, Query, Word


def told(query: Query, terms: StoryTerms) -> bool | None:
    """Return whether a story with these terms matches; None where only its text can tell.

    That is so for phrases, places, beginnings, exact words and whatever else hangs on more than
    the forms of single words.
    """
    return _told(query.root, terms, in_title=False)


def _told(node: Node, terms: StoryTerms, *, in_title: bool) -> bool | None:
    match node:
        case Word():
            return _word(node, terms, in_title=in_title)
        case All():
            return _all_of(_told(part, terms, in_title=in_title) for part in node.parts)
        case Any():
            none = _all_of(_not(_told(part, terms, in_title=in_title)) for part in node.parts)
            return _not(none)
        case InTitle():
            return _told(node.part, terms, in_title=True)
        case Not():
            return _not(_told(node.part, terms, in_title=in_title))
        case _:
            return None


def _all_of(parts: Iterable[bool | None]) -> bool | None:
    """Return False where a part is, else None where a part is unknown."""
    found = list(parts)
    if False in found:
        return False
    return None if None in found else True


def _not(known: bool | None) -> bool | None:
    return None if known is None else not known


def _word(word: Word, terms: StoryTerms, *, in_title: bool) -> bool | None:
    text = word.text
    if word.exact or word.prefix or "-" in text or text.isupper() or is_dense(text):
        return None
    by_language = stems_by_language(text)
    there = terms.headline if in_title else terms.all
    held = [langs for stem, langs in by_language.items() if keys.word(stem) in there]
    if not held or len(by_language) == 1:
        return bool(held)
    readings = {term.removeprefix(READ_AS) for term in terms.rest if term.startswith(READ_AS)}
    if not readings:  # its text is gone, and with it what was known of its language
        return None
    return any(readings & langs for langs in held)
