"""Feeds parsed a second and how many rightly: ours, feedparser as it comes, and fastfeedparser.

STORYWIRE_DEV_DATA=FOLDER python -m bench.feeds

Speed is taken on the real feeds, all parsers in one run and by turns; rightness on every feed that
has an expectation, in four things: the number of items, and the first one's title, link and date.
The last lines are the event loop's longest wait while feeds are parsed beside it.
"""

from __future__ import annotations

import asyncio
import calendar
import io
import json
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

from bench.development import folder
from bot.domain.errors import FeedError
from bot.feeds.documents.parsing import parse
from bot.feeds.documents.parsing_pool import ParsingPool
from bot.text.html import one_line

ROUNDS = 7


class Case(NamedTuple):
    """A feed of the development data."""

    name: str
    data: bytes
    content_type: str | None
    url: str | None
    facts: tuple[Any, ...]
    """Number of items, first title, first link, first date."""


class Parser(NamedTuple):
    """A parser under test."""

    name: str
    run: Callable[[bytes], object]
    """What is timed."""
    facts: Callable[[Case], tuple[Any, ...]]


def main() -> None:
    """Print for each parser its speed, its rightness and how ours compares."""
    documents = folder("feeds")
    if documents is None:
        return
    found = cases(documents)
    real = [case.data for case in found if case.name.startswith("real_")]
    parsers = [Parser("storywire", parse, _ours), _feedparser()]
    if find_spec("fastfeedparser"):
        parsers.append(_fastfeedparser())
    else:
        print("fastfeedparser is not installed; make bench installs it")
    took = times(parsers, real)
    megabytes = sum(map(len, real)) / 1e6
    for parser in parsers:
        seconds = took[parser.name]
        right = sum(_safely(parser, case) == case.facts for case in found)
        print(
            f"{parser.name:14} {len(real) / seconds:7.0f} feeds/s {megabytes / seconds:6.1f} MB/s  "
            f"right {right} of {len(found)}"
        )
    print(
        f"{took['feedparser'] / took['storywire']:.1f} times feedparser, on {len(real)} real feeds "
        f"of {megabytes:.1f} MB, the best of {ROUNDS} rounds"
    )
    for name, data in (("the real feeds", real), ("a feed of 10 MB", [_large(10_000_000)])):
        wait = min(asyncio.run(longest_wait(data)) for _ in range(3))
        print(f"longest wait of the event loop beside {name}: {1000 * wait:.0f} ms (best of 3)")


def cases(documents: Path) -> list[Case]:
    """Return the development feeds with what is expected of them."""
    expected = json.loads((documents / "expected.json").read_text("utf-8"))
    names = ("n_entries", "first_title", "first_link", "first_published")
    return [
        Case(
            name,
            (documents / name).read_bytes(),
            facts["content_type"],
            facts["url"],
            tuple(facts[key] for key in names),
        )
        for name, facts in expected.items()
    ]


def times(parsers: list[Parser], feeds: list[bytes]) -> dict[str, float]:
    """Return each parser's seconds over all feeds, in its best round."""
    best = {parser.name: float("inf") for parser in parsers}
    for _ in range(ROUNDS):
        for parser in parsers:
            began = time.perf_counter()
            for data in feeds:
                _quietly(parser.run, data)
            best[parser.name] = min(best[parser.name], time.perf_counter() - began)
    return best


async def longest_wait(feeds: list[bytes]) -> float:
    """Return by how many seconds a tick of 5 ms was late at most while feeds were parsed."""
    pool = ParsingPool()
    longest = 0.0
    work = asyncio.create_task(_parse_all(pool, feeds))
    last = time.perf_counter()
    while not work.done():
        await asyncio.sleep(0.005)
        now = time.perf_counter()
        longest = max(longest, now - last - 0.005)
        last = now
    await work
    await pool.aclose()
    return longest


async def _parse_all(pool: ParsingPool, feeds: list[bytes]) -> None:
    for data in feeds:
        await pool.parse(data)


def _large(size: int) -> bytes:
    item = "<item><title>Story</title><link>https://news.example.org/{n}</link><description>"
    item += "<![CDATA[<p>" + "Words of a story. " * 60 + "</p>]]></description></item>"
    items = "".join(item.format(n=n) for n in range(size // len(item)))
    return f"<rss version='2.0'><channel><title>Large</title>{items}</channel></rss>".encode()


def _quietly(run: Callable[[bytes], object], data: bytes) -> None:
    with suppress(Exception):  # a peer's failure costs time too; rightness counts it
        run(data)


def _safely(parser: Parser, case: Case) -> tuple[Any, ...] | None:
    try:
        return parser.facts(case)
    except Exception:  # noqa: BLE001  # whatever a peer raises, the feed was not read rightly
        return None


def _ours(case: Case) -> tuple[Any, ...]:
    try:
        feed = parse(case.data, content_type=case.content_type, url=case.url)
    except FeedError:
        return (0, None, None, None)
    first = feed.entries[0] if feed.entries else None
    published = first.published.isoformat() if first and first.published else None
    return len(feed.entries), first and first.title, first and first.link, published


def _feedparser() -> Parser:
    import feedparser

    def facts(case: Case) -> tuple[Any, ...]:
        headers = {"content-type": case.content_type, "content-location": case.url}
        given = {key: value for key, value in headers.items() if value}
        feed = feedparser.parse(io.BytesIO(case.data), response_headers=given)
        if not feed.entries:
            return (0, None, None, None)
        first = feed.entries[0]
        parsed = first.get("published_parsed") or first.get("updated_parsed")
        when = parsed and datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()
        title = one_line(first.get("title", "")) or None
        return len(feed.entries), title, first.get("link"), when

    return Parser("feedparser", lambda data: feedparser.parse(io.BytesIO(data)), facts)


def _fastfeedparser() -> Parser:
    import fastfeedparser

    def facts(case: Case) -> tuple[Any, ...]:
        feed = fastfeedparser.parse(case.data)
        if not feed.entries:
            return (0, None, None, None)
        first = feed.entries[0]
        written = first.get("published") or first.get("updated")
        when = written and datetime.fromisoformat(written).astimezone(UTC)
        published = when.replace(microsecond=0).isoformat() if when else None
        title = one_line(first.get("title", "")) or None
        return len(feed.entries), title, first.get("link"), published

    return Parser("fastfeedparser", fastfeedparser.parse, facts)


if __name__ == "__main__":
    main()
