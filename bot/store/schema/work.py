"""What is under way: plannings, updates from Telegram, how far rounds are."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String, Table

from bot.store.columns import Instant, Packed, Words
from bot.store.schema.base import metadata

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
