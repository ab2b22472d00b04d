"""What is asked of the database about cards and digests on their way."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from bot.domain.values import (
    Came,
    CardEdit,
    Delivery,
    Digest,
    DigestKind,
    DigestPlan,
    Place,
    PlannedDelivery,
    Planning,
    Sent,
    Waiting,
)


class PlanningTable(Protocol):
    """Stories that more people follow than are planned at once."""

    async def keep(self, planning: Planning) -> None:
        """Keep how far a story's planning is, for ``next``."""

    async def waiting(self, limit: int, but: Collection[int] = ()) -> list[int]:
        """Return stories that are to be planned on, the longest waiting first."""

    async def of(self, story_id: int) -> Planning | None:
        """Return a story's planning; None where all its deliveries are planned.

        In a transaction that writes it is locked.
        """

    async def done(self, story_id: int) -> None:
        """Forget a story whose deliveries are all planned."""


class DeliveryTable(Protocol):
    """Cards planned, on their way, sent or held."""

    async def plan(
        self, story_id: int, planned: Sequence[PlannedDelivery], now: datetime
    ) -> int:  # fmt: skip
        """Add deliveries; return how many.

        One already there for (place, story) stays as it is, but what was held for a digest yet to
        come is sent after all where this one is, and what was not is held for it.
        Cards that those which are joined refer to are due to be shown anew.
        """

    async def cards_of(
        self, event_id: int, but: int, places: Collection[Place], since: datetime
    ) -> dict[Place, int]:
        """Return where cards of an event's stories (``but`` one) were planned since, and which.

        Of each place the oldest; chats that want every source, and failed cards, are left out.
        They stay as they are until the transaction ends.
        """

    async def correct(self, story_id: int, now: datetime, since: datetime) -> int:
        """Let the story's cards that were sent since, or are planned, be shown anew; count them."""

    async def chats_to_edit(
        self, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[int]:
        """Return chats that have cards due to be shown anew, but those of ``exclude``."""

    async def take_edits(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[CardEdit]:
        """Return cards that are due to be shown anew, and keep others from them ``until`` then.

        The longest due first, at most one a chat and none of a chat in ``exclude``; where ``only``
        is given, of these chats.
        """

    async def edited(self, edit: CardEdit) -> None:
        """Note that Telegram showed a card anew; what was asked of it meanwhile stays due."""

    async def edit_later(
        self, edit: CardEdit, at: datetime, error: str, *, counted: bool = True
    ) -> None:
        """Show a card anew at ``at``; counts an attempt, unless it was none."""

    async def edit_failed(self, edit: CardEdit, reason: str) -> None:
        """Leave a card as it is, with the reason."""

    async def backlog_pushed(
        self, subscription_ids: Collection[int], feed_id: int
    ) -> dict[int, int]:
        """Return how many cards of the feed's backlog each subscription was planned already."""

    async def came(self, place: Place, story_id: int) -> Came | None:
        """Return how a story came to a place; None where none of its topics brought it."""

    async def brought(
        self, subscription_ids: Collection[int], since: datetime
    ) -> Mapping[int, int]:
        """Return how many stories each subscription brought since; those without are left out."""

    async def chats_waiting(
        self, now: datetime, limit: int, exclude: Collection[int] = ()
    ) -> list[int]:
        """Return chats that a card or a digest may be sent to, those with the oldest cards first.

        None that is excluded, inactive or has something on its way, unless its taker is dead.
        """

    async def take(
        self,
        now: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[Delivery]:
        """Move planned deliveries whose time has come to ``sending`` and return them.

        Oldest first, at most one a chat and none of a chat in ``exclude``; where ``only`` is
        given, of these chats. Inactive chats' wait. They are the taker's until ``LEASE`` has
        passed without ``hold``.
        """

    async def hold(self, ids: Collection[int], now: datetime) -> None:
        """Keep deliveries that are on their way for another ``LEASE``."""

    async def sent(self, delivery_id: int, sent: Sent, now: datetime) -> None:
        """Note Telegram's answer."""

    async def later(
        self, delivery_id: int, at: datetime, error: str, *, counted: bool = True
    ) -> None:
        """Plan a delivery again, not before ``at``; counts an attempt, unless it was none."""

    async def failed(self, delivery_id: int, reason: str) -> None:
        """Give a delivery up, with the reason.

        The oldest of what its card would have told of gets a card of its own.
        """

    async def take_up(self) -> int:
        """Plan again what a dead process left in ``sending`` (cards, digests); return the count."""

    async def forget(self, before: datetime, after: int, limit: int) -> int | None:
        """Forget those of the next ``limit`` ids behind ``after`` that were planned before.

        What is being sent stays. Return the last id looked at; None where no older one is left.
        """

    async def pending(self) -> int:
        """Return how many cards and digests are planned or being sent in active chats."""

    async def next_at(self) -> datetime | None:
        """Return the earliest time at which a planned card or digest may go."""


class DigestTable(Protocol):
    """Digests and when they are due."""

    async def plan_of(self, place: Place) -> DigestPlan:
        """Return the place's plan; 08:00 every day, not yet scheduled, where none was set."""

    async def scheduled(self, places: Collection[Place]) -> set[Place]:
        """Return those of the places that need no next time of a digest: it is set, or off."""

    async def set_plan(self, plan: DigestPlan) -> None:
        """Set time, days and ``next_at`` of a place."""

    async def plans_of_chat(self, chat_id: int) -> list[DigestPlan]:
        """Return the stored plans of all places of a chat."""

    async def plans(self) -> list[DigestPlan]:
        """Return the stored plans of all places."""

    async def due(self, now: datetime, limit: int) -> list[DigestPlan]:
        """Return plans of active chats that are not silent whose ``next_at`` has come."""

    async def due_of(self, chat_ids: Collection[int], now: datetime) -> list[DigestPlan]:
        """Return the plans of these chats whose ``next_at`` has come, silent or not."""

    async def waiting(
        self, place: Place, limit: int, kind: DigestKind = DigestKind.DAILY, *, daily: bool = False
    ) -> list[Waiting]:
        """Return stories that wait for the place's digest, newest first.

        The daily one, and one that is ``daily`` besides what its kind says, has all of them; others
        have what a silence or a cap held back.
        """

    async def compose(
        self,
        place: Place,
        local_date: date,
        story_ids: Sequence[int],
        now: datetime,
        kind: DigestKind = DigestKind.DAILY,
        *,
        daily: bool = False,
    ) -> bool:
        """Plan the digest of a local date with these stories, and take all that waited with it.

        False, and nothing changes, where that date's daily digest is already there; of one that is
        ``daily`` by another kind, the caller knows that it is not.
        """

    async def take(
        self,
        now: datetime,
        limit: int,
        exclude: Collection[int] = (),
        only: Collection[int] | None = None,
    ) -> list[Digest]:
        """As for deliveries."""

    async def hold(self, ids: Collection[int], now: datetime) -> None:
        """As for deliveries."""

    async def forget(self, before: datetime, after: int, limit: int) -> int | None:
        """Forget those of the next ``limit`` ids behind ``after`` that were planned before.

        What is being sent stays. Return the last id looked at; None where no older one is left.
        """

    async def sent(self, digest_id: int, sent: Sent, now: datetime) -> None:
        """As for deliveries."""

    async def later(
        self, digest_id: int, at: datetime, error: str, *, counted: bool = True
    ) -> None:
        """As for deliveries."""

    async def failed(self, digest_id: int, reason: str) -> None:
        """As for deliveries."""
