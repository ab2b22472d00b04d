"""What stands around a headline: who wrote the story, and the lines below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any

from lxml import etree

from bot.feeds.articles import agencies, people
from bot.feeds.articles.agencies import squashed
from bot.feeds.articles.blocks import Block
from bot.feeds.articles.headlines import around, text_of
from bot.feeds.articles.people import Authors
from bot.feeds.articles.structured import Facts, names_of

_METAS = (
    "author", "article:author_name", "parsely-author", "byl", "dc.creator", "dcterms.creator",
    "sailthru.author", "cxenseparse:author", "article:author",
)  # fmt: skip
_MARKED: Any = etree.XPath(
    "//*[@rel='author' or contains(concat(' ', @itemprop, ' '), ' author ') or "
    "contains(@class, 'author') or contains(@class, 'Author') or "
    "contains(@class, 'byline') or contains(@class, 'Byline')]"
)
_NAMED: Any = etree.XPath(".//*[contains(concat(' ', @itemprop, ' '), ' name ')]")
_TOKEN = re.compile(
    r"(?:(?:article|entry|post|story|news|content|c|p|meta|single)[-_]*)*(?:by[-_]?)?"
    r"(?:author|byline|authors|writer)(?:[-_]*(?:names?|link|text|info|title|content|block|fn))*",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"comment|related|sidebar|widget|popular|latest|trending|recommend|promo|teaser|footer|bio\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:By|BY|by|Von|Por|POR|Par|Door|Av|Автор|Текст|Autor|Autora|Auteur|Author|Yazar|نویسنده|"
    r"الكاتب|الكاتبة|بقلم|کاتب|作者|文)\s*[:：]?\s+(?P<rest>[^\W\d_].{1,110})"
)
_BREAKING = frozenset({"br", "div", "p", "li", "time", "h2", "h3", "h4", "ul", "td"})
_PUBLISHED = re.compile(
    r"\b(?:publi\w+|posted|veröffentlicht|pubblicat\w+|опубликован\w*|gepubliceerd|yayın\w*)\b|"
    r"منتشر|انتشار|نشر|تاریخ|التاريخ|发布|公開",
    re.IGNORECASE,
)
_DATED = 80
_BEHIND = 4
_BELOW = 14
_PROSE = 200
_SENTENCE = 120
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "del", "della", "der", "den", "di", "du", "el", "al", "bin", "ibn",
     "ben", "la", "le", "van", "von", "y", "e"}
)  # fmt: skip
_NEAR = 3
_LONGEST = 160


def below(found: list[Block], title: str | None) -> list[str]:
    """Return the short lines between a headline and its story, and the dated ones above it."""
    wanted = squashed(title or "")
    heads = [n for n, b in enumerate(found) if b.heading and squashed(b.text) == wanted]
    if not heads or not wanted:
        return []
    above = [b.text for b in found[max(0, heads[0] - 3) : heads[0]]]
    lines = [line for line in above if len(line) <= _DATED and _PUBLISHED.search(line)]
    for block in found[heads[0] + 1 : heads[0] + 1 + _BELOW]:
        is_second = len(block.text) >= _SENTENCE and any(len(line) >= _SENTENCE for line in lines)
        if len(block.text) >= _PROSE or is_second:
            break
        lines.append(block.text)
    return lines


def behind(found: list[Block], paragraphs: list[str]) -> list[str]:
    """Return the short lines shortly behind the story's last paragraph."""
    own = set(paragraphs[-3:])
    ends = [n for n, b in enumerate(found) if b.text in own]
    near = found[ends[-1] + 1 : ends[-1] + 1 + _BEHIND] if ends else []
    return [b.text for b in near if len(b.text) <= _DATED]


def byline(root: etree._Element) -> str | None:
    """Return the line under the headline that names who wrote the story."""
    for element in root.iter("p", "div", "span"):
        if "byline" in (element.get("class") or "").lower():
            line = text_of(element)
            return line if 3 <= len(line) <= 120 else None
    return None


def authors(
    root: etree._Element,
    facts: Facts,
    publisher: str | None,
    heading: etree._Element | None,
    lines: list[str],
) -> Authors:
    """Return who wrote the story: as stated for machines, else as shown near the headline.

    ``lines`` stand below the headline, which ``heading`` shows. An agency that stands in the
    author's place or behind a name is told apart.
    """
    agency: str | None = None
    metas = [[value] for name in _METAS if (value := facts.meta.get(name))]
    shown = [[line] for line in lines if _BY.fullmatch(line) and _is_named(line)]
    stated = [names_of(facts.article.get("author")), *metas]
    # the marks take a search of all elements: only where nothing is stated
    for candidate in chain(stated, _marked(root, heading), shown):
        found = people.named(candidate, publisher)
        agency = agency or found.agency
        if found.names:
            return Authors(found.names, agency or _behind(found.names[-1], lines))
    return Authors((), agency)


def _is_named(line: str) -> bool:
    """Return whether all names in a line are written as names are, with capitals."""
    words = [word for name in people.named([line], None).names for word in name.split()]
    return all(not word[0].islower() or word in _PARTICLES for word in words)


def _behind(name: str, lines: list[str]) -> str | None:
    """Return the agency that stands behind a name in a line of its own."""
    rests = (line.rpartition(name)[2].strip(" ,|-–—/") for line in lines if name in line)
    return next((agency for rest in rests if (agency := agencies.known(rest))), None)


def _marked(root: etree._Element, heading: etree._Element | None) -> Iterator[list[str]]:
    """Yield the texts of the first element marked as the author's, near the heading or stated."""
    holders = around(heading, _NEAR)
    for element in list(_MARKED(root))[:60]:
        stated = element.get("rel") == "author" or "author" in (element.get("itemprop") or "")
        tokens = (element.get("class") or "").split()
        if not stated and not any(_TOKEN.fullmatch(token) for token in tokens):
            continue
        above = list(element.iterancestors())
        if any(_ELSEWHERE.search(f"{a.get('class')} {a.get('id')}") for a in [element, *above[:6]]):
            continue
        if not stated and not any(a in holders for a in above):
            continue
        names = [_line(e) or e.get("content") or "" for e in _NAMED(element)]
        line = _line(element) or element.get("content") or ""
        texts = [name for name in names if name] or ([line] if len(line) <= _LONGEST else [])
        if any(people.named(texts, None)):
            yield texts
            return


def _line(element: etree._Element) -> str:
    """Return an element's words, with a bar where the page shows a break."""
    pieces = [element.text or ""]
    for child in element.iterdescendants():
        breaks = " | " if child.tag in _BREAKING else ""
        pieces += [
            breaks,
            (child.text or "") if isinstance(child.tag, str) else "",
            child.tail or "",
        ]
    return " ".join("".join(pieces).split()).strip(" |")
