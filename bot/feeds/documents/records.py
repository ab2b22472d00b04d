"""Feeds as JSON between our processes: a first line of the feed's own, then lines of entries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.values import Entry, Hints, ParsedFeed

LINE = 200_000
"""Characters after which a line of entries ends: reading one takes a millisecond or two."""
_INSTANTS = ("published", "updated")
_FIELDS = tuple(Entry.__slots__)


def written(feed: ParsedFeed) -> Iterator[str]:
    """Yield a feed as lines of JSON, without line ends."""
    hints = feed.hints
    yield json.dumps(
        {
            "title": feed.title,
            "link": feed.link,
            "lang": feed.lang,
            "interval": hints.interval and hints.interval.total_seconds(),
            "skip_hours": sorted(hints.skip_hours),
            "skip_days": sorted(hints.skip_days),
        }
    )
    line: list[dict[str, Any]] = []
    size = 0
    for found in feed.entries:
        line.append(record(found))
        size += len(found.summary or "") + len(found.content or "") + 500
        if size > LINE:
            yield json.dumps(line)
            line, size = [], 0
    if line:
        yield json.dumps(line)


def head(line: str | bytes) -> ParsedFeed:
    """Return the feed of a first line, still without entries."""
    found = json.loads(line)
    interval = found["interval"]
    hints = Hints(
        None if interval is None else timedelta(seconds=interval),
        frozenset(found["skip_hours"]),
        frozenset(found["skip_days"]),
    )
    return ParsedFeed(found["title"], found["link"], found["lang"], (), hints)


def entries(line: str | bytes) -> list[Entry]:
    """Return the entries of a later line."""
    return [entry(found) for found in json.loads(line)]


def read(lines: Iterable[str | bytes]) -> ParsedFeed:
    """Return the feed that ``written`` wrote."""
    first, *rest = lines
    return replace(head(first), entries=tuple(found for line in rest for found in entries(line)))


def record(found: Entry) -> dict[str, Any]:
    """Return an entry in JSON's types."""
    values = {name: getattr(found, name) for name in _FIELDS}
    return values | {key: values[key] and values[key].isoformat() for key in _INSTANTS}


def entry(found: dict[str, Any]) -> Entry:
    """Return the entry of a record."""
    return Entry(
        **(found | {key: found[key] and datetime.fromisoformat(found[key]) for key in _INSTANTS})
    )
