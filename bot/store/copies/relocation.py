"""A SQLite installation moved to PostgreSQL."""

from __future__ import annotations

import asyncio

from sqlalchemy import inspect

from bot.domain.errors import DatabaseError
from bot.store import address
from bot.store.address import Address
from bot.store.copies import postgres_side, sqlite_side
from bot.store.copies.postgres_side import PostgresSide
from bot.store.copies.side import TABLES, rows_there
from bot.store.copies.transfer import Copied, Tell, transfer
from bot.store.migrating import migrate_there
from bot.store.ownership import own


def relocate(source_url: str, target_url: str, tell: Tell) -> list[Copied]:
    """Copy a SQLite database to an empty PostgreSQL; nobody writes to either meanwhile.

    Both are brought to this version's schema first. All rows are compared before they count; where
    anything is refused or differs the target stays empty, and the source is as it was. Blocks; not
    within an event loop. Raises DatabaseError.
    """
    source, target = _source(source_url), _target(target_url)
    with own(source_url), own(target_url):
        asyncio.run(migrate_there(source))
        with postgres_side.opened(target) as there:
            _refuse_used(there)  # before a newer schema is put upon it
        asyncio.run(migrate_there(target))
        with (
            # the lock keeps the bot out, this one `storywire feeds` and the like
            sqlite_side.opened(source, begin="BEGIN IMMEDIATE") as here,
            postgres_side.opened(target) as there,
        ):
            there.close_off()
            _refuse_used(there)
            return transfer(here, there, tell)


def _source(database_url: str) -> Address:
    where = address.parse(database_url)
    if where.path is None:
        raise DatabaseError(
            f"Storywire runs on PostgreSQL already ({where.name}). To move to another one, run "
            "`storywire backup FILE`, set DATABASE_URL to the other, and run `storywire restore "
            "FILE`."
        )
    if not where.path.is_file():
        raise DatabaseError(
            f"There is no database at {where.path} to be moved. Set STORYWIRE_DATA or DATABASE_URL "
            "as they are for the bot; or start on PostgreSQL at once, by DATABASE_URL."
        )
    return where


def _target(database_url: str) -> Address:
    where = address.parse(database_url)
    if where.path is not None:
        raise DatabaseError(
            "--to takes the address of a PostgreSQL, as postgresql://user:password@host:5432/name. "
            "`storywire backup FILE` copies to a SQLite file."
        )
    return where


def _refuse_used(there: PostgresSide) -> None:
    """Raise DatabaseError where the database has rows, or tables of another program."""
    names = set(inspect(there.connection).get_table_names())
    ours = names & {table.name for table in TABLES}
    if ours and "alembic_version" not in names:
        raise DatabaseError(
            f"The database {there.where.name} has tables of another program, {min(ours)} for "
            "one. Make a database for Storywire alone (CREATE DATABASE …) and name that one."
        )
    if counts := rows_there(there, ours):
        found = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
        raise DatabaseError(
            f"The database {there.where.name} is in use already, with rows in these tables: "
            f"{found}. Make an empty one (CREATE DATABASE …) and name that one."
        )
