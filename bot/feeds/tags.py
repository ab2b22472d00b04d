"""The tags of a page that name addresses, in one pass that is linear however broken the page is.

A tree is not needed for that, and a parser builds one however deep a hostile page nests.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple

MAX_TEXT = 2_000_000
"""Characters of a page that are looked at; its head is at its beginning."""
MAX_TAGS = 20_000
_LABEL = 200
"""Characters after a tag that may be its label."""

_START = re.compile(
    r"<(?:(html|base|link|a|area)(?=[\s/])|(!--)|(script|style)(?=[\s>]))", re.IGNORECASE
)
_ATTRIBUTE = re.compile(
    r"""[\s/]{0,500}([^\s"'<>/=]{1,60})"""
    r"""(?:\s{0,9}=\s{0,9}(?:"([^"]{0,4000})"|'([^']{0,4000})'|([^\s"'<>]{1,4000})))?"""
)
_CLOSED = {"!--": "-->", "script": "</script", "style": "</style"}
_MARKUP = re.compile(r"<[^<>]{0,500}>")


class Tag(NamedTuple):
    """A tag with its attributes."""

    name: str
    """html, base, link, a or area."""
    attributes: Mapping[str, str]
    """Names in lower case, references resolved; the first of a name counts, as in browsers."""
    label: str
    """The words after an ``a``, white space collapsed; empty for others."""

    def get(self, name: str) -> str:
        """Return an attribute, stripped; empty where it is not there."""
        return self.attributes.get(name, "").strip()


def tags(page: str) -> Iterator[Tag]:
    """Yield the tags of a page that name addresses; comments, scripts and styles are passed over.

    At most MAX_TAGS of them, of the first MAX_TEXT characters.
    """
    end = min(len(page), MAX_TEXT)
    never_closed: set[str] = set()
    position = found = 0
    while found < MAX_TAGS and (start := _START.search(page, position, end)):
        position = start.end()
        hidden = (start[2] or start[3] or "").lower()
        if not hidden:
            found += 1
            attributes, position = _attributes(page, position, end)
            name = start[1].lower()
            yield Tag(name, attributes, _label(page, position) if name == "a" else "")
        elif hidden not in never_closed:
            closed = _find(page, _CLOSED[hidden], position, end)
            if closed < 0:
                never_closed.add(hidden)  # and is not looked for again: that would be quadratic
            else:
                position = closed


def _find(page: str, mark: str, start: int, end: int) -> int:
    """Return where a mark stands, written in lower or upper case; -1 where it does not."""
    found = page.find(mark, start, end)
    return found if found >= 0 or mark == "-->" else page.find(mark.upper(), start, end)


def _attributes(page: str, position: int, end: int) -> tuple[dict[str, str], int]:
    """Return a tag's attributes and where they end; the search goes on from there, never before."""
    attributes: dict[str, str] = {}
    for _ in range(60):
        match = _ATTRIBUTE.match(page, position, end)
        if match is None:
            break
        position = match.end()
        value = match[2] or match[3] or match[4] or ""
        attributes.setdefault(match[1].lower(), unescape(value))
    return attributes, position


def _label(page: str, position: int) -> str:
    after = page[position : position + 4 * _LABEL].partition(">")[2]
    inside = re.split(r"</a\b", after, maxsplit=1, flags=re.IGNORECASE)[0]
    return " ".join(unescape(_MARKUP.sub(" ", inside)).split())[:_LABEL]
