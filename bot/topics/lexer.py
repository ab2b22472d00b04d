"""Cuts a topic, as a person typed it, into marks and words with their positions."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex

from bot.domain.errors import TopicError
from bot.text.wordlist import word_set


class Piece(NamedTuple):
    """A mark or a word of a topic."""

    kind: str
    """One of ( ) or and not minus field phrase word; name, an "and" within a place's name."""
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
# Between two words they count in any case: nobody looks for "or". At an end they are a mistake, but
# a first word that is no shouted OR may be a name (Or Yehuda, O Globo, Y Combinator).
_OR: Final = word_set("or o ou oder или veya أو او یا 或 或者")
_AND: Final = word_set("and et und и ve y و 和")
# Upper case only: "sin" and "not" are words that people look for. Arabic and Han have one case.
_NOT: Final = word_set("NOT SAUF NICHT НЕ DEĞİL SIN ليس بدون 非")
KEYWORDS: Final = _OR | _AND | _NOT | {"OR"}
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
    last = len(pieces) - 1
    return [
        piece._replace(kind=_kind(piece.text, first=i == 0, last=i == last))
        if piece.kind == "word"
        else piece
        for i, piece in enumerate(pieces)
    ]


def _kind(text: str, *, first: bool, last: bool) -> str:
    """Return what a word is by itself and by being the first or last piece of its topic."""
    shouted = text.isupper() and len(text) > 1
    if text in _NOT:
        return "not" if not last or not first or (shouted and text.isascii()) else "word"
    if first and (last or not _is_sign(text)) and text not in {"OR", "AND"}:
        return "word"
    lower = text.lower()
    return "or" if lower in _OR else "and" if lower in _AND else "word"


def _is_sign(text: str) -> bool:
    """Return whether a first word is written as an operator: in capitals, or has no case."""
    return text.lower() == text.upper() or (text.isupper() and len(text) > 1)
