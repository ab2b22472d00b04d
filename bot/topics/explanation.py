"""A topic put in words, so that a person sees how it was understood."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.topics.query import (
    All,
    Any,
    InTitle,
    Lang,
    Node,
    Not,
    Phrase,
    Query,
    Source,
    Word,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a topic, ready to be put in words."""

    kind: str
    """word, exact, phrase, prefix, place, source, lang; title, not, all, any hold parts."""
    text: str
    """The word or phrase; empty where there are parts."""
    also: tuple[str, ...] = ()
    """Other words that it finds too: names and peoples of a place."""
    parts: tuple[Part, ...] = ()
    """What a title, not, all or any is made of."""


def describe(query: Query, languages: Collection[str] = ("en",)) -> Part:
    """Return how the topic was understood; ``languages`` are those the chat reads."""
    return _part(query.root, tuple(languages))


def _part(node: Node, languages: tuple[str, ...]) -> Part:
    if isinstance(node, All | Any):
        kind = "all" if isinstance(node, All) else "any"
        return Part(kind, "", parts=tuple(_part(part, languages) for part in node.parts))
    if isinstance(node, InTitle | Not):
        kind = "title" if isinstance(node, InTitle) else "not"
        return Part(kind, "", parts=(_part(node.part, languages),))
    if isinstance(node, Word):
        kind = "exact" if node.exact else "prefix" if node.prefix else "word"
        return Part(kind, node.text)
    if isinstance(node, Phrase | Source):
        return Part("phrase" if isinstance(node, Phrase) else "source", " ".join(node.words))
    if isinstance(node, Lang):
        return Part("lang", node.tag)
    return Part("place", node.text)


def explain(query: Query, languages: Collection[str] = ("en",)) -> str:
    """Return the topic as an English sentence without its full stop: ``stories with ...``."""
    return "stories " + _sentence(describe(query, languages))


def _sentence(part: Part) -> str:
    inner = [_sentence(one) for one in part.parts]
    also = f" (also {', '.join(part.also)})" if part.also else ""
    match part.kind:
        case "all":
            return " ".join(
                text if i == 0 or one.kind == "not" else f"and {text}"
                for i, (one, text) in enumerate(zip(part.parts, inner, strict=True))
            )
        case "any":
            return "either " + " or ".join(inner)
        case "not":
            return "but not " + inner[0]
        case "title":
            return "whose headline is " + inner[0]
        case "source":
            return f"from {part.text}"
        case "lang":
            return f"in the language {part.text}"
        case "prefix":
            return f"with words that begin with {part.text}"
        case "exact" | "phrase":
            return f'with exactly "{part.text}"'
    return f"with {part.text}{also}"
