"""What the status and the headers of an HTTP answer mean for us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urljoin

from bot.domain.errors import (
    FetchError,
    FetchFailed,
    FetchGone,
    FetchMissing,
    FetchRefused,
    Step,
)

PAGES = frozenset({200, 203})
"""Statuses that bring a page (203: a proxy on the way changed it)."""
LONGEST_WAIT = 30 * 24 * 3600.0
"""Seconds; who asks for more with Retry-After is taken to mean this."""
LONGEST_FRESH = timedelta(days=365)
"""RFC 9111 lets a cache say "for ever"; a year is enough."""

_MOVED = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})

_REFUSALS = {
    401: "It wants a password; what stands behind a login cannot be read.",
    402: "It wants to be paid for this page.",
    403: "It may block bots; try another page of it.",
    429: "It asks to wait; it is tried again later.",
    451: "It may not show this page here, for legal reasons.",
}
_MISSING = {
    404: (FetchMissing, "has no such page (HTTP 404). Check the address."),
    410: (
        FetchGone,
        "says that this page is gone for good (HTTP 410). Look on its site for a new address.",
    ),
}
_CHALLENGED = "It wants proof that visitors are human, which a bot cannot give; try another page."


class Page(NamedTuple):
    """An answer, its body included where the status brings one."""

    status: int
    """200, 203, or 304 where the caller sent validators; another only from ``Fetcher.follow``."""
    data: bytes
    """The body, unpacked; empty unless the status is one of PAGES."""
    headers: Mapping[str, str]
    """Names in any case."""
    url: str
    """Where the body came from, after all redirects."""
    moved_to: str
    """The address to ask from now on: ``url`` if every redirect was permanent, else the first."""
    by_detour: bool = False
    """Whether a redirect on the way was for the time being only."""

    @property
    def content_type(self) -> str | None:
        """The Content-Type header as it came."""
        return self.headers.get("content-type")


def redirect(page: Page, host: str) -> tuple[str, bool] | None:
    """Return where an answer sends us and whether for good; None where it does not.

    Raises FetchFailed where it sends us to no address at all.
    """
    if page.status not in _MOVED:
        return None
    location = page.headers.get("location", "").strip()
    if not location:
        raise FetchFailed(
            f"{host} redirects to nowhere (HTTP {page.status} without Location). Check the "
            "address in a browser.",
            step=Step.REDIRECT,
        )
    try:
        return urljoin(page.url, location), page.status in _PERMANENT
    except ValueError as error:
        raise FetchFailed(
            f"{host} redirects to an invalid address. Check the address in a browser.",
            step=Step.REDIRECT,
        ) from error


def refusal(page: Page, host: str, now: datetime | None = None) -> FetchError | None:
    """Return the error that a status means; None for a page and 304."""
    status = page.status
    if status in PAGES or status == 304:
        return None
    if page.headers.get("cf-mitigated", "").strip().lower() == "challenge":
        return FetchRefused(f"{host} refused us (HTTP {status}). {_CHALLENGED}", step=Step.WALL)
    wait = retry_after(page.headers, now) if status in _REFUSALS or status >= 500 else None
    if status in _REFUSALS:
        step = Step.WALL if status == 402 else None
        return FetchRefused(
            f"{host} refused us (HTTP {status}). {_REFUSALS[status]}", wait, step=step
        )
    if status in {404, 410}:
        kind, words = _MISSING[status]
        # What a temporary redirect led to may be gone; the address that was asked is not.
        return (FetchMissing if page.by_detour else kind)(f"{host} {words}")
    if status >= 500:
        words = f"has a fault of its own (HTTP {status}). It is tried again later."
    else:
        words = f"answered with {_named(status)}, which brings no page. Check it in a browser."
    return FetchFailed(f"{host} {words}", wait, step=Step.STATUS)


def retry_after(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """Return the seconds a Retry-After header asks for, at most LONGEST_WAIT.

    A date counts from the Date header, or from ``now`` where there is none.
    """
    value = headers.get("retry-after", "").strip()
    if (seconds := _seconds(value)) is not None:
        return min(float(seconds), LONGEST_WAIT)
    until, since = _date(value), _date(headers.get("date", "")) or now
    if until is None or since is None:
        return None
    return min(max(0.0, (until - since).total_seconds()), LONGEST_WAIT)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """Return how long an answer is fresh for us from now on (RFC 9111, 4.2); None if unsaid.

    We are a private cache, so s-maxage is for others; no-cache and no-store say nothing we use.
    """
    said = _directives(headers.get("cache-control", ""))
    if said.keys() & {"no-cache", "no-store"}:
        return None
    if "max-age" in said:
        seconds = _seconds(said["max-age"])
    elif "expires" in headers and (since := _date(headers.get("date", ""))):
        # RFC 9111, 5.3: what is no date, such as 0, is in the past
        until = _date(headers["expires"]) or since
        seconds = int(max(0.0, (until - since).total_seconds()))
    else:
        return None
    if seconds is None:
        return None
    left = max(0, seconds - (_seconds(headers.get("age", "")) or 0))
    return min(timedelta(seconds=min(left, 10**9)), LONGEST_FRESH)


def _directives(value: str) -> dict[str, str]:
    """Return Cache-Control's directives; of one said twice the first (RFC 9111, 4.2.1)."""
    found: dict[str, str] = {}
    for part in value.split(","):
        name, _, argument = part.partition("=")
        found.setdefault(name.strip().lower(), argument.strip().strip('"'))
    return found


def _seconds(value: str) -> int | None:
    value = value.strip()
    # int() refuses thousands of digits; so many seconds are for ever anyway
    return int(value[:12]) if value.isascii() and value.isdigit() else None


def _date(value: str) -> datetime | None:
    """Read an HTTP date of any of its three forms; one without a zone is UTC (RFC 9110, 5.6.7)."""
    try:
        read = parsedate_to_datetime(value.strip()[:100])
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _named(status: int) -> str:
    try:
        return f"HTTP {status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return f"HTTP {status}"
