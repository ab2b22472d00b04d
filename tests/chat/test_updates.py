"""No update is lost, none stops others, and trouble with Telegram is waited out."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.chat import commands, conversation, updates
from bot.chat.desk import backoff, chat_of, patience
from bot.chat.services import Services
from bot.domain.errors import (
    ChatGone,
    DatabaseError,
    SendLater,
    SendRefused,
    SendUnsure,
    TelegramAway,
    TokenRefused,
)
from bot.store import SqlStore
from tests.chat.talks import NOW, TOKEN, HurriedTimer, Talks, data_of, talks
from tests.timers import SetClock


def test_patience() -> None:
    assert patience(SendLater("wait", 7.5), 0) == 7.5
    assert patience(SendUnsure("lost"), 0) == 0.5
    assert patience(DatabaseError("locked"), 3) == 4
    assert patience(SendUnsure("lost"), 8) is None
    assert patience(TelegramAway("no way"), 1000) == patience(TokenRefused("revoked"), 1000) == 60
    assert patience(ChatGone("blocked"), 0) is None
    assert patience(SendRefused("bad"), 0) is None
    assert patience(ValueError("ours"), 0) is None
    assert backoff(100) == 60


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"update_id": 1, "message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5),
        ({"update_id": 1, "callback_query": {"from": {}, "message": {"chat": {"id": 5}}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 7}}}, 7),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1}, 0),
        ({"update_id": 1, "poll": None}, 0),
        ([1], 0),
    ],
)  # fmt: skip
def test_the_chat_of_an_update(update: Any, chat: int) -> None:
    assert chat_of(json.dumps(update)) == chat
    assert chat_of("no json") == 0


def message(number: int, text: str, chat: int = 42) -> tuple[int, int, str]:
    """An update as Telegram sends it, with its number and chat."""
    who = {"id": chat, "type": "private", "first_name": "Mina"}
    body = {
        "message_id": number, "date": 1781697600, "chat": who, "text": text,
        "from": {"id": chat, "is_bot": False, "first_name": "Mina", "language_code": "en"},
    }  # fmt: skip
    return number, chat, json.dumps({"update_id": number, "message": body})


async def test_what_a_dead_process_left_is_answered_first(
    tmp_path: Path, sqlite_template: Path
) -> None:
    async with talks(tmp_path, sqlite_template) as world:
        await world.ask("/start")
        await world.settle()
    from bot.store import open_store

    store = open_store(f"sqlite:///{tmp_path / 'storywire.db'}")
    async with store.write() as unit:  # as if killed between the commit and the answer
        await unit.inbox.add([message(5_000, "/subscribe Syria")], NOW)
    await store.close()
    async with talks(tmp_path, sqlite_template) as world:
        await world.settle()
        assert "You now follow Syria." in (await world.said())[-1]["text"]
        async with world.store.read() as unit:
            assert await unit.inbox.pending(1) == 0
            assert await unit.inbox.offset() == 5_001


async def test_messages_sent_while_the_bot_was_down_are_answered(
    tmp_path: Path, sqlite_template: Path
) -> None:
    async with talks(tmp_path, sqlite_template) as world:
        await world.ask("/start")
    async with talks(tmp_path, sqlite_template, talking=False) as world:
        for topic in ("Syria", "Iran", "Peru"):
            await world.write(f"/subscribe {topic}")
    async with talks(tmp_path, sqlite_template) as world:
        await world.settle()
        assert [topic.text for topic in await world.topics()] == ["Syria", "Iran", "Peru"]
        assert len(await world.said()) == 4


@pytest.mark.parametrize(
    "poison",
    [
        "no json at all",
        "[]",
        '{"update_id": 6000, "message": {"text": 7}}',
        '{"update_id": 6000, "message": 12}',
        '{"update_id": 6000, "callback_query": {"id": "1"}}',
        '{"update_id": 6000, "something_new": {"chat": {"id": 42}}}',
    ],
)
async def test_poison_does_not_stop_others(world: Talks, poison: str) -> None:
    await world.ask("/start")
    async with world.store.write() as unit:
        await unit.inbox.add([(6000, 42, poison), message(6001, "/help")], NOW)
    await world.ask("/topics", chat=43)  # its arrival makes the desk look at the inbox
    await world.settle()
    assert any("What I can do" in said["text"] for said in await world.said())


async def test_a_fault_of_ours_is_answered_in_friendly_words(
    world: Talks, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError

    command = commands.find("sources")
    assert command is not None
    monkeypatch.setattr(commands, "find", lambda name: _with(command, broken))
    monkeypatch.setattr(commands, "BUTTONS", {"follow": broken})
    assert "went wrong on my side" in (await world.ask("/sources"))["text"]
    monkeypatch.undo()
    start = await world.ask("/start")
    monkeypatch.setattr(commands, "BUTTONS", {"follow": broken})
    assert "went wrong" in (await world.press(start, data_of(start, "Syria")))["text"]
    monkeypatch.undo()
    assert "What I can do" in (await world.ask("/help"))["text"]


def _with(command: commands.Command, handler: Any) -> commands.Command:
    return commands.Command(command.name, handler)


@pytest.mark.parametrize("kind", ["429", "500", "drop"])
async def test_trouble_while_answering_loses_nothing(world: Talks, kind: str) -> None:
    await world.ask("/start")
    fault = {"method": "sendMessage", "kind": kind, "times": 3, "seconds": 1}
    await world.post("/playground/faults", fault)
    answer = await world.ask("/subscribe Syria")
    assert "You now follow Syria." in answer["text"]
    await world.settle()
    assert len(await world.said()) == 2


@pytest.mark.parametrize("kind", ["429", "500", "drop"])
async def test_trouble_while_listening_loses_nothing(world: Talks, kind: str) -> None:
    await world.ask("/start")
    fault = {"method": "getUpdates", "kind": kind, "times": 3, "seconds": 1}
    await world.post("/playground/faults", fault)
    assert "now follow" in (await world.ask("/subscribe Syria"))["text"]


async def test_a_chat_that_blocks_us_meanwhile_stops_nobody(world: Talks) -> None:
    await world.ask("/start")
    await world.post(
        "/playground/faults", {"method": "sendMessage", "chat": 42, "kind": "403", "times": 1}
    )
    await world.write("/help")
    await world.settle()
    async with world.store.read() as unit:
        chat = await unit.chats.get(42)
    assert chat is not None
    assert not chat.active
    assert "What I can do" in (await world.ask("/help", chat=43))["text"]


async def test_a_chats_messages_are_answered_in_order(world: Talks) -> None:
    sent = [await world.write(f"/subscribe topic{n}") for n in range(6)]
    await world.settle()
    assert [topic.text for topic in await world.topics()] == [f"topic{n}" for n in range(6)]
    said = [answer["text"].split("\n")[0] for answer in await world.said(after=sent[0])]
    assert said == [f"You now follow topic{n}." for n in range(6)]


async def test_one_slow_chat_holds_up_no_other(world: Talks) -> None:
    await world.ask("/start")
    fault = {"method": "sendMessage", "chat": 42, "kind": "429", "times": 1, "seconds": 60}
    await world.post("/playground/faults", fault)
    slow = await world.write("/help")
    for chat in range(50, 60):
        await world.ask("/help", chat=chat)
    assert await world.said(after=slow) == []
    await world.settle()
    assert len(await world.said(after=slow)) == 1


async def test_the_menu_is_set(world: Talks) -> None:
    await world.ask("/start")
    answer = await world.web.get(f"/bot{TOKEN}/getMyCommands")
    named = [command["command"] for command in answer.json()["result"]]
    assert named == [command.name for command in commands.COMMANDS if not command.runs_bot]


@pytest.fixture
async def refusing() -> AsyncIterator[str]:
    """A Bot API server on loopback that knows no token."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        body = b'{"ok":false,"error_code":401,"description":"Unauthorized"}'
        head = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nConnection: close"
        writer.write(head + b"\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def test_a_refused_token_is_told_to_the_caller(store: SqlStore, refusing: str) -> None:
    services = Services(store, SetClock(NOW), timer=HurriedTimer())
    application = conversation.build(TOKEN, refusing, services)
    with pytest.raises(TokenRefused, match="TELEGRAM_BOT_TOKEN") as refused:
        async with updates.initialised(application):
            raise AssertionError("it must not open")
    assert TOKEN not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage"])
async def test_a_token_that_is_revoked_for_a_while_ends_nothing(
    world: Talks, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, and what was asked meanwhile is answered."""
    await world.ask("/start")
    caplog.clear()
    fault = {"kind": "401", "method": method, "times": 5}
    assert (await world.web.post("/playground/faults", json=fault)).status_code == 200
    await world.ask("/topics")
    await world.ask("/help")
    refused = [r for r in caplog.records if "TELEGRAM_BOT_TOKEN" in r.getMessage()]
    assert [r.levelno for r in refused] == [logging.ERROR]
    assert "messages are sent again" in caplog.text
    assert TOKEN not in caplog.text


async def test_a_server_that_is_down_is_waited_for(
    store: SqlStore, unused_tcp_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    services = Services(store, SetClock(NOW), timer=HurriedTimer())
    application = conversation.build(TOKEN, f"http://127.0.0.1:{unused_tcp_port}", services)

    async def open_it() -> None:
        async with updates.initialised(application):
            raise AssertionError("nobody is there")

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(open_it(), 0.3)
    assert "no updates for" in caplog.text
    assert TOKEN not in caplog.text


def test_addresses_of_the_bot_api(store: SqlStore) -> None:
    services = Services(store, SetClock(NOW))
    bot: ExtBot[Any] = conversation.build(TOKEN, "http://127.0.0.1:8080/", services).bot
    assert bot.base_url == f"http://127.0.0.1:8080/bot{TOKEN}"
    assert bot.base_file_url == f"http://127.0.0.1:8080/file/bot{TOKEN}"
