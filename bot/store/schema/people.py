"""Topics, chats, and who follows what."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    false,
    true,
)

from bot.store.columns import Instant, Packed, Words
from bot.store.schema.base import COUNTED, Id, metadata, partial

topics = Table(
    "topics",
    metadata,
    Column("id", Id, primary_key=True),
    Column("normal", Words, nullable=False),
    Column("normal_key", String(32), nullable=False, unique=True),
    # False where nobody follows it any more: no story shall find it
    Column("followed", Boolean, nullable=False, server_default=true()),
    **COUNTED,
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
    # quiet hours: wall times HH:MM in the chat's zone
    Column("quiet_start", String(5)),
    Column("quiet_end", String(5)),
    # the most cards within an hour in each place
    Column("cap", Integer),
    # a pause; without an end it lasts until somebody ends it
    Column("paused_at", Instant),
    Column("paused_until", Instant),
    Column("pause_thread", BigInteger, nullable=False, server_default="0"),
    # worked out of these: the silence that lasts, else the next. From its start nothing is taken
    # from the queues, until what waited was composed and the next silence is set.
    Column("silent_from", Instant),
    Column("silent_until", Instant),
)
partial("ix_chats_silent_until", chats.c.silent_until, where=chats.c.silent_until.is_not(None))

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
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
    **COUNTED,
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
    # of the last digest: the local date that it was for
    Column("last_date", Date),
    # where the chat has a cap: when the latest cards were planned
    Column("rang", Packed),
    # when what the cap held back comes by itself
    Column("rest_at", Instant),
)
partial(
    "ix_digest_plans_rest_at", digest_plans.c.rest_at, where=digest_plans.c.rest_at.is_not(None)
)
