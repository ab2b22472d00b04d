"""Connections of their own for the queue of jobs that processes share, and what waits in it.

The queue is pgqueuer's (github.com/janbjorge/pgqueuer): its tables lie beside ours in PostgreSQL.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, Final

from bot.store import address
from bot.store.faults import explained_driver

if TYPE_CHECKING:
    import psycopg

# The server notices within 9 s that the machine at the other end is gone. (No options of the
# connection: DATABASE_URL may have some.)
_NOTICED: Final = b"""
SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3
"""


@contextlib.asynccontextmanager
async def connected(
    database_url: str, name: str, *, lasting: bool = True
) -> AsyncIterator[psycopg.AsyncConnection[Any]]:
    """Give a connection without transactions to the PostgreSQL at the address.

    ``name`` is what the server lists it by. What it writes is on the server's disk when the answer
    comes, unless it is not ``lasting``. Raises DatabaseError where the server does not answer, or
    no more.
    """
    import psycopg  # 6 MB and 40 ms that a bot on SQLite does without

    where = address.parse(database_url)
    with explained_driver(where):
        connection = await psycopg.AsyncConnection.connect(
            where.dsn, autocommit=True, application_name=name, connect_timeout=10
        )
        try:
            await connection.execute(_NOTICED)
            if not lasting:
                await connection.execute("SET synchronous_commit = off")
            yield connection
        finally:
            await connection.close()


def asked(database_url: str) -> AbstractContextManager[None]:
    """Let a connection that was lost within the block raise DatabaseError."""
    return explained_driver(address.parse(database_url))


async def keys(connection: psycopg.AsyncConnection[Any], kind: str) -> set[str]:
    """Return the keys of jobs of a kind that wait or are worked on, in all processes."""
    found = await connection.execute(_KEYS, [kind])
    prefix = len(kind) + 1
    return {key[prefix:] for (key,) in await found.fetchall()}


async def forget(connection: psycopg.AsyncConnection[Any]) -> None:
    """Delete the log of jobs that are done: the tables tell what came of them."""
    await connection.execute(
        "DELETE FROM pgqueuer_log WHERE created < now() - interval '10 minutes'"
    )
    await connection.execute(
        "DELETE FROM pgqueuer_statistics WHERE created < now() - interval '1 day'"
    )


_KEYS = """
SELECT dedupe_key FROM pgqueuer
WHERE entrypoint = %s AND status IN ('queued', 'picked') AND dedupe_key IS NOT NULL
"""
