"""A database of so many recent stories, laid at once as joining would have left it.

To join a million stories takes hours, so only the first ``BASE`` are joined (in memory, by the same
decisions); what they left is repeated as often as need be, later each time. In a repetition every
key that at most two stories of the base have, and every hash of a text, is another: so the common
words of the archive are as common as in the base, and its rare ones are new to the end.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from bench.invented import Invented, stories
from bot.pipeline import event_records
from bot.summaries import events
from bot.summaries.events import Event, EventIndex, Headline, Signature

BASE = 20_000
START = datetime(2026, 3, 2, tzinfo=UTC)
_FEED = (
    "INSERT INTO feeds (id, url, url_key, next_due_at, added_at, push_backlog, failures, removed)"
    " VALUES (1, 'http://news.example.org/feed', 'feed', :at, :at, 0, 0, 0)"
)
_STORY = (
    "INSERT INTO stories (id, feed_id, found_link_key, link, link_key, title, text, extract,"
    " published, published_has_time, seen_at, dated_at, backlog, publisher, lang, event_id)"
    " VALUES (?1, 1, ?2, 'http://news.example.org/' || ?1, ?2, ?3, '', '[]', ?4, 1, ?4, ?4, 0, ?5,"
    " 'en', ?6)"
)


class Joined(NamedTuple):
    """A story of the base."""

    told: Invented
    signature: Signature
    event: int


class Base(NamedTuple):
    """Stories that were joined, and what they left."""

    stories: list[Joined]
    events: dict[int, Event]
    counts: Counter[str]
    """How many events have a key."""
    rare: frozenset[str]
    """Keys that at most two stories have."""


def signed(told: Invented) -> Signature:
    """Return what the pipeline keeps of a story."""
    return events.signature(
        told.title, told.text, "en", told.published, source=told.source.casefold()
    )


def base(count: int, window: timedelta) -> Base:
    """Return so many stories with their events, from ``START`` on."""
    index = EventIndex()
    found, told, counts, uses = [], dict[int, Event](), Counter[str](), Counter[str]()
    for story in stories(count, START, window):
        own = signed(story)
        number = index.add(own)
        event = told.get(number, Event(number))
        counts.update(events.counted_keys(own) - event.terms.keys())
        uses.update(events.counted_keys(own))
        told[number] = event.joined(own)
        found.append(Joined(story, own, number))
    return Base(found, told, counts, frozenset(key for key, n in uses.items() if n < 3))


class Turn:
    """One repetition of the base."""

    def __init__(self, number: int, later: timedelta, rare: frozenset[str]) -> None:
        self.number = number
        self._later = later
        self._rare = rare

    def key(self, key: str) -> str:
        """Return a key as this repetition has it."""
        return f"{key}{self.number}" if key in self._rare else key

    def signature(self, story: Signature) -> Signature:
        """Return a signature as this repetition has it."""
        assert story.published
        return replace(
            story,
            published=story.published + self._later,
            title=self._all(story.title),
            names=None if story.names is None else frozenset(self._all(story.names)),
            lead=self._all(story.lead),
            surfaces=self._all(story.surfaces),
            facts=self._all(story.facts),
            exact=self._hash(story.exact),
            copies=tuple(map(self._hash, story.copies)),
        )

    def event(self, event: Event) -> Event:
        """Return an event as this repetition has it."""
        assert event.opened
        assert event.latest
        return replace(
            event,
            terms={self.key(key): n for key, n in event.terms.items()},
            lead={self.key(key): n for key, n in event.lead.items()},
            told={self.key(key): n for key, n in event.told.items()},
            headlines=tuple(
                Headline(self._all(one.terms), one.names and frozenset(self._all(one.names)),
                         one.lang)
                for one in event.headlines
            ),
            opened=event.opened + self._later,
            latest=event.latest + self._later,
        )  # fmt: skip

    def _all(self, keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self.key, keys))

    def _hash(self, one: int) -> int:
        return one ^ (self.number * 0x9E3779B1 & 0xFFFFFFFF)


def lay(path: Path, count: int) -> None:
    """Fill a migrated database with ``count`` stories that came out within 72 hours."""
    size = min(BASE, count)
    turns = -(-count // size)
    every = events.WINDOW / turns
    found = base(size, every)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-4000000"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        connection.execute(_FEED, {"at": _written(START)})
        for number in range(turns):
            turn = Turn(number, number * every, found.rare if number else frozenset())
            _lay_events(connection, found, turn)
            _lay_stories(connection, found, turn)
        _lay_counts(connection, found, turns)
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode=WAL")


def _lay_events(connection: sqlite3.Connection, found: Base, turn: Turn) -> None:
    before = turn.number * len(found.events)
    rows = []
    for number, event in found.events.items():
        kept = turn.event(event)
        assert kept.latest
        record = _packed(event_records.packed(kept))
        rows.append((before + number, record, _written(kept.latest)))
    connection.executemany("INSERT INTO events VALUES (?, ?, ?)", rows)


def _lay_stories(connection: sqlite3.Connection, found: Base, turn: Turn) -> None:
    """Lay stories in the order they came, so that the pages of indexes are as full as they get."""
    first = 1001 + turn.number * len(found.stories)
    before = turn.number * len(found.events)
    for number, one in enumerate(found.stories, first):
        own, event = turn.signature(one.signature), before + one.event
        assert own.published
        at = _written(own.published)
        story = (number, f"{number:032x}", one.told.title, at, one.told.source, event)
        connection.execute(_STORY, story)
        kept = _packed(event_records.packed_signature(own))
        connection.execute("INSERT INTO event_stories VALUES (?, ?, ?)", (number, event, kept))
        connection.executemany(
            "INSERT OR IGNORE INTO event_keys VALUES (?, ?)",
            [(key, event) for key in sorted(events.keys(own))],
        )
        connection.executemany(
            "INSERT INTO event_copies VALUES (?, ?)",
            [(one, number) for one in sorted(set(events.copy_keys(own)))],
        )


def _lay_counts(connection: sqlite3.Connection, found: Base, turns: int) -> None:
    counted, halves = len(found.events) * turns, 0
    while counted >= events.COUNTED:
        counted, halves = counted // 2, halves + 1
    rows = []
    for key, count in found.counts.items():
        if key in found.rare:
            rows.append((key, max(1, count >> halves)))
            rows += [(f"{key}{turn}", max(1, count >> halves)) for turn in range(1, turns)]
        else:
            rows.append((key, max(1, count * turns >> halves)))
    connection.executemany("INSERT OR IGNORE INTO event_counts VALUES (?, ?)", rows)
    mark = ("events counted", counted, _written(START))
    connection.execute("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", mark)


def _written(instant: datetime) -> str:
    """Write an instant as the store's columns have it."""
    return instant.replace(tzinfo=None).isoformat(" ", "microseconds")


def _packed(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    lay(Path(sys.argv[1]), int(sys.argv[2]))
