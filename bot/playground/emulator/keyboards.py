"""Reply markup: inline keyboards checked as Telegram does, other keyboards passed over."""

from __future__ import annotations

from collections.abc import Iterator

from bot.playground.emulator.errors import BotApiError, Json, bad_request
from bot.playground.emulator.links import checked_link

MAX_BUTTONS = 100
_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay",
)  # fmt: skip
_OTHER_KEYBOARDS = ("keyboard", "remove_keyboard", "force_reply")


def check_markup(markup: object) -> Json | None:
    """Return the inline keyboard as a message shows it, None for none and other keyboards.

    Raises BotApiError (400).
    """
    if markup in (None, ""):
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if markup and not any(name in markup for name in _OTHER_KEYBOARDS):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" must be of type Array of Arrays')
    checked = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MAX_BUTTONS or any(len(row) > 8 for row in checked):
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": checked} if checked else None


def buttons(message: Json) -> Iterator[Json]:
    """Yield the buttons of a message's keyboard."""
    for row in message.get("reply_markup", {}).get("inline_keyboard", ()):
        yield from row


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise _unparsed("expected an Object")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unparsed('Can\'t find field "text"')
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsed("exactly one of the optional fields must be used")
    action = actions[0]
    return {"text": text, action: _action(action, button[action])}


def _action(action: str, value: object) -> object:
    """Return what a button does as the message shows it. Raises BotApiError (400)."""
    if action == "url":
        return _url(value)
    if action == "callback_data":
        if not isinstance(value, str) or not 1 <= len(value.encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif action.startswith("switch_inline") and isinstance(value, str) and len(value) > 256:
        raise bad_request("SWITCH_INLINE_QUERY_INVALID")
    return value


def _url(value: object) -> str:
    checked = checked_link(value) if isinstance(value, str) else None
    if checked is None:
        reason = "URL host is empty" if not value else "Wrong HTTP URL"
        raise bad_request(f"inline keyboard button URL '{value}' is invalid: {reason}")
    return checked


def _unparsed(reason: str) -> BotApiError:
    return bad_request(f"can't parse inline keyboard button: {reason}")
