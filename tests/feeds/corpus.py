"""Compare our parser with feedparser on feedparser's own test corpus.

The corpus is not part of this project: clone github.com/kurtmckee/feedparser and run

    python -m tests.feeds.corpus PATH/tests
"""

from __future__ import annotations

import collections
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.errors import FeedError
from bot.domain.values import Entry
from bot.feeds import dates
from bot.feeds.parsing import parse
from bot.text.html import to_text

FIELDS = ("title", "link", "guid", "published", "summary", "content", "author")
"""What is compared, where a case speaks of it."""

_EXPECT = re.compile(r"Expect:\s+(.+)")
_HEADER = re.compile(r"^\s*([A-Za-z-]+):\s+(\S.*)$", re.MULTILINE)
_SPOKEN = {
    "title": "title", "link": "link", "id": "guid", "published": "published",
    "updated": "published",
    "summary": "summary", "description": "summary", "content": "content", "author": "author",
}  # fmt: skip


class Difference(NamedTuple):
    """A field in which the parsers differ."""

    case: str
    field: str
    ours: str
    theirs: str


def main() -> None:
    """Print the share of fields that agree, and each difference."""
    import feedparser

    agreed: collections.Counter[str] = collections.Counter()
    seen: collections.Counter[str] = collections.Counter()
    differences: list[Difference] = []
    for path in cases(Path(sys.argv[1])):
        data = path.read_bytes()
        fields = spoken_of(data)
        theirs = feedparser.parse(io.BytesIO(data), response_headers=headers(data))
        if not fields or not theirs.entries:
            continue
        ours = our_entry(data)
        for field in fields:
            expected = their_field(theirs.entries[0], field)
            if expected is None:
                continue
            seen[field] += 1
            got = our_field(ours, field)
            if plain(got) == plain(expected):
                agreed[field] += 1
            else:
                name = str(path.relative_to(sys.argv[1]))
                differences.append(Difference(name, field, got[:90], expected[:90]))
    for difference in differences:
        print(*difference, sep=" | ")
    for field in seen:
        print(f"{field:10} {agreed[field]} of {seen[field]}")
    total, right = sum(seen.values()), sum(agreed.values())
    print(f"agreement {right} of {total}: {100 * right / max(total, 1):.1f} %")


def cases(folder: Path) -> Iterator[Path]:
    """Yield the corpus's feeds."""
    yield from sorted(p for kind in ("*.xml", "*.json") for p in folder.rglob(kind))


def spoken_of(data: bytes) -> list[str]:
    """Return which of our fields a case's expectation is about."""
    head = data[:4000].decode("latin-1").replace("\0", "")
    if (expect := _EXPECT.search(head)) is None:
        return []
    named = re.findall(r"entries\[0\](?:\[u?'(\w+)'\]|\.get\('(\w+)')", expect[1])
    return list(dict.fromkeys(_SPOKEN[n] for pair in named if (n := pair[0] or pair[1]) in _SPOKEN))


def headers(data: bytes) -> dict[str, str]:
    """Return the HTTP headers a case gives in its comment."""
    head = data[:2000].decode("latin-1").replace("\0", "").partition("-->")[0]
    found = {k.lower(): v.strip() for k, v in _HEADER.findall(head)}
    return {k: v for k, v in found.items() if k in {"content-type", "content-location"}}


def our_entry(data: bytes) -> Entry | None:
    """Return what our parser makes of a case."""
    given = headers(data)
    try:
        feed = parse(
            data, content_type=given.get("content-type"), url=given.get("content-location")
        )
    except FeedError:
        return None
    return feed.entries[0] if feed.entries else None


def our_field(entry: Entry | None, field: str) -> str:
    """Return a field of ours as text."""
    value = getattr(entry, field) if entry else None
    return "" if value is None else value.isoformat() if field == "published" else str(value)


def their_field(entry: Any, field: str) -> str | None:
    """Return feedparser's field as text; None where it has none."""
    if field == "content":
        return entry.content[0].value if entry.get("content") else None
    if field == "published":
        text = entry.get("published") or entry.get("updated")
        instant = dates.parse(text)
        return instant.isoformat() if instant else None
    value = entry.get({"guid": "id"}.get(field, field))
    return value or None


def plain(text: str) -> str:
    """Return the words of a text without markup."""
    return " ".join(to_text(text).split())


if __name__ == "__main__":
    main()
