"""A page as the blocks of text that a visitor sees one below the other."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from lxml import etree

_INLINE = frozenset(
    {
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "em", "font", "i", "img", "ins",
        "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u",
        "var", "wbr",
    }
)  # fmt: skip
_UNSEEN = frozenset({"script", "style", "template", "head", "title", "svg"})
_HEADINGS = frozenset({"h1", "h2", "h3"})
_PROSE = 80
_STYLED: Any = etree.XPath("//*[contains(@style, 'display') or contains(@style, 'visib')]")
_HIDDEN: Any = etree.XPath("//*[@hidden]")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u200b-\u200d\ufeff]+")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u00ad\u200e\u200f\u2066-\u2069\u202a-\u202e]")
_SAME = str.maketrans("يكىۀ’‘ʼ`", "یکیه''''")


class Block(NamedTuple):
    """Text between two breaks of the page."""

    text: str
    """As it stands, white space reduced."""
    heading: bool
    """True in h1 to h3."""
    hidden: bool
    """True in noscript and in what is hidden until a script shows it."""


def blocks(root: etree._Element) -> list[Block]:
    """Return the blocks of a page's body that hold text, in document order."""
    found: list[Block] = []
    pieces: list[str] = []
    concealed = set(_concealed(root))
    headings = hidden = unseen = 0

    def flush() -> None:
        if text := " ".join("".join(pieces).split()):
            found.append(Block(text, headings > 0, hidden > 0))
        pieces.clear()

    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag, step = element.tag, 1 if event == "start" else -1
        if tag not in _INLINE:
            if pieces:
                flush()
            if tag in _HEADINGS:
                headings += step
            elif tag in _UNSEEN:
                unseen += step
            elif tag == "input" and step > 0:
                pieces.append(_label(element))
        hidden += step * (element in concealed)
        text = element.text if step > 0 else element.tail
        if text and not unseen:
            pieces.append(text)
    flush()
    return found


def _label(field: etree._Element) -> str:
    return (field.get("value") or "") if field.get("type") in {"submit", "button"} else ""


def _concealed(root: etree._Element) -> list[etree._Element]:
    """Return the elements that are hidden, or stand in for a script that does not run."""
    styled = (e for e in _STYLED(root) if _HIDING.search(e.get("style") or ""))
    return [*root.iter("noscript"), *_HIDDEN(root), *styled]


def prose(found: list[Block]) -> int:
    """Return how many characters stand in blocks long enough to be a story's paragraphs."""
    return sum(len(b.text) for b in found if len(b.text) >= _PROSE and not b.hidden)


def folded(text: str) -> str:
    """Return text as phrases are compared: lower case, one kind of quote, of space, of yeh."""
    return _SPACES.sub(" ", _MARKS.sub("", text.translate(_SAME))).strip().lower()
