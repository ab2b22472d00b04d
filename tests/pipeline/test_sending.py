"""Sending what is planned: what Telegram answered is noted, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date

import pytest

from bot.domain.errors import ChatGone, DatabaseError, SendLater, SendRefused, SendUnsure
from bot.domain.ports import NO_ALSO, Unit
from bot.domain.values import Also, CardEdit, Chat, DigestKind, Place, Sent, Story
from bot.pipeline.sending import MOST_ATTEMPTS, Outbox
from bot.store import SqlStore
from tests.store.samples import NOW, plan_cards, subscribe
from tests.timers import FastTimer, SetClock


class Telegram:
    """A sender that answers as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.cards: list[int] = []
        self.edits: list[CardEdit] = []
        self.probes = 0

    async def card(
        self, place: Place, chat: Chat, story: Story, also: Sequence[Also] = ()
    ) -> Sent:  # fmt: skip
        self.cards.append(story.code)
        if self.error is not None:
            raise self.error
        return Sent(len(self.cards), "photo")

    async def digest(  # noqa: PLR0917  # the port's signature
        self,
        place: Place,
        chat: Chat,
        stories: Sequence[Story],
        local_date: date,
        also: Mapping[int, Sequence[Also]] = NO_ALSO,
        kind: DigestKind = DigestKind.DAILY,
        more: int = 0,
    ) -> Sent:
        raise AssertionError(place)

    async def edit(self, edit: CardEdit) -> None:
        self.edits.append(edit)
        if self.error is not None:
            raise self.error

    async def probe(self) -> None:
        self.probes += 1
        if self.error is not None:
            raise self.error


class Away:
    """A store that is away at some of its writes, counted from 0."""

    def __init__(self, store: SqlStore, away: range) -> None:
        self._store = store
        self._away = away
        self._writes = 0

    def read(self) -> AbstractAsyncContextManager[Unit]:
        return self._store.read()

    @asynccontextmanager
    async def write(self, *, first: bool = False) -> AsyncIterator[Unit]:
        self._writes += 1
        if self._writes - 1 in self._away:
            raise DatabaseError("The disk is full.")
        async with self._store.write(first=first) as unit:
            yield unit


@pytest.mark.parametrize(
    ("error", "planned"),
    [(None, 0), (SendLater("wait", 7.0), 1), (ChatGone("blocked"), 1), (SendRefused("no"), 0)],
    ids=["sent", "later", "gone", "refused"],
)
async def test_the_answer_is_noted_when_the_database_is_back(
    store: SqlStore, error: Exception | None, planned: int
) -> None:
    """Left in ``sending``, the message would hold up its chat until the next start."""
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
    telegram, clock = Telegram(error), SetClock(NOW)
    outbox = Outbox(Away(store, range(1, 4)), telegram, clock, FastTimer().sleep)
    item = await outbox.take(one.place.chat_id)
    assert item is not None
    await outbox.send(item)
    assert len(telegram.cards) == 1
    async with store.read() as unit:
        counts = await unit.upkeep.counts()
        chat = await unit.chats.get(item.place.chat_id)
    assert (counts["planned"], counts["failed"]) == (planned, int(isinstance(error, SendRefused)))
    assert chat is not None
    assert chat.active is not isinstance(error, ChatGone)


async def test_one_that_may_have_arrived_fifty_times_is_given_up(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        await plan_cards(unit, one, [1])
    telegram, clock = Telegram(SendUnsure("HTTP 500")), SetClock(NOW)
    outbox = Outbox(store, telegram, clock)
    for _ in range(MOST_ATTEMPTS + 5):
        telegram.error = None  # Telegram itself is well
        item = await outbox.take(one.place.chat_id)
        telegram.error = SendUnsure("HTTP 500")
        if item is not None:
            await outbox.send(item)
        clock.advance(hours=1)
    assert len(telegram.cards) == MOST_ATTEMPTS + 1
    async with store.read() as unit:
        (failure,) = await unit.upkeep.failures(9)
    assert failure.reason == "HTTP 500"
