from __future__ import annotations

import asyncio
import json
from datetime import date

import pytest
from starlette.responses import PlainTextResponse
from telegram.error import RetryAfter

from bot.chat import cards
from bot.chat.refusals import seconds_of
from bot.chat.sender import TelegramSender
from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    SendError,
    SendLater,
    SendRefused,
    SendUnsure,
    TelegramAway,
    TokenRefused,
    TopicClosed,
)
from bot.domain.values import CardEdit, Place
from tests.chat.bot_api import BotApi, bot_on, bot_on_silence
from tests.chat.stories import chat, story

HERE = Place(42)
DAY = date(2018, 6, 17)


async def test_a_card_is_a_photo_with_caption_and_button() -> None:
    api = BotApi()
    async with bot_on(api) as bot:
        sent = await TelegramSender(bot).card(HERE, chat(), story())
    (call,) = api.calls
    assert call.method == "sendPhoto"
    assert call.fields["caption"] == cards.render(story(), zone="Europe/Berlin", language="en").html
    assert call.fields["parse_mode"] == "HTML"
    assert "message_thread_id" not in call.fields
    button, why = json.loads(call.fields["reply_markup"])["inline_keyboard"][0]
    assert why == {"text": "Why?", "callback_data": "why:7"}
    assert button == {"text": "Read more", "url": story().link}
    assert sent.message_id == 1
    assert sent.photo_file_id in api.photos
    assert sent.degraded is None


async def test_the_photo_is_uploaded_once() -> None:
    """Cards that leave together wait for the first one's upload; later ones know its id."""
    api = BotApi(delay=0.02)
    async with bot_on(api) as bot:
        sender = TelegramSender(bot)
        await asyncio.gather(*(sender.card(Place(n), chat(n), story()) for n in range(1, 9)))
        sent = await sender.card(HERE, chat(), story())
        other = await sender.card(HERE, chat(), story(id=8, photo_file_id=sent.photo_file_id))
    assert [call.uploaded for call in api.calls] == [True] + 9 * [False]
    assert other.photo_file_id == sent.photo_file_id


async def test_a_failed_upload_lets_the_others_upload() -> None:
    api = BotApi(delay=0.02)
    api.refuse(403, "Forbidden: bot was blocked by the user")
    async with bot_on(api) as bot:
        sender = TelegramSender(bot)
        results = await asyncio.gather(
            *(sender.card(Place(n), chat(n), story()) for n in (1, 2, 3)), return_exceptions=True
        )
    assert [isinstance(result, ChatGone) for result in results] == [True, False, False]


async def test_an_unknown_file_id_is_uploaded_again() -> None:
    api = BotApi()
    async with bot_on(api) as bot:
        sent = await TelegramSender(bot).card(HERE, chat(), story(photo_file_id="of another bot"))
    assert [call.uploaded for call in api.calls] == [False, True]
    assert sent.photo_file_id in api.photos
    assert sent.degraded is None


async def test_threads_get_their_own() -> None:
    api = BotApi()
    async with bot_on(api) as bot:
        sender = TelegramSender(bot)
        await sender.card(Place(-100, 5), chat(), story())
        await sender.digest(Place(-100, 5), chat(), [story()], DAY)
    assert [call.fields["message_thread_id"] for call in api.calls] == ["5", "5"]


async def test_a_digest_is_a_message_without_preview() -> None:
    api = BotApi()
    async with bot_on(api) as bot:
        sent = await TelegramSender(bot).digest(HERE, chat(), [story()], DAY)
    (call,) = api.calls
    assert call.method == "sendMessage"
    assert json.loads(call.fields["link_preview_options"]) == {"is_disabled": True}
    assert "/s1001" in call.fields["text"]
    assert sent.photo_file_id is None


@pytest.mark.parametrize(
    ("status", "description", "parameters", "error"),
    [
        (403, "Forbidden: bot was blocked by the user", {}, ChatGone),
        (403, "Forbidden: bot was kicked from the supergroup chat", {}, ChatGone),
        (403, "Forbidden: user is deactivated", {}, ChatGone),
        (400, "Bad Request: chat not found", {}, ChatGone),
        (400, "Bad Request: PEER_ID_INVALID", {}, ChatGone),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", {}, ChatGone),
        (400, "Bad Request: not enough rights to send text messages to the chat", {}, ChatGone),
        (400, "Bad Request: something of its own", {}, SendRefused),
        (400, "Bad Request: TOPIC_CLOSED", {}, TopicClosed),
        (401, "Unauthorized", {}, TokenRefused),
        (404, "Not Found", {}, TokenRefused),
        (429, "Too Many Requests: retry after 7", {"retry_after": 7}, SendLater),
        (429, "Too Many Requests", {}, SendLater),
        (400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -1009}, ChatMoved),
        (500, "Internal Server Error", {}, SendUnsure),
        (502, "Bad Gateway", {}, SendUnsure),
        (409, "Conflict: terminated by other getUpdates request", {}, SendUnsure),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
@pytest.mark.parametrize("what", ["card", "digest"])
async def test_refusals_become_our_errors(
    what: str, status: int, description: str, parameters: dict[str, int], error: type[SendError]
) -> None:
    api = BotApi()
    api.refuse(status, description, **parameters)
    async with bot_on(api) as bot:
        sender = TelegramSender(bot)
        with pytest.raises(error) as caught:
            await (
                sender.card(HERE, chat(), story())
                if what == "card"
                else sender.digest(HERE, chat(), [story()], DAY)
            )
    assert type(caught.value) is error
    assert len(api.calls) == 1
    if parameters.get("retry_after"):
        assert getattr(caught.value, "retry_after", None) == 7
    if parameters.get("migrate_to_chat_id"):
        assert getattr(caught.value, "chat_id", None) == -1009


@pytest.mark.parametrize("body", ["", "<html>", "[]", '{"ok": true}'], ids=repr)
async def test_answers_that_are_no_bot_api_are_unsure(body: str) -> None:
    api = BotApi(refusals=[PlainTextResponse(body)])
    async with bot_on(api) as bot:
        with pytest.raises(SendUnsure):
            await TelegramSender(bot).card(HERE, chat(), story())


@pytest.mark.parametrize("drop", [True, False], ids=["dropped", "hanging"])
async def test_a_lost_connection_is_unsure(drop: bool) -> None:
    async with bot_on_silence(drop=drop) as bot:
        sender = TelegramSender(bot)
        with pytest.raises(SendUnsure) as caught:
            await sender.digest(HERE, chat(), [story()], DAY)
        assert not isinstance(caught.value, TelegramAway)
        with pytest.raises(SendUnsure):
            await sender.card(HERE, chat(), story())


@pytest.mark.parametrize(
    ("refusals", "methods", "reason"),
    [
        (["can't parse entities: Unsupported start tag"], ["sendPhoto"] * 2, "plain text"),
        (["PHOTO_INVALID_DIMENSIONS"], ["sendPhoto", "sendMessage"], "without its photo"),
        (["not enough rights to send photos to the chat"], ["sendPhoto", "sendMessage"], "photo"),
        (["message caption is too long"], ["sendPhoto", "sendMessage"], "caption is too long"),
        (["message thread not found"], ["sendPhoto"] * 2, "outside its thread"),
        (["TOPIC_DELETED"], ["sendPhoto"] * 2, "outside its thread"),
        (["TOPIC_CLOSED"], ["sendPhoto"] * 2, "outside its thread"),
        (["TOPIC_ID_INVALID"], ["sendPhoto"] * 2, "outside its thread"),
        (
            ["inline keyboard button URL 'http://a.b/media/topic' is invalid: Wrong HTTP URL"],
            ["sendPhoto"] * 2,
            "without its buttons",
        ),
        (["BUTTON_URL_INVALID"], ["sendPhoto"] * 2, "without its buttons"),
        (
            ["message thread not found", "IMAGE_PROCESS_FAILED", "can't parse entities: x"],
            ["sendPhoto", "sendPhoto", "sendMessage", "sendMessage"],
            "plain text",
        ),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, list) else None,
)
async def test_a_refused_form_goes_in_a_plainer_one(
    refusals: list[str], methods: list[str], reason: str
) -> None:
    api = BotApi()
    for description in refusals:
        api.refuse(400, f"Bad Request: {description}")
    async with bot_on(api) as bot:
        sent = await TelegramSender(bot).card(Place(-100, 5), chat(), story())
    assert [call.method for call in api.calls] == methods
    assert sent.message_id == len(api.calls)
    assert reason in (sent.degraded or "")
    fields = api.calls[-1].fields
    card = cards.render(story(), zone="Europe/Berlin", language="en")
    assert fields.get("caption", fields.get("text")) in (card.html, card.text)
    assert ("parse_mode" in fields) is ("plain text" not in reason)
    lost_thread = any(text.startswith(("message thread", "TOPIC")) for text in refusals)
    assert ("message_thread_id" in fields) is not lost_thread
    assert sent.outside_thread is lost_thread
    assert ("reply_markup" in fields) is ("buttons" not in reason)


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
CAPTION, TEXT = "editMessageCaption", "editMessageText"


@pytest.mark.parametrize(
    ("refusals", "methods", "done"),
    [
        ([], [CAPTION], True),
        ([NOT_MODIFIED], [CAPTION], True),
        (["there is no caption in the message to edit"], [CAPTION, TEXT], True),
        (["there is no caption in the message to edit", NOT_MODIFIED], [CAPTION, TEXT], True),
        (["can't parse entities: byte offset 3"], [CAPTION, CAPTION], True),
        (["message to edit not found"], [CAPTION], False),
        (["message can't be edited"], [CAPTION], False),
        (["MESSAGE_ID_INVALID"], [CAPTION], False),
    ],
    ids=str,
)
async def test_edits(refusals: list[str], methods: list[str], done: bool) -> None:
    api = BotApi()
    for text in refusals:
        api.refuse(400, f"Bad Request: {text}")
    edit = CardEdit(1, Place(-100, 5), chat(), story(), 9, (), None, 0)
    async with bot_on(api) as bot:
        editing = TelegramSender(bot).edit(edit)
        if done:
            await editing
        else:
            with pytest.raises(SendRefused):
                await editing
    assert [call.method for call in api.calls] == methods
    fields = api.calls[-1].fields
    assert fields["message_id"] == "9"
    card = cards.render(story(), zone="Europe/Berlin", language="en")
    shown = card.html if "parse_mode" in fields else card.text
    assert fields.get("caption", fields.get("text")) == shown
    assert "reply_markup" in fields


async def test_a_form_is_given_up_once_only() -> None:
    api = BotApi()
    for _ in range(2):
        api.refuse(400, "Bad Request: can't parse entities: byte offset 3")
    async with bot_on(api) as bot:
        with pytest.raises(SendRefused):
            await TelegramSender(bot).digest(HERE, chat(), [story()], DAY)
    assert len(api.calls) == 2


async def test_a_link_beyond_a_qr_code_goes_as_text() -> None:
    api = BotApi()
    async with bot_on(api) as bot:
        sent = await TelegramSender(bot).card(
            HERE, chat(), story(link="https://example.org/" + "x" * 3000)
        )
    assert [call.method for call in api.calls] == ["sendMessage"]
    assert "QR code" in (sent.degraded or "")


async def test_a_wrong_zone_fails_this_message_only() -> None:
    async with bot_on(BotApi()) as bot:
        sender = TelegramSender(bot)
        with pytest.raises(SendRefused, match="Mars/Base"):
            await sender.card(HERE, chat(zone="Mars/Base"), story())
        with pytest.raises(SendRefused, match="Mars/Base"):
            await sender.digest(HERE, chat(zone="Mars/Base"), [story()], DAY)


async def test_cancelling_goes_through() -> None:
    api = BotApi(delay=5)
    async with bot_on(api) as bot:
        sender = TelegramSender(bot)
        task = asyncio.create_task(sender.card(HERE, chat(), story()))
        await api.called.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        api.delay = 0
        assert (await sender.card(HERE, chat(), story())).photo_file_id


@pytest.mark.parametrize("as_timedelta", ["true", "false"])
def test_waits_are_read_in_both_of_their_forms(
    as_timedelta: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert seconds_of(RetryAfter(7)) == 7.0
