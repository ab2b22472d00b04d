"""Updates by webhook: what is refused, what is kept, and that every person is answered once."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from bot.app.bot_process import BotProcess, Connection
from bot.app.server import listen, serving
from bot.chat import webhook
from bot.chat.updates import ALLOWED
from bot.chat.webhook import MOST_BYTES, PATH, SECRET_HEADER, Webhook
from bot.domain.errors import DatabaseError, SettingsError
from bot.domain.ports import Store
from bot.ops.settings import Settings
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from bot.store import SqlStore, open_store
from tests.chat.talks import NOW, TOKEN, HurriedTimer, Talks
from tests.timers import SetClock

SECRET = "open-Sesame_1"
Json = dict[str, Any]
Opened = Callable[..., contextlib.AbstractAsyncContextManager["Hooked"]]


class Hooked(Talks):
    """People, and a bot to whom Telegram posts."""

    def __init__(self, web: httpx.AsyncClient, store: Store, clock: SetClock, hook: str) -> None:
        super().__init__(web, cast("SqlStore", store), clock)
        self.hook = hook

    async def post_update(self, body: bytes | Json, **headers: str) -> httpx.Response:
        """Post to the bot as Telegram would, with the right secret unless told otherwise."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {SECRET_HEADER: SECRET} | headers
        return await self.web.post(self.hook, content=content, headers=given)

    async def information(self) -> Json:
        """Return what Telegram tells of the webhook."""
        answer = await self.web.get(f"/bot{TOKEN}/getWebhookInfo")
        found: Json = answer.json()["result"]
        return found


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    """Opens a world on a database; again on the same folder after a restart."""
    return partial(hooked, tmp_path)


@contextlib.asynccontextmanager
async def hooked(
    folder: Path, database_url: str, *, public_url: str | None = None, polling: bool = False
) -> AsyncIterator[Hooked]:
    clock, timer = SetClock(NOW), HurriedTimer()
    emulator = Emulator(folder / "telegram", clock, timer)
    settings = Settings(_env_file=None, database_url=database_url, storywire_data=folder)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(emulator.close)
        gate = listen(0)
        address = f"http://127.0.0.1:{gate.getsockname()[1]}"
        await stack.enter_async_context(serving(create_site(emulator), gate))
        stack.callback(emulator.let_go)
        door = stack.enter_context(contextlib.closing(listen(0)))
        ours = public_url or f"http://127.0.0.1:{door.getsockname()[1]}"
        hook = Webhook(ours, SECRET, partial(serving, listener=door))
        connection = Connection(TOKEN, address, "bot", webhook=None if polling else hook)
        web = await stack.enter_async_context(
            httpx.AsyncClient(base_url=address, trust_env=False, timeout=20)
        )
        process = await stack.enter_async_context(
            BotProcess.open(settings, connection, clock, timer)
        )
        ended = asyncio.Event()
        running = asyncio.create_task(process.run(ended))
        ready = asyncio.create_task(process.ready.wait())
        await asyncio.wait({ready, running}, return_when=asyncio.FIRST_COMPLETED)
        ready.cancel()
        if running.done():
            await running  # raises why
        try:
            yield Hooked(web, process.store, clock, ours + PATH)
        finally:
            ended.set()
            await running


def message(number: int, text: str, chat: int = 42, **more: Any) -> Json:
    """An update as Telegram posts it."""
    who = {"id": chat, "type": "private", "first_name": "Mina"}
    said = {
        "message_id": number, "date": 1781697600, "chat": who, "text": text,
        "from": {"id": chat, "is_bot": False, "first_name": "Mina", "language_code": "en"},
    }  # fmt: skip
    return {"update_id": number, "message": said, **more}


async def test_a_person_is_answered_through_the_webhook(opened: Opened, database_url: str) -> None:
    async with opened(database_url) as world:
        assert "now follow Syria" in (await world.ask("/subscribe Syria"))["text"]
        assert "Syria" in (await world.ask("/topics"))["text"]
        await world.settle()
        told = await world.information()
        assert told["url"] == world.hook
        assert told["allowed_updates"] == list(ALLOWED)
        assert told["max_connections"] == webhook.CONNECTIONS
        assert "last_error_message" not in told
        async with world.store.read() as unit:
            assert await unit.inbox.pending(1) == 0


async def test_what_was_in_the_inbox_at_a_kill_is_answered_after_it(
    opened: Opened, sqlite_url: str
) -> None:
    async with opened(sqlite_url) as world:
        await world.ask("/start")
        await world.settle()
    store = open_store(sqlite_url)
    async with store.write() as unit:  # as if killed between the commit and the answer
        await unit.inbox.add([(9_000, 42, json.dumps(message(9_000, "/subscribe Syria")))], NOW)
    await store.close()
    async with opened(sqlite_url) as world:
        await world.settle()
        assert "now follow Syria" in (await world.said())[-1]["text"]


async def test_back_to_long_polling(opened: Opened, sqlite_url: str) -> None:
    async with opened(sqlite_url) as world:
        await world.ask("/start")
    async with opened(sqlite_url, polling=True) as world:
        assert "now follow Syria" in (await world.ask("/subscribe Syria"))["text"]
        assert (await world.information())["url"] == ""


async def test_a_webhook_that_comes_back_is_ended_again(
    opened: Opened, sqlite_url: str, unused_tcp_port: int
) -> None:
    """As where deleteWebhook failed at the start: without it all polls would be refused."""
    async with opened(sqlite_url, polling=True) as world:
        await world.ask("/start")
        again = {"url": f"http://127.0.0.1:{unused_tcp_port}/"}
        await world.post(f"/bot{TOKEN}/setWebhook", again)
        assert "now follow Syria" in (await world.ask("/subscribe Syria"))["text"]


@pytest.mark.parametrize(
    "secret", [None, b"", b"open-Sesame_", b"OPEN-SESAME_1", b"\xff", b"x" * 5000]
)
async def test_a_wrong_secret_is_refused(
    secret: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    kept: list[Json] = []
    headers = {} if secret is None else {SECRET_HEADER.encode(): secret}
    async with door(kept) as client:
        for _ in range(2):
            answer = await client.post(PATH, json=message(5, "/start"), headers=headers)
            assert answer.status_code == 403
    assert kept == []
    assert caplog.text.count("without the right") == 1
    assert SECRET not in caplog.text


async def test_a_wrong_secret_reaches_nobody(opened: Opened, sqlite_url: str) -> None:
    async with opened(sqlite_url) as world:
        answer = await world.post_update(message(5, "/start"), **{SECRET_HEADER: "guess"})
        assert answer.status_code == 403
        async with world.store.read() as unit:
            assert await unit.inbox.offset() == 0


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe\x00", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'{"message": {}}', 400),
        (b'{"update_id": "7"}', 400),
        (b'{"update_id": true}', 400),
        (b'{"update_id": 7.0}', 400),
        (b'{"update_id": -1}', 400),
        (b'{"update_id": 9223372036854775808}', 400),
        (b'{"update_id": ' + b"9" * 5000 + b"}", 400),
        (b"[" * 100_000, 400),
        (b'{"update_id": 1, "x": "' + b"a" * MOST_BYTES + b'"}', 413),
        (b'{"update_id": 1, "x": "' + b"a" * (MOST_BYTES - 100) + b'"}', 200),
        (b'{"update_id": 2}', 200),
        (b'{"update_id": 3, "message": {"text": "\\ud800 \\u0000"}}', 200),
    ],
    ids=lambda value: str(value[:24] if isinstance(value, bytes) else value),
)
async def test_what_is_no_update(body: bytes, status: int) -> None:
    kept: list[Json] = []
    async with door(kept) as client:
        answer = await client.post(PATH, content=body, headers={SECRET_HEADER: SECRET})
        assert answer.status_code == status
    assert len(kept) == (status == 200)


@pytest.mark.parametrize(("verb", "path", "status"), [("GET", PATH, 405), ("POST", "/", 404)])
async def test_other_ways_in(verb: str, path: str, status: int) -> None:
    async with door([]) as client:
        answer = await client.request(verb, path, headers={SECRET_HEADER: SECRET})
        assert answer.status_code == status


@pytest.mark.parametrize("fault", ["database", "full"])
async def test_what_cannot_be_taken_now_comes_again(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "PATIENCE", 0.01)
    async with door([], fault) as client:
        answer = await client.post(PATH, json={"update_id": 1}, headers={SECRET_HEADER: SECRET})
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@contextlib.asynccontextmanager
async def door(kept: list[Json], fault: str = "") -> AsyncIterator[httpx.AsyncClient]:
    """A client of the webhook's application alone."""

    class Intake:
        async def room(self) -> None:
            if fault == "full":
                await asyncio.Event().wait()

        async def keep(self, raw: list[Json]) -> int:
            if fault == "database":
                raise DatabaseError("it is away")
            kept.extend(raw)
            return 0

    app = webhook.create_app(Intake(), SECRET)  # type: ignore[arg-type]  # a stand-in that fails
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client


async def test_poison_is_kept_and_stops_nobody(opened: Opened, database_url: str) -> None:
    async with opened(database_url) as world:
        await world.ask("/start")
        await world.settle()
        poison = b'{"update_id": 7000, "message": {"chat": {"id": 42}, "text": "\\ud800\\u0000"}}'
        assert (await world.post_update(poison)).status_code == 200
        assert (await world.post_update(message(7001, "/help"))).status_code == 200
        await world.settle()
        assert "What I can do" in (await world.said())[-1]["text"]


async def test_updates_at_once_and_twice_are_answered_once(
    opened: Opened, database_url: str
) -> None:
    chats = range(100, 115)
    async with opened(database_url) as world:
        for chat in chats:  # the emulator's chats are made by a first message
            await world.write("/start", chat)
        await world.settle()
        bodies = [message(8_000 + chat, "/help", chat) for chat in chats] * 2
        answers = await asyncio.gather(*(world.post_update(body) for body in bodies))
        assert {answer.status_code for answer in answers} == {200}
        await world.settle()
        again = await asyncio.gather(*(world.post_update(body) for body in bodies))
        assert {answer.status_code for answer in again} == {200}
        await world.settle()
        for chat in chats:
            assert len(await world.said(chat)) == 2, chat


async def test_an_address_that_telegram_refuses_is_told(opened: Opened, sqlite_url: str) -> None:
    with pytest.raises(SettingsError, match=r"PUBLIC_URL: .* take https://bot\.example\.org"):
        async with opened(sqlite_url, public_url="https://bot.example.org"):
            raise AssertionError("it must not open")


def test_the_secret_is_not_shown() -> None:
    assert SECRET not in repr(Webhook("https://bot.example.org", SECRET, serving))  # type: ignore[arg-type]  # not called
