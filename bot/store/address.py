"""Database addresses: what DATABASE_URL may say, and what SQLAlchemy is told."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.domain.errors import DatabaseError

_NEXT = (
    "Write DATABASE_URL as sqlite:///path/to/file.db or postgresql://user:password@host:5432/name."
)


class Address(NamedTuple):
    """Where a database is."""

    url: URL
    """The address with the driver that we use."""
    path: Path | None
    """The file of a SQLite database; None for PostgreSQL."""

    @property
    def dsn(self) -> str:
        """The address of a PostgreSQL as psycopg reads it, with its password."""
        return self.url.set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def name(self) -> str:
        """The database as a message may show it, without user and password."""
        if self.path:
            return str(self.path)
        host = self.url.host or self.url.query.get("host") or "this machine"
        return f"{self.url.database} on {host}"


def parse(database_url: str) -> Address:
    """Return the address that DATABASE_URL names. Raises DatabaseError: how to write it."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError) as fault:
        # The text is not shown: it may hold a password.
        raise DatabaseError(f"The database address cannot be read. {_NEXT}") from fault
    match url.drivername.split("+")[0]:
        case "sqlite":
            return _file(url)
        case "postgresql" | "postgres":
            return Address(url.set(drivername="postgresql+psycopg"), None)
        case other:
            raise DatabaseError(f"There is no database of the kind {other!r} here. {_NEXT}")


def _file(url: URL) -> Address:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        raise DatabaseError(f"A SQLite database needs a file of its own. {_NEXT}")
    return of_file(Path(url.database).expanduser())


def of_file(path: Path) -> Address:
    """Return the address of a SQLite file."""
    return Address(URL.create("sqlite+aiosqlite", database=str(path)), path)


def make_folder(address: Address) -> None:
    """Make the folder of a SQLite file. Raises DatabaseError where that is not possible."""
    if address.path is None:
        return
    try:
        address.path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise DatabaseError(
            f"The folder {address.path.parent} cannot be made ({fault.strerror}). "
            "Give STORYWIRE_DATA or DATABASE_URL a folder that may be written to."
        ) from fault
