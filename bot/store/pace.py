"""The pace that all processes of a bot share: a row in PostgreSQL, and functions that decide.

A slot costs one round trip. The server's clock is the only one; a process counts from when it had
the answer, which is later than when the server looked at its clock: it leaves too late rather than
too early, and tells by how much at most.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from bot.domain.errors import DatabaseError
from bot.domain.pace import Answered, Limits, Shut, Slot
from bot.domain.ports import Timer
from bot.store import address
from bot.store.address import Address

if TYPE_CHECKING:
    import psycopg

PATIENCE: Final = 3.0
"""Seconds after which a server that does not answer counts as being away."""
# What is written here is gone after a crash of the server anyway: nobody waits for its disk. Who
# dies while it waits for the row, or holds it, must not hold up the others.
_SETTINGS: Final = b"SET synchronous_commit = off; SET statement_timeout = '2s'"

_TAKE: Final = """
SELECT * FROM pace_take(
    %(bot)s::bigint, %(chat)s::bigint, %(within)s::float8, %(numbers)s::bigint[],
    %(slacks)s::float8[], %(per_second)s::integer, %(chat_gap)s::float8, %(group_count)s::integer,
    %(group_window)s::float8, %(slack)s::float8, %(evenness)s::float8, %(recovery)s::float8
)
"""
_REFUSED: Final = """
SELECT pace_refused(
    %(bot)s::bigint, %(chat)s::bigint, %(retry_after)s::float8, %(per_second)s::integer,
    %(slowing)s::float8, %(recovery)s::float8
)
"""

Row = tuple[Any, ...]


class SharedSlots:
    """Implements ``ports.Slots`` for all processes that name the same bot in the same database.

    It has a connection of its own, which is made when first needed and made anew when it broke.
    """

    def __init__(self, where: Address, bot: int, timer: Timer, limits: Limits) -> None:
        self._address = where
        self._timer = timer
        self._always = {"bot": bot, **asdict(limits)}
        self._connection: psycopg.AsyncConnection[Row] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def take(
        self, chat_id: int | None, within: float, answered: Sequence[Answered] = ()
    ) -> Slot | Shut:
        """Return the next slot for a message to the chat. Raises DatabaseError."""
        numbers, slacks = [number for number, _ in answered], [slack for _, slack in answered]
        asks = {"chat": chat_id, "within": within, "numbers": numbers, "slacks": slacks}
        asked, row, came = await self._ask(_TAKE, asks)
        verdict, wait, chat_wait, number = row
        if verdict != "slot":
            return Shut(came + wait, chat=verdict == "chat")
        return Slot(number, came + wait, came - asked, came + chat_wait)

    async def refused(self, chat_id: int | None, retry_after: float) -> None:
        """Let all processes know that Telegram refused a message. Raises DatabaseError."""
        await self._ask(_REFUSED, {"chat": chat_id, "retry_after": retry_after})

    async def close(self) -> None:
        """Close the connection."""
        connection, self._connection = self._connection, None
        if connection:
            await connection.close()

    async def _ask(self, statement: str, asks: Mapping[str, object]) -> tuple[float, Row, float]:
        """Return the row, and the moments between which the server made it."""
        import psycopg

        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._call(statement, asks)
            except (psycopg.Error, TimeoutError) as fault:
                await self.close()
                raise self._failed(fault) from fault
            except asyncio.CancelledError:
                await self.close()  # nobody knows what it was about to answer
                raise

    async def _call(
        self, statement: str, asks: Mapping[str, object], *, again: bool = True
    ) -> tuple[float, Row, float]:
        import psycopg

        connection = await self._connected()
        asked = self._timer.monotonic()
        try:
            cursor = await connection.execute(statement.encode(), {**self._always, **asks})
            (row,) = await cursor.fetchall()
        except psycopg.OperationalError:
            if again and connection.closed:  # lost while nothing was asked: the server may be there
                return await self._call(statement, asks, again=False)
            raise
        return asked, row, self._timer.monotonic()

    async def _connected(self) -> psycopg.AsyncConnection[Row]:
        import psycopg  # 6 MB and 40 ms that a bot on SQLite does without

        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(
                self._address.dsn, autocommit=True
            )
            await self._connection.execute(_SETTINGS)
        return self._connection

    def _failed(self, fault: BaseException) -> DatabaseError:
        said = " ".join(str(fault).split()).rstrip(".") or f"no answer within {PATIENCE:.0f} s"
        return DatabaseError(
            f"The database {self._address.name}, which keeps the pace of sending, failed: {said}. "
            "Check that the server runs and that DATABASE_URL names it."
        )


@contextlib.asynccontextmanager
async def shared_slots(
    database_url: str, bot: int, timer: Timer, limits: Limits
) -> AsyncIterator[SharedSlots | None]:
    """Give the slots of a bot that its processes share; None on SQLite, which has one process.

    ``timer`` is the machine's own: other processes cannot know another. Raises DatabaseError where
    the address cannot be read.
    """
    where = address.parse(database_url)
    if where.path is not None:
        yield None
        return
    slots = SharedSlots(where, bot, timer, limits)
    try:
        yield slots
    finally:
        await slots.close()
