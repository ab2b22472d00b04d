"""Column types that behave alike on SQLite and PostgreSQL, and short keys for long texts."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator

# PostgreSQL refuses NUL in a text; neither database takes half a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_LONGEST_TERM = 100
"""Characters of a term kept as it is. PostgreSQL's index entries end at about 2,700 bytes."""


def clean(text: str) -> str:
    """Return the text without NUL, and U+FFFD for each lone surrogate."""
    if "\x00" not in text and (text.isascii() or _is_unicode(text)):
        return text  # found out fifty times as fast
    return _UNSTORABLE.sub(lambda found: "" if found[0] == "\x00" else "\ufffd", text)


def _is_unicode(text: str) -> bool:
    """Return whether no half of a surrogate pair is alone."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def fingerprint(text: str) -> str:
    """Return 32 hexadecimal digits that stand for the text in an index (BLAKE2b, 128 bits)."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def term_key(term: str) -> str:
    """Return the term as the indexes hold it: itself, or its fingerprint where it is very long."""
    return clean(term) if len(term) <= _LONGEST_TERM else fingerprint(term)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept in UTC and returned in UTC; a naive one is refused (ValueError)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the instant into what the driver takes."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; instants are aware datetimes.")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the driver gives into an aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """A text from outside, without what a database refuses (see ``clean``)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean the text."""
        return None if value is None else clean(value)


class Packed(TypeDecorator[Any]):
    """A small value kept as JSON text; the database never looks inside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> str | None:
        """Write the JSON."""
        if value is None:
            return None
        return clean(json.dumps(value, ensure_ascii=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> object:
        """Read the JSON."""
        return None if value is None else json.loads(value)
