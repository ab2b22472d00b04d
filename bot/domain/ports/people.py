"""What is asked of the database about chats and what they write."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.values import (
    Anchor,
    Chat,
    ChatKind,
    LostThread,
    Mode,
    Place,
    Restraint,
    Silence,
    Subscription,
    Topic,
)


class ChatTable(Protocol):
    """Chats, their settings and topics."""

    async def ensure(
        self,
        chat_id: int,
        kind: ChatKind,
        title: str | None,
        language: str | None,
        now: datetime,
    ) -> Chat:
        """Return the chat, made or refreshed: title, language if given, active again."""

    async def get(self, chat_id: int) -> Chat | None:
        """Return a chat."""

    async def set_zone(self, chat_id: int, zone: str) -> None:
        """Set the time zone; the caller recomputes the digest plans."""

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of the interface."""

    async def set_every_source(self, chat_id: int, every: bool) -> None:
        """Let each source's story of an event ring by itself, or not."""

    async def gone(self, chat_id: int) -> None:
        """Note that Telegram refuses the chat: no more pushes, settings are kept."""

    async def moved(self, old_id: int, new_id: int) -> None:
        """Move everything of a group to its new id; where both exist, they are merged.

        Cards that were sent are not shown anew any more: the messages stay in the old group.
        """

    async def thread_lost(self, place: Place, now: datetime) -> None:
        """Let the general thread of the chat have all that a thread has; it is to be told of."""

    async def lost_threads(self, now: datetime, limit: int) -> list[LostThread]:
        """Return the lost threads that the administrators are to be told of now."""

    async def thread_told(self, place: Place, now: datetime) -> None:
        """Note that the administrators know of a lost thread."""

    async def tell_thread_later(self, place: Place, when: datetime) -> None:
        """Put that off."""

    async def subscribe(  # noqa: PLR0917  # in the order in which one would say them
        self,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[Anchor],
        mode: Mode,
        now: datetime,
    ) -> tuple[Subscription, bool]:
        """Return the place's subscription to a topic and whether it is new (mode is set if so)."""

    async def retopic(
        self,
        subscription_id: int,
        place: Place,
        normal: str,
        text: str,
        anchors: Collection[Anchor],
    ) -> Subscription | None:
        """Let a subscription of the place follow another topic; None where it is not there.

        It keeps its id, its mode and what it brought. Where the place follows that topic by
        another subscription already, that one ends, and what it brought becomes this one's.
        """

    async def set_mode(self, subscription_id: int, place: Place, mode: Mode) -> bool:
        """Change a subscription of the place; return whether it is there."""

    async def unsubscribe(self, subscription_id: int, place: Place) -> bool:
        """End a subscription of the place; return whether it was there."""

    async def subscriptions(self, place: Place) -> list[Subscription]:
        """Return the place's subscriptions in the order they were made."""

    async def topics_with(self, terms: Collection[str]) -> list[Topic]:
        """Return topics that somebody follows and that have an anchor among the terms."""

    async def topics_after(self, topic_id: int, limit: int) -> list[tuple[Topic, bool]]:
        """Return topics of higher ids, in their order, and whether somebody follows each."""

    async def anchored(self, topic_id: int, terms: Collection[str]) -> frozenset[Anchor]:
        """Return the anchors of a topic that begin with one of the terms."""

    async def anchor(
        self, topic_id: int, anchors: Collection[Anchor], instead_of: Collection[str] = ()
    ) -> None:
        """Give a topic these anchors, and take away those that begin with other terms of a list."""

    async def unanchor(self, topic_id: int, terms: Collection[str]) -> None:
        """Take a topic's anchors with these terms away, unless somebody follows it."""

    async def followers(
        self, topic_ids: Sequence[int], after: int, limit: int
    ) -> list[Subscription]:  # fmt: skip
        """Return subscriptions to these topics, by topic in ascending order, the oldest first.

        Of the first topic only those with a higher id than ``after``. Those of chats that may not
        be sent to are among them: they have no ``languages``.
        """

    async def languages(self, chat_ids: Collection[int]) -> Mapping[int, str]:
        """Return the interface language of each of the chats that is active."""


class SilenceTable(Protocol):
    """Quiet hours, pauses and caps, and what they hold back."""

    async def lock(self, chat_id: int) -> Chat | None:
        """Return a chat; until the transaction ends nobody plans for it, nor ends its silence."""

    async def keep(self, chat: Chat) -> None:
        """Keep a chat's quiet hours, pause and cap."""

    async def set(self, silences: Mapping[int, Silence | None]) -> None:
        """Set the silence that lasts or comes next, by chat; cards are taken until it starts."""

    async def ended(self, now: datetime, limit: int) -> list[Chat]:
        """Return active chats whose silence has an end that has come, the longest ended first.

        In a transaction that writes they are locked, and those that another process has are
        passed over.
        """

    async def of_all(self, after: int | None, limit: int) -> list[Chat]:
        """Return chats that have a silence, those behind an id, in their order."""

    async def restraints(
        self, places: Collection[Place], now: datetime
    ) -> Mapping[Place, Restraint]:
        """Return what keeps cards from ringing; places that nothing does are left out.

        The chats of those stay as they are until the transaction ends.
        """

    async def rang(self, place: Place, times: Sequence[datetime]) -> None:
        """Keep when a place's latest cards were planned."""

    async def rest(self, places: Collection[Place], at: datetime) -> None:
        """Let what was held back of places come at ``at``, or when that was set to before."""

    async def resting(self, now: datetime, limit: int) -> list[Place]:
        """Return places of active chats that are not silent, whose time of ``rest`` has come."""

    async def rested(self, place: Place) -> None:
        """Forget a place's time of ``rest``."""

    async def hold_back(self, chat_ids: Collection[int]) -> None:
        """Hold back what is planned for chats and not on its way, and what its cards would name."""

    async def held(self, chat_ids: Collection[int]) -> Mapping[Place, int]:
        """Return of which places of the chats stories are held back, and how many."""


class InboxTable(Protocol):
    """Updates from Telegram, kept from their arrival until they were handled."""

    async def add(self, updates: Sequence[tuple[int, int, str]], now: datetime) -> None:
        """Keep (update_id, chat_id, JSON); one already there or handled is passed over."""

    async def pending(self, limit: int) -> int:
        """Return how many are not yet handled, counting no further than ``limit``."""

    async def chats(self, limit: int, but: Collection[int] = ()) -> list[int]:
        """Return chats that have updates not yet handled, but those of ``but``."""

    async def next_of(self, chat_id: int) -> tuple[int, str] | None:
        """Return (update_id, JSON) of a chat's first update that is not yet handled."""

    async def done(self, update_id: int) -> None:
        """Forget a handled update, remembering the highest id."""

    async def offset(self) -> int:
        """Return the next update id to ask Telegram for; 0 at the beginning."""
