"""Lines of a message in which scripts of both directions meet (Unicode Annex 9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.chat.dates import is_rtl
from bot.chat.escape import Html, Piece, join, plain
from bot.text.bidi import FSI, PDI, Direction, direction, isolate

MARKS: Final[dict[Direction, str]] = {"ltr": "\u200e", "rtl": "\u200f"}
"""The marks that give a line its direction without being seen."""


def paragraph(text: str, language: str | None) -> str:
    """Return a text with a mark before it where it would be laid out in the wrong direction.

    That is a right-to-left text that opens with a Latin name.
    """
    base = _base(text, language)
    return text if direction(text) == base else MARKS[base] + text


def alone(text: str, language: str | None) -> str:
    """Return a text for a line of its own: in its language's direction, isolated where mixed.

    What stands in an isolate gives its line no direction, so a mark before it does.
    """
    base = _base(text, language)
    inner = paragraph(text, language)
    wrapped = isolate(inner, base)
    return inner if wrapped == inner else MARKS[base] + wrapped


def row(pieces: Iterable[Piece], separator: str) -> Html:
    """Return one line of pieces, in the direction of the first.

    Each piece is isolated where it could disturb the line.
    """
    shown = [piece for piece in map(plain, pieces) if piece]
    if not shown:
        return Html()
    base = direction(shown[0].text)
    line = join((isolated(piece, base) for piece in shown), separator)
    return line if direction(line.text) == base else join((MARKS[base], line))


def isolated(piece: Piece, base: Direction) -> Html:
    """Return a piece isolated where it could disturb a line of direction ``base``."""
    body = plain(piece)
    return body if isolate(body.text, base) == body.text else join((FSI, body, PDI))


def _base(text: str, language: str | None) -> Direction:
    if direction(text) == "rtl":
        return "rtl"
    # isolate() finds characters of the other direction for us
    return "rtl" if is_rtl(language) and isolate(text, "ltr") != text else "ltr"
