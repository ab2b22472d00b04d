"""What every method that brings a new message has in common."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.entities import check_length, format_text, is_blank
from bot.playground.emulator.errors import BotApiError, Json, bad_request, forbidden, migrated
from bot.playground.emulator.keyboards import check_markup
from bot.playground.emulator.members import GONE
from bot.playground.emulator.methods.registry import Call
from bot.playground.emulator.parameters import whole

MAX_TEXT = 4096
MAX_CAPTION = 1024
_KIND_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def find_chat(call: Call, name: str = "chat_id") -> ChatRow:
    """Return the chat that a parameter names. Raises BotApiError (400)."""
    given = call.parameters.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    rows = call.world.storage.chats
    chat: ChatRow | None = None
    if given.startswith("@"):
        wanted = given[1:].lower()
        chat = next((c for c in rows.all() if c.body.get("username", "").lower() == wanted), None)
    else:
        chat = rows.get(call.parameters.integer(name))
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(call: Call) -> ChatRow:
    """Return the chat that a call writes to. Raises BotApiError (400, 403)."""
    chat = find_chat(call)
    if chat.moved_to is not None:
        raise migrated(chat.moved_to)
    status = call.world.bot_status(chat, call.bot)
    if status in GONE:
        raise gone(chat, status)
    return chat


def gone(chat: ChatRow, status: str = "kicked") -> BotApiError:
    """Return the 403 of a chat that the bot may not write to."""
    if chat.private:
        return forbidden("bot was blocked by the user")
    kind = _KIND_NAMES[chat.body["type"]]
    if status == "left":
        return forbidden(f"bot is not a member of the {kind}")
    return forbidden(f"bot was kicked from the {kind}")


def format_caption(text: str, parse_mode: object, entities: object) -> Json:
    """Return the caption fields of a message, none where it is blank. Raises BotApiError (400)."""
    mode = parse_mode if isinstance(parse_mode, str) else None
    formatted = format_text(text, parse_mode=mode, entities=entities)
    check_length(formatted, MAX_CAPTION, "message caption is too long")
    if not formatted.text:
        return {}
    fields: Json = {"caption": formatted.text}
    if formatted.entities:
        fields["caption_entities"] = formatted.entities
    return fields


def read_caption(call: Call) -> Json:
    """Return the caption fields that a call gives. Raises BotApiError (400)."""
    parameters = call.parameters
    fields = format_caption(
        parameters.text("caption"),
        parameters.text("parse_mode"),
        parameters.json("caption_entities"),
    )
    if parameters.flag("show_caption_above_media"):
        fields["show_caption_above_media"] = True
    return fields


def text_fields(call: Call) -> Json:
    """Return the text fields of the message that a call gives. Raises BotApiError (400)."""
    parameters = call.parameters
    formatted = format_text(
        parameters.text("text"),
        parse_mode=parameters.text("parse_mode"),
        entities=parameters.json("entities"),
    )
    if is_blank(formatted.text):
        raise bad_request("message text is empty")
    check_length(formatted, MAX_TEXT, "message is too long")
    fields: Json = {"text": formatted.text}
    if formatted.entities:
        fields["entities"] = formatted.entities
    preview = parameters.json("link_preview_options")
    if preview is None and parameters.flag("disable_web_page_preview"):
        preview = {"is_disabled": True}
    if preview:
        fields["link_preview_options"] = preview
    return fields


def send(call: Call, chat: ChatRow, content: Json) -> Json:
    """Keep a bot's new message and return it. Raises BotApiError (400, 429).

    The flood limits come last, so that a call that is wrong in itself uses up nothing.
    """
    envelope = _envelope(call, chat)
    markup = check_markup(call.parameters.json("reply_markup"))
    call.world.limits.send(call.bot.token, chat.id)
    message = {**envelope, **content}
    if markup is not None:
        message["reply_markup"] = markup
    return call.world.keep_message(chat, message)


def _envelope(call: Call, chat: ChatRow) -> Json:
    envelope: Json = {"from": call.bot.user()}
    if chat.body["type"] == "channel":
        envelope["sender_chat"] = chat.body
    replied = _replied(call, chat)
    thread = call.parameters.integer("message_thread_id")
    general = thread == 1 and chat.body.get("is_forum")  # its messages carry no thread
    if thread and call.world.storage.chats.has_thread(chat.id, thread):
        envelope["message_thread_id"] = thread
        if chat.private or chat.body.get("is_forum"):
            envelope["is_topic_message"] = True
    elif thread and not general:
        raise bad_request("message thread not found")
    if replied is not None:
        envelope["reply_to_message"] = {
            key: value for key, value in replied.items() if key != "reply_to_message"
        }
    return envelope


def _replied(call: Call, chat: ChatRow) -> Json | None:
    parameters = call.parameters.json("reply_parameters")
    message_id = call.parameters.integer("reply_to_message_id")
    lenient = call.parameters.flag("allow_sending_without_reply")
    if isinstance(parameters, dict):
        message_id = whole(parameters.get("message_id"))
        lenient = lenient or parameters.get("allow_sending_without_reply") is True
    if not message_id:
        return None
    message = call.world.storage.chats.message(chat.id, message_id)
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return message
