"""What Telegram's errors mean for us, and what to try instead. Pure decisions for the sender."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum
from typing import Final, NamedTuple

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.chat.wire import LONGEST_ASKED, UNTOLD_WAIT, HeldBack, NotSent
from bot.domain.errors import (
    ChatGone,
    ChatMoved,
    SendError,
    SendHeld,
    SendLater,
    SendRefused,
    SendUnsure,
    TelegramAway,
    TokenRefused,
    TopicClosed,
)


class Photo(Enum):
    """How a card's photo goes out."""

    KNOWN = "by its file id"
    FRESH = "uploaded"
    NONE = "not at all: the card goes as text"


class Way(NamedTuple):
    """A way to send a message; each remedy takes one comfort off it."""

    photo: Photo = Photo.NONE
    html: bool = True
    """False for plain text."""
    thread: bool = False
    """Whether it goes to the place's thread."""
    buttons: bool = False


class Remedy(NamedTuple):
    """What to try after a refusal."""

    way: Way
    reason: str | None
    """What the reader goes without, and why; None where it is nothing."""


# Telegram documents no list of its errors; these are its server's descriptions
# (github.com/TelegramBotAPI/errors, and td's sources).
_GONE: Final = re.compile(
    r"chat not found|user not found|peer_id_invalid|chat_write_forbidden|channel_private"
    r"|user_(is_)?deactivated|user is deactivated|chat was (deactivated|deleted)"
    r"|bot (was kicked|is not a member)|have no rights to send|chat_restricted"
    r"|not enough rights to send text|need administrator rights|chat_id is empty"
    r"|input_user_deactivated|bot can't initiate",
    re.IGNORECASE,
)
# An address in a refusal may hold any of these words.
_QUOTED: Final = re.compile(r"'[^']*'")
# Strict: what was followed in a thread that is taken for lost moves to the general one for good.
_THREAD: Final = re.compile(
    r"message[ _]thread|(thread|topic)[ _](is[ _])?(closed|deleted|not[ _]found|id[ _]invalid)",
    re.IGNORECASE,
)
_ENTITIES: Final = re.compile(r"parse entities|entity|entities", re.IGNORECASE)
_PHOTO: Final = re.compile(
    r"photo|caption|image|media|file|http url content|web page content", re.IGNORECASE
)
_BUTTONS: Final = re.compile(r"button|keyboard|reply.?markup|http url", re.IGNORECASE)
_FLOOD: Final = re.compile(r"too many requests", re.IGNORECASE)


def remedy(way: Way, error: BadRequest) -> Remedy | None:
    """Return what to try after a refused way; None where nothing is left to try."""
    text = _QUOTED.sub("", error.message)
    steps = (
        (way.html, _ENTITIES, {"html": False}, "as plain text"),
        (way.thread, _THREAD, {"thread": False}, "outside its thread"),
        (way.photo is Photo.KNOWN, _PHOTO, {"photo": Photo.FRESH}, None),
        (way.photo is Photo.FRESH, _PHOTO, {"photo": Photo.NONE}, "without its photo"),
        (way.buttons, _BUTTONS, {"buttons": False}, "without its buttons"),
        (way.photo is not Photo.NONE, _ENTITIES, {"photo": Photo.NONE}, "without its photo"),
    )
    if _GONE.search(text):
        return None
    for open_, pattern, change, loss in steps:
        if open_ and pattern.search(text):
            return Remedy(way._replace(**change), f"{loss}: {error.message}" if loss else None)
    return None


def meaning(error: TelegramError, chat_id: int) -> SendError:
    """Return our error for one of python-telegram-bot's."""
    where, text = f"chat {chat_id}", error.message
    bare = _QUOTED.sub("", text) if isinstance(error, BadRequest) else ""
    result: SendError
    if isinstance(error, RetryAfter):
        seconds = seconds_of(error)
        result = SendLater(f"Telegram asks to wait {seconds:g} s before {where}", seconds)
    elif isinstance(error, ChatMigrated):
        result = ChatMoved(f"{where} is now {error.new_chat_id}", error.new_chat_id)
    elif isinstance(error, InvalidToken):
        result = TokenRefused(
            f"Telegram does not know the token ({text}); set TELEGRAM_BOT_TOKEN to the one that"
            " @BotFather shows"
        )
    elif isinstance(error, Forbidden) or _GONE.search(bare):
        result = ChatGone(f"{where} cannot be written to: {text}")
    elif _THREAD.search(bare):
        result = TopicClosed(f"{where} takes no messages in its general topic: {text}")
    elif isinstance(error, BadRequest):
        result = SendRefused(f"Telegram refused a message to {where}: {text}")
    elif _FLOOD.search(text):
        result = SendLater(f"Telegram asks to slow down before {where}", UNTOLD_WAIT)
    elif isinstance(error, HeldBack):
        result = SendHeld(f"a message to {where} is held back: {text}")
    elif isinstance(error, NotSent):
        result = TelegramAway(f"a message to {where} has not left: {text}")
    else:  # TimedOut, NetworkError and answers that are no JSON
        result = SendUnsure(f"a message to {where} may not have arrived: {text}")
    return result


def seconds_of(error: RetryAfter) -> float:
    """Return the wait in seconds that Telegram asks for, from one second to a day."""
    # python-telegram-bot 22 gives seconds, 23 will give a timedelta
    wait = error.retry_after
    seconds = wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return min(max(seconds, 1.0), LONGEST_ASKED)
