"""Showing cards anew: what Telegram answers decides whether, and when, again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    SendLater,
    SendRefused,
    SendUnsure,
    TelegramAway,
    TokenRefused,
)
from bot.domain.values import Place
from bot.pipeline.editing import HELD, Editor
from bot.pipeline.sending import BLAMELESS, MOST_ATTEMPTS
from bot.store import SqlStore
from tests.pipeline.test_sending import Away, Telegram
from tests.store.samples import DAY, NOW, subscribe
from tests.store.test_edits import also, sent_card
from tests.timers import SetClock

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (None, None),
        (SendLater("wait", 7.0), 7 * SECOND),
        (SendUnsure("timed out"), SECOND),
        (TelegramAway("no connection"), SECOND),
        (TokenRefused("revoked"), SECOND),
        (ChatMoved("moved", -1005), None),
        (ChatGone("blocked"), None),
        (SendRefused("message to edit not found"), None),
        (ValueError("a fault of the card's"), None),
    ],
    ids=lambda one: type(one).__name__,
)
async def test_an_answer(store: SqlStore, error: Exception | None, again: timedelta | None) -> None:
    async with store.write() as unit:
        one = await subscribe(unit, Place(-5))
        _, card_id = await sent_card(unit, one)
        await also(unit, one, card_id, 2)
    telegram, clock = Telegram(error), SetClock(NOW)
    editor = Editor(store, telegram, clock)
    edit = await editor.take(-5)
    assert edit is not None
    await editor.edit(edit)
    assert telegram.edits == [edit]
    chat_id = -1005 if isinstance(error, ChatMoved) else -5
    if again is not None:
        clock.advance(seconds=again.total_seconds() - 0.1)
        assert await editor.take(chat_id) is None
        clock.advance(seconds=0.1)
        edit = await editor.take(chat_id)
        assert edit is not None
        assert edit.attempts == (0 if isinstance(error, BLAMELESS) else 1)
        assert edit.place.chat_id == chat_id
    else:
        clock.advance(days=2)
        assert await editor.take(chat_id) is None
    async with store.read() as unit:
        chat = await unit.chats.get(chat_id)
        assert chat is not None
        assert chat.active is not isinstance(error, ChatGone)


async def test_an_edit_that_never_goes_is_given_up(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        _, card_id = await sent_card(unit, one)
        await also(unit, one, card_id, 2)
    telegram, clock = Telegram(SendUnsure("timed out")), SetClock(NOW)
    editor = Editor(store, telegram, clock)
    for _ in range(MOST_ATTEMPTS + 5):
        edit = await editor.take(one.place.chat_id)
        if edit is not None:
            await editor.edit(edit)
        clock.advance(hours=1)
    assert len(telegram.edits) == MOST_ATTEMPTS + 1


async def test_an_answer_that_cannot_be_noted_brings_the_edit_again(store: SqlStore) -> None:
    async with store.write() as unit:
        one = await subscribe(unit)
        _, card_id = await sent_card(unit, one)
        await also(unit, one, card_id, 2)
    telegram, clock = Telegram(), SetClock(NOW)
    editor = Editor(Away(store, range(1, 2)), telegram, clock)
    edit = await editor.take(one.place.chat_id)
    assert edit is not None
    await editor.edit(edit)
    clock.advance(seconds=HELD.total_seconds())
    again = await editor.take(one.place.chat_id)
    assert again is not None
    await editor.edit(again)
    clock.advance(seconds=DAY.total_seconds())
    assert await editor.take(one.place.chat_id) is None
