"""ChatMember objects, with the fields that each status has in the Bot API."""

from __future__ import annotations

from bot.playground.emulator.errors import Json

STATUSES = ("creator", "administrator", "member", "restricted", "left", "kicked")
GONE = ("left", "kicked")
ADMINISTRATORS = ("creator", "administrator")

_RIGHTS = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_manage_topics",
)  # fmt: skip
_PERMISSIONS = (
    "can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos",
    "can_send_videos", "can_send_video_notes", "can_send_voice_notes", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_change_info",
    "can_invite_users", "can_pin_messages", "can_manage_topics", "can_edit_tag",
    "can_react_to_messages",
)  # fmt: skip


def member_object(user: Json, status: str, *, channel: bool = False) -> Json:
    """Return the ChatMember object of a user."""
    member: Json = {"user": user, "status": status}
    if status == "creator":
        member["is_anonymous"] = False
    elif status == "administrator":
        member |= {"can_be_edited": False, "is_anonymous": False}
        member |= dict.fromkeys(_RIGHTS, True)
        if channel:
            member |= {"can_post_messages": True, "can_edit_messages": True}
    elif status == "restricted":
        member |= {"is_member": True, "until_date": 0}
        member |= dict.fromkeys(_PERMISSIONS, False)
    elif status == "kicked":
        member["until_date"] = 0
    return member
