"""What shall come to a chat once, and how a message tells which it is."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FIRST_STORY: Final = 100_000
FIRST_QUESTION: Final = 900_000
QUESTIONS: Final = ("/story {}", "/subscribe berth{}", "{}")
"""Ways to ask; each answer repeats the number."""
# Answers may list stories too: a card begins with its headline, behind tags where it has some.
_CARD: Final = re.compile(r"(?:<[^>]*>)*Zanadu report (1\d{5})\b")
_ANSWER: Final = re.compile(r"(?<!\d)9\d{5}(?!\d)")


class Item(NamedTuple):
    """Something that shall come to a chat once."""

    chat: int
    """The chat's id."""
    number: int
    """Of a story, or of what a person asked; the message carries it."""


def is_card(item: Item) -> bool:
    """Return whether it is a story's card; else it is an answer."""
    return item.number < FIRST_QUESTION


def headline(number: int) -> str:
    """Return the headline of a story."""
    return f"Zanadu report {number}"


def number_of(text: str) -> int | None:
    """Return the number of the item that a message brings, None where it brings none."""
    if card := _CARD.match(text):
        return int(card[1])
    answer = _ANSWER.search(text)
    return int(answer[0]) if answer else None
