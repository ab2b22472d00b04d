"""Whatever the bytes, the parser gives a feed or a FeedError, and what it gives keeps its word."""

from __future__ import annotations

import json
import re
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import FeedError
from bot.domain.values import ParsedFeed
from bot.feeds.documents import parsing
from tests.fuzz.feeds import SEEDS, TOKENS

TYPES = st.sampled_from(
    [
        None,
        "text/xml",
        "application/json",
        "text/html; charset=utf-16",
        'a/b; charset="gb18030"',
        "\\",
    ]
)
PIECES = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=8))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9)
KEYS = st.sampled_from(["id", "url", "title", "content_html", "date_published", "authors", "items"])
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4)
)


def read(data: bytes, content_type: str | None = None) -> None:
    """Read as the product does, all but what feedparser mends in a process of its own."""
    with suppress(FeedError):
        found = parsing.attempt(data, content_type=content_type, url="https://news.example.org/f/")
        feed = found.ours if isinstance(found, parsing.Broken) else found
        if feed is not None:
            keeps_its_word(feed)


def keeps_its_word(feed: ParsedFeed) -> None:
    """Check what ``values.Entry`` promises."""
    assert isinstance(feed, ParsedFeed)
    assert all(0 <= hour < 24 for hour in feed.hints.skip_hours)
    for entry in feed.entries:
        assert entry.link is None or re.match(r"https?://[^/]", entry.link)
        for instant in (entry.published, entry.updated):
            assert instant is None or instant.utcoffset() is not None
        for text in (entry.title, entry.author, entry.lang):
            assert text is None or (text == text.strip() and text and "\n" not in text)
        json.dumps([entry.title, entry.summary, entry.content]).encode("utf-8")


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Return a good document after a few cuts, copies, swaps and pieces put in."""
    data = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 200)))
        middle = draw(st.sampled_from([b"", data[start:stop] * 2, data[start:stop][::-1]]) | PIECES)
        data = data[:start] + middle + data[stop:]
    return data


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=400), TYPES)
def test_any_bytes(data: bytes, content_type: str | None) -> None:
    read(data, content_type)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=60).map(b"".join), TYPES)
def test_pieces_in_any_order(data: bytes, content_type: str | None) -> None:
    read(data, content_type)


@settings(deadline=None, max_examples=300)
@given(mutated(), TYPES)
def test_mutated_feeds(data: bytes, content_type: str | None) -> None:
    read(data, content_type)


@settings(deadline=None, max_examples=100)
@given(JSON)
def test_any_json(value: object) -> None:
    read(json.dumps(value).encode())
    read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [value]}).encode())


@settings(deadline=None, max_examples=4)
@given(mutated())
def test_what_is_broken_is_mended_or_refused(data: bytes) -> None:
    with suppress(FeedError):
        keeps_its_word(parsing.parse(data, url="https://news.example.org/f/"))
