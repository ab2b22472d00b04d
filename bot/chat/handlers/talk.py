"""What a handler is given and what it gives back. Nothing here knows Telegram."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.chat.escape import Html, plain
from bot.chat.keyboards import Keyboard
from bot.chat.services import Services
from bot.chat.texts import Texts
from bot.domain.values import Also, Chat, ChatKind, Place, Story

if TYPE_CHECKING:
    from bot.chat.commands import Command


@dataclass(frozen=True, slots=True)
class Answer:
    """One message. After a pressed button it takes the place of the message with the button."""

    body: Html = field(default_factory=Html)
    """Empty where nothing but the toast is shown."""
    buttons: Keyboard = ()
    toast: str = ""
    """Shown for a moment where a button was pressed."""
    alert: bool = False
    """Whether the toast waits to be closed."""
    fresh: bool = False
    """Whether it is a message of its own even after a button."""


@dataclass(frozen=True, slots=True)
class ShowCard:
    """A story's card."""

    story: Story
    also: Sequence[Also] = ()
    """Other sources' stories of its event."""


@dataclass(frozen=True, slots=True)
class ShowDigest:
    """A digest, out of its turn."""

    stories: Sequence[Story]
    local_date: date
    also: Mapping[int, Sequence[Also]] = field(default_factory=dict)
    """By the ids of ``stories``: the others of its event."""


@dataclass(frozen=True, slots=True)
class Later:
    """An answer that may take a while; nobody else waits for it meanwhile."""

    waiting: Answer
    """What is said until then, if it takes longer than a moment."""
    work: Callable[[], Awaitable[Answer]]
    """Makes the answer that takes its place."""


Answered = Answer | ShowCard | ShowDigest | Later


@dataclass(frozen=True, slots=True)
class Talk:
    """One thing a person did in a chat, and what is needed to answer it."""

    services: Services
    chat: Chat
    place: Place
    now: datetime
    commands: Sequence[Command]
    """The registry, for /help and for near misses."""
    person_id: int | None
    """None for a channel or an anonymous administrator."""
    is_admin: Callable[[], Awaitable[bool]]
    """Asks Telegram whether the person is an administrator of the chat."""
    shown: str = ""
    """What stands in bold first in the message whose button was pressed."""
    replied: str = ""
    """The number of the story whose card the message answers."""
    links: Sequence[str] = ()
    """The addresses that words of that message are linked to, in order."""

    @property
    def texts(self) -> Texts:
        """Return the sentences for this chat."""
        return Texts(self.chat)

    @property
    def private(self) -> bool:
        """Whether the person talks to the bot alone."""
        return self.chat.kind is ChatKind.PRIVATE

    @property
    def runs_bot(self) -> bool:
        """Whether the person is one of the bot's own administrators."""
        return self.person_id in self.services.admin_ids

    async def may_change(self) -> bool:
        """Return whether the person may change what the chat follows and when."""
        return self.private or await self.is_admin()

    def refusal(self, word: str = "") -> Answer:
        """Return the friendly word for someone who may not; another one where it is given."""
        word = word or self.texts.admins_only()
        return Answer(plain(word), toast=word, alert=True)


Handler = Callable[[Talk, str], Awaitable[Answered]]
"""Takes what follows the command, or the button's argument."""
