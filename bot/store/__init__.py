"""Schema, migrations and queries. SQL lives here."""

from bot.store.copies.backups import backup, restore
from bot.store.copies.relocation import relocate
from bot.store.copies.transfer import Copied, Progress
from bot.store.database import SqlStore, open_store
from bot.store.migrating import migrate
from bot.store.ownership import Ownership, join, own

__all__ = [
    "Copied",
    "Ownership",
    "Progress",
    "SqlStore",
    "backup",
    "join",
    "migrate",
    "open_store",
    "own",
    "relocate",
    "restore",
]
