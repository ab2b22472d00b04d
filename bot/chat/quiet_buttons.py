"""Buttons under the quiet hours: the usual ones, limits of cards an hour, a pause."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.chat.cards import Button
from bot.chat.keyboards import MARK, Keyboard, write
from bot.chat.texts import Texts
from bot.chat.texts.quiet import is_paused
from bot.domain.values import Chat, QuietHours

HOURS: Final = (
    QuietHours("22:00", "07:00"),
    QuietHours("23:00", "07:00"),
    QuietHours("23:00", "08:00"),
    QuietHours("00:00", "08:00"),
)
CAPS: Final = (5, 10, 20, None)
PAUSES: Final = (3, 24)
"""Hours."""


def panel(texts: Texts, chat: Chat, now: datetime, *, home: bool = False) -> Keyboard:
    """Return the buttons; ``home`` is for /settings: a button more leads back there."""
    flag = "s" if home else ""
    hours = [
        _choice(f"{one.start}–{one.end}", one == chat.quiet, "quiet", flag, "-".join(one))
        for one in HOURS
    ]
    off = _choice(texts.off_button(), chat.quiet is None, "quiet", flag, "off")
    caps = tuple(
        _choice(texts.limit_button(cap), cap == chat.cap, "cap", flag, cap or "off") for cap in CAPS
    )
    pause: tuple[Button, ...]
    if is_paused(chat, now):
        pause = (_choice(texts.resume_button(), False, "resume", flag),)
    else:
        pause = tuple(
            _choice(texts.pause_button(count), False, "pause", flag, f"{count}h")
            for count in PAUSES
        )
    back = ((Button(texts.back_button(), data="settings"),),) if home else ()
    return (tuple(hours[:2]), (*hours[2:], off), caps, pause, *back)


def _choice(label: str, is_chosen: bool, *data: object) -> Button:
    verb, *arguments = map(str, data)
    return Button((MARK if is_chosen else "") + label, data=write(verb, *arguments))
