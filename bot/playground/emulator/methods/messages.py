"""Methods that bring a new message."""

from __future__ import annotations

from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.methods.registry import Call, method
from bot.playground.emulator.sending import (
    find_chat,
    read_caption,
    send,
    text_fields,
    writable_chat,
)
from bot.playground.emulator.uploads import take_document, take_photo

_CONTENT = (
    "link_preview_options",
    "show_caption_above_media",
    "text",
    "entities",
    "photo",
    "document",
    "caption",
    "caption_entities",
)
_CHAT_ACTIONS = frozenset((
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
))  # fmt: skip


@method("sendMessage")
def send_message(call: Call) -> Json:
    """Send a text."""
    chat = writable_chat(call)
    return send(call, chat, text_fields(call))


@method("sendPhoto")
def send_photo(call: Call) -> Json:
    """Send a photo with a caption."""
    chat = writable_chat(call)
    caption = read_caption(call)
    given, upload = call.parameters.text("photo"), call.parameters.files.get("photo")
    return send(call, chat, take_photo(call, given, upload) | caption)


@method("sendDocument")
def send_document(call: Call) -> Json:
    """Send a file with a caption."""
    chat = writable_chat(call)
    caption = read_caption(call)
    given, upload = call.parameters.text("document"), call.parameters.files.get("document")
    return send(call, chat, take_document(call, given, upload) | caption)


@method("forwardMessage")
def forward_message(call: Call) -> Json:
    """Send a message again, naming where it came from."""
    chat = writable_chat(call)
    source = _source(call, "forward")
    return send(call, chat, forwarded(source))


@method("copyMessage")
def copy_message(call: Call) -> Json:
    """Send a message again as one's own."""
    chat = writable_chat(call)
    content = _content(_source(call, "copy"))
    if call.parameters.has("caption") and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= read_caption(call)
    return {"message_id": send(call, chat, content)["message_id"]}


@method("sendChatAction")
def send_chat_action(call: Call) -> bool:
    """Show that the bot is at it."""
    chat = writable_chat(call)
    action = call.parameters.text("action")
    if action not in _CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    call.world.events.publish(chat.id, "typing", {"action": action, "from": call.bot.user()})
    return True


def forwarded(source: Json) -> Json:
    """Return the content of a forwarded message, with its origin."""
    origin = source.get("forward_origin")
    if origin is None and source["chat"]["type"] == "channel":
        origin = {
            "type": "channel", "chat": source["chat"], "message_id": source["message_id"],
            "date": source["date"],
        }  # fmt: skip
    elif origin is None:
        origin = {"type": "user", "sender_user": source["from"], "date": source["date"]}
    return {"forward_origin": origin, **_content(source)}


def _source(call: Call, verb: str) -> Json:
    chat = find_chat(call, "from_chat_id")
    message = call.world.storage.chats.message(chat.id, call.parameters.integer("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if not _content(message):
        raise bad_request(f"the message can't be {'copied' if verb == 'copy' else 'forwarded'}")
    return message


def _content(message: Json) -> Json:
    return {name: message[name] for name in _CONTENT if name in message}
