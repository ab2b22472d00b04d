"""What the elements of an item are for: a dozen roles, each played by several elements."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter
from typing import Final

from lxml import etree

from bot.feeds.documents.names import short

TITLE: Final = "title"
LINK: Final = "link"
GUID: Final = "guid"
PUBLISHED: Final = "published"
UPDATED: Final = "updated"
SUMMARY: Final = "summary"
CONTENT: Final = "content"
AUTHOR: Final = "author"
LANGUAGE: Final = "language"
MEDIA: Final = "media"

MOST: Final = 50
"""Elements of one role that are looked at in one item."""

_PLAYED_BY: Final = {
    TITLE: ("title", "atom:title", "dc:title", "media:title", "itunes:title"),
    LINK: ("link", "atom:link"),
    GUID: ("guid", "id", "atom:id", "dc:identifier"),
    PUBLISHED: (
        "pubdate", "published", "atom:published", "issued", "atom:issued", "dcterms:issued",
        "created", "atom:created", "dcterms:created", "prism:publicationdate", "date",
    ),
    UPDATED: (
        "updated", "atom:updated", "modified", "atom:modified", "dcterms:modified", "dc:date",
    ),
    SUMMARY: (
        "description", "summary", "atom:summary", "dc:description", "abstract", "itunes:summary",
        "media:description",
    ),
    CONTENT: ("content:encoded", "content", "atom:content", "fullitem", "xhtml:body", "body"),
    AUTHOR: ("dc:creator", "author", "atom:author", "dc:author", "itunes:author"),
    LANGUAGE: ("dc:language", "language"),
    MEDIA: ("media:group", "media:content"),
}  # fmt: skip
_ROLES: Final = {
    name: (role, rank) for role, names in _PLAYED_BY.items() for rank, name in enumerate(names)
}

Parts = dict[str, list[tuple[int, etree._Element]]]
"""An item's elements by role, each with the rank of its name: the best name first."""

_rank = itemgetter(0)


@lru_cache(maxsize=4096)
def role(tag: object) -> tuple[str, int] | None:
    """Return the role of an element by its tag, and the rank of its name among the role's."""
    return _ROLES.get(short(tag)) if isinstance(tag, str) else None


def parts(item: Iterable[etree._Element]) -> Parts:
    """Return what an item is made of. What plays no role is passed over."""
    found: Parts = {}
    for child in item:
        known = role(child.tag)
        if known is not None:
            name, rank = known
            if name not in found:
                found[name] = [(rank, child)]
            elif len(found[name]) < MOST:
                found[name].append((rank, child))
    for elements in found.values():
        if len(elements) > 1:
            elements.sort(key=_rank)
    return found
