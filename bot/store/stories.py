"""The archive of stories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, select, update

from bot.domain.values import Reading, Story, StoryTerms
from bot.store import archive, rows
from bot.store.drafts import SAME, SqlDrafts
from bot.store.identities import link_key
from bot.store.schema import SHORT_CODE, drafts, feeds, stories
from bot.store.searching import SqlSearching, held, kept
from bot.store.telling import SqlTelling, newest_first, seen

_CANDIDATES = 10
"""The most stories that one number may mean."""
_DIGITS = 18
"""The most digits that every 64-bit integer can have."""


class SqlStories(SqlDrafts, SqlTelling, SqlSearching):
    """Implements ``ports.StoryTable``, together with its drafts, its events and its searches."""

    async def read(self, draft_id: int, reading: Reading, terms: StoryTerms) -> Story | None:
        """Turn a draft into a story with the next code; index its ``terms``.

        None where the draft is gone, or where another story has the link: the draft is dropped.
        """
        found = await self._connection.execute(
            select(drafts)
            .where(drafts.c.id == draft_id, drafts.c.dropped_for.is_(None))
            .with_for_update()
        )
        draft = found.mappings().first()
        if draft is None:
            return None
        if draft["backlog"]:
            # one after the other: each counts the cards that the others were planned
            feed = select(feeds.c.id).where(feeds.c.id == draft["feed_id"])
            await self._connection.execute(feed.with_for_update())
        if (story_id := await self._keep(draft, reading, terms)) is None:
            await self.drop(draft_id, SAME + reading.link)
            return None
        await self._connection.execute(delete(drafts).where(drafts.c.id == draft_id))
        await self._enter(story_id, terms)
        return await self.by_id(story_id)

    async def revise(
        self, draft_id: int, reading: Reading, terms: StoryTerms, now: datetime
    ) -> tuple[Story, Story] | None:
        """Give the draft's story a new title, text and ``terms``; return it before and after."""
        gone = await self._connection.execute(
            delete(drafts)
            .where(drafts.c.id == draft_id, drafts.c.story_id.is_not(None))
            .returning(drafts.c.story_id)
        )
        story_id = gone.scalar()
        if story_id is None or (before := await self.by_id(story_id)) is None:
            return None
        terms_before = await self._terms(story_id)
        said = (reading.title, reading.text) != (before.title, before.text)
        dated = {
            "published": reading.published,
            "published_has_time": reading.published_has_time,
            "dated_at": reading.published or before.seen_at,
        }
        await self._connection.execute(
            update(stories)
            .where(stories.c.id == story_id)
            .values(_told(reading) | kept(terms))
            .values({} if before.published else dated)
            .values({"updated_at": now} if said else {})
        )
        await self._move(story_id, reading.link)
        await archive.index(self._connection).remove(story_id, terms_before)
        await self._enter(story_id, terms)
        after = await self.by_id(story_id)
        return None if after is None else (before, after)

    async def _move(self, story_id: int, link: str) -> None:
        """Let the story stand at a link, unless another does; it is known by its old one too."""
        key = link_key(link)
        if (await self._connection.execute(_at(key))).first() is None:
            await self._connection.execute(
                update(stories)
                .where(stories.c.id == story_id)
                .values(link=link, link_key=key, found_link_key=stories.c.link_key)
            )

    async def _keep(
        self, draft: Mapping[Any, Any], reading: Reading, terms: StoryTerms
    ) -> int | None:
        """Insert the story; None where its link, or its guid in the feed, is there."""
        key = link_key(reading.link)
        if (await self._connection.execute(_at(key))).first():  # or the next code would be lost
            return None
        added = await self._connection.execute(
            self._insert(stories)
            .values(
                feed_id=draft["feed_id"],
                guid_key=draft["guid_key"],
                found_link_key=draft["link_key"],
                link=reading.link,
                link_key=key,
                published=reading.published,
                published_has_time=reading.published_has_time,
                seen_at=draft["seen_at"],
                dated_at=reading.published or draft["seen_at"],
                backlog=draft["backlog"],
                entry_key=draft["entry_key"],
                content_key=draft["content_key"],
                **_told(reading),
                **kept(terms),
            )
            .on_conflict_do_nothing()
            .returning(stories.c.id)
        )
        story_id: int | None = added.scalar()
        return story_id

    async def by_number(self, number: str) -> list[Story]:
        """Return stories whose code or publisher's code this is, ours first, newest first."""
        number = number.strip()
        code = int(number) if number.isdecimal() and len(number) <= _DIGITS else 0
        ours = select(stories).where(stories.c.id == code)
        theirs = (
            select(stories)
            .where(stories.c.publisher_code == number, SHORT_CODE, stories.c.id != code)
            .order_by(stories.c.dated_at.desc(), stories.c.id.desc())
            .limit(_CANDIDATES)
        )
        return await self._stories(ours) + await self._stories(theirs)

    async def by_id(self, story_id: int) -> Story | None:
        """Return a story."""
        found = await self._stories(select(stories).where(stories.c.id == story_id))
        return found[0] if found else None

    async def latest(self, limit: int, seen_by: int | None = None) -> list[Story]:
        """Return the newest stories of all feeds, or of those that serve a chat."""
        return await self._stories(newest_first(seen(select(stories), seen_by)).limit(limit))

    async def set_photo(self, story_id: int, file_id: str) -> None:
        """Keep Telegram's id of the uploaded QR photo."""
        await self._connection.execute(
            update(stories).where(stories.c.id == story_id).values(photo_file_id=file_id)
        )

    async def forget_texts(self, before: datetime, limit: int) -> int:
        """Empty the texts of some stories seen before; codes and headlines stay, to search as well.

        Return how many: fewer than ``limit`` where none is left.
        """
        found = await self._connection.execute(
            select(stories.c.id, stories.c.headline_terms, stories.c.terms)
            .where(stories.c.seen_at < before, stories.c.terms.is_not(None))
            .order_by(stories.c.seen_at)
            .limit(limit)
        )
        old = found.all()
        index = archive.index(self._connection)
        for story_id, *terms in old:
            its = held(*terms)
            await index.remove(story_id, its)
            await index.add(story_id, StoryTerms(its.headline))
        await self._connection.execute(
            update(stories)
            .where(stories.c.id.in_([row.id for row in old]))
            .values(text="", extract=[], summary=None, terms=None)
        )
        return len(old)

    async def _terms(self, story_id: int) -> StoryTerms:
        query = select(stories.c.headline_terms, stories.c.terms).where(stories.c.id == story_id)
        return held(*(await self._connection.execute(query)).one())

    async def _stories(self, query: Select[Any]) -> list[Story]:
        found = await self._connection.execute(query)
        return [rows.story(row) for row in found.mappings()]


def _told(reading: Reading) -> dict[str, Any]:
    """Return what a reader sees of a story, but for its date and address."""
    return {
        "publisher_code": reading.publisher_code,
        "title": reading.title,
        "text": reading.text,
        "extract": reading.extract,
        "origin": reading.origin,
        "author": reading.author,
        "publisher": reading.publisher,
        "home": reading.home,
        "lang": reading.lang,
        "text_from": reading.text_from.value,
        "summary": reading.summary,
        "summary_by": reading.summary_by,
    }


def _at(key: str) -> Select[Any]:
    return select(stories.c.id).where(stories.c.link_key == key)
