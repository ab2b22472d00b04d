"""Puts what a database driver says into words that name the next step."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from bot.domain.errors import DatabaseError
from bot.store.address import Address

_SQLITE = {
    "unable to open database file": "Check that the folder is there and may be written to.",
    "readonly database": "Give this user the right to write to the file and its folder.",
    "file is not a database": "Name another file in DATABASE_URL, or restore a backup.",
    "malformed": "The file is damaged: restore a backup.",
    "disk is full": "Free some space on the disk.",
    "disk I/O error": "Check the disk, and that it is not a network share.",
    "database is locked": "Another program keeps it busy: end that program and start again.",
    "no such table": "Run `storywire migrate`.",
}
_POSTGRES = {
    'relation "': "Run `storywire migrate`.",
    "password authentication failed": "Check user and password in DATABASE_URL.",
    "no password supplied": "Put the password into DATABASE_URL.",
    "does not exist": "Create the database and its user first, then start again.",
    "failed to resolve host": "Check the host name in DATABASE_URL.",
    "permission denied": "Give the user the right to create tables in this database.",
    "too many clients": "Raise max_connections, or stop another program that uses the server.",
}


@contextmanager
def explained(address: Address) -> Iterator[None]:
    """Turn a failing connection or file into DatabaseError.

    A broken constraint or a wrong statement is a fault of ours and stays as it is.
    """
    try:
        yield
    except (exc.IntegrityError, exc.DataError, exc.NotSupportedError):
        raise
    except exc.TimeoutError as fault:
        raise DatabaseError(
            f"The database {address.name} had no free connection in time. Start fewer processes, "
            "or look for one that hangs."
        ) from fault
    except sqlite3.DatabaseError as fault:
        raise _failed(address, fault) from fault
    except exc.DBAPIError as fault:
        if isinstance(fault, exc.ProgrammingError) and _step(address, fault.orig) is None:
            raise
        raise _failed(address, fault.orig) from fault


@contextmanager
def explained_driver(address: Address) -> Iterator[None]:
    """Do the same for a connection of psycopg's own to a PostgreSQL."""
    import psycopg

    try:
        yield
    except psycopg.OperationalError as fault:
        raise _failed(address, fault) from fault


def _failed(address: Address, fault: BaseException | None) -> DatabaseError:
    otherwise = (
        "Check the file, or restore a backup."
        if address.path
        else "Check that the server runs and that DATABASE_URL names it."
    )
    said = " ".join(str(fault).split()).rstrip(".")
    step = _step(address, fault) or otherwise
    return DatabaseError(f"The database {address.name} failed: {said}. {step}")


def _step(address: Address, fault: BaseException | None) -> str | None:
    steps = _SQLITE if address.path else _POSTGRES
    return next((step for part, step in steps.items() if part in str(fault)), None)
