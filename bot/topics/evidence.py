"""Where in a story a topic was found: in its headline, its text, by its source or language."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.topics.document import Document, Span
from bot.topics.matching import find
from bot.topics.query import Lang, Query, Source, leaves


@dataclass(frozen=True, slots=True)
class Evidence:
    """What of a story a topic found; words come as they stand there, in order, each once."""

    headline: tuple[str, ...]
    text: tuple[str, ...]
    """Words that stand in the text, of which the headline may have some too."""
    source: bool
    """Whether the topic asks for the story's source."""
    lang: str | None
    """The story's language, where the topic asks for it."""


def evidence(query: Query, document: Document, languages: Collection[str] = ()) -> Evidence | None:
    """Return where a topic found what it asks for, or None where it does not match.

    ``languages`` are those the chat reads, as for ``match``.
    """
    spans = find(query, document, languages)
    if spans is None:
        return None
    filters = [
        leaf
        for leaf in leaves(query.root, excluded=False)
        if isinstance(leaf, Source | Lang) and find(Query(leaf, ""), document) is not None
    ]
    end = document.title_end
    return Evidence(
        headline=_quoted(document, [span for span in spans if span[1] < end]),
        text=_quoted(document, [span for span in spans if span[1] >= end]),
        source=any(isinstance(leaf, Source) for leaf in filters),
        lang=next((leaf.tag for leaf in filters if isinstance(leaf, Lang)), None),
    )


def _quoted(document: Document, spans: Collection[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(document.quote, spans)))
