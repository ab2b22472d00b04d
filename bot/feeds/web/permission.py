"""Asking hosts' robots.txt, once a day each, whether a page may be read."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.domain.errors import FetchError, FetchFailed, FetchRefused, FetchTooLarge, Step
from bot.domain.ports import Timer
from bot.feeds.web import robots
from bot.feeds.web.answers import PAGES, Page, retry_after
from bot.feeds.web.guard import Target

Fetch = Callable[[str], Awaitable[Page]]
"""Fetches a robots.txt whatever its status. Raises FetchError."""

LIFE = 24 * 3600.0
"""Seconds for which rules hold (RFC 9309, 2.4)."""
LIFE_OF_FAILURE = 60.0
"""Seconds for which a host is left alone whose rules cannot be read."""
_MANY_HOSTS = 2000
_ENDLESS = (
    f"{{}} has a robots.txt of more than {robots.MAX_BYTES} bytes, which is not read, so its pages "
    "are left alone. Open the page in a browser."
)


class _Known(NamedTuple):
    until: float
    rules: robots.Robots | FetchError


class Permission:
    """What hosts' robots.txt files allow us."""

    def __init__(self, fetch: Fetch, timer: Timer, agent: str) -> None:
        self._fetch = fetch
        self._timer = timer
        self._agent = agent
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, asyncio.Lock] = {}

    async def may_read(self, wanted: Target) -> bool:
        """Return whether a page may be read. Raises FetchError where the rules cannot be."""
        root = wanted._replace(path="/robots.txt").url
        # Together found stories of one host ask once for its rules, and all wait for them.
        async with self._asking.setdefault(root, asyncio.Lock()):
            known = self._known.get(root, _Known(-math.inf, robots.ALLOW_ALL))
            if known.until <= self._timer.monotonic():
                known = await self._ask(root, wanted.host)
        if len(self._known) > _MANY_HOSTS:
            self._forget()
        if isinstance(known.rules, FetchError):
            raise _again(known.rules)
        return known.rules.allows(wanted.path)

    async def _ask(self, root: str, host: str) -> _Known:
        rules: robots.Robots | FetchError
        try:
            rules = self._rules(await self._fetch(root), host)
            life = LIFE
        except FetchTooLarge:
            rules, life = FetchRefused(_ENDLESS.format(host), step=Step.ROBOTS), LIFE
        except FetchError as error:
            rules, life = error, LIFE_OF_FAILURE
        known = self._known[root] = _Known(self._timer.monotonic() + life, rules)
        return known

    def _rules(self, page: Page, host: str) -> robots.Robots:
        if page.status >= 500 or page.status == 429:  # RFC 9309, 2.3.1.4: stay out for now
            kind = FetchRefused if page.status == 429 else FetchFailed
            raise kind(
                f"{host} cannot show its robots.txt now (HTTP {page.status}), so its pages are "
                "left alone for a while.",
                retry_after(page.headers),
                step=Step.ROBOTS,
            )
        # RFC 9309, 2.3.1.3: no such file means no rules
        return robots.parse(page.data, self._agent) if page.status in PAGES else robots.ALLOW_ALL

    def _forget(self) -> None:
        self._known.clear()
        self._asking = {root: lock for root, lock in self._asking.items() if lock.locked()}


def _again(error: FetchError) -> FetchError:
    """Return the error anew: one that is raised again and again grows its traceback."""
    return type(error)(str(error), error.retry_after, step=error.step)
