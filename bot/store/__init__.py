"""Schema, migrations and queries. SQL lives here."""

from bot.store.copying import backup, restore
from bot.store.database import SqlStore, open_store
from bot.store.migrating import migrate
from bot.store.ownership import Ownership, own

__all__ = ["Ownership", "SqlStore", "backup", "migrate", "open_store", "own", "restore"]
