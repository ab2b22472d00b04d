"""Cards and digests on the playground's Bot API, whose HTML parser and limits are not ours."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.app.clocks import SystemClock, SystemTimer
from bot.chat import cards
from bot.chat.sender import TelegramSender
from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    SendError,
    SendLater,
    SendRefused,
    SendUnsure,
    TokenRefused,
)
from bot.domain.values import Also, CardEdit, Place, Story
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from tests.chat.stories import chat, sentences, story


class Telegram:
    """The emulator, a person's chat and a bot that writes to it."""

    def __init__(self, web: httpx.AsyncClient, bot: ExtBot[Any]) -> None:
        self.web = web
        self.sender = TelegramSender(bot)

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = await self.web.post(path, json=body)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    async def messages(self, chat_id: int = 42) -> list[dict[str, Any]]:
        """Return the bot's messages."""
        answer = await self.web.get(f"/playground/chats/{chat_id}/messages?after=0")
        return [message for message in answer.json()["messages"] if message["from"]["is_bot"]]


@pytest.fixture
async def telegram(tmp_path: Path) -> AsyncIterator[Telegram]:
    emulator = Emulator(tmp_path, SystemClock(), SystemTimer())
    transport = httpx.ASGITransport(app=create_site(emulator))
    request = HTTPXRequest(httpx_kwargs={"transport": transport})
    web = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")
    async with web, ExtBot("1:token", base_url="http://127.0.0.1/bot", request=request) as bot:
        telegram = Telegram(web, bot)
        await telegram.post("/playground/chats/42/messages", {"text": "hi", "from": {"id": 42}})
        yield telegram
    await emulator.close()


ODD = story(
    id=8, code=1002, title='<b>"R&D"</b> & 🚀 </blockquote>', publisher="A & B <Press>",
    extract=sentences("1 < 2 & 3 > 2, they said.", "Then they left."),
)  # fmt: skip
ARABIC = story(
    id=9, code=1003, title="NATO يعلن استئناف المحادثات", lang="ar", publisher="صحيفة المثال",
    extract=sentences("استأنفت الحكومتان المحادثات يوم الأحد."),
)  # fmt: skip
LONG = story(
    id=10, code=1004, title="Long headline 🚀 " * 60, link="https://example.org/" + "path/" * 300,
    extract=sentences(*(f"Sentence {n} " + "goes on " * 20 + "." for n in range(9))),
)  # fmt: skip


@pytest.mark.parametrize("told", [story(), ODD, ARABIC, LONG], ids=lambda told: told.code)
async def test_telegram_shows_the_card_as_it_was_made(telegram: Telegram, told: Story) -> None:
    sent = await telegram.sender.card(Place(42), chat(), told)
    assert sent.degraded is None
    (message,) = await telegram.messages()
    card = cards.render(told, zone="Europe/Berlin", language="en")
    assert message["message_id"] == sent.message_id
    assert message["caption"] == card.text
    assert message["photo"][-1]["file_id"] == sent.photo_file_id
    kinds = [entity["type"] for entity in message["caption_entities"]]
    for kind in ("bold", "italic", "blockquote", "text_link", "bot_command"):
        assert kind in kinds
    assert message["reply_markup"]["inline_keyboard"][0][0]["url"] == told.link


async def test_a_digest_keeps_all_its_entities(telegram: Telegram) -> None:
    many = [story(id=n, code=n, title=f"Story {n}") for n in range(1, 60)]
    await telegram.sender.digest(Place(42), chat(), [ARABIC, *many], date(2018, 6, 17))
    (message,) = await telegram.messages()
    entities = message["entities"]
    text = message["text"].encode("utf-16-le")
    commands = [
        text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
        if e["type"] == "bot_command"
    ]
    shown = message["text"].count("· /s") + message["text"].count("\u2068/s")
    assert len(commands) == shown + 1
    assert commands[0] == "/s1003"
    assert commands[-1] == "/latest"
    assert len(entities) <= 100


ALSO = (Also(2001, "The <Other> & Post"), Also(2002, "وكالة المثال"))


def edit_of(message_id: int, told: Story, **changes: Any) -> CardEdit:
    fields: dict[str, Any] = {
        "delivery_id": 1, "place": Place(42), "chat": chat(), "story": told,
        "message_id": message_id, "also": ALSO, "corrected_at": None, "attempts": 0,
    }  # fmt: skip
    return CardEdit(**(fields | changes))


NO_QR = story(id=11, code=1005, link="https://example.org/" + "x" * 2980)


@pytest.mark.parametrize("told", [story(), ARABIC, LONG, NO_QR], ids=lambda told: told.code)
async def test_a_sent_card_is_shown_anew(telegram: Telegram, told: Story) -> None:
    """With a photo its caption changes, without one its text; once it is so, nothing does."""
    sent = await telegram.sender.card(Place(42), chat(), told)
    at = datetime(2018, 6, 17, 14, 20, tzinfo=UTC)
    edit = edit_of(sent.message_id, told, corrected_at=at)
    for _ in range(2):
        await telegram.sender.edit(edit)
    (message,) = await telegram.messages()
    card = cards.render(
        told, zone="Europe/Berlin", language="en", also=ALSO, corrected_at=at
    )  # fmt: skip
    assert message.get("caption", message.get("text")) == card.text
    assert "edit_date" in message
    entities = message.get("caption_entities") or message["entities"]
    assert [entity["type"] for entity in entities].count("bot_command") == 3
    assert len(message.get("reply_markup", {}).get("inline_keyboard", [])) == len(card.buttons)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "429", "seconds": 3}, SendLater),
        ({"kind": "500"}, SendUnsure),
        ({"kind": "403"}, ChatGone),
        (None, SendRefused),
    ],
    ids=str,
)
async def test_a_card_that_cannot_be_edited(
    telegram: Telegram, fault: dict[str, Any] | None, error: type[SendError]
) -> None:
    sent = await telegram.sender.card(Place(42), chat(), story())
    if fault is None:
        body = {"chat_id": 42, "message_id": sent.message_id}
        await telegram.post("/bot1:token/deleteMessage", body)
    else:
        fault |= {"method": "editMessageCaption", "times": 1}
        await telegram.post("/playground/faults", fault)
    with pytest.raises(error):
        await telegram.sender.edit(edit_of(sent.message_id, story()))


@pytest.mark.parametrize(
    ("kind", "error"),
    [("429", SendLater), ("500", SendUnsure), ("403", ChatGone), ("drop", SendUnsure)],
)
async def test_faults_of_telegram(telegram: Telegram, kind: str, error: type[Exception]) -> None:
    fault = {"method": "sendPhoto", "chat": 42, "kind": kind, "times": 1, "seconds": 3}
    await telegram.post("/playground/faults", fault)
    with pytest.raises(error):
        await telegram.sender.card(Place(42), chat(), story())
    assert (await telegram.sender.card(Place(42), chat(), story())).message_id


async def test_a_parse_fault_goes_as_plain_text(telegram: Telegram) -> None:
    await telegram.post("/playground/faults", {"method": "sendPhoto", "kind": "400"})
    sent = await telegram.sender.card(Place(42), chat(), story())
    assert "plain text" in (sent.degraded or "")
    (message,) = await telegram.messages()
    assert message["caption"] == cards.render(story(), zone="Europe/Berlin", language="en").text


async def test_unknown_and_moved_chats(telegram: Telegram) -> None:
    with pytest.raises(ChatGone):
        await telegram.sender.card(Place(77), chat(77), story())
    await telegram.post(
        "/playground/chats", {"id": -5, "type": "group", "title": "Lake", "is_forum": False}
    )
    await telegram.post("/playground/faults", {"chat": -5, "kind": "migrate"})
    with pytest.raises(ChatMoved) as moved:
        await telegram.sender.card(Place(-5), chat(-5), story())
    assert moved.value.chat_id < -5


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "401"}, TokenRefused),
        ({"kind": "500"}, SendUnsure),
        ({"kind": "429"}, SendLater),
        ({"kind": "answer", "body": '{"ok": true, "result": "me"}'}, SendUnsure),
    ],
    ids=str,
)
async def test_asking_who_we_are(
    telegram: Telegram, fault: dict[str, Any], error: type[SendError]
) -> None:
    await telegram.sender.probe()
    await telegram.post("/playground/faults", {"method": "getMe", **fault})
    with pytest.raises(error):
        await telegram.sender.probe()
