"""RSS 0.9 to 2.0, RDF and Atom 0.3 and 1.0, read from cleaned text with lxml."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from bot.domain.errors import FeedError
from bot.domain.values import ParsedFeed
from bot.feeds.documents import hints
from bot.feeds.documents.items import Reader, authors, bounded, first_text, title
from bot.feeds.documents.names import Fields, short
from bot.feeds.documents.roles import AUTHOR, LANGUAGE, LINK, TITLE, parts
from bot.feeds.language_tags import XML_LANG, language
from bot.feeds.urls import absolute

MAX_ITEMS = 10_000
"""Items read of one feed; the newest stand first in nearly all."""
MAX_TAGS = 400_000
"""Elements are memory: a feed of more tags is refused."""

_ITEM = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_OPAQUE = re.compile(r"<!\[CDATA\[|<!--")
_ITEM_NAMES = frozenset({"item", "entry", "atom:entry", "atom:item", "rss:item", "rdf:item"})


class Reading(NamedTuple):
    """What this parser made of a feed."""

    feed: ParsedFeed | None
    """None where it made nothing of it."""
    complete: bool
    """False where the text shows more items than were found: another parser should look."""


def parse(text: str, url: str | None) -> Reading:
    """Parse text that begins with its root element, well-formed or repaired. Raises FeedError."""
    text = _cut(text)
    root = _tree(text, url, recover=True)
    if root is None:
        return Reading(None, complete=False)
    header, items = _taken_apart(root)
    shown = min(_count_items(text), MAX_ITEMS)
    if len(items) < shown:
        items = [element for element in root.iter() if is_item(element)]
    if not header and not items and not shown:
        raise FeedError("The feed has no channel and no items. Check the address in a browser.")
    return Reading(_feed(root, header, items, text, url), complete=len(items) >= shown)


def parse_well_formed(text: str, url: str | None) -> ParsedFeed | None:
    """Parse text that begins with its root element, as it is; None where it is not well-formed.

    Raises FeedError. Well-formed text hides no items: nothing needs to be counted.
    """
    text = _cut(text)
    root = _tree(text, url, recover=False)
    if root is None:
        return None
    header, items = _taken_apart(root)
    return _feed(root, header, items, text, url) if items else None


def _tree(text: str, url: str | None, *, recover: bool) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=recover, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser, base_url=url or "")
    except etree.XMLSyntaxError:  # the caller repairs it, or asks another parser
        return None


def _cut(text: str) -> str:
    """Cut behind the last item that is read, and refuse a flood of tags."""
    tags = text.count("<")
    if tags <= MAX_ITEMS:
        return text
    for count, match in enumerate(_ITEM.finditer(text)):
        if count == MAX_ITEMS:
            text = text[: match.start()]
            break
    if tags > MAX_TAGS and sum(p.count("<") for p in _markup_of(text)) > MAX_TAGS:
        raise FeedError(
            f"The feed has more than {MAX_TAGS} tags; that is too many to read. Ask its owner for "
            "a shorter one."
        )
    return text


def _markup_of(text: str) -> Iterator[str]:
    """Yield the text without its CDATA sections and comments."""
    position = 0
    while opening := _OPAQUE.search(text, position):
        yield text[position : opening.start()]
        closing = "-->" if opening[0] == "<!--" else "]]>"
        end = text.find(closing, opening.end())
        if end < 0:
            return
        position = end + 3
    yield text[position:]


def _count_items(text: str) -> int:
    return sum(len(_ITEM.findall(part)) for part in _markup_of(text))


def _taken_apart(root: etree._Element) -> tuple[Fields, list[etree._Element]]:
    """Return the feed's own elements by name, and its items: in a channel first, then beside it."""
    header: Fields = {}
    items: list[etree._Element] = []
    name = short(root.tag)
    if name in {"feed", "atom:feed", "channel"}:
        holders = [root, *(e for e in root if _is_holder(e))]
    else:
        holders = [*(e for e in root if _is_holder(e)), root]
    for holder in holders:
        for child in holder:
            if is_item(child):
                items.append(child)
            elif isinstance(tag := child.tag, str):
                header.setdefault(short(tag), []).append(child)
    return header, items


def _is_holder(element: etree._Element) -> bool:
    return isinstance(tag := element.tag, str) and short(tag) in {"channel", "items"}


def is_item(element: etree._Element) -> bool:
    """Tell items of all kinds of feeds by their names."""
    return _is_item_tag(element.tag)


@lru_cache(maxsize=4096)
def _is_item_tag(tag: object) -> bool:
    return isinstance(tag, str) and short(tag) in _ITEM_NAMES


def _feed(
    root: etree._Element, header: Fields, items: list[etree._Element], text: str, url: str | None
) -> ParsedFeed:
    has_bases = "xml:base" in text
    own = parts(element for elements in header.values() for element in elements)
    lang = (
        language(first_text(own.get(LANGUAGE)))
        or language(root.get(XML_LANG))
        or language(header.get("channel", [root])[0].get(XML_LANG))
    )
    link = Reader(url, None, None, has_bases=has_bases).link(own.get(LINK))
    link = link or absolute(root.get("HREF") or root.get("href"), url)
    is_atom = short(root.tag) in {"feed", "atom:feed"}
    author = authors(own.get(AUTHOR)) if is_atom else None
    reader = Reader(url or link, lang, author, has_bases=has_bases)
    entries = tuple([reader.entry(item) for item in items[:MAX_ITEMS]])
    return ParsedFeed(bounded(title(own.get(TITLE))), link, lang, entries, hints.read(header))
