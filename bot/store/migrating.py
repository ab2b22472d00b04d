"""Brings a database to the schema of this version."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

from bot.domain.errors import DatabaseError
from bot.store import address, engines
from bot.store.address import Address
from bot.store.faults import explained

if TYPE_CHECKING:
    from alembic.config import Config

SCRIPTS = Path(__file__).with_name("migrations")

_LOCK = 0x53746F7279
"""The number of the advisory lock under which PostgreSQL is migrated."""


async def migrate(database_url: str) -> None:
    """Make or update the tables; nothing happens where they are up to date.

    All steps are one transaction; processes that start at once take turns. Raises DatabaseError.
    """
    await migrate_there(address.parse(database_url))


async def migrate_there(where: Address) -> None:
    """Do the same for a parsed address."""
    address.make_folder(where)
    with explained(where):
        if where.path is not None:
            await asyncio.to_thread(engines.write_ahead, where.path)
        both = engines.connect(where)
        try:
            async with both.writer.begin() as connection:
                await connection.run_sync(_upgrade, where)
        finally:
            await both.close()


def _upgrade(connection: Connection, where: Address) -> None:
    # Alembic takes a while to import: only who migrates waits for it.
    from alembic import command

    if where.path is None:  # SQLite's BEGIN IMMEDIATE is such a lock already
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if not is_current(connection, where):
        command.upgrade(_config(connection), "head")


def is_current(connection: Connection, where: Address) -> bool:
    """Return whether the tables are this version's. Raises DatabaseError where they are newer."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_config(connection))
    applied = set(MigrationContext.configure(connection).get_current_heads())
    if applied == set(scripts.get_heads()):
        return True
    known = {script.revision for script in scripts.walk_revisions()}
    if unknown := applied - known:
        raise DatabaseError(
            f"The database {where.name} was made by a newer Storywire (schema "
            f"{', '.join(sorted(unknown))}). Install that version or a newer one, or restore a "
            "backup that this version made."
        )
    return False


def _config(connection: Connection) -> Config:
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    return config
