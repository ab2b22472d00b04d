"""feedparser, for markup so broken that our parser sees fewer items than the text shows.

It is slow on hostile markup (13 s on 100,000 items) and cannot be interrupted, so it runs in a
process of its own, with a time limit, and its memory goes with it.
"""

from __future__ import annotations

import json
import subprocess
from typing import Any

from bot.domain.errors import FeedError
from bot.domain.values import ParsedFeed
from bot.feeds.documents import children, records

MAX_CHARACTERS = 2_000_000
"""feedparser's loose parser takes seconds a megabyte on hostile markup."""
SECONDS = 10.0
"""It may take so long."""
_TELL = "Tell its owner, or take another address of the feed."


def parse(text: str, *, url: str | None) -> ParsedFeed:
    """Parse a decoded feed with feedparser. Blocks for up to ``SECONDS``.

    Raises FeedError where it finds nothing either, or takes too long.
    """
    if len(text) > MAX_CHARACTERS:
        raise FeedError(f"The feed's markup is broken, and it is too large to be mended. {_TELL}")
    request = json.dumps({"text": text, "url": url})
    try:
        done = subprocess.run(  # noqa: S603  # our own module, by this very interpreter
            children.command("bot.feeds.documents.loose"),
            input=request.encode("utf-8", "replace"),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.TimeoutExpired as error:
        raise FeedError(
            f"The feed's markup is broken; mending it took too long. {_TELL}"
        ) from error
    except subprocess.CalledProcessError as error:
        raise FeedError(f"The feed's markup is broken; it could not be mended. {_TELL}") from error
    return _feed(json.loads(done.stdout))


def _feed(answer: dict[str, Any]) -> ParsedFeed:
    if answer["error"]:
        raise FeedError(f"The feed's markup is broken: {answer['error']}. {_TELL}")
    return ParsedFeed(
        title=answer["title"],
        link=answer["link"],
        lang=answer["lang"],
        entries=tuple(records.entry(entry) for entry in answer["entries"]),
    )
