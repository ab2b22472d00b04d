from __future__ import annotations

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.chat.limiter import PacedLimiter, is_paced
from bot.chat.sender import TelegramSender
from bot.domain.errors import SendHeld, SendLater
from bot.domain.values import Place
from bot.pipeline.pacing import Pacer, Priority
from tests.chat.bot_api import BotApi, bot_on
from tests.chat.stories import chat, story


class QuickTimer:
    """A clock that is always where somebody waits for it to be."""

    def __init__(self) -> None:
        self.time = 1000.0

    def monotonic(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0.001)  # real requests go on meanwhile
        self.time += seconds


async def test_messages_to_a_chat_keep_their_distance() -> None:
    api, timer = BotApi(), QuickTimer()
    start = timer.time
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        for _ in range(4):
            await bot.send_message(42, "hello")
    assert len(api.calls) == 4
    assert timer.time - start >= 3.0


async def test_what_writes_nothing_passes() -> None:
    api, timer = BotApi(), QuickTimer()
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        await bot.send_message(42, "hello")
        before = timer.time
        await bot.answer_callback_query("1")
        await bot.get_me()
        await bot.send_chat_action(42, "typing")
    assert timer.time == before


async def test_a_refused_reply_waits_and_goes_again() -> None:
    api, timer = BotApi(), QuickTimer()
    start = timer.time
    for seconds in (3, 4):
        api.refuse(429, "Too Many Requests", retry_after=seconds)
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        message = await bot.send_message(42, "hello")
    assert message.message_id == len(api.calls) == 3
    assert timer.time - start >= 7.0


async def test_a_reply_gives_up_after_five_more() -> None:
    api, timer = BotApi(), QuickTimer()
    for _ in range(9):
        api.refuse(429, "Too Many Requests", retry_after=1)
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        with pytest.raises(RetryAfter):
            await bot.send_message(42, "hello")
    assert len(api.calls) == 6


async def test_a_refused_push_goes_back_to_its_queue_and_the_chat_waits() -> None:
    api, timer = BotApi(), QuickTimer()
    api.refuse(429, "Too Many Requests", retry_after=30)
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        before = timer.time
        sender = TelegramSender(bot)
        with pytest.raises(SendLater):
            await sender.card(Place(42), chat(), story())
        assert timer.time - before < 1
        await bot.send_message(42, "hello")
        assert timer.time - before >= 30
    assert [call.method for call in api.calls] == ["sendPhoto", "sendMessage"]


async def test_a_push_to_a_chat_that_waits_is_not_tried() -> None:
    api, timer = BotApi(), QuickTimer()
    api.refuse(429, "Too Many Requests", retry_after=30)
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        sender = TelegramSender(bot)
        for _ in range(2):
            with pytest.raises(SendLater) as told:
                await sender.card(Place(42), chat(), story())
            assert told.value.retry_after == 30
    assert len(api.calls) == 1


async def test_replies_overtake_pushes() -> None:
    api, timer = BotApi(), QuickTimer()
    async with bot_on(api, PacedLimiter(Pacer(timer))) as bot:
        await bot.send_message(42, "first")
        push = asyncio.create_task(bot.send_message(42, "push", rate_limit_args=Priority.INSTANT))
        await asyncio.sleep(0)
        reply = asyncio.create_task(bot.send_message(42, "reply"))
        await asyncio.gather(push, reply)
    assert [call.fields["text"] for call in api.calls] == ["first", "reply", "push"]


@pytest.mark.parametrize(
    ("method", "paced"),
    [
        ("sendMessage", True),
        ("sendPhoto", True),
        ("editMessageText", True),
        ("editMessageReplyMarkup", True),
        ("copyMessage", True),
        ("forwardMessage", True),
        ("sendChatAction", False),
        ("getUpdates", False),
        ("answerCallbackQuery", False),
        ("deleteMessage", False),
        ("setMyCommands", False),
        ("getFile", False),
    ],
)
def test_only_messages_are_paced(method: str, paced: bool) -> None:
    assert is_paced(method) is paced


async def test_pushes_are_held_back_and_replies_are_not() -> None:
    """Those that waited for their turn when nothing got through any more would be doubled."""
    api, limiter = BotApi(), PacedLimiter(Pacer(QuickTimer()))
    async with bot_on(api, limiter) as bot:
        sender = TelegramSender(bot)
        await sender.card(Place(42), chat(), story())
        limiter.is_held = lambda: True
        with pytest.raises(SendHeld):
            await sender.card(Place(43), chat(), story())
        await sender.card(Place(44), chat(), story(), priority=Priority.REPLY)
    assert [call.fields["chat_id"] for call in api.calls] == ["42", "44"]
