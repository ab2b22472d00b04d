"""What is known and said about the pace at which we may write to Telegram."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Limits:
    """Telegram's limits (telegra.ph/Hitting-limits-bot-FAQ), and how they are kept. In seconds.

    Telegram counts when a message arrives, which is later than it left by no fixed time. So of two
    messages that may not both arrive within a second, the second leaves a second and a *slack*
    after the first: as much as the first may have been longer on its way than the fastest are.
    """

    per_second: int = 30
    """Messages of the bot in any second."""
    chat_gap: float = 1.07
    """Between two messages to a chat: a second, and what the first may have been longer."""
    group_count: int = 20
    """Messages to a group within ``group_window``."""
    group_window: float = 61.0
    slack: float = 0.5
    """Of a message that is not answered yet; nearly all are before it matters."""
    evenness: float = 0.8
    """The least gap between two messages, in parts of what it would be if all were alike.

    What a busy machine was late for is made good so, as far as the second allows it."""
    slowing: float = 0.75
    """By what the pace is multiplied when Telegram refuses the bot as a whole ..."""
    recovery: float = 0.2
    """... and how many messages a second it gains each second from when Telegram takes them."""


class Slot(NamedTuple):
    """Leave to write one message. Moments are seconds of the asking process's ``Timer``."""

    number: int | None
    """Tells the slots of a bot apart; None where nothing has to be known of it afterwards."""
    at: float
    """When the message shall leave, at the earliest."""
    doubt: float
    """By how many seconds that moment may be later than what the others were told of it."""
    chat_at: float
    """When the next message to the same chat may leave."""


class Shut(NamedTuple):
    """No slot was given: ask again later."""

    until: float
    """The moment, of the asking process's ``Timer``."""
    chat: bool
    """Whether it is this chat alone that has to wait."""


class Answered(NamedTuple):
    """What became known of a slot when Telegram answered."""

    number: int
    slack: float
    """How many seconds later than the slot says the message arrived, less what all are at least."""
