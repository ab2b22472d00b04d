"""Feeds and what they bring: drafts, stories, and the words of these."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    func,
    literal_column,
    true,
)

from bot.domain.values import TextFrom
from bot.store.columns import Instant, Packed, Words
from bot.store.schema.base import COUNTED, Id, metadata, partial

feeds = Table(
    "feeds",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Words, nullable=False),
    Column("url_key", String(32), nullable=False, unique=True),
    Column("title", Words),
    Column("home", Words),
    Column("lang", Words),
    Column("etag", Words),
    Column("last_modified", Words),
    Column("next_due_at", Instant, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("first_read_at", Instant),
    Column("push_backlog", Boolean, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("last_error", Words),
    Column("failed_step", String),
    Column("last_good_at", Instant),
    # in seconds: what the feed's rhythm and hints come to, and what its administrator set
    Column("interval", Integer),
    Column("pace", Integer),
    Column("skip_hours", Packed),
    Column("skip_days", Packed),
    Column("moving_to", Words),
    Column("moving_seen", Integer, nullable=False, server_default="0"),
    Column("ended_at", Instant),
    Column("public", Boolean, nullable=False, server_default=true()),
    # A removed feed keeps its row: its stories refer to it, and it may come back.
    Column("removed", Boolean, nullable=False),
    **COUNTED,
)
partial("ix_feeds_due", feeds.c.next_due_at, where=feeds.c.removed.is_(False))

feed_chats = Table(
    "feed_chats",
    metadata,
    # the chats that added a feed: while it is not public, it serves only them
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), primary_key=True, index=True),
    Column("added_at", Instant, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    # a story found in a private feed (its found_link_key), and another feed that brings it too
    Column("link_key", String(32), primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), primary_key=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("guid_key", String(32)),
    Column("link", Words, nullable=False),
    Column("link_key", String(32), nullable=False, unique=True),
    Column("entry", Packed),
    Column("seen_at", Instant, nullable=False),
    Column("backlog", Boolean, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try_at", Instant, nullable=False),
    Column("error", Words),
    # A dropped draft stays, without its entry, so that the feed does not bring it again.
    Column("dropped_for", Words),
    # what the feed said of it, and what it tells a story by where guid and link are new
    Column("entry_key", String(32)),
    Column("content_key", String(32)),
    # the story that this one revises
    Column("story_id", BigInteger),
    UniqueConstraint("feed_id", "guid_key"),
    Index("ix_drafts_content", "feed_id", "content_key"),
    **COUNTED,
)
partial(
    "ix_drafts_waiting",
    drafts.c.backlog,
    drafts.c.seen_at,
    drafts.c.id,
    where=drafts.c.dropped_for.is_(None),
)

stories = Table(
    "stories",
    metadata,
    # The id is the code: counted up from 1001, so that codes read as codes.
    Column("id", Id, primary_key=True),
    Column("feed_id", ForeignKey("feeds.id"), nullable=False),
    Column("guid_key", String(32)),
    Column("found_link_key", String(32), nullable=False, index=True),
    Column("link", Words, nullable=False),
    Column("link_key", String(32), nullable=False, unique=True),
    Column("publisher_code", Words),
    Column("title", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("extract", Packed, nullable=False),
    # what the archive's index has of the story: of the headline for ever; the rest is NULL, and
    # text and extract empty, once the retention has passed
    Column("headline_terms", Packed),
    Column("terms", Packed),
    Column("published", Instant),
    Column("published_has_time", Boolean, nullable=False),
    Column("seen_at", Instant, nullable=False),
    # published, or seen_at where it is not known: what "newest" means
    Column("dated_at", Instant, nullable=False, index=True),
    Column("backlog", Boolean, nullable=False),
    Column("origin", Words),
    Column("author", Words),
    Column("publisher", Words),
    Column("home", Words),
    Column("lang", Words),
    Column("photo_file_id", Words),
    Column("text_from", String, nullable=False, server_default=TextFrom.PAGE.value),
    # as of its draft
    Column("entry_key", String(32)),
    Column("content_key", String(32)),
    # when its title or text last changed
    Column("updated_at", Instant),
    # what a language model wrote of it, and which
    Column("summary", Words),
    Column("summary_by", Words),
    # the event that it tells; stays when the event's row is forgotten
    Column("event_id", BigInteger, index=True),
    UniqueConstraint("feed_id", "guid_key"),
    Index("ix_stories_content", "feed_id", "content_key"),
    Index("ix_stories_seen_at", "seen_at"),
    # all that a search asks of hundreds of stories, whose rows are long: see searching.py
    Index("ix_stories_hits", "id", "dated_at", "event_id", "feed_id", "found_link_key"),
    **COUNTED,
)
SHORT_CODE = func.length(stories.c.publisher_code) <= literal_column("64")
"""What the index of publishers' codes holds; longer ones are nothing that a person types."""
partial("ix_stories_publisher_code", stories.c.publisher_code, where=SHORT_CODE)

partial("ix_stories_with_text", stories.c.seen_at, where=stories.c.terms.is_not(None))

words = Table(
    "words",
    metadata,
    # words of the stories, folded, and as the first story that had one wrote it: to spell by.
    # (The index of the archive, story_index, is no table that SQLAlchemy knows: see archive.py.)
    # (in the order of its characters, so that what begins alike stands together)
    Column("word", String().with_variant(String(collation="C"), "postgresql"), primary_key=True),
    Column("written", Words, nullable=False),
    sqlite_with_rowid=False,
)
