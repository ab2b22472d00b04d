"""A topic as a tree of frozen values, and the one way in which each tree is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its forms, or exactly as it is, or as a beginning."""

    text: str
    """Folded; compounds keep their hyphens (``al-assad``)."""
    exact: bool = False
    """True for ``=word`` and a quoted single word: no other forms."""
    prefix: bool = False
    """True for ``word*``."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two words or more in a row, exactly."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country or territory: its name, its people's and adjectives, in several languages."""

    text: str
    """The name as typed, folded; words parted by single spaces."""
    code: str
    """Its code in the gazetteer (ISO 3166 where there is one)."""


@dataclass(frozen=True, slots=True)
class Source:
    """Stories of a source whose name or address holds these words in a row."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lang:
    """Stories in a language."""

    tag: str
    """BCP 47 primary subtag."""


@dataclass(frozen=True, slots=True)
class InTitle:
    """What must stand in the headline."""

    part: Node


@dataclass(frozen=True, slots=True)
class Not:
    """What must be absent."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Parts that must all be there; exclusions come last."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Parts of which one must be there."""

    parts: tuple[Node, ...]


Node = Word | Phrase | Place | Source | Lang | InTitle | Not | All | Any
Leaf = Word | Phrase | Place | Source | Lang


@dataclass(frozen=True, slots=True)
class Query:
    """A topic, understood. Two queries are equal where their normalised texts are."""

    root: Node = field(compare=False)
    """The tree."""
    normal: str
    """The unique normalised form: ``parse(normal)`` gives an equal query."""


def leaves(node: Node, *, excluded: bool = True) -> Iterator[Leaf]:
    """Yield the words, phrases, places and filters of a tree, with or without what is excluded."""
    if isinstance(node, All | Any):
        for part in node.parts:
            yield from leaves(part, excluded=excluded)
    elif isinstance(node, InTitle) or (isinstance(node, Not) and excluded):
        yield from leaves(node.part, excluded=excluded)
    elif not isinstance(node, Not):
        yield node


def hangs_on_language(query: Query) -> bool:
    """Return whether the languages that a chat reads decide what the query finds."""
    return any(isinstance(leaf, Place) for leaf in leaves(query.root))


def write(node: Node) -> str:
    """Return the normalised text of a tree."""
    if isinstance(node, Any):
        return " OR ".join(_inside_any(part) for part in node.parts)
    if isinstance(node, All):
        return " ".join(_inside_all(part) for part in node.parts)
    if isinstance(node, Not):
        return "-" + _operand(node.part)
    if isinstance(node, InTitle):
        return "title:" + _operand(node.part)
    return _leaf(node)


def _leaf(node: Leaf) -> str:
    if isinstance(node, Word):
        return ("=" if node.exact else "") + node.text + ("*" if node.prefix else "")
    if isinstance(node, Phrase):
        return '"' + " ".join(node.words) + '"'
    if isinstance(node, Source):
        name = " ".join(node.words)
        return f'source:"{name}"' if len(node.words) > 1 else f"source:{name}"
    return f"lang:{node.tag}" if isinstance(node, Lang) else node.text


def _operand(node: Node) -> str:
    single = isinstance(node, Word | Phrase | Source | Lang | InTitle)
    text = write(node)
    return text if single or (isinstance(node, Place) and " " not in text) else f"({text})"


def _inside_all(node: Node) -> str:
    return f"({write(node)})" if isinstance(node, Any | All) else write(node)


def _inside_any(node: Node) -> str:
    # An exclusion at the end of a row of alternatives counts for all of them (see grammar).
    excludes = isinstance(node, All) and any(isinstance(part, Not) for part in node.parts)
    return f"({write(node)})" if excludes or isinstance(node, Any) else write(node)
