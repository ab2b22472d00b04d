"""One exchange over HTTP under limits: guarded, paced, bounded in size, redirects and time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import httpx

from bot.domain.errors import (
    AddressRefused,
    FetchFailed,
    FetchRefused,
    FetchTimeout,
    FetchTooLarge,
    Step,
)
from bot.domain.ports import Timer
from bot.feeds.web import guard
from bot.feeds.web.answers import PAGES, Page, redirect, retry_after
from bot.feeds.web.failures import failure
from bot.feeds.web.pace import Pace
from bot.feeds.web.unpacking import Unpacker

MayRead = Callable[[guard.Target], Awaitable[bool]]
"""Whether a page may be read: robots.txt."""


_ROBOTS = "{} asks robots not to read this page (robots.txt). Open it in a browser instead."


class Limits(NamedTuple):
    """What one exchange may cost."""

    seconds: float = 20.0
    """For all of it: resolving, connecting, redirects and the body; waiting for a turn is free."""
    silence: float = 10.0
    """Seconds without a byte."""
    feed_bytes: int = 10_000_000
    page_bytes: int = 5_000_000
    redirects: int = 5
    slow_after: float = 5.0
    """Seconds that a head, from its first byte, or a body may be slower than ``rate``."""
    rate: int = 1000
    """Bytes a second, on average since its beginning, below which a body is given up."""


DEFAULT_LIMITS = Limits()
"""What holds where nothing else is said."""


@dataclass(slots=True)
class Budget:
    """What is left of an exchange's time."""

    seconds: float
    """May fall below nothing; then the next request times out at once."""


class Fetcher:
    """Fetches pages. The caller closes the transport.

    The transport is asked directly: httpx's client would log addresses, keep cookies and read
    Location headers before the guard does.
    """

    def __init__(
        self,
        transport: httpx.AsyncBaseTransport,
        timer: Timer,
        exceptions: guard.Exceptions,
        *,
        limits: Limits,
        pace: Pace,
    ) -> None:
        self._transport = transport
        self._timeout = httpx.Timeout(limits.silence).as_dict()
        self._timer = timer
        self._exceptions = exceptions
        self._limits = limits
        self._pace = pace

    async def follow(
        self, url: str, headers: Mapping[str, str], size: int, may_read: MayRead | None = None
    ) -> Page:
        """Fetch a page whatever its status, following redirects one by one, each of them guarded.

        ``may_read`` is asked before each request. Raises FetchError.
        """
        budget = Budget(self._limits.seconds)
        place, for_good, sender = url, True, ""
        for _ in range(self._limits.redirects + 1):
            try:
                wanted = guard.target(place, self._exceptions)
                if may_read and not await may_read(wanted):
                    raise FetchRefused(_ROBOTS.format(wanted.host), step=Step.ROBOTS)
                page = await self.hop(wanted, headers, size, budget)
            except AddressRefused as error:
                if not sender:
                    raise
                raise AddressRefused(
                    f"{sender} redirects to where we may not go: {error}", step=Step.REDIRECT
                ) from error
            moved = redirect(page, wanted.host)
            if moved is None:
                moved_to = page.url if for_good and place != url else url
                return page._replace(moved_to=moved_to, by_detour=not for_good)
            place, for_good, sender = moved[0], for_good and moved[1], wanted.host
        raise FetchFailed(
            f"{sender} redirects more than {self._limits.redirects} times. Check the address in "
            "a browser.",
            step=Step.REDIRECT,
        )

    async def hop(
        self, wanted: guard.Target, headers: Mapping[str, str], size: int, budget: Budget
    ) -> Page:
        """Make one request, following nothing, within the budget. Raises FetchError."""
        if (wanted.host, wanted.port) in self._exceptions:
            return await self._timed(wanted, headers, size, budget)
        async with self._pace.turn(wanted.host):
            page = await self._timed(wanted, headers, size, budget)
            if page.status in {429, 503} and (wait := retry_after(page.headers)):
                self._pace.leave_alone(wanted.host, wait)
            return page

    async def _timed(
        self, wanted: guard.Target, headers: Mapping[str, str], size: int, budget: Budget
    ) -> Page:
        began = self._timer.monotonic()
        try:
            async with asyncio.timeout(budget.seconds):
                return await self._ask(wanted, headers, size)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise failure(wanted.host, error) from error
        finally:
            budget.seconds -= self._timer.monotonic() - began

    async def _ask(self, wanted: guard.Target, headers: Mapping[str, str], size: int) -> Page:
        request = httpx.Request(
            "GET", wanted.url, headers=headers, extensions={"timeout": self._timeout}
        )
        response = await self._transport.handle_async_request(request)
        try:
            data = b""
            if response.status_code in PAGES:
                data = await self._body(response, wanted.host, size)
            return Page(response.status_code, data, response.headers, wanted.url, wanted.url)
        finally:
            await response.aclose()

    async def _body(self, response: httpx.Response, host: str, size: int) -> bytes:
        declared = response.headers.get("content-length", "")
        if declared.isdigit() and int(declared[:20]) > size:
            raise FetchTooLarge(
                f"{host} has {declared[:20]} bytes there; more than {size} are not read. "
                "Try a shorter page of it."
            )
        unpacker = Unpacker(response.headers.get("content-encoding"), size, host)
        pieces = bytearray()
        began, taken = self._timer.monotonic(), 0
        async for part in response.aiter_raw():
            taken += len(part)
            took = self._timer.monotonic() - began
            if took > self._limits.slow_after and taken < took * self._limits.rate:
                raise FetchTimeout(
                    f"{host} sends too slowly: {taken} bytes in {took:.0f} s. It is tried again "
                    "later."
                )
            for piece in unpacker.feed(part):
                pieces += piece
        pieces += unpacker.end()
        return bytes(pieces)

    @property
    def limits(self) -> Limits:
        """The limits of an exchange."""
        return self._limits
