"""``storywire try article``."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any

from bot.app.clocks import SystemTimer
from bot.app.trying.instants import written
from bot.app.trying.sources import is_address, read_file
from bot.domain.errors import ArticleError, FetchError
from bot.domain.values import Article
from bot.feeds.articles.extraction import extract
from bot.feeds.web.http import HttpSource

KEYS = (
    "title", "text", "published", "author", "origin", "publisher", "home", "image", "canonical_url",
    "lang", "publisher_code",
)  # fmt: skip
"""What is known of an article."""


def answer(data: bytes, *, url: str | None = None) -> dict[str, Any]:
    """Return a page's bytes as the contract's record; what fails is its ``error``."""
    try:
        return record(extract(data, url=url))
    except ArticleError as error:
        return failure(error)


async def answer_source(
    source: str, *, url: str | None = None, exceptions: Iterable[str] = ()
) -> dict[str, Any]:
    """Return the record of a file or an address; ``exceptions`` are ALLOW_PRIVATE_HOSTS.

    Raises FetchError where a file cannot be read at all.
    """
    if not is_address(source):
        data = await asyncio.to_thread(read_file, source)
        return await asyncio.to_thread(answer, data, url=url)
    try:
        async with HttpSource(SystemTimer(), tuple(exceptions)) as http:
            return record(await http.article(source))
    except (FetchError, ArticleError) as error:
        return failure(error)


def record(article: Article) -> dict[str, Any]:
    """Return the contract's record of an article.

    ``published`` is an instant; where the page gives a day only, it is that day's midnight in UTC.
    A teaser before a paywall is an article with the text that is shown.
    """
    known = {key: getattr(article, key) for key in KEYS}
    return {**known, "published": written(article.published), "error": None}


def failure(error: Exception) -> dict[str, Any]:
    """Return the contract's record of a page in which no article was read."""
    return {**dict.fromkeys(KEYS), "error": str(error)}
