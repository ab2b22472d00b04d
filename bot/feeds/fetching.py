"""One exchange over HTTP under limits: guarded, paced, bounded in size, redirects and time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import urljoin

import httpx

from bot.domain.errors import (
    AddressRefused,
    FetchError,
    FetchFailed,
    FetchMissing,
    FetchRefused,
    FetchTimeout,
    FetchTooLarge,
)
from bot.domain.ports import Timer
from bot.feeds import guard
from bot.feeds.pace import Pace
from bot.feeds.unpacking import Unpacker

MayRead = Callable[[guard.Target], Awaitable[bool]]
"""Whether a page may be read: robots.txt."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


class Limits(NamedTuple):
    """What one exchange may cost."""

    seconds: float = 20.0
    """For all of it: resolving, connecting, redirects and the body; waiting for a turn is free."""
    silence: float = 10.0
    """Seconds without a byte."""
    feed_bytes: int = 10_000_000
    page_bytes: int = 5_000_000
    redirects: int = 5


DEFAULT_LIMITS = Limits()
"""What holds where nothing else is said."""


class Page(NamedTuple):
    """A body that was fetched."""

    status: int
    """200, or 304 where the caller sent validators."""
    data: bytes
    headers: Mapping[str, str]
    url: str
    """Where the body came from, after all redirects."""
    moved_to: str
    """The address to ask from now on: ``url`` if every redirect was permanent, else the first."""


@dataclass(slots=True)
class Budget:
    """What is left of an exchange's time."""

    seconds: float
    """May fall below nothing; then the next request times out at once."""


class Fetcher:
    """Fetches pages. The caller closes the client."""

    def __init__(
        self,
        client: httpx.AsyncClient,
        timer: Timer,
        exceptions: guard.Exceptions,
        *,
        limits: Limits,
        pace: Pace,
    ) -> None:
        self._client = client
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
        place, for_good = url, True
        for _ in range(self._limits.redirects + 1):
            wanted = guard.target(place, self._exceptions)
            if may_read and not await may_read(wanted):
                raise FetchRefused(f"{wanted.host} asks robots not to read this page (robots.txt).")
            page = await self.hop(wanted, headers, size, budget)
            moved = redirect(page, wanted.host)
            if moved is None:
                return page._replace(moved_to=page.url if for_good and place != url else url)
            place, for_good = moved[0], for_good and moved[1]
        raise FetchFailed(f"{url[:200]} redirects more than {self._limits.redirects} times.")

    async def hop(
        self, wanted: guard.Target, headers: Mapping[str, str], size: int, budget: Budget
    ) -> Page:
        """Make one request, following nothing, within the budget. Raises FetchError."""
        if (wanted.host, wanted.port) in self._exceptions:
            return await self._timed(wanted, headers, size, budget)
        async with self._pace.turn(wanted.host):
            return await self._timed(wanted, headers, size, budget)

    async def _timed(
        self, wanted: guard.Target, headers: Mapping[str, str], size: int, budget: Budget
    ) -> Page:
        began = self._timer.monotonic()
        try:
            async with asyncio.timeout(budget.seconds):
                return await self._ask(wanted, headers, size)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise FetchTimeout(f"{wanted.host} did not answer in time.") from error
        except httpx.ConnectError as error:
            raise FetchFailed(f"{wanted.host} cannot be connected to: {error}") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchFailed(f"{wanted.host} broke the exchange off: {error}") from error
        finally:
            budget.seconds -= self._timer.monotonic() - began

    async def _ask(self, wanted: guard.Target, headers: Mapping[str, str], size: int) -> Page:
        request = self._client.build_request("GET", wanted.url, headers=headers)
        response = await self._client.send(request, stream=True)
        try:
            data = b""
            if response.status_code == 200:
                data = await _body(response, wanted.host, size)
            return Page(response.status_code, data, response.headers, wanted.url, wanted.url)
        finally:
            await response.aclose()

    @property
    def limits(self) -> Limits:
        """The limits of an exchange."""
        return self._limits


async def _body(response: httpx.Response, host: str, size: int) -> bytes:
    declared = response.headers.get("content-length", "")
    if declared.isdigit() and int(declared[:20]) > size:
        raise FetchTooLarge(
            f"{host} has {declared[:20]} bytes there; more than {size} are not read."
        )
    unpacker = Unpacker(response.headers.get("content-encoding"), size, host)
    pieces = bytearray()
    async for part in response.aiter_raw():
        for piece in unpacker.feed(part):
            pieces += piece
    return bytes(pieces)


def redirect(page: Page, host: str) -> tuple[str, bool] | None:
    """Return where an answer sends us and whether for good; None where it does not."""
    if page.status not in _MOVED:
        return None
    location = page.headers.get("location", "").strip()
    if not location:
        raise FetchFailed(f"{host} redirects to nowhere.")
    try:
        return urljoin(page.url, location), page.status in _PERMANENT
    except ValueError as error:
        raise AddressRefused(f"{host} redirects to an invalid address.") from error


def refusal(page: Page, host: str) -> FetchError | None:
    """Return the error that a status means; None for 200 and 304."""
    status = page.status
    if status in {200, 304}:
        return None
    if status in {401, 403, 429}:
        hint = "It asks to wait." if status == 429 else "It may block bots; try another page of it."
        return FetchRefused(f"{host} refused us (HTTP {status}). {hint}", retry_after(page.headers))
    if status in {404, 410}:
        return FetchMissing(f"{host} has no such page (HTTP {status}). Check the address.")
    if status >= 500:
        return FetchFailed(
            f"{host} has a fault of its own (HTTP {status}). It is tried again later."
        )
    return FetchFailed(f"{host} answered with HTTP {status}, which brings no page.")


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds a Retry-After header asks for; a date counts from the Date header."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:7])
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
        return max(0.0, wait.total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
