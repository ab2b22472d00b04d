"""Events that stories may still join, and what tells them apart."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table

from bot.store.columns import Instant, Packed
from bot.store.schema.base import COUNTED, Id, metadata

events = Table(
    "events",
    metadata,
    # An event that stories may still join. What a record holds is the pipeline's to know.
    Column("id", Id, primary_key=True),
    Column("record", Packed, nullable=False),
    Column("told_at", Instant, nullable=False, index=True),
    **COUNTED,
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
