"""The archive's index: which stories hold the terms that a topic asks for.

Each database has an index of its own behind one small class, of the same tokens: a story's terms,
and those of its headline once more, marked, so that they are found without the texts' being looked
at. Measured on SQLite with 180 terms a story: FTS5 takes 0.17 ms and 0.4 KB a story, rows of
(term, story) 2.5 ms and 2.5 KB; both find the newest 300 of two common terms in 0.2 ms.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from itertools import accumulate
from typing import Final, Protocol

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.values import Every, StoryTerms, Term, Wanted
from bot.store.columns import term_key

_MOST_BYTES: Final = 400_000
"""Of a story's terms: a tsvector of PostgreSQL ends at a megabyte."""
_WINDOWS: Final = (2_000, 20_000, 200_000)
"""Codes that are looked through at once on PostgreSQL, whose index knows no order."""
_LATEST: Final = 1_000
"""Stories of a term that are looked at to tell how frequent it is on SQLite."""
_SAMPLE: Final = 20_000
"""Stories by which PostgreSQL tells how frequent a term is."""


class Index(Protocol):
    """What finds stories by their terms, within one transaction."""

    async def add(self, story_id: int, terms: StoryTerms) -> None:
        """Put a story in."""

    async def remove(self, story_id: int, terms: StoryTerms) -> None:
        """Take a story out that was put in with these terms."""

    async def newest(
        self, wanted: Wanted, limit: int, *, low: int = 0, before: int | None = None
    ) -> list[int]:
        """Return the highest ids that hold what is wanted, from ``low`` to below ``before``."""

    async def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return about how many stories hold each of the terms."""


def index(connection: AsyncConnection) -> Index:
    """Return the index of the database that is connected."""
    if connection.dialect.name == "postgresql":
        return TsvectorIndex(connection)
    return Fts5Index(connection)


FTS5_ADD: Final = "INSERT INTO story_index (rowid, terms) VALUES (:id, :terms)"
"""Puts a story into SQLite's index, by the values of ``fts5_row``."""


def fts5_row(story_id: int, terms: StoryTerms) -> dict[str, object]:
    """Return what SQLite's index holds of a story."""
    return {"id": story_id, "terms": " ".join(map(_escaped, _tokens(terms)))}


class Fts5Index:
    """SQLite's full-text search over our own terms: https://sqlite.org/fts5.html.

    The table keeps no contents, so a deletion is told what was put in.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, story_id: int, terms: StoryTerms) -> None:
        """Put a story in."""
        await self._connection.execute(text(FTS5_ADD), fts5_row(story_id, terms))

    async def remove(self, story_id: int, terms: StoryTerms) -> None:
        """Take a story out that was put in with these terms."""
        await self._connection.execute(
            text(
                "INSERT INTO story_index (story_index, rowid, terms) VALUES ('delete', :id, :terms)"
            ),
            fts5_row(story_id, terms),
        )

    async def newest(
        self, wanted: Wanted, limit: int, *, low: int = 0, before: int | None = None
    ) -> list[int]:
        """Return the highest ids that hold what is wanted, from ``low`` to below ``before``."""
        found = await self._connection.scalars(
            text(
                "SELECT rowid FROM story_index WHERE story_index MATCH :wanted "
                "AND rowid >= :low AND rowid < :before ORDER BY rowid DESC LIMIT :limit"
            ),
            {
                "wanted": _match(wanted),
                "low": low,
                "before": _NO_END if before is None else before,
                "limit": limit,
            },
        )
        return list(found)

    async def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return about how many stories hold each of the terms, by how near the latest are."""
        asked = list(terms)
        last = await self._connection.scalar(text("SELECT max(id) FROM stories")) or 0
        found = await self._connection.execute(
            text(
                "SELECT (SELECT count(*) || ' ' || min(rowid) FROM (SELECT rowid FROM story_index "
                "WHERE story_index MATCH term.value ORDER BY rowid DESC LIMIT :most)) "
                "FROM json_each(:queries) AS term ORDER BY term.key"
            ),
            {"queries": json.dumps([_match(Term(term)) for term in asked]), "most": _LATEST},
        )
        counted: dict[str, int] = {}
        for term, latest in zip(asked, found.scalars(), strict=True):
            if latest is None:  # no story has it, and so there is no oldest
                continue
            count, oldest = map(int, latest.split())
            if count == _LATEST:
                count = round(count * last / (last - oldest + 1))
            counted[term] = count
        return counted


def lexemes(terms: StoryTerms) -> set[str]:
    """Return what PostgreSQL's index holds of a story."""
    return set(_tokens(terms))


def tsvector(terms: StoryTerms) -> str:
    """Return the same as PostgreSQL reads it."""
    return " ".join(map(_lexeme, _tokens(terms)))


class TsvectorIndex:
    """PostgreSQL's full-text search over our own terms: a tsvector of them, and GIN.

    GIN knows no order: the newest are looked for in windows of ids that grow, so that a frequent
    term does not bring all its stories.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, story_id: int, terms: StoryTerms) -> None:
        """Put a story in."""
        await self._connection.execute(
            text(
                "INSERT INTO story_index (story_id, terms) VALUES (:id, CAST(:terms AS tsvector))"
            ),
            {"id": story_id, "terms": tsvector(terms)},
        )

    async def remove(self, story_id: int, terms: StoryTerms) -> None:
        """Take a story out."""
        await self._connection.execute(
            text("DELETE FROM story_index WHERE story_id = :id"), {"id": story_id}
        )

    async def newest(
        self, wanted: Wanted, limit: int, *, low: int = 0, before: int | None = None
    ) -> list[int]:
        """Return the highest ids that hold what is wanted, from ``low`` to below ``before``."""
        end = await self._last() + 1 if before is None else before
        starts = [max(low, end - size) for size in accumulate(_WINDOWS)] + [low]
        found: list[int] = []
        for start in dict.fromkeys(starts):
            within = await self._connection.scalars(
                text(
                    "SELECT story_id FROM story_index WHERE terms @@ CAST(:wanted AS tsquery) "
                    "AND story_id >= :low AND story_id < :before ORDER BY story_id DESC LIMIT :left"
                ),
                {
                    "wanted": _tsquery(wanted),
                    "low": start,
                    "before": end,
                    "left": limit - len(found),
                },
            )
            found += within
            end = start
            if len(found) >= limit:
                break
        return found

    async def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return how many of the latest stories hold each of the terms."""
        asked = list(terms)
        found = await self._connection.scalars(
            text(
                "SELECT (SELECT count(*) FROM story_index WHERE story_id > :low "
                "AND terms @@ CAST(term.query AS tsquery)) "
                "FROM unnest(CAST(:queries AS text[])) WITH ORDINALITY AS term (query, place) "
                "ORDER BY place"
            ),
            {
                "low": await self._last() - _SAMPLE,
                "queries": [_tsquery(Term(term)) for term in asked],
            },
        )
        return {term: count for term, count in zip(asked, found, strict=True) if count}

    async def _last(self) -> int:
        last = await self._connection.scalar(text("SELECT max(story_id) FROM story_index"))
        return last or 0


_NO_END: Final = 2**62
_IN_TITLE: Final = "="
_SEPARATING: Final = re.compile(r"[^0-9A-Za-z\u0080-\U0010ffff^~@:=-]")
"""What FTS5's ascii tokenizer would part a term at; it is told to keep ``^~@:=-`` and ``_``."""


def _tokens(terms: StoryTerms) -> list[str]:
    """Return what the index holds of a story; of far too much what there is room for."""
    keys = [_IN_TITLE + term_key(term) for term in sorted(terms.headline)]
    keys += map(term_key, sorted(terms.all))
    if sum(map(len, keys)) * 4 + len(keys) * 8 <= _MOST_BYTES:  # as nearly always
        return keys
    sizes = accumulate(len(key.encode()) + 8 for key in keys)
    return [key for key, size in zip(keys, sizes, strict=True) if size <= _MOST_BYTES]


def _key(term: Term) -> str:
    return (_IN_TITLE if term.in_title else "") + term_key(term.text)


def _escaped(key: str) -> str:
    """Return a key as the one token that it is to FTS5."""
    return _SEPARATING.sub(lambda found: f"_{ord(found[0]):02x}", key)


def _match(wanted: Wanted) -> str:
    """Return what FTS5 is asked."""
    if isinstance(wanted, Term):
        return f'"{_escaped(_key(wanted))}"'
    sign = " AND " if isinstance(wanted, Every) else " OR "
    return f"({sign.join(map(_match, wanted.parts))})"


def _tsquery(wanted: Wanted) -> str:
    """Return what PostgreSQL is asked."""
    if isinstance(wanted, Term):
        return _lexeme(_key(wanted))
    sign = " & " if isinstance(wanted, Every) else " | "
    return f"({sign.join(map(_tsquery, wanted.parts))})"


def _lexeme(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
