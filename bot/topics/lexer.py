"""Cuts a topic, as a person typed it, into marks and words with their positions."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from bot.domain.errors import TopicError
from bot.text.wordlist import word_set


class Piece(NamedTuple):
    """A mark or a word of a topic."""

    kind: str
    """One of ( ) or and not minus field phrase word."""
    text: str
    """As typed; without quotes for a phrase, in lower case for a field."""
    start: int
    """Index of its first character in the topic."""
    end: int
    """Index after its last character."""
    glued: bool
    """True where no space parts it from what follows."""


QUOTES: Final = '"“”„‟«»″＂「」『』《》〈〉〝〞❝❞'
# Dashes that exclude where they open a word: people's keyboards turn - into all of them.
_DASHES: Final = "-‐‑‒–—―−﹣－"
_JOINERS: Final = "-‐‑−－&＆'’‘ʼʹʾʿʻ`´＇‛′׳_.,٫٬/@\u200c\u200d\u00ad\u200b"
_PIECE: Final = regex.compile(
    r"""(?P<space>[\s\u3000]+)
    |(?P<open>[(（\[{])|(?P<close>[)）\]}])
    |(?P<bar>[|｜¦]+|&{2})
    |(?P<quote>["""
    + QUOTES
    + r"""])
    |(?P<field>\p{L}+)[:：](?!//)
    |(?P<minus>["""
    + regex.escape(_DASHES)
    + r"""]+)
    |(?P<word>[=＝]?[*＊]*[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Cf}\u0640*＊"""
    + regex.escape(_JOINERS)
    + r"""]*)
    |(?P<other>.)""",
    regex.VERBOSE | regex.DOTALL | regex.V1,
)
# Upper case only, but for English: "or" and "and" between two words mean what they say. Scripts
# without case have one form. Single letters (Spanish Y, Russian И) count in upper case only.
_OR: Final = word_set("OR or OU ODER ИЛИ VEYA أو او یا 或 或者")
_AND: Final = word_set("AND and ET UND И VE Y و 和")
_NOT: Final = word_set("NOT SAUF NICHT НЕ DEĞİL SIN ليس بدون 非")
# "O" is Spanish for OR, but a word of its own at an end ("Jackie O").
_OR_INSIDE: Final = _OR | {"O"}
KEYWORDS: Final = _OR_INSIDE | _AND | _NOT
"""Words that may be more than a word."""
_FIELDS: Final = ("title", "source", "lang")


def cut(text: str) -> list[Piece]:
    """Return the pieces of a topic.

    Raises TopicError for an open or empty quotation, an unknown field and a link.
    """
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        found = _PIECE.match(text, at)
        if found is None:  # the last alternative takes any character
            break
        kind, start, at = str(found.lastgroup), at, found.end()
        if kind == "quote":
            piece, at = _phrase(text, start)
        elif kind in {"space", "other"}:
            continue
        else:
            piece = _piece(text, kind, found.group(kind), start, at)
        pieces.append(piece)
    return _operators(pieces)


def _phrase(text: str, start: int) -> tuple[Piece, int]:
    end = next((i for i in range(start + 1, len(text)) if text[i] in QUOTES), -1)
    inside = text[start + 1 :] if end < 0 else text[start + 1 : end]
    if not any(c.isalnum() for c in inside):
        raise TopicError(
            "There is nothing between these quotation marks: put the words there.",
            position=start,
            suggestion=None,
        )
    if end < 0:
        raise TopicError(
            "This quotation is not closed: add a quotation mark where the phrase ends.",
            position=start,
            suggestion=f'{text.rstrip()}"',
        )
    return Piece("phrase", inside, start, end + 1, _glued(text, end + 1)), end + 1


def _glued(text: str, end: int) -> bool:
    return end < len(text) and not text[end].isspace()


def _piece(text: str, kind: str, found: str, start: int, end: int) -> Piece:
    glued = _glued(text, end)
    if kind == "field":
        name = found.lower()
        if name not in _FIELDS:
            raise TopicError(
                f"“{found}:” is not something I can search in; title:, source: and lang: are.",
                position=start,
                suggestion=(text[:start] + found + " " + text[end:].lstrip()).strip(),
            )
        return Piece("field", name, start, end, glued)
    kinds = {"open": "(", "close": ")", "bar": "and" if found[0] == "&" else "or"}
    return Piece(kinds.get(kind, kind), found, start, end, glued)


def _operators(pieces: list[Piece]) -> list[Piece]:
    """Tell operators from words: by their letters and by where they stand."""
    made: list[Piece] = []
    for i, piece in enumerate(pieces):
        kind = piece.kind
        if kind == "word":
            inside = 0 < i < len(pieces) - 1
            in_english_case = piece.text.isascii() and piece.text.isupper() and len(piece.text) > 1
            if piece.text in _OR_INSIDE and (inside or piece.text == "OR"):
                kind = "or"
            elif piece.text in _AND and (inside or piece.text == "AND"):
                kind = "and"
            elif piece.text in _NOT and (i < len(pieces) - 1 or in_english_case):
                kind = "not"
        made.append(piece._replace(kind=kind))
    return made
