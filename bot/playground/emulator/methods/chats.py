"""Methods that tell about chats, members and files."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.members import ADMINISTRATORS, GONE, member_object
from bot.playground.emulator.methods.registry import Call, method
from bot.playground.emulator.sending import find_chat, gone, writable_chat

_MAX_DOWNLOAD = 20 * 1024 * 1024


@method("getChat")
def get_chat(call: Call) -> Json:
    """Tell about a chat."""
    chat = _readable(call)
    return {
        **chat.body,
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
             "gifts_from_channels"), False,
        ),
    }  # fmt: skip


@method("getChatMember")
def get_chat_member(call: Call) -> Json:
    """Tell about one member."""
    chat = _readable(call)
    user_id = call.parameters.integer("user_id")
    channel = chat.body["type"] == "channel"
    for bot in call.world.storage.bots.all():
        if bot.id == user_id and not (chat.private and user_id == chat.id):
            return member_object(bot.user(), call.world.bot_status(chat, bot), channel=channel)
    user = call.world.storage.chats.user(user_id)
    if user is None:
        raise bad_request("user not found")
    status = call.world.storage.chats.status(chat.id, user_id) or "left"
    if chat.private and user_id == chat.id:
        status = "member"
    return member_object(user, status, channel=channel)


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> list[Json]:
    """List the administrators, the calling bot too where it is one."""
    chat = _readable(call)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member_object(user, status, channel=chat.body["type"] == "channel")
        for user, status in _members(call, chat)
        if status in ADMINISTRATORS
    ]


@method("getChatMemberCount", "getChatMembersCount")
def get_chat_member_count(call: Call) -> int:
    """Count the members, bots too."""
    chat = _readable(call)
    if chat.private:
        return 2
    return sum(status not in GONE for _, status in _members(call, chat))


@method("leaveChat")
def leave_chat(call: Call) -> bool:
    """Leave a group or channel."""
    chat = writable_chat(call)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    call.world.set_bot_status(chat, call.bot, "left", call.bot.user())
    return True


@method("getFile")
def get_file(call: Call) -> Json:
    """Tell where to download a file."""
    file = call.world.storage.files.get(call.bot.token, call.parameters.text("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.body["file_size"] > _MAX_DOWNLOAD:
        raise bad_request("file is too big")
    kept = {key: file.body[key] for key in ("file_id", "file_unique_id", "file_size")}
    return {**kept, "file_path": file.path}


def _readable(call: Call) -> ChatRow:
    chat = find_chat(call)
    if not chat.private and (status := call.world.bot_status(chat, call.bot)) in GONE:
        raise gone(chat, status)
    return chat


def _members(call: Call, chat: ChatRow) -> list[tuple[Json, str]]:
    """Return everybody who ever had a status in a group; bots are there unless they left."""
    rows = call.world.storage.chats
    bots = call.world.storage.bots.all()
    ids = {bot.id for bot in bots}
    people = [
        (user, status)
        for user_id, status in rows.members(chat.id)
        if user_id not in ids and (user := rows.user(user_id)) is not None
    ]
    return people + [(bot.user(), call.world.bot_status(chat, bot)) for bot in bots]
