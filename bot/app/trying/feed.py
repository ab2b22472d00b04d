"""``storywire try feed``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from bot.app.clocks import SystemTimer
from bot.app.trying.instants import written
from bot.app.trying.sources import is_address, read_file
from bot.domain.errors import FeedError, FetchError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds.documents.parsing import parse
from bot.feeds.web.http import HttpSource


def answer(
    data: bytes, *, url: str | None = None, content_type: str | None = None
) -> dict[str, Any]:
    """Return a feed's bytes as the contract's record; what fails is its ``error``."""
    try:
        return record(parse(data, content_type=content_type, url=url))
    except FeedError as error:
        return failure(error)


async def answer_source(
    source: str,
    *,
    url: str | None = None,
    content_type: str | None = None,
    exceptions: Iterable[str] = (),
) -> dict[str, Any]:
    """Return the record of a file or an address; ``exceptions`` are ALLOW_PRIVATE_HOSTS.

    Raises FetchError where a file cannot be read at all.
    """
    if not is_address(source):
        data = await asyncio.to_thread(read_file, source)
        return await asyncio.to_thread(answer, data, url=url, content_type=content_type)
    try:
        async with HttpSource(SystemTimer(), tuple(exceptions)) as http:
            found = (await http.feed(source)).feed
        return failure(FeedError("The feed is empty.")) if found is None else record(found)
    except (FetchError, FeedError) as error:
        return failure(error)


def record(feed: ParsedFeed) -> dict[str, Any]:
    """Return the contract's record of a feed."""
    return {
        "title": feed.title,
        "link": feed.link,
        "entries": [_entry(entry) for entry in feed.entries],
        "error": None,
    }


def failure(error: Exception) -> dict[str, Any]:
    """Return the contract's record of a feed that could not be read."""
    return {"title": None, "link": None, "entries": [], "error": str(error)}


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.guid,
        "title": entry.title,
        "link": entry.link,
        "published": written(entry.published),
        "updated": written(entry.updated),
        "author": entry.author,
        "summary": entry.summary,
        "content": entry.content,
        "lang": entry.lang,
    }
