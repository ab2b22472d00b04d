"""The tables. A change here needs a new migration in ``migrations/versions``.

Long texts that must be unique (addresses, guids, topics) are so by their fingerprint: an index
entry of PostgreSQL ends at about 2,700 bytes, an address a publisher writes does not.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    func,
    literal,
    literal_column,
    true,
)

from bot.domain.values import DeliveryState, TextFrom
from bot.store.columns import Instant, Packed, Words

# SQLite counts by itself only in a column that is declared INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")
# ... and gives the id of a deleted row to the next one unless told not to. Ids stand in buttons of
# old messages and in tasks under way: they must not come to mean another row.
_COUNTED: dict[str, Any] = {"sqlite_autoincrement": True}

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def state(value: DeliveryState) -> ColumnElement[str]:
    """Return a state to compare with, written into the statement.

    A partial index is used only where its condition stands in the statement itself.
    """
    return literal(value.value, String(), literal_execute=True)


def _partial(name: str, *columns: ColumnElement[Any], where: ColumnElement[bool]) -> Index:
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


feeds = Table(
    "feeds",
    metadata,
    Column("id", _Id, primary_key=True),
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
    **_COUNTED,
)
_partial("ix_feeds_due", feeds.c.next_due_at, where=feeds.c.removed.is_(False))

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
    Column("id", _Id, primary_key=True),
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
    **_COUNTED,
)
_partial(
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
    Column("id", _Id, primary_key=True),
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
    **_COUNTED,
)
SHORT_CODE = func.length(stories.c.publisher_code) <= literal_column("64")
"""What the index of publishers' codes holds; longer ones are nothing that a person types."""
_partial("ix_stories_publisher_code", stories.c.publisher_code, where=SHORT_CODE)

_partial("ix_stories_with_text", stories.c.seen_at, where=stories.c.terms.is_not(None))

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

events = Table(
    "events",
    metadata,
    # An event that stories may still join. What a record holds is the pipeline's to know.
    Column("id", _Id, primary_key=True),
    Column("record", Packed, nullable=False),
    Column("told_at", Instant, nullable=False, index=True),
    **_COUNTED,
)

event_keys = Table(
    "event_keys",
    metadata,
    Column("key", String, primary_key=True),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, index=True),
    sqlite_with_rowid=False,
)

event_counts = Table(
    "event_counts",
    metadata,
    # how many events had a key: the past fades
    Column("key", String, primary_key=True),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

event_stories = Table(
    "event_stories",
    metadata,
    # what tells copies of a story of an event in ``events``
    Column("story_id", ForeignKey("stories.id"), primary_key=True),
    Column("event_id", ForeignKey("events.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("signature", Packed, nullable=False),
)

event_copies = Table(
    "event_copies",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "story_id",
        ForeignKey("event_stories.story_id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    sqlite_with_rowid=False,
)

topics = Table(
    "topics",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("normal", Words, nullable=False),
    Column("normal_key", String(32), nullable=False, unique=True),
    # False where nobody follows it any more: no story shall find it
    Column("followed", Boolean, nullable=False, server_default=true()),
    **_COUNTED,
)

topic_terms = Table(
    "topic_terms",
    metadata,
    Column("term", String, primary_key=True),
    Column("topic_id", ForeignKey("topics.id"), primary_key=True),
    # groups of terms, of each of which a story needs one besides
    Column("also", Words),
    sqlite_with_rowid=False,
)

chats = Table(
    "chats",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, nullable=False),
    Column("title", Words),
    Column("language", Words, nullable=False),
    # True once somebody chose it here: Telegram's hint does not change it any more.
    Column("language_chosen", Boolean, nullable=False),
    Column("zone", Words, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("added_at", Instant, nullable=False),
    Column("every_source", Boolean, nullable=False, server_default=false()),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("thread_id", BigInteger, nullable=False),
    Column("topic_id", ForeignKey("topics.id"), nullable=False),
    # as it was typed; empty where that is the topic's normal form
    Column("text", Words, nullable=False),
    Column("mode", String, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("chat_id", "thread_id", "topic_id"),
    # those of a topic are read some at a time
    Index("ix_subscriptions_topic", "topic_id", "id"),
    **_COUNTED,
)

digest_plans = Table(
    "digest_plans",
    metadata,
    Column("chat_id", ForeignKey("chats.id"), primary_key=True),
    Column("thread_id", BigInteger, primary_key=True),
    Column("time", String(5), nullable=False),
    Column("days", Packed, nullable=False),
    Column("next_at", Instant, index=True),
    Column("last_at", Instant),
)


def _queue_columns() -> list[Column[object]]:
    """What cards and digests have in common on their way to Telegram."""
    columns = [
        Column("id", _Id, primary_key=True),
        Column("chat_id", ForeignKey("chats.id"), nullable=False),
        Column("thread_id", BigInteger, nullable=False),
        Column("state", String, nullable=False),
        Column("not_before", Instant, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("error", Words),
        Column("message_id", BigInteger),
        Column("planned_at", Instant, nullable=False),
        Column("sent_at", Instant),
    ]
    return columns  # type: ignore[return-value]  # Column is invariant; only names matter here


digests = Table(
    "digests",
    metadata,
    *_queue_columns(),
    Column("local_date", Date, nullable=False),
    Column("story_ids", Packed, nullable=False),
    UniqueConstraint("chat_id", "thread_id", "local_date"),
    **_COUNTED,
)

deliveries = Table(
    "deliveries",
    metadata,
    *_queue_columns(),
    Column("story_id", ForeignKey("stories.id"), nullable=False),
    Column("subscription_id", ForeignKey("subscriptions.id", ondelete="SET NULL"), index=True),
    Column("words", Packed, nullable=False),
    Column("in_digest", Boolean, nullable=False),
    Column("digest_id", ForeignKey("digests.id")),
    # of one that is joined: the card, of another story, whose also-line tells of it
    Column("card_id", BigInteger),
    # of a card: when it is shown anew, before when it is not, and what came of that
    Column("edit_at", Instant),
    Column("edit_from", Instant),
    Column("edit_attempts", Integer, nullable=False, server_default="0"),
    Column("edit_error", Words),
    # when its story's headline was corrected after it was sent
    Column("corrected_at", Instant),
    UniqueConstraint("chat_id", "thread_id", "story_id"),
    **_COUNTED,
)

for _queue in (deliveries, digests):
    _is_planned = _queue.c.state == DeliveryState.PLANNED.value
    _is_sending = _queue.c.state == DeliveryState.SENDING.value
    _partial(f"ix_{_queue.name}_order", _queue.c.id, where=_is_planned)
    _partial(f"ix_{_queue.name}_time", _queue.c.not_before, where=_is_planned)
    _partial(f"ix_{_queue.name}_planned", _queue.c.chat_id, _queue.c.id, where=_is_planned)
    _partial(f"ix_{_queue.name}_sending", _queue.c.chat_id, where=_is_sending)
_partial(
    "ix_deliveries_digest_id",
    deliveries.c.digest_id,
    where=deliveries.c.digest_id.is_not(None),
)
WAITING = deliveries.c.in_digest & deliveries.c.digest_id.is_(None)
"""A delivery that the next digest of its place shall have."""
_partial("ix_deliveries_waiting", deliveries.c.chat_id, deliveries.c.thread_id, where=WAITING)
CARD = deliveries.c.card_id.is_(None) & (deliveries.c.state != state(DeliveryState.HELD))
"""A delivery that is, was or shall be a message of its own."""
_partial("ix_deliveries_card", deliveries.c.story_id, where=CARD)
_partial("ix_deliveries_card_id", deliveries.c.card_id, where=deliveries.c.card_id.is_not(None))
_partial("ix_deliveries_edit_at", deliveries.c.edit_at, where=deliveries.c.edit_at.is_not(None))

plannings = Table(
    "plannings",
    metadata,
    # a story that more follow than are planned at once, and how far its planning is
    Column("story_id", ForeignKey("stories.id"), primary_key=True, autoincrement=False),
    Column("planning", Packed, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    # NULL once handled: the id alone stays for a while, against a second arrival.
    Column("body", Words),
    Column("received_at", Instant, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)
