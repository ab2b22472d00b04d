"""Telegram's HTML, made in one place: whatever a publisher writes, the entities are only ours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Final
from urllib.parse import urlsplit

from bot.text import units

# What Telegram turns into spaces (controls) or drops (U+2028 to U+202E, carriage returns), and
# lone surrogates, which have no UTF-8: we do it first, so that our count is Telegram's.
_CONTROL: Final = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
_DROPPED: Final = re.compile("[\r\u202a-\u202e\ufeff\ufffe\uffff]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SPACES: Final = re.compile("[ \n]+")
_DIRECTIONS: Final = re.compile("[\u2066-\u2069]")
_LONGEST_URL: Final = 2048


@dataclass(frozen=True, slots=True)
class Html:
    """A piece of a message: its source for Telegram and what the reader sees of it."""

    html: str = ""
    """Telegram's HTML, well-formed."""
    text: str = ""
    """The same without its entities."""
    entities: int = 0
    """How many entities the source holds."""

    @property
    def units(self) -> int:
        """The length of the text in UTF-16 units, as Telegram counts it after its entities."""
        return units.length(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __add__(self, other: Piece) -> Html:
        return join((self, other))


Piece = str | Html
"""A ``str`` is always raw and gets escaped; an ``Html`` is finished."""


def clean(raw: str) -> str:
    """Return raw text without characters that Telegram changes or refuses; line breaks stay."""
    kept = _CONTROL.sub(" ", _DROPPED.sub("", raw))
    return _SURROGATE.sub("\ufffd", kept)


def line(raw: str) -> str:
    """Return raw text cleaned and on one line.

    Directional isolates go: an unpaired one would reach out of its piece of the line.
    """
    return _SPACES.sub(" ", _DIRECTIONS.sub("", clean(raw))).strip()


def plain(piece: Piece) -> Html:
    """Return a piece with its raw text escaped."""
    if isinstance(piece, Html):
        return piece
    text = clean(piece)
    return Html(escape(text, quote=False), text)


def bold(piece: Piece) -> Html:
    """Return a piece in bold."""
    return _wrapped("<b>", plain(piece), "</b>")


def italic(piece: Piece) -> Html:
    """Return a piece in italics."""
    return _wrapped("<i>", plain(piece), "</i>")


def blockquote(piece: Piece) -> Html:
    """Return a piece as a quotation. Telegram nests none inside another."""
    return _wrapped("<blockquote>", plain(piece), "</blockquote>")


def link(piece: Piece, url: str | None) -> Html:
    """Return a piece linked; as it is where the address is none that Telegram links."""
    if url is None or not is_web(url):
        return plain(piece)
    return _wrapped(f'<a href="{escape(url)}">', plain(piece), "</a>")


def join(pieces: Iterable[Piece], separator: Piece = "") -> Html:
    """Return the pieces that are not empty as one, with the separator between."""
    between = plain(separator)
    parts = [part for part in map(plain, pieces) if part]
    gaps = max(0, len(parts) - 1)
    return Html(
        between.html.join(part.html for part in parts),
        between.text.join(part.text for part in parts),
        sum(part.entities for part in parts) + gaps * between.entities,
    )


def is_web(url: str) -> bool:
    """Return whether an address is one that Telegram makes a link or a button of.

    Its host needs a dot or is an IPv6 address (LinkManager::check_link of TDLib).
    """
    if len(url) > _LONGEST_URL or clean(url) != url or any(char.isspace() for char in url):
        return False
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # a broken port or IPv6 address
        return False
    dotted = "." in host.strip(".") and host == host.strip(".")
    return parts.scheme in {"http", "https"} and (dotted or ":" in host)


def _wrapped(start: str, piece: Html, end: str) -> Html:
    if not piece.text.strip():  # Telegram knows no empty entities
        return piece
    return Html(f"{start}{piece.html}{end}", piece.text, piece.entities + 1)
