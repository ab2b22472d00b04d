"""Reading feeds and articles from the network: the adapter of ``domain.ports.FeedSource``."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from bot import __version__
from bot.domain.errors import FetchFailed, Step
from bot.domain.ports import Clock, Timer
from bot.domain.values import Article, FeedAnswer, ParsedFeed
from bot.feeds.articles.extraction import extract
from bot.feeds.documents.parsing_pool import ParsingPool
from bot.feeds.web import guard, robots
from bot.feeds.web.answers import Page, fresh_for, refusal
from bot.feeds.web.dialling import GuardedTransport
from bot.feeds.web.fetching import DEFAULT_LIMITS, Fetcher, Limits, MayRead
from bot.feeds.web.pace import SPACING, Pace
from bot.feeds.web.permission import Permission
from bot.feeds.web.unpacking import ACCEPTED

PRODUCT = "Storywire"
"""The name that robots.txt files may address."""
AGENT = f"{PRODUCT}/{__version__} (news reader; +https://example.org/storywire)"
"""User-Agent of every request."""
_HEADERS = {"User-Agent": AGENT, "Accept-Encoding": ACCEPTED}

FEED_TYPES = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
    "text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
"""Accept for a feed."""
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.5"
"""Accept for a page."""


class HttpSource:
    """Fetches, parses and extracts under limits; an async context manager.

    ``exceptions`` are ``host:port`` pairs free of the private-address guard and of spacing;
    ``clock`` dates a Retry-After of a server without a Date.
    """

    def __init__(
        self,
        timer: Timer,
        exceptions: Collection[str] = (),
        *,
        limits: Limits = DEFAULT_LIMITS,
        resolver: guard.Resolver = guard.resolve,
        spacing: float = SPACING,
        tls: ssl.SSLContext | None = None,
        clock: Clock | None = None,
    ) -> None:
        allowed = guard.Exceptions(exceptions)
        self._timer = timer
        self._clock = clock
        self._transport = GuardedTransport(allowed, resolver, tls, limits.slow_after)
        self._fetcher = Fetcher(
            self._transport, timer, allowed, limits=limits, pace=Pace(timer, spacing)
        )
        # A few threads of our own: parsing holds the CPU, and asyncio's are for what waits.
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="read")
        self._parsing = ParsingPool(self._threads)
        self._permission = Permission(self._robots, timer, PRODUCT)

    async def __aenter__(self) -> Self:
        await self._transport.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._transport.aclose()
        await self._parsing.aclose()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        """Fetch and parse a feed. Raises FetchError, FeedError."""
        headers = {"Accept": FEED_TYPES}
        if etag and _is_header(etag):
            headers["If-None-Match"] = etag
        if last_modified and _is_header(last_modified):
            headers["If-Modified-Since"] = last_modified
        page = await self._get(url, headers, self._fetcher.limits.feed_bytes)
        mark, date = _kept(page, "etag"), _kept(page, "last-modified")
        fresh = fresh_for(page.headers)
        if page.status == 304:
            return FeedAnswer(None, mark or etag, date or last_modified, page.moved_to, fresh)
        return FeedAnswer(await self.parsed(page), mark, date, page.moved_to, fresh)

    async def article(self, url: str) -> Article:
        """Fetch and extract an article, if robots.txt allows. Raises FetchError, ArticleError."""
        page = await self.page(url)
        work = partial(extract, page.data, url=page.url, content_type=page.content_type)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def read(self, url: str, *, accept: str = FEED_TYPES) -> Page:
        """Fetch anything as it is, of the size of a feed, asking no robots.txt. Raises FetchError.

        For what a person named or a site offers to readers: feeds, lists of feeds, sitemaps.
        """
        return await self._get(url, {"Accept": accept}, self._fetcher.limits.feed_bytes)

    async def parsed(self, page: Page) -> ParsedFeed:
        """Parse a feed that ``read`` brought. Raises FeedError."""
        return await self._parsing.parse(page.data, content_type=page.content_type, url=page.url)

    async def page(self, url: str, *, accept: str = PAGE_TYPES) -> Page:
        """Fetch a page as it is, if robots.txt allows. Raises FetchError."""
        size = self._fetcher.limits.page_bytes
        return await self._get(url, {"Accept": accept}, size, self._permission.may_read)

    async def _get(
        self, url: str, headers: dict[str, str], size: int, may_read: MayRead | None = None
    ) -> Page:
        page = await self._fetcher.follow(url, _HEADERS | headers, size, may_read)
        host = urlsplit(page.url).netloc
        if error := refusal(page, host, self._now()):
            raise error
        if page.status == 304 and not {"If-None-Match", "If-Modified-Since"} & headers.keys():
            raise FetchFailed(
                f"{host} says that nothing changed, though it was not asked (HTTP 304). It is "
                "tried again later.",
                step=Step.STATUS,
            )
        return page

    def _now(self) -> datetime | None:
        return self._clock.now() if self._clock else None

    async def _robots(self, root: str) -> Page:
        return await self._fetcher.follow(
            root, _HEADERS | {"Accept": "text/plain, */*;q=0.5"}, robots.MAX_BYTES
        )


def _is_header(value: str) -> bool:
    return len(value) <= 1000 and value.isascii() and value.isprintable()


def _kept(page: Page, name: str) -> str | None:
    value = page.headers.get(name)
    return value if value and _is_header(value) else None
