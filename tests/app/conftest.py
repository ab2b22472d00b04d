"""Databases for whole processes and their parts."""

from __future__ import annotations

from tests.databases import (  # fixtures: pytest finds them by these names
    database_url,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "sqlite_template",
    "sqlite_url",
]
