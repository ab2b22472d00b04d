"""Parsing beside the event loop: small feeds in a thread, what may hold a core in a process.

A regular expression, a decoder or ``json.loads`` holds the interpreter's lock for all of its call,
so a large feed in a thread would stop the loop with it. The process is started when the first
large feed comes, and let go when none came for a while: it costs some 30 MB.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import replace
from functools import partial

from bot.domain.errors import FeedError, FeedWalled, Wall
from bot.domain.values import Entry, ParsedFeed
from bot.feeds.documents import children, fallback, parsing, records

LARGE = 500_000
"""Bytes from which a feed is parsed in the process: below, the loop waits for 15 ms at most."""
IDLE = 10.0
"""Seconds after which an unused process is let go."""
SECONDS = fallback.SECONDS + 15.0
"""What one feed may take in the process, mending its markup included."""
_SHORTER = "Ask its owner for a shorter one."
_LINE = 64 * 1024 * 1024


class ParsingPool:
    """Parses feeds beside the event loop that it is used in.

    ``executor`` runs the small ones (asyncio's own where None).
    """

    def __init__(
        self,
        executor: Executor | None = None,
        *,
        large: int = LARGE,
        idle: float = IDLE,
        seconds: float = SECONDS,
    ) -> None:
        self._executor = executor
        self._large = large
        self._idle = idle
        self._seconds = seconds
        self._turn = asyncio.Lock()
        self._mending = asyncio.Lock()
        self._process: asyncio.subprocess.Process | None = None
        self._leaving: list[asyncio.subprocess.Process] = []
        self._timer: asyncio.TimerHandle | None = None

    async def parse(
        self, data: bytes, *, content_type: str | None = None, url: str | None = None
    ) -> ParsedFeed:
        """Parse a feed as ``parsing.parse`` does. Raises FeedError."""
        if len(data) < self._large or len(data) > parsing.MAX_BYTES:
            work = partial(parsing.attempt, data, content_type=content_type, url=url)
            found = await asyncio.get_running_loop().run_in_executor(self._executor, work)
            return await self._mended(found) if isinstance(found, parsing.Broken) else found
        async with self._turn:
            return await self._in_process(data, content_type, url)

    async def _mended(self, broken: parsing.Broken) -> ParsedFeed:
        """Wait for feedparser in a thread of its own, one at a time: it costs 40 MB and seconds."""
        async with self._mending:
            return await asyncio.to_thread(parsing.mended, broken)

    async def aclose(self) -> None:
        """End the process, if there is one, and what it reads. The pool can be used again."""
        await self._end()
        for process in self._leaving:
            await process.wait()
        self._leaving.clear()

    @property
    def pid(self) -> int | None:
        """The process that is kept at the moment."""
        return self._process.pid if self._process else None

    async def _in_process(
        self, data: bytes, content_type: str | None, url: str | None
    ) -> ParsedFeed:
        self._stay()
        try:
            async with asyncio.timeout(self._seconds):
                feed = await self._asked(data, content_type, url)
        except FeedError:
            self._let_go_later()
            raise
        except TimeoutError as error:
            await self._end()
            raise FeedError(
                f"The feed of {len(data)} bytes takes more than {self._seconds:.0f} s to read; it "
                f"is given up. {_SHORTER}"
            ) from error
        except (OSError, asyncio.IncompleteReadError) as error:
            await self._end()
            raise FeedError(
                f"The feed of {len(data)} bytes is too much to read. {_SHORTER}"
            ) from error
        except (
            BaseException
        ):  # cancelled in the middle of an answer: the next one would get its rest
            await self._end()
            raise
        self._let_go_later()
        return feed

    async def _asked(self, data: bytes, content_type: str | None, url: str | None) -> ParsedFeed:
        process = await self._running()
        assert process.stdin is not None  # noqa: S101  # for mypy: both are pipes
        request = {"size": len(data), "content_type": content_type, "url": url}
        process.stdin.write(json.dumps(request).encode() + b"\n")
        for start in range(0, len(data), 1 << 18):  # a pipe takes 64 KB: no need to copy it all
            process.stdin.write(data[start : start + (1 << 18)])
            await process.stdin.drain()
        lines = _lines(process)
        first = await anext(lines)
        found: list[Entry] = []
        async for line in lines:
            found += records.entries(line)
            await asyncio.sleep(0)
        if b'"error"' in first[:10]:
            raise _error(first)
        return replace(records.head(first), entries=tuple(found))

    async def _running(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                *children.command("bot.feeds.documents.worker"),
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=_LINE,
                start_new_session=True,  # a Ctrl-C is for us; it ends with its input
            )  # fmt: skip
        return self._process

    def _stay(self) -> None:
        """Let the process not go for now."""
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _let_go_later(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._idle, self._let_go)

    def _let_go(self) -> None:
        """Close the process's input: it ends by itself."""
        process, self._process = self._process, None
        if process and process.stdin:
            process.stdin.close()
            # who forgets it before it has ended leaves its pipes open
            self._leaving = [p for p in self._leaving if p.returncode is None] + [process]

    async def _end(self) -> None:
        self._stay()
        process, self._process = self._process, None
        if process and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _lines(process: asyncio.subprocess.Process) -> AsyncIterator[bytes]:
    """Yield the lines of one answer. Raises IncompleteReadError where the process died."""
    assert process.stdout is not None  # noqa: S101  # for mypy: it is a pipe
    while (line := await process.stdout.readuntil(b"\n")) != b"\n":
        yield line


def _error(line: bytes) -> FeedError:
    found = json.loads(line)
    if found["wall"]:
        return FeedWalled(found["error"], Wall(found["wall"]))
    return FeedError(found["error"])
