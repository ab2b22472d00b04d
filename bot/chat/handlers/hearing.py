"""What a text means to us: a command, a story code, a link, or a topic to try. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
_TAPPED = re.compile(r"(?<![\w/.])/[sS](\d{1,18})(?![\w/.])")
_NUMBER = re.compile(r"(?:#\s*)?[sS]?(\d{1,18})")
_LINK = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*", re.IGNORECASE)
_DEEP_LINK = re.compile(
    r"(?:https?://)?(?:t|telegram)\.me/(\w+)\?start=s(\d{1,18})/?", re.IGNORECASE
)


class Asked(NamedTuple):
    """A command, such as ``/subscribe Syria``."""

    name: str
    """Lower case, without slash and bot name."""
    argument: str
    """What follows, trimmed."""
    named: bool
    """True where the command named this bot: ``/help@storywire_bot``."""


class Numbered(NamedTuple):
    """A story's number: bare, tapped, in a link, or on a forwarded card."""

    number: str
    """ASCII digits as typed, leading zeros kept."""


class Linked(NamedTuple):
    """A web address."""

    url: str


class Wondered(NamedTuple):
    """Any other words: a topic to try."""

    text: str


Heard = Asked | Numbered | Linked | Wondered


def plain_digits(text: str) -> str:
    """Return the text with every script's decimal digits as 0-9: ``۳۰۹`` is a number too."""
    return "".join(
        str(unicodedata.decimal(char)) if unicodedata.category(char) == "Nd" else char
        for char in text
    )


def read_number(text: str) -> str | None:
    """Return the story number that the whole text is (``309``, ``#309``, ``s309``, ``۳۰۹``)."""
    whole = _NUMBER.fullmatch(plain_digits(_visible(text)))
    return whole.group(1) if whole else None


def hear(text: str, *, username: str, private: bool, addressed: bool = False) -> Heard | None:
    """Return what a person's text means, None where it is not for us.

    ``username`` is the bot's, without the at sign. In a group only commands, texts that name the
    bot, and those ``addressed`` to it (a reply to its message) count.
    """
    text = _visible(text)
    command = _COMMAND.fullmatch(text)
    if command:
        return _command(command, username)
    text, mentioned = _without_mention(text, username)
    if not text or not (private or addressed or mentioned):
        return None
    number = read_number(text)
    if number:
        return Numbered(number)
    link = _LINK.search(text)
    if link:
        deep = _DEEP_LINK.fullmatch(link.group())
        if deep and deep.group(1).casefold() == username.casefold():
            return Numbered(deep.group(2))
        return Linked(link.group())
    return Wondered(text)


def card_number(text: str) -> str | None:
    """Return the number on a story card that somebody forwarded, None where it has none."""
    tapped = _TAPPED.search(plain_digits(text))
    return tapped.group(1) if tapped else None


def only_number(text: str) -> str | None:
    """Return the one story number in a text; None where it has several, as lists do, or none."""
    numbers = set(_TAPPED.findall(plain_digits(text)))
    return numbers.pop() if len(numbers) == 1 else None


def _command(command: re.Match[str], username: str) -> Heard | None:
    name, bot, argument = command.group(1).lower(), command.group(2), command.group(3) or ""
    if bot and bot.casefold() != username.casefold():
        return None
    number = _NUMBER.fullmatch(name)
    if number:
        return Numbered(number.group(1))
    return Asked(name, argument.strip(), named=bool(bot))


def _without_mention(text: str, username: str) -> tuple[str, bool]:
    if not username:
        return text, False
    rest, count = re.subn(rf"@{re.escape(username)}\b[,:]?", " ", text, flags=re.IGNORECASE)
    return rest.strip(), count > 0


def _visible(text: str) -> str:
    """Strip white space and the direction marks that right-to-left keyboards add around text."""
    return text.strip("\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\ufeff \t\r\n")
