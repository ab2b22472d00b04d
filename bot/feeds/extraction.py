"""An article's page to values: trafilatura finds the text, the page's own statements the rest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from bot.domain.errors import ArticleError
from bot.domain.values import Article
from bot.feeds import codes, metadata, origins, structured
from bot.feeds.encoding import decode
from bot.feeds.structured import Facts
from bot.text import language
from bot.text.html import one_line, to_text

MAX_BYTES = 6_000_000
"""A larger page is refused."""
SHORTEST = 20
"""Characters below which a text is no article."""

_WALL = re.compile(
    r"just a moment|attention required|access (?:to this page has been )?denied|are you (?:a robot|human)|"
    r"verify you are human|security check|pardon our interruption|before you continue|captcha|"
    r"enable javascript and cookies|bot verification|please wait\.\.\.|checking your browser",
    re.IGNORECASE,
)
_BREAKS = frozenset(
    {"p", "head", "item", "quote", "list", "row", "table", "code", "div", "ab", "fw", "body"}
)
_BYLINE = re.compile(
    r"(?:By|Author|Von|Por|Par|Автор|Autor|نویسنده|الكاتب|بقلم)\s*[:：]?\s+\S.{1,60}", re.IGNORECASE
)
_SPACES = re.compile(r"[^\S\n]+")


def extract(page: bytes | str, *, url: str | None, content_type: str | None = None) -> Article:
    """Extract the article of a page that came from ``url``. Raises ArticleError.

    Takes about 20 ms, more on large pages, and holds the CPU: not for the event loop's thread.
    """
    if len(page) > MAX_BYTES:
        raise ArticleError(f"The page has more than {MAX_BYTES} bytes; it is not read.")
    text = page if isinstance(page, str) else decode(page, content_type)
    root = _parsed(text)
    facts = structured.read(root)
    publisher = metadata.publisher(facts)
    title = metadata.title(root, facts, publisher)
    lines = _code_lines(root, text)
    byline = _byline(root)
    found = _paragraphs(root, facts)
    origin = origins.find(found, byline, facts, publisher)
    author = origin.author or metadata.author(root, facts, publisher)
    body = "\n\n".join(_tidied(found, title, byline))
    if len(body) < SHORTEST:
        raise ArticleError(_failure(title, body, facts))
    dated = metadata.published(root, facts, url)
    canonical = metadata.canonical_link(root, facts, url)
    return Article(
        title=title,
        text=body,
        published=dated[0] if dated else None,
        published_has_time=bool(dated and dated[1]),
        author=author,
        origin=origin.name,
        publisher=publisher,
        home=metadata.publisher_home(facts, url or canonical),
        image=metadata.image(facts, url or canonical),
        canonical_url=canonical,
        lang=_language(metadata.language(root, facts), body),
        publisher_code=codes.find(lines, facts, canonical or url),
    )


def _language(stated: str | None, body: str) -> str | None:
    """Return the stated language, unless the text is long enough to show another."""
    if stated and len(body) < 300:
        return stated
    found = language.detect(body)
    return stated if stated and (found is None or language.base(stated) == found) else found


def _parsed(text: str) -> html.HtmlElement:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ArticleError("The page is empty.") from error
    return root


def _paragraphs(root: html.HtmlElement, facts: Facts) -> list[str]:
    """Return the article's paragraphs, by trafilatura; where it finds none, by the page's marks."""
    from trafilatura import bare_extraction

    document: Any = bare_extraction(
        root,
        favor_precision=True,
        include_comments=False,
        with_metadata=False,
        include_tables=False,
    )
    found = [] if document is None else list(_blocks(document.body))
    if sum(map(len, found)) >= 200:
        return found
    # A short notice falls under trafilatura's least size.
    marked = (
        root.xpath("//*[@itemprop='articleBody']")
        or root.xpath("//article")
        or root.xpath("//main")
    )
    own = (
        to_text(html.tostring(marked[0], encoding="unicode")).split("\n\n")
        if len(marked) == 1
        else []
    )
    stated = facts.article.get("articleBody")
    told = to_text(stated).split("\n\n") if isinstance(stated, str) else []
    return max(found, own, told, key=lambda paragraphs: sum(map(len, paragraphs)))


def _blocks(body: etree._Element) -> Iterator[str]:
    """Yield the paragraphs of trafilatura's tree."""
    pieces: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _BREAKS:
            yield from _joined(pieces)
            pieces = []
        elif element.tag == "lb" and event == "start":
            pieces.append("\n")
        text = element.text if event == "start" else element.tail
        if text:
            pieces.append(" ".join(re.split(r"\s+", text)))
    yield from _joined(pieces)


def _joined(pieces: list[str]) -> Iterator[str]:
    for block in re.split(r"\n\s*\n", "".join(pieces)):
        lines = (_SPACES.sub(" ", line).strip() for line in block.split("\n"))
        if text := "\n".join(line for line in lines if line):
            yield text


def _tidied(paragraphs: list[str], title: str | None, byline: str | None) -> Iterator[str]:
    """Yield the paragraphs without headline, byline, credits and code line."""
    for number, paragraph in enumerate(paragraphs):
        at_edge = number < 4 or number >= len(paragraphs) - 3
        if at_edge:
            if paragraph in {title, byline} or (number < 3 and _BYLINE.fullmatch(paragraph)):
                continue
            match = codes.LINE.search(paragraph)
            if match and len(paragraph) < 80:
                continue
            if not (paragraph := origins.without_marks(paragraph)):
                continue
        yield paragraph


def _code_lines(root: html.HtmlElement, text: str) -> str:
    """Return the visible text where the page shows a code at all; walking it takes a while."""
    if not codes.LABEL.search(text):
        return ""
    pieces = []
    for element in root.iter():
        if element.tag in {"script", "style", "noscript"} or not isinstance(element.tag, str):
            pieces.append("\n" + (element.tail or ""))
            continue
        pieces += [element.text or "", " "]
        pieces.append(element.tail or "")
    return " ".join("".join(pieces).split(" "))


def _byline(root: html.HtmlElement) -> str | None:
    for element in root.iter("p", "div", "span"):
        kind = element.get("class") or ""
        if "byline" in kind.lower():
            line = " ".join("".join(element.itertext()).split())
            return line if 3 <= len(line) <= 120 else None
    return None


def _failure(title: str | None, body: str, facts: Facts) -> str:
    if _WALL.search(f"{title} {body}"):
        return "The site asks visitors to prove they are human, so the article cannot be read."
    if facts.article.get("isAccessibleForFree") in {False, "false", "False"}:
        return "The article is for subscribers of the site only."
    return f"No article was found in the page{f' “{one_line(title)[:80]}”' if title else ''}."
