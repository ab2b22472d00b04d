"""What happens in the emulated Telegram: who gets which update, who is where, who moved."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from bot.domain.ports import Clock, Timer
from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.errors import Json
from bot.playground.emulator.events import Events, Polls, Queries
from bot.playground.emulator.limits import FloodLimits
from bot.playground.emulator.members import ADMINISTRATORS, GONE, member_object
from bot.playground.emulator.queues import NOBODY, Bot
from bot.playground.emulator.storage import Storage
from bot.playground.emulator.webhooks import Webhooks

_ONLY_IF_ASKED = ("chat_member", "message_reaction", "message_reaction_count")
"""Updates that a bot gets only when its allowed_updates name them."""


class World:
    """The emulated Telegram: its memory, its clock and those who wait for something."""

    def __init__(self, storage: Storage, clock: Clock, timer: Timer) -> None:
        self.storage = storage
        self.clock = clock
        self.timer = timer
        self.limits = FloodLimits(timer)
        self.events = Events()
        self.polls = Polls()
        self.queries = Queries()
        self.webhooks = Webhooks(self)
        self.polled = False
        """Whether any bot asked for updates since the start."""

    def now(self) -> int:
        """Return the present as Telegram writes dates: Unix seconds."""
        return int(self.clock.now().timestamp())

    def bot(self, token: str) -> Bot:
        """Return the bot of a token, made at its first call."""
        known = self.storage.bots.get(token)
        if known is not None:
            return known
        with self.storage.write():
            return self.storage.bots.add(token, _bot_id(token))

    def find_bot(self, name: str | int) -> Bot | None:
        """Return the bot of a token, an id or a user name."""
        wanted = str(name).removeprefix("@")
        for bot in self.storage.bots.all():
            if wanted in (bot.token, str(bot.id), bot.username):
                return bot
        return None

    def next_query_id(self) -> str:
        """Return an id that no callback or inline query had, in this run or an earlier one."""
        number = int(self.storage.bots.setting(NOBODY, "queries") or 0) + 1
        self.storage.bots.set_setting(NOBODY, "queries", str(number))
        return str(4_000_000_000 + number)

    def deliver(self, kind: str, body: Json, chat: ChatRow | None, bots: Iterable[Bot]) -> None:
        """Queue an update for those of the bots that may see it."""
        for bot in bots:
            if self._wanted(kind, bot) and (chat is None or self.bot_status(chat, bot) not in GONE):
                self.storage.bots.push(bot.token, {kind: body})
                self.polls.wake(bot.token)
                self.webhooks.wake(bot.token)

    def _wanted(self, kind: str, bot: Bot) -> bool:
        allowed = self.storage.bots.setting(bot.token, "allowed_updates")
        return kind in allowed if allowed else kind not in _ONLY_IF_ASKED

    def deliver_to_all(self, kind: str, body: Json, chat: ChatRow | None) -> None:
        """Queue an update for every bot, and for the first to come where none polled yet."""
        self.deliver(kind, body, chat, self.storage.bots.all())
        if kind not in _ONLY_IF_ASKED and not self.storage.bots.any_polled():
            self.storage.bots.push(NOBODY, {kind: body})

    def bot_status(self, chat: ChatRow, bot: Bot) -> str:
        """Return a bot's status in a chat. In a person's chat it is ``kicked`` when blocked."""
        if chat.private:
            blocked = self.storage.chats.status(chat.id, chat.id) in GONE
            return "kicked" if blocked else "member"
        default = "administrator" if chat.body["type"] == "channel" else "member"
        return self.storage.chats.status(chat.id, bot.id) or default

    def set_status(self, chat: ChatRow, user: Json, status: str, by: Json) -> None:
        """Change a person's status, and tell the bots that may know."""
        before = self.storage.chats.status(chat.id, user["id"]) or "left"
        self.storage.chats.set_status(chat.id, user["id"], status)
        if before == status:
            return
        change = self._change(chat, user, before, status, by)
        watching = [
            bot for bot in self.storage.bots.all() if self.bot_status(chat, bot) in ADMINISTRATORS
        ]
        self.deliver("chat_member", change, chat, watching)

    def set_bot_status(self, chat: ChatRow, bot: Bot, status: str, by: Json) -> None:
        """Change a bot's status in a chat, and tell it: my_chat_member."""
        before = self.bot_status(chat, bot)
        key = chat.id if chat.private else bot.id
        self.storage.chats.set_status(chat.id, key, status)
        if before != status:
            change = self._change(chat, bot.user(), before, status, by)
            self.deliver("my_chat_member", change, None, [bot])

    def set_blocked(self, chat: ChatRow, *, blocked: bool) -> None:
        """Let a person block the bots, or unblock them."""
        status = "kicked" if blocked else "member"
        bots = self.storage.bots.all()
        before = {bot.token: self.bot_status(chat, bot) for bot in bots}
        self.storage.chats.set_status(chat.id, chat.id, status)
        by = self.storage.chats.user(chat.id) or {}
        for bot in bots:
            if before[bot.token] != status:
                change = self._change(chat, bot.user(), before[bot.token], status, by)
                self.deliver("my_chat_member", change, None, [bot])

    def _change(self, chat: ChatRow, user: Json, before: str, after: str, by: Json) -> Json:
        channel = chat.body["type"] == "channel"
        return {
            "chat": chat.body,
            "from": by,
            "date": self.now(),
            "old_chat_member": member_object(user, before, channel=channel),
            "new_chat_member": member_object(user, after, channel=channel),
        }

    def keep_message(self, chat: ChatRow, message: Json) -> Json:
        """Add a message to a chat: numbered, dated and shown to the pages."""
        kept = self.storage.chats.add_message(
            chat.id, {**message, "chat": chat.body, "date": self.now()}
        )
        self.events.publish(chat.id, "message", kept)
        return kept

    def migrate_named(self, chat_id: str) -> None:
        """Turn the group of a call into a supergroup, where there is such a group."""
        if chat_id.lstrip("-").isdecimal():
            chat = self.storage.chats.get(int(chat_id))
            if chat is not None and not chat.private and chat.moved_to is None:
                self.migrate(chat)

    def migrate(self, chat: ChatRow) -> int:
        """Turn a group into a supergroup with a new id, with Telegram's service messages."""
        rows = self.storage.chats
        new_id = -(1_000_000_000_000 + abs(chat.id) % 1_000_000_000_000)
        while rows.get(new_id) is not None:
            new_id -= 1
        new = rows.put({**chat.body, "id": new_id, "type": "supergroup"})
        rows.move(chat.id, new_id)
        by = {
            "id": 1087968824,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }
        for where, extra in (
            (chat, {"migrate_to_chat_id": new_id}),
            (new, {"migrate_from_chat_id": chat.id}),
        ):
            message = self.keep_message(where, {"from": by, "sender_chat": where.body, **extra})
            self.deliver_to_all("message", message, where)
        return new_id


def _bot_id(token: str) -> int:
    """Return the id that a token carries, or one made from it."""
    digits = re.match(r"(\d{1,15})(?=:|$)", token)
    if digits and int(digits[1]):
        return int(digits[1])
    return 5_000_000_000 + int.from_bytes(hashlib.sha256(token.encode()).digest()[:4], "big")
