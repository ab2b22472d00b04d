"""RSS 0.9 to 2.0, RDF and Atom 0.3 and 1.0, read from cleaned text with lxml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import dates
from bot.feeds.names import (
    RDF_ABOUT,
    XML_LANG,
    Fields,
    fields,
    inner_markup,
    inner_text,
    short,
)
from bot.feeds.urls import absolute
from bot.text.html import one_line

MAX_ITEMS = 10_000
"""Items read of one feed; the newest stand first in nearly all."""
MAX_TAGS = 400_000
"""Elements are memory: a feed of more tags is refused."""

MAX_TITLE = 20_000
"""Characters of a title's source that are looked at."""

_ITEM = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)(?=[\s>/])", re.IGNORECASE)
_OPAQUE = re.compile(r"<!\[CDATA\[|<!--")
_ITEM_NAMES = frozenset({"item", "entry", "atom:entry", "atom:item", "rss:item", "rdf:item"})
_TAG_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_ADDRESSED = re.compile(r"\S+@\S+\s*\((?P<after>[^()]+)\)|(?P<before>[^<>]+?)\s*<\S+@\S+>")
_PUBLISHED = (
    "pubdate", "published", "atom:published", "issued", "atom:issued", "dcterms:issued", "dc:date",
    "created", "atom:created", "dcterms:created", "prism:publicationdate", "date",
)  # fmt: skip
_UPDATED = ("updated", "atom:updated", "modified", "atom:modified", "dcterms:modified")
_SUMMARIES = (
    "description", "summary", "atom:summary", "dc:description", "itunes:summary",
    "media:description",
)  # fmt: skip
_CONTENTS = ("content:encoded", "content", "atom:content", "fullitem", "xhtml:body", "body")


class Reading(NamedTuple):
    """What this parser made of a feed."""

    feed: ParsedFeed | None
    """None where it made nothing of it."""
    complete: bool
    """False where the text shows more items than were found: another parser should look."""


def parse(text: str, url: str | None) -> Reading:
    """Parse cleaned text that begins with its root element. Raises FeedError."""
    text = _cut(text)
    root = _tree(text, url)
    if root is None:
        return Reading(None, complete=False)
    top = _containers(root)
    items = [child for container in top for child in container if _is_item(child)]
    shown = min(_count_items(text), MAX_ITEMS)
    if len(items) < shown:
        items = [element for element in root.iter() if _is_item(element)]
    header: Fields = {}
    for container in top:
        for name, elements in fields(container).items():
            header.setdefault(name, []).extend(elements)
    if not header and not items and not shown:
        raise FeedError("The feed has no channel and no items.")
    reader = _Feed(header, root, url, has_bases="xml:base" in text)
    entries = tuple(reader.entry(item) for item in items[:MAX_ITEMS])
    feed = ParsedFeed(reader.title, reader.link, reader.lang, entries)
    return Reading(feed, complete=len(items) >= shown)


def _tree(text: str, url: str | None) -> etree._Element | None:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser, base_url=url or "")
    except etree.XMLSyntaxError:  # nothing could be recovered; the caller asks another parser
        return None


def _cut(text: str) -> str:
    """Cut behind the last item that is read, and refuse a flood of tags."""
    if len(text) < 8 * MAX_ITEMS:
        return text
    for count, match in enumerate(_ITEM.finditer(text)):
        if count == MAX_ITEMS:
            text = text[: match.start()]
            break
    if text.count("<") > MAX_TAGS and sum(p.count("<") for p in _markup_of(text)) > MAX_TAGS:
        raise FeedError(f"The feed has more than {MAX_TAGS} tags; that is too many to read.")
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


def _containers(root: etree._Element) -> list[etree._Element]:
    """Return the elements that hold the feed's own fields and its items."""
    channels = [e for e in root if isinstance(e.tag, str) and short(e.tag) in {"channel", "items"}]
    return [*channels, root] if short(root.tag) not in {"feed", "atom:feed"} else [root, *channels]


def _is_item(element: etree._Element) -> bool:
    return isinstance(element.tag, str) and short(element.tag) in _ITEM_NAMES


class _Feed:
    """A feed document: its own fields, and what its items take from it."""

    def __init__(
        self, header: Fields, root: etree._Element, url: str | None, *, has_bases: bool
    ) -> None:
        self._has_bases = has_bases
        self._url = url
        self.title = _title(header)
        self.link = self._link(header, url)
        self._url = url or self.link
        self.lang = (
            language(_first_text(header, "language", "dc:language", "atom:language"))
            or language(root.get(XML_LANG))
            or language(header.get("channel", [root])[0].get(XML_LANG))
        )
        self._author = _authors(header) if short(root.tag) in {"feed", "atom:feed"} else None

    def entry(self, item: etree._Element) -> Entry:
        """Read one item; whatever it lacks is None."""
        found = fields(item)
        updated = _date(found, _UPDATED)
        guid = _first_text(found, "guid", "id", "atom:id", "dc:identifier") or item.get(RDF_ABOUT)
        content = _body(found, _CONTENTS)
        return Entry(
            guid=bounded(guid),
            title=bounded(_title(found)),
            link=self._link(found, self._url) or self._permalink(found),
            published=_date(found, _PUBLISHED) or updated,
            updated=updated,
            author=bounded(_authors(found) or self._author, 500),
            summary=_body(found, _SUMMARIES) or content or _media(found),
            content=content,
            lang=language(item.get(XML_LANG))
            or language(_first_text(found, "dc:language", "language"))
            or self.lang,
        )

    def _base(self, element: etree._Element, url: str | None) -> str | None:
        return (element.base or url) if self._has_bases else url

    def _link(self, found: Fields, url: str | None) -> str | None:
        """Return the item's own page: RSS's link, else Atom's alternate."""
        for element in found.get("link", ()):
            text = inner_text(element).strip()
            if text and (link := absolute(text, self._base(element, url))):
                return link
        ranked = []
        for element in found.get("atom:link", []) + found.get("link", []):
            href = (element.get("href") or "").strip()
            kind = element.get("type") or "text/html"
            if href and element.get("rel", "alternate").lower() in {"alternate", ""}:
                ranked.append(
                    (not kind.startswith(("text/html", "application/xhtml")), href, element)
                )
        for _, href, element in sorted(ranked, key=lambda r: r[0]):
            if link := absolute(href, self._base(element, url)):
                return link
        return None

    def _permalink(self, found: Fields) -> str | None:
        for element in found.get("guid", ()):
            if (element.get("isPermaLink") or "true").strip().lower() != "false":
                return absolute(inner_text(element).strip(), None)
        return None


def bounded(text: str | None, most: int = 2_000) -> str | None:
    """Return a text cut to so many characters; None where it is empty."""
    return text[:most] or None if text else None


def _first_text(found: Fields, *names: str) -> str | None:
    for name in names:
        for element in found.get(name, ()):
            if text := " ".join(inner_text(element).split()):
                return text
    return None


def _title(found: Fields) -> str | None:
    for name in ("title", "atom:title", "dc:title", "media:title"):
        for element in found.get(name, ()):
            if title := _plain(element, is_atom=name == "atom:title"):
                return title
    return None


def _plain(element: etree._Element, *, is_atom: bool) -> str:
    """Return a title as plain text: Atom says whether it is HTML, RSS leaves it open."""
    kind = (element.get("type") or "").lower()
    text = inner_markup(element)[:MAX_TITLE]
    is_markup = len(element) > 0 or "html" in kind or element.get("mode") == "base64"
    if not is_markup and (kind in {"text", "text/plain"} or (is_atom and "&" not in text)):
        return " ".join(text.split())
    return one_line(text)


def _date(found: Fields, names: Iterable[str]) -> datetime | None:
    for name in names:
        for element in found.get(name, ()):
            if instant := dates.parse(inner_text(element)):
                return instant
    return None


def _body(found: Fields, names: Iterable[str]) -> str | None:
    for name in names:
        for element in found.get(name, ()):
            if body := inner_markup(element).strip():
                return body
    return None


def _media(found: Fields) -> str | None:
    for group in found.get("media:group", ()) or found.get("media:content", ()):
        if body := _body(fields(group), ("media:description",)):
            return body
    return None


def _authors(found: Fields) -> str | None:
    for name in ("dc:creator", "author", "atom:author", "dc:author", "itunes:author"):
        people = [p for e in found.get(name, ()) if (p := _person(e))]
        if people:
            return ", ".join(dict.fromkeys(people))
    return None


def _person(element: etree._Element) -> str | None:
    parts = fields(element) if len(element) else {}
    text = _first_text(parts, "atom:name", "name", "atom:email", "email") if parts else None
    text = one_line(text or inner_text(element))
    if "@" in text and (match := _ADDRESSED.fullmatch(text)):
        text = (match["after"] or match["before"]).strip(" \"'")
    return text or None


def language(text: str | None) -> str | None:
    """Return a BCP 47 tag as written, with hyphens; None where it is none."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _TAG_LANGUAGE.fullmatch(tag) else None
