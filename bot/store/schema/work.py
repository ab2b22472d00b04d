"""What is under way: plannings, updates from Telegram, how far rounds are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, String, Table

from bot.store.columns import Instant, Packed, Words
from bot.store.schema.base import metadata, partial

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
    # whose updates are answered in order
    Column("chat_id", BigInteger, nullable=False, server_default="0"),
    # NULL once handled: the id alone stays for a while, against a second arrival.
    Column("body", Words),
    Column("received_at", Instant, nullable=False),
)
partial("ix_inbox_pending", inbox.c.chat_id, inbox.c.update_id, where=inbox.c.body.is_not(None))
partial("ix_inbox_handled", inbox.c.received_at, where=inbox.c.body.is_(None))

marks = Table(
    "marks",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
    Column("at", Instant, nullable=False),
)

watches = Table(
    "watches",
    metadata,
    # what was seen in trouble, and whether the administrators know (see values.Watch)
    Column("name", String, primary_key=True),
    Column("looked_at", Instant, nullable=False),
    Column("since", Instant, nullable=False),
    Column("seen", Float, nullable=False),
    Column("trouble", Words, nullable=False),
    Column("ended_at", Instant),
    Column("alarmed", Boolean, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("tell_at", Instant),
)
