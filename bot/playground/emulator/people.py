"""What people do in chats: write, tap buttons, ask inline."""

from __future__ import annotations

from bot.playground.emulator.chats import ChatRow
from bot.playground.emulator.contents import read_content, read_reply, read_thread
from bot.playground.emulator.errors import Json, PeopleError
from bot.playground.emulator.keyboards import buttons
from bot.playground.emulator.members import GONE
from bot.playground.emulator.parameters import whole
from bot.playground.emulator.persons import ensure_person, ensure_private_chat, person_id
from bot.playground.emulator.queues import Bot
from bot.playground.emulator.world import World


class People:
    """The people of the emulated Telegram. Every method raises PeopleError."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows = world.storage.chats

    def messages(self, chat_id: int, after: int) -> list[Json]:
        """Return the messages of a chat with an id over ``after``, in order."""
        if chat_id < 0 and self._rows.get(chat_id) is None:
            raise PeopleError(f"there is no group {chat_id}", 404)
        return self._rows.messages(chat_id, after)

    def write(self, chat_id: int, body: Json) -> Json:
        """Post a person's message and give it to the bots; return the message."""
        content = read_content(self._world, body)
        thread = read_thread(body)
        with self._world.storage.write():
            bots = self._bots_named(body)
            chat, user = self._where(chat_id, body)
            self._enter(chat, user)
            channel = chat.body["type"] == "channel"
            message: Json = {"sender_chat": chat.body} if channel else {"from": user}
            message |= content
            if thread:
                self._rows.add_thread(chat.id, thread)
                message["message_thread_id"] = thread
                if chat.body.get("is_forum") or chat.private:
                    message["is_topic_message"] = True
            message |= read_reply(self._world, chat, body)
            kept = self._world.keep_message(chat, message)
            kind = "channel_post" if channel else "message"
            if bots is None:
                self._world.deliver_to_all(kind, kept, chat)
            else:
                self._world.deliver(kind, kept, chat, bots)
        return kept

    def _where(self, chat_id: int, body: Json) -> tuple[ChatRow, Json]:
        """Return the chat and the person, made where they are new."""
        given = body.get("from")
        if given is None:
            given = {}
        if not isinstance(given, dict):
            raise PeopleError('"from" must be an object with an "id"')
        user_id = person_id(given.get("id", chat_id), "from.id")
        if chat_id > 0 and user_id != chat_id:
            raise PeopleError("a private chat's id is its person's: \"from.id\" must be the same")
        if chat_id > 0:
            user = ensure_person(self._rows, user_id, given)
            return ensure_private_chat(self._rows, user), user
        chat = self._rows.get(chat_id)
        if chat is None:
            raise PeopleError(f"no group {chat_id}; make it with POST /playground/chats", 404)
        if chat.moved_to is not None:
            raise PeopleError(f"the group has become the supergroup {chat.moved_to}", 409)
        return chat, ensure_person(self._rows, user_id, given)

    def _enter(self, chat: ChatRow, user: Json) -> None:
        """Make a writer a member; one who blocked the bots unblocks them by writing."""
        status = self._rows.status(chat.id, user["id"])
        if chat.private:
            if status in GONE:
                self._world.set_blocked(chat, blocked=False)
        elif status == "kicked":
            raise PeopleError("this person was banned from the chat", 403)
        elif status in (None, "left"):
            self._world.set_status(chat, user, "member", user)

    def _bots_named(self, body: Json) -> list[Bot] | None:
        """Return the bot that a request names, None for all."""
        name = body.get("bot")
        if name is None:
            return None
        if not isinstance(name, str | int) or isinstance(name, bool) or not name:
            raise PeopleError('"bot" must be a bot\'s token, id or user name')
        found = self._world.find_bot(name)
        if found is None and isinstance(name, str) and ":" in name:
            found = self._world.bot(name)  # a token that will call later
        if found is None:
            raise PeopleError(f'no bot "{name}" has called the Bot API yet', 404)
        return [found]

    def tap(self, chat_id: int, body: Json) -> str:
        """Tap a button; return the id of the query that the bot shall answer."""
        message_id, data = whole(body.get("message_id")), body.get("data")
        if not message_id:
            raise PeopleError('"message_id" must be a whole number')
        if not isinstance(data, str) or not data:
            raise PeopleError('"data" must be the callback_data of the button')
        message = self._rows.message(chat_id, message_id)
        if message is None:
            raise PeopleError(f"there is no message {message_id} in the chat", 404)
        if all(button.get("callback_data") != data for button in buttons(message)):
            raise PeopleError(f'no button of message {message_id} has the data "{data}"')
        with self._world.storage.write():
            chat, user = self._where(chat_id, body)
            query_id = self._world.next_query_id()
            query = {
                "id": query_id,
                "from": user,
                "message": message,
                "chat_instance": str(abs(chat_id) * 7919),
                "data": data,
            }
            sender = (message.get("via_bot") or message["from"])["id"]
            bots = [bot for bot in self._world.storage.bots.all() if bot.id == sender]
            self._world.deliver("callback_query", query, chat, bots)
        return query_id

    def ask_inline(self, body: Json) -> str:
        """Type an inline query; return its id."""
        query = body.get("query", "")
        if not isinstance(query, str) or len(query) > 256:
            raise PeopleError('"query" must be a text of at most 256 characters')
        given = body.get("from")
        if not isinstance(given, dict):
            raise PeopleError('"from" must be an object with an "id"')
        user_id = person_id(given.get("id"), "from.id")
        with self._world.storage.write():
            bots = self._bots_named(body)
            user = ensure_person(self._rows, user_id, given)
            query_id = self._world.next_query_id()
            update = {
                "id": query_id,
                "from": user,
                "query": query,
                "offset": str(body.get("offset") or ""),
                "chat_type": "sender",
            }
            if bots is None:
                self._world.deliver_to_all("inline_query", update, None)
            else:
                self._world.deliver("inline_query", update, None, bots)
        return query_id
