"""Cards and digests on their way to Telegram."""

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
    literal,
)

from bot.domain.values import DeliveryState, DigestKind
from bot.store.columns import Instant, Packed, Words
from bot.store.schema.base import COUNTED, Id, metadata, partial, state


def _queue_columns() -> list[Column[object]]:
    """What cards and digests have in common on their way to Telegram."""
    columns = [
        Column("id", Id, primary_key=True),
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
    Column("kind", String, nullable=False, server_default=DigestKind.DAILY.value),
    **COUNTED,
)
DAILY = digests.c.kind == literal(DigestKind.DAILY.value, String(), literal_execute=True)
"""A digest that is its local date's own."""
Index(
    "uq_digests_daily",
    digests.c.chat_id,
    digests.c.thread_id,
    digests.c.local_date,
    unique=True,
    sqlite_where=DAILY,
    postgresql_where=DAILY,
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
    # of one that is held: whether it would have rung, but for a silence or a cap
    Column("held_back", Boolean, nullable=False, server_default=false()),
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
    **COUNTED,
)

for _queue in (deliveries, digests):
    _is_planned = _queue.c.state == DeliveryState.PLANNED.value
    _is_sending = _queue.c.state == DeliveryState.SENDING.value
    _is_failed = _queue.c.state == DeliveryState.FAILED.value
    partial(f"ix_{_queue.name}_order", _queue.c.id, where=_is_planned)
    partial(f"ix_{_queue.name}_time", _queue.c.not_before, where=_is_planned)
    partial(f"ix_{_queue.name}_planned", _queue.c.chat_id, _queue.c.id, where=_is_planned)
    partial(f"ix_{_queue.name}_sending", _queue.c.chat_id, where=_is_sending)
    # for those who look after it: when one was last sent, and what failed
    partial(f"ix_{_queue.name}_sent_at", _queue.c.sent_at, where=_queue.c.sent_at.is_not(None))
    partial(f"ix_{_queue.name}_failed", _queue.c.id, where=_is_failed)
partial(
    "ix_deliveries_digest_id",
    deliveries.c.digest_id,
    where=deliveries.c.digest_id.is_not(None),
)
WAITING = (deliveries.c.in_digest | deliveries.c.held_back) & deliveries.c.digest_id.is_(None)
"""A delivery that the next digest of its place shall have."""
partial("ix_deliveries_waiting", deliveries.c.chat_id, deliveries.c.thread_id, where=WAITING)
CARD = deliveries.c.card_id.is_(None) & (deliveries.c.state != state(DeliveryState.HELD))
"""A delivery that is, was or shall be a message of its own."""
partial("ix_deliveries_card", deliveries.c.story_id, where=CARD)
partial("ix_deliveries_card_id", deliveries.c.card_id, where=deliveries.c.card_id.is_not(None))
partial("ix_deliveries_edit_at", deliveries.c.edit_at, where=deliveries.c.edit_at.is_not(None))
