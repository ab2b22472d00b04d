"""Methods that change or take back what was sent."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.keyboards import check_markup
from bot.playground.emulator.members import ADMINISTRATORS
from bot.playground.emulator.methods.registry import Call, method
from bot.playground.emulator.parameters import whole
from bot.playground.emulator.sending import (
    format_caption,
    read_caption,
    text_fields,
    writable_chat,
)
from bot.playground.emulator.uploads import take_document, take_photo

_DELETABLE_FOR = 48 * 3600
_TEXT = ("text", "entities", "link_preview_options")
_CAPTION = ("caption", "caption_entities", "show_caption_above_media")
_MEDIA = ("photo", "document", *_CAPTION)


@method("editMessageText")
def edit_text(call: Call) -> Json:
    """Change the text of a message, and its keyboard."""
    chat, message = _editable(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _replace(call, chat, message, _TEXT, text_fields(call))


@method("editMessageCaption")
def edit_caption(call: Call) -> Json:
    """Change the caption of a message, and its keyboard."""
    chat, message = _editable(call)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _replace(call, chat, message, _CAPTION, read_caption(call))


@method("editMessageReplyMarkup")
def edit_markup(call: Call) -> Json:
    """Change the keyboard of a message."""
    chat, message = _editable(call)
    return _replace(call, chat, message, (), {})


@method("editMessageMedia")
def edit_media(call: Call) -> Json:
    """Change the photo or document of a message, its caption and keyboard."""
    chat, message = _editable(call)
    media = call.parameters.json("media")
    if not isinstance(media, dict) or not isinstance(media.get("media", ""), str):
        raise bad_request("can't parse input media JSON object")
    caption = format_caption(
        str(media.get("caption") or ""), str(media.get("parse_mode") or ""),
        media.get("caption_entities"),
    )  # fmt: skip
    take = {"photo": take_photo, "document": take_document}.get(str(media.get("type")))
    if take is None:
        raise bad_request("type of the media is not supported by the playground")
    upload = call.parameters.files.get("media")
    content = take(call, media.get("media", ""), upload)
    return _replace(call, chat, message, (*_MEDIA, *_TEXT), content | caption)


@method("deleteMessage")
def delete_message(call: Call) -> bool:
    """Take a message back."""
    chat = writable_chat(call)
    message_id = call.parameters.integer("message_id")
    message = call.world.storage.chats.message(chat.id, message_id)
    if message is None:
        raise bad_request("message to delete not found")
    _delete(call, chat, message)
    return True


@method("deleteMessages")
def delete_messages(call: Call) -> bool:
    """Take several messages back; those not found are passed over."""
    chat = writable_chat(call)
    ids = call.parameters.json("message_ids")
    if not isinstance(ids, list) or not 1 <= len(ids) <= 100:
        raise bad_request("message_ids must be a list of 1 to 100 identifiers")
    for message_id in ids:
        message = call.world.storage.chats.message(chat.id, whole(message_id))
        if message is not None:
            _delete(call, chat, message)
    return True


def _delete(call: Call, chat: ChatRow, message: Json) -> None:
    own = message.get("from", {}).get("id") == call.bot.id
    admin = call.world.bot_status(chat, call.bot) in ADMINISTRATORS
    if not (own or chat.private or admin):
        raise bad_request("message can't be deleted")
    if call.world.now() - message["date"] > _DELETABLE_FOR and not admin:
        raise bad_request("message can't be deleted for everyone")
    call.world.storage.chats.delete_message(chat.id, message["message_id"])
    call.world.events.publish(chat.id, "deleted", {"message_id": message["message_id"]})


def _editable(call: Call) -> tuple[ChatRow, Json]:
    if not call.parameters.has("chat_id") and call.parameters.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")  # inline messages are not kept here
    chat = writable_chat(call)
    if not call.parameters.has("message_id"):
        raise bad_request("message identifier is not specified")
    message = call.world.storage.chats.message(chat.id, call.parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.get("from", {}).get("id") != call.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(
    call: Call, chat: ChatRow, message: Json, dropped: tuple[str, ...], fields: Json
) -> Json:
    """Put fields in the place of others; a keyboard not given again goes, as with Telegram."""
    changed = {
        key: value for key, value in message.items() if key not in (*dropped, "reply_markup")
    }
    changed |= fields
    markup = check_markup(call.parameters.json("reply_markup"))
    if markup is not None:
        changed["reply_markup"] = markup
    if changed == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are "
            "exactly the same as a current content and reply markup of the message"
        )
    call.world.limits.edit(call.bot.token)
    changed["edit_date"] = call.world.now()
    call.world.storage.chats.replace_message(changed)
    call.world.events.publish(chat.id, "edited", changed)
    return changed
