"""Methods that the playground takes without much coming of them."""

from __future__ import annotations

from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.methods.registry import Call, method
from bot.playground.emulator.sending import writable_chat


@method("pinChatMessage", "unpinChatMessage", "setMessageReaction")
def accept_on_message(call: Call) -> bool:
    """Accept what changes nothing that people see here, where the message is there."""
    chat = writable_chat(call)
    if call.parameters.has("message_id"):
        message_id = call.parameters.integer("message_id")
        if call.world.storage.chats.message(chat.id, message_id) is None:
            raise bad_request("message not found")
    return True


@method("getUserProfilePhotos")
def get_user_profile_photos(call: Call) -> Json:
    """Tell that people here have no photos."""
    del call
    return {"total_count": 0, "photos": []}


@method("createForumTopic")
def create_forum_topic(call: Call) -> Json:
    """Make a topic; its id is that of the service message which says so."""
    chat = writable_chat(call)
    name = call.parameters.text("name").strip()
    if not chat.body.get("is_forum"):
        raise bad_request("the chat is not a forum")
    if not 1 <= len(name) <= 128:
        raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_INVALID")
    topic: Json = {"name": name, "icon_color": 0x6FB9F0}
    said = {"from": call.bot.user(), "forum_topic_created": topic}
    message = call.world.keep_message(chat, said)
    call.world.storage.chats.add_thread(chat.id, message["message_id"])
    return {"message_thread_id": message["message_id"], **topic}
