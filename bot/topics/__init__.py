"""Query grammar, matcher, anchors for the index, explanation. Pure."""

from bot.topics.anchoring import anchors, met
from bot.topics.by_terms import told
from bot.topics.document import Document
from bot.topics.evidence import Evidence, evidence
from bot.topics.explanation import Part, describe, explain
from bot.topics.grammar import parse, read
from bot.topics.matching import match
from bot.topics.narrowing import (
    anywhere,
    exact_names,
    in_headlines,
    place_names,
    with_names,
    with_word,
    without_names,
    without_word,
)
from bot.topics.needs import all_terms_of, each, of_word, spelt, terms_of, wanted
from bot.topics.query import Query, hangs_on_language

__all__ = [
    "Document",
    "Evidence",
    "Part",
    "Query",
    "all_terms_of",
    "anchors",
    "anywhere",
    "describe",
    "each",
    "evidence",
    "exact_names",
    "explain",
    "hangs_on_language",
    "in_headlines",
    "match",
    "met",
    "of_word",
    "parse",
    "place_names",
    "read",
    "spelt",
    "terms_of",
    "told",
    "wanted",
    "with_names",
    "with_word",
    "without_names",
    "without_word",
]
