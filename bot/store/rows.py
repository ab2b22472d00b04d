"""Rows into values. Each takes a row's mapping by column, so that joined rows work too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import RowMapping as Row

from bot.domain.errors import Step
from bot.domain.values import (
    Also,
    Chat,
    ChatKind,
    Draft,
    Entry,
    Feed,
    Mode,
    Pause,
    Place,
    QuietHours,
    Sentence,
    Silence,
    Story,
    Subscription,
    TextFrom,
    Topic,
)
from bot.store.schema import chats, drafts, feeds, stories, subscriptions, topics

_ENTRY_DATES = ("published", "updated")


def feed(row: Row) -> Feed:
    """Read a feed."""
    c = feeds.c
    return Feed(
        id=row[c.id],
        url=row[c.url],
        title=row[c.title],
        home=row[c.home],
        lang=row[c.lang],
        etag=row[c.etag],
        last_modified=row[c.last_modified],
        next_due_at=row[c.next_due_at],
        added_at=row[c.added_at],
        first_read_at=row[c.first_read_at],
        push_backlog=row[c.push_backlog],
        failures=row[c.failures],
        last_error=row[c.last_error],
        failed_step=Step(row[c.failed_step]) if row[c.failed_step] else None,
        last_good_at=row[c.last_good_at],
        interval=_seconds(row[c.interval]),
        skip_hours=frozenset(row[c.skip_hours] or ()),
        skip_days=frozenset(row[c.skip_days] or ()),
        moving_to=row[c.moving_to],
        moving_seen=row[c.moving_seen],
        ended_at=row[c.ended_at],
        pace=_seconds(row[c.pace]),
        public=row[c.public],
    )


def _seconds(count: int | None) -> timedelta | None:
    return None if count is None else timedelta(seconds=count)


def draft(row: Row) -> Draft:
    """Read a draft joined with its feed."""
    c = drafts.c
    return Draft(
        id=row[c.id],
        feed=feed(row),
        entry=entry(row[c.entry]),
        link=row[c.link],
        seen_at=row[c.seen_at],
        attempts=row[c.attempts],
        backlog=row[c.backlog],
        story_id=row[c.story_id],
    )


def packed_entry(value: Entry) -> dict[str, str | None]:
    """Return the entry as JSON can hold it."""
    return {
        key: part.isoformat() if isinstance(part, datetime) else part
        for key, part in asdict(value).items()
    }


def entry(packed: Mapping[str, str | None]) -> Entry:
    """Read what ``packed_entry`` wrote."""
    dates = {key: _instant(packed[key]) for key in _ENTRY_DATES}
    return Entry(**{**packed, **dates})  # type: ignore[arg-type]  # the keys are Entry's own


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def story(row: Row) -> Story:
    """Read a story."""
    c = stories.c
    return Story(
        id=row[c.id],
        code=row[c.id],
        publisher_code=row[c.publisher_code],
        title=row[c.title],
        text=row[c.text],
        extract=tuple(Sentence(*parts) for parts in row[c.extract]),
        published=row[c.published],
        published_has_time=row[c.published_has_time],
        seen_at=row[c.seen_at],
        origin=row[c.origin],
        author=row[c.author],
        publisher=row[c.publisher],
        home=row[c.home],
        link=row[c.link],
        lang=row[c.lang],
        photo_file_id=row[c.photo_file_id],
        text_from=TextFrom(row[c.text_from]),
        summary=row[c.summary],
        summary_by=row[c.summary_by],
        event_id=row[c.event_id],
    )


def also(row: Row) -> Also:
    """Read a story as another's also-line names it."""
    c = stories.c
    return Also.of(row[c.id], row[c.publisher], row[c.link])


def chat(row: Row) -> Chat:
    """Read a chat."""
    c = chats.c
    quiet, paused, silent = row[c.quiet_start], row[c.paused_at], row[c.silent_from]
    return Chat(
        id=row[c.id],
        kind=ChatKind(row[c.kind]),
        title=row[c.title],
        language=row[c.language],
        zone=row[c.zone],
        active=row[c.active],
        every_source=row[c.every_source],
        quiet=QuietHours(quiet, row[c.quiet_end]) if quiet else None,
        pause=Pause(paused, row[c.paused_until], row[c.pause_thread]) if paused else None,
        cap=row[c.cap],
        silence=Silence(silent, row[c.silent_until]) if silent else None,
    )


def topic(row: Row) -> Topic:
    """Read a topic."""
    return Topic(row[topics.c.id], row[topics.c.normal])


def subscription(row: Row) -> Subscription:
    """Read a subscription joined with its topic."""
    c = subscriptions.c
    return Subscription(
        id=row[c.id],
        place=Place(row[c.chat_id], row[c.thread_id]),
        topic=topic(row),
        text=row[c.text] or row[topics.c.normal],
        mode=Mode(row[c.mode]),
        created_at=row[c.created_at],
    )
