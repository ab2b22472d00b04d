"""Databases for the tests of all rooms: one PostgreSQL server for the whole run."""

from __future__ import annotations

from tests.databases import (  # fixtures: pytest finds them by these names
    database_url,
    empty_postgres_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database_url",
    "empty_postgres_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "sqlite_template",
    "sqlite_url",
]
