"""The text of an article's page, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from bot.feeds.articles import codes, origins, teasers
from bot.feeds.articles.structured import Facts
from bot.text.html import to_text

MAX_TEXT = 200_000
"""Characters of an article that are kept."""

_ENOUGH = 200
_BREAKS = frozenset(
    {"p", "head", "item", "quote", "list", "row", "table", "code", "div", "ab", "fw", "body"}
)
_PLAIN_BODY = frozenset({"p", "h2", "h3", "h4", "ul", "ol", "blockquote", "br", "hr"})
_BYLINE = re.compile(
    r"(?:By|BY|Author|Von|Por|Par|Автор|Autor|نویسنده|الكاتب|بقلم)\s*[:：]?\s+"
    r"[^\W\d_a-zа-я][^.!?:;|\n]{1,60}"
)
_SPACES = re.compile(r"[^\S\n]+")
_LONGEST_CREDIT = 80


def paragraphs(root: html.HtmlElement, facts: Facts) -> list[str]:
    """Return the article's paragraphs: of a body marked as such and plain, else by trafilatura.

    Where trafilatura finds next to nothing (a short notice falls under its least size), what the
    page marks as its article serves.
    """
    marked = root.xpath("//*[@itemprop='articleBody']")
    if len(marked) == 1 and _is_plain(marked[0]):
        found = _told(marked[0])
        if found:
            return found
    found = _extracted(root)
    if sum(map(len, found)) >= _ENOUGH:
        return found
    marked = marked or root.xpath("//article") or root.xpath("//main")
    own = _told(marked[0]) if len(marked) == 1 else []
    # what is for subscribers is not read around the wall
    stated = None if teasers.is_paid(facts) else facts.article.get("articleBody")
    told = to_text(stated[:MAX_TEXT]).split("\n\n") if isinstance(stated, str) else []
    return max(found, own, told, key=lambda candidate: sum(map(len, candidate)))


def tidied(found: list[str]) -> str:
    """Return the text without byline, credit and code lines at its edges."""
    kept: list[str] = []
    room = MAX_TEXT
    for number, paragraph in enumerate(found):
        text = paragraph
        if number < 4 or number >= len(found) - 3:
            is_byline = number < 2 and _BYLINE.fullmatch(text)
            is_code = len(text) <= _LONGEST_CREDIT and codes.LINE.search(text)
            if is_byline or is_code:
                continue
            text = origins.without_marks(text)
        if text and room > 0:
            kept.append(text[:room])
            room -= len(text)
    return "\n\n".join(kept)


def _is_plain(element: html.HtmlElement) -> bool:
    """Return whether a body holds nothing but text elements, so that none of it is furniture."""
    children = [child for child in element if isinstance(child.tag, str)]
    return bool(children) and all(
        child.tag in _PLAIN_BODY and not child.get("class") for child in children
    )


def _told(element: html.HtmlElement) -> list[str]:
    text = to_text(html.tostring(element, encoding="unicode", with_tail=False))
    return text.split("\n\n") if text else []


def _extracted(root: html.HtmlElement) -> list[str]:
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        root,
        favor_precision=True,
        include_comments=False,
        with_metadata=False,
    )
    return [] if document is None else list(_blocks(document.body))


def _blocks(body: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's tree."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            yield from _joined(pieces)
            pieces = []
        elif element.tag == "lb" and event == "start":
            pieces.append("\n")
        elif element.tag == "cell":
            pieces.append(" ")
        text = element.text if event == "start" else element.tail
        if text:
            pieces.append(" ".join(re.split(r"\s+", text)))
    yield from _joined(pieces)


def _joined(pieces: list[str]) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", "".join(pieces)):
        lines = (_SPACES.sub(" ", line).strip() for line in block.split("\n"))
        if text := "\n".join(line for line in lines if line):
            yield text
