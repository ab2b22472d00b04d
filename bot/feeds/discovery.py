"""Finds the feeds of a site by the address of any of its pages, with few requests."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol
from urllib.parse import SplitResult, urljoin, urlsplit

from bot.domain.errors import (
    AddressRefused,
    FeedError,
    FeedWalled,
    FetchError,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    Step,
)
from bot.domain.ports import Timer
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import alternates, cleaning, places
from bot.feeds.alternates import is_feedlike
from bot.feeds.encoding import decode
from bot.feeds.urls import without_feed
from bot.feeds.web.answers import Page

MOST_REQUESTS = 10
"""Pages asked for in one search, their redirects and robots.txt not counted."""
MOST_SECONDS = 60.0
"""After so long nothing more is asked."""
MOST_OFFERED = 6
"""Feeds of a page that are offered to choose from."""
HEADLINES = 3

_GUESSES = 5
_PATIENCE = 3
"""Refusals after which a host is left alone."""
_LONGEST = 3_000_000
_SITEMAP = b"<urlset"
_HEAD = 3_000
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]{0,20}://", re.IGNORECASE)
_SITEMAP_LINE = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class Source(Protocol):
    """What the search asks of the network: ``HttpSource`` has it."""

    async def read(self, url: str) -> Page:
        """Fetch anything that was named to us. Raises FetchError."""

    async def page(self, url: str) -> Page:
        """Fetch a page, if robots.txt allows. Raises FetchError."""

    async def parsed(self, page: Page) -> ParsedFeed:
        """Parse a feed that was fetched. Raises FeedError."""


class Found(NamedTuple):
    """A feed that was read and can be added."""

    url: str
    title: str
    """Its own, else what the page or its host calls it."""
    entries: int
    newest: datetime | None
    """When its newest story came out; None where it dates none."""
    lang: str | None
    headlines: tuple[str, ...]
    """Of its latest stories, at most HEADLINES."""
    is_sitemap: bool = False
    """True for a site's list of news for search engines: without texts, of two days."""


class Attempt(NamedTuple):
    """An address that was asked in vain."""

    url: str
    error: FetchError | FeedError


class NothingFound(FeedError):
    """No feed was found. The text says why, what was tried and what to do."""

    def __init__(self, text: str, host: str, tried: Sequence[Attempt]) -> None:
        super().__init__(text)
        self.host = host
        self.tried = tuple(tried)
        """In the order asked; the first is the address that was given."""
        if tried:
            self.step = tried[0].error.step

    @property
    def cause(self) -> FetchError | FeedError | None:
        """What was wrong with the address that was given."""
        return self.tried[0].error if self.tried else None


def spellings(typed: str) -> list[str]:
    """Return the addresses that a person may have meant, the likeliest first."""
    typed = without_feed(typed.strip().strip("<>"))
    if _SCHEME.match(typed):
        return [typed]
    bare = typed.lstrip("/")
    return [f"https://{bare}", f"http://{bare}"]


@dataclass(frozen=True, slots=True)
class Finder:
    """Searches; as many at the same time as one likes."""

    source: Source
    timer: Timer

    async def find(self, typed: str) -> list[Found]:
        """Return the feeds of an address, the best first, at least one.

        Raises NothingFound, another FeedError or FetchError: what kept us from looking.
        """
        return await _Search(self.source, self.timer, self.timer.monotonic()).run(typed)


@dataclass(slots=True)
class _Search:
    """One search: what it asked so far, and what it may still ask."""

    source: Source
    timer: Timer
    began: float
    tried: list[Attempt] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """Addresses that need not be asked again."""
    stated: set[str] = field(default_factory=set)
    """Addresses that a page named."""
    requests: int = 0

    async def run(self, typed: str) -> list[Found]:
        if known := await self._by_rule(spellings(typed)[0]):
            return known
        given, page = await self._given(spellings(typed))
        if page is None:
            return await self._guessed(given)
        self.known.add(page.url)
        content = await self._content(page)
        if content.feed:
            return [_found(page.moved_to, content)]
        self._note(given, content)
        if content.page is None:
            raise self.tried[-1].error
        return await self._named(page, content, MOST_OFFERED) or await self._guessed(page.url)

    async def _by_rule(self, address: str) -> list[Found]:
        """Return the feed that the form of an address tells, such as a channel's of YouTube."""
        if is_feedlike(address):
            return []
        for place in places.by_rule(address):
            if found := await self._feed_at(place):
                return [found]
        return []

    async def _given(self, addresses: Sequence[str]) -> tuple[str, Page | None]:
        """Fetch the address that was given, in the first of its spellings that is answered.

        None where it does not come, but others of its host may. Raises FetchError where not.
        """
        *others, last = addresses
        for address in addresses:
            self.known.add(address)
            self.requests += 1
            try:
                return address, await self.source.read(address)
            except FetchError as error:
                if address in others and _is_no_answer(error):
                    continue  # nobody typed https: http is as good
                if _is_final(error):
                    raise
                self.tried.append(Attempt(address, error))
                return address, None
        return last, None

    async def _guessed(self, url: str) -> list[Found]:
        """Look at the site's front page, then where feeds often are, then for a news sitemap."""
        root = urljoin(url, "/")
        if found := await self._front(root):
            return found
        own = f"{url.rstrip('/')}/feed"
        section = [own] if re.search(r"[^/]//?[^/]+(?:/[^/.?#]+){1,3}$", url.rstrip("/")) else []
        for place in [*section, *(urljoin(root, path) for path in places.COMMON)][:_GUESSES]:
            if one := await self._feed_at(place, guessed=True):
                return [one]
        for place in await self._sitemaps(root):
            if one := await self._feed_at(place, guessed=True):
                return [one]
        host = urlsplit(url).netloc
        raise NothingFound("".join(_reasons(host, self.tried, self.stated)), host, self.tried)

    async def _front(self, root: str) -> list[Found]:
        page = await self._ask(root, guessed=True)
        if page is None:
            return []
        content = await self._content(page)
        if content.feed:
            return [_found(page.moved_to, content)]
        self._note(root, content)
        return await self._named(page, content, MOST_OFFERED - 2)

    async def _sitemaps(self, root: str) -> list[str]:
        """Return where the site's news sitemap may be: as robots.txt says, else by habit."""
        page = await self._ask(urljoin(root, "/robots.txt"))
        lines = decode(page.data, page.content_type)[:500_000] if page else ""
        stated = [place for place in _SITEMAP_LINE.findall(lines) if "news" in place.lower()]
        return [*stated, *(urljoin(root, path) for path in places.NEWS_SITEMAPS)][:2]

    async def _named(self, page: Page, content: _Content, most: int) -> list[Found]:
        """Return the feeds that a page names and that are some; of twins only the first."""
        if content.page is None:
            return []
        named = await asyncio.to_thread(alternates.named, content.page, page.url)
        found: dict[object, Found] = {}
        for one in alternates.first(named, most):
            self.stated.add(one.url)
            if feed := await self._feed_at(one.url, name=one.title):
                # RSS and Atom of the same stories are one choice
                found.setdefault(feed.headlines or feed.url, feed)
        return list(found.values())

    async def _feed_at(self, url: str, *, name: str = "", guessed: bool = False) -> Found | None:
        """Return the feed at an address; None where there is none."""
        page = await self._ask(url, guessed=guessed)
        if page is None:
            return None
        content = await self._content(page)
        self._note(url, content)
        feed = content.feed
        return (
            _found(page.moved_to, content, name) if feed and (feed.title or feed.entries) else None
        )

    async def _ask(self, url: str, *, guessed: bool = False) -> Page | None:
        """Fetch what may be a feed; None where it may not be asked for, or does not come."""
        late = self.timer.monotonic() - self.began > MOST_SECONDS
        if url in self.known or self.requests >= MOST_REQUESTS or late or self._unwelcome(url):
            return None
        self.known.add(url)
        self.requests += 1
        try:
            return await (self.source.page(url) if guessed else self.source.read(url))
        except FetchError as error:
            self.tried.append(Attempt(url, error))
            return None

    async def _content(self, page: Page) -> _Content:
        """Read a page as a feed, or as a web page."""
        try:
            feed = await self.source.parsed(page)
        except FeedError as error:
            name, text = await asyncio.to_thread(_opened, page)
            return _Content(None, text if name == "html" else None, error)
        return _Content(feed, None, None, is_sitemap=_SITEMAP in page.data[:_HEAD])

    def _note(self, url: str, content: _Content) -> None:
        if content.reason is not None:
            self.tried.append(Attempt(url, content.reason))

    def _unwelcome(self, url: str) -> bool:
        """Return whether the host has shown that asking on is of no use, or not wanted."""
        host = urlsplit(url).netloc
        errors = [one.error for one in self.tried if urlsplit(one.url).netloc == host]
        refused = sum(isinstance(error, FetchRefused) for error in errors)
        return refused >= _PATIENCE or any(
            isinstance(error, FetchError) and _is_final(error) for error in errors
        )


class _Content(NamedTuple):
    """What an address holds."""

    feed: ParsedFeed | None
    page: str | None
    """The text of a web page."""
    reason: FeedError | None
    """Why it is no feed, where it is none."""
    is_sitemap: bool = False


def _opened(page: Page) -> tuple[str, str]:
    """Return the name of a document's root, and its text."""
    text = decode(page.data, page.content_type)[:_LONGEST].lstrip("\ufeff \t\r\n\x00")
    return cleaning.root_name(text), text


def _is_no_answer(error: FetchError) -> bool:
    """Return whether there is no talking to the host in this scheme."""
    talking = error.step in {Step.CONNECTION, Step.TLS, Step.TIME}
    return talking and isinstance(error, FetchFailed | FetchTimeout)


def _is_final(error: FetchError) -> bool:
    """Return whether other addresses of the host would fare no better, or it asked for quiet."""
    if isinstance(error, FetchRefused):
        return error.retry_after is not None or "HTTP 429" in str(error)
    return isinstance(error, AddressRefused | FetchTimeout | FetchFailed)


def _found(url: str, content: _Content, name: str = "") -> Found:
    read = content.feed or ParsedFeed(None, None, None, ())
    latest = sorted(read.entries, key=_age, reverse=True)
    return Found(
        url=url,
        title=read.title or name or (urlsplit(url).hostname or url),
        entries=len(read.entries),
        newest=max((e.published for e in read.entries if e.published), default=None),
        lang=read.lang or next((e.lang for e in read.entries if e.lang), None),
        headlines=tuple(entry.title for entry in latest if entry.title)[:HEADLINES],
        is_sitemap=content.is_sitemap,
    )


def _age(entry: Entry) -> float:
    """Return what sorts the newest last; undated ones are the oldest, in the feed's order."""
    return entry.published.timestamp() if entry.published else float("-inf")


def _reasons(host: str, tried: Sequence[Attempt], stated: Set[str]) -> Iterator[str]:
    """Say what was wrong with the given address, what else was tried, and what to do."""
    first, *rest = tried
    if isinstance(first.error, FetchError | FeedWalled):
        yield f"{first.error} "
    else:
        yield f"No feed was found at {host}. "
    broken = next((one for one in rest if one.url in stated), None)
    if broken:
        yield f"It names one at {broken.url[:200]}, but: {broken.error} "
    if looked := _places([urlsplit(one.url) for one in rest if one is not broken], host):
        yield f"I also looked {looked}, in vain. "
    yield "Look on the site for “RSS” or “feed”, and send me that address."


def _places(urls: Sequence[SplitResult], host: str) -> str:
    """Say where else was looked; empty where nowhere."""
    paths = {parts.path for parts in urls if parts.netloc == host} - {"/robots.txt"}
    sitemaps = {path for path in paths if "sitemap" in path}
    named = sorted(paths - sitemaps - {"/", ""}, key=len)
    said = ["at its front page"] if "/" in paths else []
    if named:
        more = f" and {len(named) - 2} more such places" if len(named) > 2 else ""
        said.append(f"at {', '.join(named[:2])[:120]}{more}")
    said += ["for its list of news for search engines"] if sitemaps else []
    *most, last = said or [""]
    return f"{', '.join(most)}, and {last}" if most else last
