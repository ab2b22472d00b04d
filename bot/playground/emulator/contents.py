"""What a person's message says: a text, a forwarded message, or an inline result."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.entities import check_length, format_text, is_blank
from bot.playground.emulator.errors import BotApiError, Json, PeopleError
from bot.playground.emulator.inline import check_results, inline_message
from bot.playground.emulator.keyboards import check_markup
from bot.playground.emulator.methods.messages import forwarded
from bot.playground.emulator.parameters import whole
from bot.playground.emulator.sending import MAX_TEXT
from bot.playground.emulator.world import World


def read_content(world: World, body: Json) -> Json:
    """Return the content of a message that a person posts. Raises PeopleError."""
    try:
        if body.get("forward") is not None:
            return _forward(world, body["forward"])
        if body.get("inline") is not None:
            return _inline(world, body["inline"])
        return _text(body.get("text"))
    except BotApiError as error:
        raise PeopleError(error.description.removeprefix("Bad Request: ")) from error


def read_reply(world: World, chat: ChatRow, body: Json) -> Json:
    """Return the fields by which a message answers another. Raises PeopleError."""
    replied = body.get("reply_to")
    if replied is None:
        return {}
    message = world.storage.chats.message(chat.id, whole(replied))
    if message is None:
        raise PeopleError('"reply_to" must be the message_id of a message in the chat', 404)
    kept = {key: value for key, value in message.items() if key != "reply_to_message"}
    return {"reply_to_message": kept}


def read_thread(body: Json) -> int:
    """Return the topic of a message, 0 for none. Raises PeopleError."""
    thread = body.get("thread")
    if thread is None:
        return 0
    if type(thread) is not int or not 0 <= thread < 2**31:
        raise PeopleError('"thread" must be the positive id of a topic')
    return thread


def _text(text: object) -> Json:
    if not isinstance(text, str):
        raise PeopleError('"text" must be a text')
    formatted = format_text(text, parse_mode=None)
    check_length(formatted, MAX_TEXT, f'"text" must have at most {MAX_TEXT} UTF-16 units')
    if is_blank(formatted.text):
        raise PeopleError('"text" must not be empty')
    fields: Json = {"text": formatted.text}
    if formatted.entities:
        fields["entities"] = formatted.entities
    return fields


def _forward(world: World, forward: object) -> Json:
    if not isinstance(forward, dict):
        raise PeopleError('"forward" must be an object with "chat" and "message_id"')
    chat_id, message_id = whole(forward.get("chat")), whole(forward.get("message_id"))
    source = world.storage.chats.message(chat_id, message_id)
    if source is None or not ({"text", "photo", "document"} & source.keys()):
        raise PeopleError("there is no such message to forward", 404)
    return forwarded(source)


def _inline(world: World, inline: object) -> Json:
    """Return the message that an inline result becomes when a person picks it."""
    given = inline if isinstance(inline, dict) else {}
    bot = world.find_bot(str(given.get("bot")))
    if bot is None:
        raise PeopleError('"inline" must be an object with "bot", its user name, and "result"')
    (result,) = check_results([given.get("result")])
    content: Json = {"via_bot": bot.user(), **inline_message(result)}
    if isinstance(file_id := result.get("photo_file_id"), str):
        file = world.storage.files.get(bot.token, file_id)
        if file is None:
            raise PeopleError("the result's photo_file_id is none of the bot's", 404)
        content["photo"] = [file.body]
    markup = check_markup(result.get("reply_markup"))
    if markup is not None:
        content["reply_markup"] = markup
    if not ({"text", "photo"} & content.keys()):
        raise PeopleError("the playground shows inline results of text and cached photos only")
    return content
