"""Query grammar, matcher, anchors for the index, explanation. Pure."""

from bot.topics.anchoring import anchors
from bot.topics.document import Document
from bot.topics.explanation import Part, describe, explain
from bot.topics.grammar import parse
from bot.topics.matching import match
from bot.topics.needs import each, of_word, spelt, wanted
from bot.topics.query import Query

__all__ = [
    "Document",
    "Part",
    "Query",
    "anchors",
    "describe",
    "each",
    "explain",
    "match",
    "of_word",
    "parse",
    "spelt",
    "wanted",
]
