"""OPML, the list format in which feed readers exchange subscriptions (opml.org/spec2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from bot.domain.errors import FeedError
from bot.feeds import cleaning
from bot.feeds.encoding import decode
from bot.feeds.urls import absolute, without_feed
from bot.text.html import one_line

MAX_BYTES = 10_000_000
"""A larger list is refused."""
MAX_FEEDS = 20_000
"""One with more feeds, too."""


class Outline(NamedTuple):
    """A feed of a list."""

    url: str
    title: str | None = None
    home: str | None = None
    """The publisher's home page."""
    folder: str | None = None
    """The folders it lies in, outermost first, joined by " / "."""


def read(data: bytes) -> list[Outline]:
    """Return the feeds of an OPML file in order, each address once. Raises FeedError."""
    if len(data) > MAX_BYTES:
        raise FeedError(f"The OPML file has more than {MAX_BYTES} bytes; it is not read.")
    text = decode(data)
    name, body = cleaning.clean(text)
    if name != "opml":
        raise FeedError("Line 1: this is no OPML file; it should begin with <opml>.")
    try:
        root = etree.fromstring(body.encode("utf-8", "replace"), _parser())
    except etree.XMLSyntaxError as error:
        skipped = text.count("\n", 0, max(text.find("<opml"), 0))
        raise FeedError(
            f"Line {(error.lineno or 1) + skipped}: the OPML file is broken: {error.msg}"
        ) from error
    found: dict[str, Outline] = {}
    for outline in filter(_is_outline, root.iter()):
        attributes = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
        if url := _address(attributes):
            found.setdefault(url, _outline(url, attributes, outline))
        if len(found) > MAX_FEEDS:
            raise FeedError(f"The OPML file names more than {MAX_FEEDS} feeds; it is not read.")
    return list(found.values())


def write(feeds: Iterable[Outline], title: str) -> bytes:
    """Return an OPML 2.0 file of the feeds, their folders kept."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _legal(title)
    body = etree.SubElement(root, "body")
    folders: dict[str, etree._Element] = {}
    for feed in feeds:
        parent = _folder(body, folders, feed.folder)
        text = _legal(feed.title or feed.url)
        # Some readers drop outlines without type="rss".
        outline = etree.SubElement(parent, "outline", type="rss", text=text, title=text)
        outline.set("xmlUrl", _legal(feed.url))
        if feed.home:
            outline.set("htmlUrl", _legal(feed.home))
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )


def _is_outline(element: etree._Element) -> bool:
    """Return whether an element is an outline, whatever the letters' case and the namespace."""
    return isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() == "outline"


def _address(attributes: dict[str, str]) -> str | None:
    """Return the address of an outline's feed.

    Some writers call it ``url``, which means links and included lists for other types.
    """
    stated = attributes.get("xmlurl")
    if not stated and attributes.get("type", "").lower() in {"rss", "atom", "feed"}:
        stated = attributes.get("url")
    if stated:
        stated = without_feed(stated.strip(), "http:")
    return absolute(stated, None)


def _outline(url: str, attributes: dict[str, str], element: etree._Element) -> Outline:
    folders = [
        label
        for parent in filter(_is_outline, element.iterancestors())
        if (label := one_line(parent.get("text") or parent.get("title") or ""))
    ]
    return Outline(
        url=url,
        title=one_line(attributes.get("text") or attributes.get("title") or "") or None,
        home=absolute(attributes.get("htmlurl"), None),
        folder=" / ".join(reversed(folders)) or None,
    )


def _folder(
    body: etree._Element, folders: dict[str, etree._Element], path: str | None
) -> etree._Element:
    parent, so_far = body, ""
    for label in path.split(" / ") if path else ():
        so_far = f"{so_far} / {label}"
        if so_far not in folders:
            folders[so_far] = etree.SubElement(parent, "outline", text=_legal(label))
        parent = folders[so_far]
    return parent


def _legal(text: str) -> str:
    return cleaning.without_illegal(text)
