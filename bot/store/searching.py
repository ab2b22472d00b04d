"""Searching the archive: by what its index holds, and the words to spell by."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, func, literal_column, select, text

from bot.domain.values import Hit, Story, StoryTerms, Wanted
from bot.store import archive, rows
from bot.store.columns import term_key
from bot.store.feed_chats import is_seen_by
from bot.store.schema import stories, words
from bot.store.tables import SqlTable

_MOST_LOOKED: Final = 20_000
"""Stories that hold what is wanted and are looked through for those that a chat sees."""
_AROUND: Final = 200
"""Stories among which the lowest code since an instant is: codes do not quite follow the clock."""

# SQLite goes by the row where it knows the id, past a long text in pages of its own, unless told:
# for 300 stories that are not in its cache 13 ms, by the index 2. (No dialect hint: there is none.)
_BY_INDEX: Final = text("stories INDEXED BY ix_stories_hits")
_ID, _DATED_AT, _EVENT_ID, _FEED_ID, _LINK_KEY = (
    literal_column(f"stories.{column.name}", column.type).label(column.name)
    for column in (
        stories.c.id, stories.c.dated_at, stories.c.event_id, stories.c.feed_id,
        stories.c.found_link_key,
    )
)  # fmt: skip

_LAST: Final = "\U0010ffff"
"""Comes after every letter."""


class SqlSearching(SqlTable):
    """The part of ``ports.StoryTable`` that searches."""

    async def search(
        self,
        wanted: Wanted,
        limit: int,
        *,
        since: datetime | None = None,
        seen_by: int | None = None,
    ) -> list[Story]:
        """Return stories that hold what is wanted, the highest codes first."""
        where = [] if seen_by is None else [is_seen_by(seen_by)]
        low = 0
        if since is not None:
            where.append(stories.c.seen_at >= since)
            low = await self._low(since)
        found = await self._found(select(stories), wanted, limit, where, low=low)
        return [rows.story(row) for row in found]

    async def hits(
        self, wanted: Wanted, limit: int, *, before: int | None = None, seen_by: int | None = None
    ) -> list[Hit]:
        """Return the same, of codes below ``before``, without the stories themselves."""
        sqlite = self._connection.dialect.name == "sqlite"
        query = select(_ID, _DATED_AT, _EVENT_ID).select_from(_BY_INDEX if sqlite else stories)
        where = [] if seen_by is None else [is_seen_by(seen_by, _FEED_ID, _LINK_KEY)]
        found = await self._found(query, wanted, limit, where, before=before)
        return [Hit(row["id"], row["dated_at"], row["event_id"]) for row in found]

    async def several(self, story_ids: Sequence[int]) -> list[tuple[Story, StoryTerms]]:
        """Return stories in the order of their ids here; what is not there is left out.

        With what the index has of each, but its words; of old ones the headline's terms.
        """
        found = await self._connection.execute(select(stories).where(stories.c.id.in_(story_ids)))
        by_id = {
            row[stories.c.id]: (
                rows.story(row),
                held(row[stories.c.headline_terms], row[stories.c.terms]),
            )
            for row in found.mappings()
        }
        return [by_id[story_id] for story_id in story_ids if story_id in by_id]

    async def frequencies(self, terms: Collection[str]) -> Mapping[str, int]:
        """Return about how many stories hold each of the terms; what none holds is left out."""
        return await archive.index(self._connection).frequencies(terms)

    async def recent_terms(self, since: datetime, limit: int) -> list[frozenset[str]]:
        """Return the terms of stories seen since, the newest first."""
        found = await self._connection.execute(
            select(stories.c.headline_terms, stories.c.terms)
            .where(stories.c.seen_at >= since)
            .order_by(stories.c.dated_at.desc(), stories.c.id.desc())
            .limit(limit)
        )
        return [frozenset((*(headline or ()), *(rest or ()))) for headline, rest in found]

    async def spelt_like(self, word: str, limit: int) -> list[tuple[str, str]]:
        """Return words about as long as the folded ``word``, with one of its first letters.

        Of those it is the first two: hardly anybody has both wrong.
        """
        length = func.length(words.c.word).between(len(word) - 2, len(word) + 2)
        found: dict[str, str] = {}
        for letter in word[:2]:
            alike = await self._connection.execute(
                select(words.c.word, words.c.written)
                .where(words.c.word >= letter, words.c.word < letter + _LAST, length)
                .limit(limit)
            )
            found |= {row.word: row.written for row in alike}
        return list(found.items())

    async def _enter(self, story_id: int, terms: StoryTerms) -> None:
        """Put a story into the index, and its words among those to spell by."""
        await archive.index(self._connection).add(story_id, terms)
        if terms.words:
            await self._connection.execute(
                self._insert(words).on_conflict_do_nothing(),
                [{"word": word, "written": terms.words[word]} for word in sorted(terms.words)],
            )

    async def _found(
        self,
        query: Select[Any],
        wanted: Wanted,
        limit: int,
        where: Sequence[ColumnElement[bool]],
        *,
        low: int = 0,
        before: int | None = None,
    ) -> list[Any]:
        """Ask the index for the newest, and for more while a condition leaves too few."""
        index = archive.index(self._connection)
        found: list[Any] = []
        looked, size = 0, limit
        while len(found) < limit and looked < _MOST_LOOKED:
            ids = await index.newest(wanted, size, low=low, before=before)
            if ids:
                some = await self._connection.execute(
                    query.where(_ID.in_(ids), *where).order_by(_ID.desc())
                )
                found += some.mappings()
            if len(ids) < size:
                break
            before, looked, size = ids[-1], looked + size, 4 * size
        return found[:limit]

    async def _low(self, since: datetime) -> int:
        """Return the code from which on stories were seen since then."""
        first = (
            select(stories.c.id)
            .where(stories.c.seen_at >= since)
            .order_by(stories.c.seen_at)
            .limit(_AROUND)
        )
        return await self._connection.scalar(select(func.min(first.subquery().c.id))) or 0


def held(headline: list[str] | None, rest: list[str] | None) -> StoryTerms:
    """Return what the index has of a story, by the columns that keep it."""
    return StoryTerms(frozenset(headline or ()), frozenset(rest or ()))


def kept(terms: StoryTerms) -> dict[str, list[str]]:
    """Return the columns in which a story keeps its terms."""
    return {
        "headline_terms": sorted({term_key(term) for term in terms.headline}),
        "terms": sorted({term_key(term) for term in terms.rest}),
    }
