"""Titles as plain text: Atom says whether one is HTML, RSS leaves it open."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from bot.feeds.documents.names import inner_markup, short
from bot.text.html import one_line

MAX_TITLE = 20_000
"""Characters of a title's source that are looked at."""

# What HTML knows and ``one_line`` leaves, as a title may speak of it: <object>, <video> ...
_DECORATION: Final = re.compile(
    r"<(?:/?(?:applet|audio|base|basefont|bgsound|blink|body|button|canvas|center|col|colgroup|"
    r"title|command|datalist|dir|embed|fieldset|frame|frameset|"
    r"head|html|iframe|isindex|keygen|link|map|"
    r"area|marquee|meta|meter|multicol|nextid|noembed|noframes|noscript|object|optgroup|"
    r"option|output|param|picture|progress|select|source|spacer|svg|template|textarea|track|"
    r"video)(?:\s[^<>]*)?/?|!DOCTYPE[^<>]*)>",
    re.IGNORECASE,
)


def plain_title(element: etree._Element) -> str:
    """Return a title as plain text on one line; empty where there is none."""
    is_text = False
    if not len(element) and not element.get("mode"):
        kind = element.get("type")
        text = element.text or ""
        if kind in _KINDS and "<" not in text and "&" not in text and "]" not in text:
            return _quick(text)
        if kind is None:  # Atom's default is text, but many feeds forget to say html
            is_text = "&" not in text and short(str(element.tag)) == "atom:title"
        else:
            is_text = kind.lower() in {"text", "text/plain"}
    text = inner_markup(element)[:MAX_TITLE]
    return tidy(text) if is_text else html_title(text)


def html_title(text: str) -> str:
    """Return a title of HTML as plain text on one line."""
    if "<" in text:
        text = _DECORATION.sub("", text)
    return one_line(text)


def tidy(text: str) -> str:
    """Return a text on one line, with single spaces."""
    return " ".join(text.split())


def _quick(text: str) -> str:
    text = tidy(text[:MAX_TITLE])
    return text if text.isprintable() else one_line(text)


_KINDS: Final = frozenset({None, "text", "html", "xhtml", "text/plain", "text/html"})
