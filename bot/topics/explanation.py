"""A topic put in words, so that a person sees how it was understood."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from bot.text.normal import fold
from bot.topics import places
from bot.topics.query import (
    All,
    Any,
    InTitle,
    Lang,
    Node,
    Not,
    Phrase,
    Place,
    Query,
    Source,
    Word,
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a topic, ready to be put in words."""

    kind: str
    """word, exact, phrase, prefix, place, source, lang; title, not, all, any hold parts."""
    text: str
    """The word or phrase; a place's name as it is written; empty where there are parts."""
    also: tuple[str, ...] = ()
    """Other words that it finds too: a place's people and its names in the chat's languages."""
    parts: tuple[Part, ...] = ()
    """What a title, not, all or any is made of."""


def describe(query: Query, languages: Collection[str] = ("en",)) -> Part:
    """Return how the topic was understood; ``languages`` are those the chat reads."""
    return _part(query.root, tuple(tag.split("-")[0].lower() for tag in languages))


_KINDS: Final = {
    All: "all", Any: "any", InTitle: "title", Not: "not", Phrase: "phrase", Source: "source",
}  # fmt: skip


def _part(node: Node, languages: tuple[str, ...]) -> Part:
    match node:
        case All() | Any():
            inner = tuple(_part(part, languages) for part in node.parts)
            made = Part(_KINDS[type(node)], "", parts=inner)
        case InTitle() | Not():
            made = Part(_KINDS[type(node)], "", parts=(_part(node.part, languages),))
        case Phrase() | Source():
            made = Part(_KINDS[type(node)], " ".join(node.words))
        case Lang():
            made = Part("lang", node.tag)
        case Place():
            made = _place(node, languages)
        case Word():
            made = Part("exact" if node.exact else "prefix" if node.prefix else "word", node.text)
    return made


_MOST_PER_LANGUAGE: Final = 3


def _place(node: Place, languages: tuple[str, ...]) -> Part:
    typed = places.typed_in(node.text)
    if not places.is_telling(node.text) and typed.isdisjoint(languages):
        return Part("word", node.text)
    first = next((lang for lang in (*languages, "en") if lang in typed), min(typed))
    name = next(
        title
        for code, title in places.titles(first)
        if code == node.code and " ".join(places.folded(title, first)) == node.text
    )
    shown = [name]
    for lang in dict.fromkeys((first, *languages)):
        if lang in (*places.LANGUAGES, *places.OTHERS):
            shown += places.shown(node.code, lang)[:_MOST_PER_LANGUAGE]
    also = {fold(word): word for word in reversed(shown) if fold(word) != fold(name)}
    possessive = (f"{name}'s",) if first == "en" and not name.endswith(("s", "S")) else ()
    return Part("place", name, also=(*possessive, *reversed(also.values())))


def explain(query: Query, languages: Collection[str] = ("en",)) -> str:
    """Return the topic in plain English: ``stories with Syria (also Syria's, Syrian, ...)``."""
    return "stories " + _sentence(describe(query, languages))


_SENTENCES: Final = {
    "not": "but not {}", "title": "whose headline is {}", "source": "from {}",
    "lang": "in the language {}", "prefix": "with words that begin with {}",
    "exact": 'with exactly "{}"', "phrase": 'with exactly "{}"',
}  # fmt: skip


def _sentence(part: Part) -> str:
    inner = [_sentence(one) for one in part.parts]
    if part.kind == "all":
        joined = [
            text if i == 0 or one.kind == "not" else f"and {text}"
            for i, (one, text) in enumerate(zip(part.parts, inner, strict=True))
        ]
        return " ".join(joined)
    if part.kind == "any":
        return "either " + " or ".join(inner)
    also = f" (also {', '.join(part.also)})" if part.also else ""
    plain = inner[0] if inner else part.text
    return _SENTENCES.get(part.kind, "with {}").format(plain) + also
