"""A seat that one process has of all that share a PostgreSQL.

It is an advisory lock of a session, so it needs no leader and no clock: the server gives it free
when the connection ends, and notices within seconds that a machine is gone.
"""

from __future__ import annotations

import asyncio
import logging
import zlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from bot.domain.errors import DatabaseError
from bot.domain.ports import Timer
from bot.store import job_queue

if TYPE_CHECKING:
    import psycopg

log = logging.getLogger(__name__)

TRIES = 2.0
"""Seconds between two tries to have the seat, and between two looks whether it is ours still."""
_CLASS = 0x53656174
"""Tells these locks from others' (the first of an advisory lock's two numbers)."""


class Seat:
    """Whoever has it does the work; when that process is gone, another one does."""

    def __init__(self, database_url: str, name: str, timer: Timer) -> None:
        self._url = database_url
        self._name = name
        self._timer = timer

    async def held(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work whenever the seat is ours, until cancelled; what it raises is raised.

        It is cancelled when the database cannot be asked any more: somebody else may have the
        seat then.
        """
        while True:
            try:
                async with job_queue.connected(self._url, f"storywire {self._name}") as connection:
                    if await self._taken(connection):
                        log.info("this process is the one for %s", self._name)
                        return await self._work(connection, work)
            except DatabaseError as error:
                log.warning("whose turn it is for %s is not known: %s", self._name, error)
            await self._timer.sleep(TRIES)

    async def _taken(self, connection: psycopg.AsyncConnection[Any]) -> bool:
        number = zlib.crc32(self._name.encode()) - (1 << 31)
        while True:
            found = await connection.execute(
                "SELECT pg_try_advisory_lock(%s, %s)", [_CLASS, number]
            )
            if await found.fetchone() == (True,):
                return True
            await self._timer.sleep(TRIES)

    async def _work(
        self, connection: psycopg.AsyncConnection[Any], work: Callable[[], Awaitable[None]]
    ) -> None:
        working = asyncio.ensure_future(work())
        try:
            while not working.done():
                looked = asyncio.ensure_future(self._timer.sleep(TRIES))
                await asyncio.wait({working, looked}, return_when=asyncio.FIRST_COMPLETED)
                looked.cancel()
                await connection.execute("SELECT 1")
            return working.result()
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
