"""How an anchor is kept: a row of its key, its topic, and what else it asks for, packed."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from typing import Any, Final

from bot.domain.values import READ_AS, USUALLY_READ, Anchor, is_held, is_of_readings
from bot.store.columns import term_key

THEN: Final = "\t"
END: Final = "\x1e"
"""Between a topic and what it asks for, and between anchors, where many are written as one text."""
_RARELY: Final = "/"
"""Begins the keys that stories do not ask for that are read as most are: half of all rows."""


def row(topic_id: int, anchor: Anchor) -> dict[str, Any]:
    """Return an anchor's row in ``topic_terms``."""
    return {"term": key(anchor), "topic_id": topic_id, "also": packed(anchor.also)}


def key(anchor: Anchor) -> str:
    """Return under which key an anchor is kept."""
    of_term = term_key(anchor.term)
    return _RARELY + of_term if anchor.is_rarely_read else of_term


def keys(terms: Collection[str]) -> dict[str, str]:
    """Return all keys under which anchors on these terms may be kept, each with its term."""
    usual = {term_key(term): term for term in terms}
    return usual | {_RARELY + of_term: term for of_term, term in usual.items()}


def asked(terms: Collection[str]) -> AbstractSet[str]:
    """Return the keys that a story with these terms asks for."""
    held = set(map(term_key, terms))
    if any(term.startswith(READ_AS) and term not in USUALLY_READ for term in held):
        return held | {_RARELY + of_term for of_term in held}
    return held


def packed(also: Collection[Collection[str]]) -> str | None:
    """Write groups of what is asked as text: parted by line feeds, and by blanks within."""
    return "\n".join(sorted(map(_packed_group, also))) or None


def _packed_group(group: Collection[str]) -> str:
    if is_of_readings(group):
        return "/" + ",".join(sorted(asked.removeprefix(READ_AS) for asked in group))
    return " ".join(sorted(map(term_key, group)))


def unpacked(also: str | None) -> tuple[frozenset[str], ...]:
    """Read the groups that ``packed`` wrote."""
    return tuple(map(_unpacked_group, also.split("\n"))) if also else ()


def _unpacked_group(group: str) -> frozenset[str]:
    if group[0] == "/":
        return frozenset(READ_AS + lang for lang in group[1:].split(","))
    return frozenset(group.split(" "))


def fulfilled(anchored: str, held: AbstractSet[str]) -> set[int]:
    """Return the topics of which an anchor asks for nothing that is not held.

    ``anchored`` is as the database writes it: of each anchor the topic, and the packed groups.
    """
    met = {"": True}  # the same groups come again and again
    found = set()
    for anchor in anchored.split(END):
        topic_id, _, also = anchor.partition(THEN)
        for group in also.split("\n"):
            is_met = met.get(group)
            if is_met is None:
                is_met = met[group] = any(is_held(asked, held) for asked in group.split(" "))
            if not is_met:
                break
        else:
            found.add(int(topic_id))
    return found
