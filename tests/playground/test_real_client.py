"""python-telegram-bot, unchanged, on the emulator in process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputMediaPhoto,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ChatMemberStatus, ParseMode
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
)
from telegram.request import HTTPXRequest

from tests.playground.telegrams import GROUP, TOKEN, Scene, picture, until

App = Application[Any, Any, Any, Any, Any, Any]


@pytest.fixture
async def application(scene: Scene) -> AsyncIterator[App]:
    """A bot on python-telegram-bot, not yet polling."""

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": scene.transport})

    built: App = (
        ApplicationBuilder()
        .token(TOKEN)
        .base_url("http://127.0.0.1/bot")
        .base_file_url("http://127.0.0.1/file/bot")
        .request(request())
        .get_updates_request(request())
        .build()
    )
    async with built:
        yield built


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    button = InlineKeyboardButton("Syria", callback_data="sub:Syria")
    await update.message.reply_html(
        f"<b>Hello</b> {' '.join(context.args or [])}",
        reply_markup=InlineKeyboardMarkup([[button]]),
    )


async def tapped(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Subscribed")
    await update.callback_query.edit_message_text("Done")


async def inline(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query is not None
    content = InputTextMessageContent("<b>x</b>", ParseMode.HTML)
    await update.inline_query.answer([InlineQueryResultArticle("1", "Story", content)])


async def test_a_conversation(scene: Scene, application: App) -> None:
    blocked: list[str] = []
    heard = asyncio.Event()

    async def changed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.my_chat_member is not None
        blocked.append(update.my_chat_member.new_chat_member.status)
        heard.set()

    application.add_handler(CommandHandler("start", start))
    application.add_handler(CallbackQueryHandler(tapped))
    application.add_handler(InlineQueryHandler(inline))
    application.add_handler(ChatMemberHandler(changed))
    assert application.updater is not None
    await application.updater.start_polling()
    await application.start()
    await scene.say(42, "/start s12", **{"from": {"id": 42, "language_code": "en"}})
    await until(lambda: last_text_is(scene, "Hello s12"))
    answer = (await scene.messages(42))[-1]
    tap = {"message_id": answer["message_id"], "data": "sub:Syria"}
    assert (await scene.people("chats/42/callbacks", **tap))["text"] == "Subscribed"
    await until(lambda: last_text_is(scene, "Done"))
    found = await scene.people("inline", query="s12", **{"from": {"id": 42}})
    assert found["results"][0]["input_message_content"]["message_text"] == "<b>x</b>"
    await scene.people("members", chat=42, id=42, status="kicked")
    await asyncio.wait_for(heard.wait(), 5)
    assert blocked == [ChatMemberStatus.BANNED]
    await application.updater.stop()
    await application.stop()


async def last_text_is(scene: Scene, text: str) -> bool:
    return bool((await scene.messages(42))[-1].get("text") == text)


async def test_methods(scene: Scene, application: App) -> None:
    bot = application.bot
    await scene.say(42, "hi")
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.people("members", chat=GROUP, id=42, status="administrator")
    sent = await bot.send_photo(42, picture(), caption="<b>c</b>", parse_mode=ParseMode.HTML)
    assert sent.caption_html == "<b>c</b>"
    file = await bot.get_file(sent.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == picture()
    edited = await bot.edit_message_media(
        InputMediaPhoto(picture(50, 40), caption="d"), 42, sent.message_id
    )
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    assert (edited.photo[-1].width, edited.caption) == (50, "d")
    await scene.wait()
    document = await bot.send_document(42, b"{}", filename="mine.json")
    assert document.document is not None
    assert document.document.file_name == "mine.json"
    await bot.set_my_commands([BotCommand("start", "Begin")], language_code="de")
    assert (await bot.get_my_commands(language_code="de"))[0].description == "Begin"
    chat = await bot.get_chat(GROUP)
    assert chat.is_forum
    assert [admin.user.id for admin in await bot.get_chat_administrators(GROUP)] == [42]
    for status in ("creator", "administrator", "member", "restricted", "left", "kicked"):
        await scene.people("members", chat=GROUP, id=43, status=status)
        assert (await bot.get_chat_member(GROUP, 43)).status == status
    assert (await bot.get_webhook_info()).pending_update_count > 0
    assert await bot.delete_message(42, sent.message_id)


async def test_errors(scene: Scene, application: App) -> None:
    bot = application.bot
    await scene.say(42, "hi")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(99, "x")
    await bot.send_message(42, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(42, "x")
    await scene.people("members", chat=42, id=42, status="kicked")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(42, "x")
    await scene.people("chats", id=-55, type="group", title="g")
    await scene.people("faults", kind="migrate", chat=-55)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(-55, "x")
    await bot.send_message(moved.value.new_chat_id, "x")
    for kind in ("500", "drop", "hang"):
        await scene.people("faults", kind=kind, method="getMe")
        with pytest.raises(NetworkError):
            await bot.get_me()


async def test_two_pollers(scene: Scene, application: App) -> None:
    first = asyncio.create_task(application.bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(application.bot.get_updates(timeout=10))
    with pytest.raises(Conflict):
        await first
    await scene.say(42, "hi")
    assert len(await second) == 1
