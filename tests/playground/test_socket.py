"""Over a real connection: polls whose client leaves, hangs, drops, late answers, webhooks."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app.clocks import SystemClock, SystemTimer
from bot.app.server import listen, serving
from bot.playground.clock import PlaygroundClock
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from tests.playground.telegrams import until

TOKEN = "7001:first"


class Site:
    """A served playground and a client of it."""

    def __init__(self, emulator: Emulator, client: httpx.AsyncClient) -> None:
        self.emulator = emulator
        self.client = client

    async def call(self, method: str, **parameters: Any) -> httpx.Response:
        return await self.client.post(f"/bot{TOKEN}/{method}", json=parameters)

    async def people(self, path: str, **body: Any) -> Any:
        response = await self.client.post(f"/playground/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def stats(self) -> Any:
        return (await self.client.get("/playground/stats")).json()["methods"]


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    clock = PlaygroundClock(tmp_path / "clock.json", SystemClock())
    emulator = Emulator(tmp_path, clock, SystemTimer())
    listener = listen(0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    async with (
        serving(create_site(emulator), listener),
        httpx.AsyncClient(base_url=address, timeout=10, trust_env=False) as client,
    ):
        yield Site(emulator, client)
        emulator.let_go()
    await emulator.close()


async def test_a_client_that_leaves_its_poll(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    """It is answered 499, which nobody reads, without a word in the log."""
    caplog.set_level(logging.WARNING)
    with pytest.raises(httpx.ReadTimeout):
        await site.client.get(f"/bot{TOKEN}/getUpdates?timeout=30", timeout=0.2)

    async def noticed() -> bool:
        return bool((await site.stats()).get("getUpdates") == {"gone": 1})

    await until(noticed)
    await site.people("chats/42/messages", text="x")
    updates = (await site.call("getUpdates", timeout=5)).json()["result"]
    assert [update["message"]["text"] for update in updates] == ["x"]
    assert caplog.records == []


async def test_a_poll_waits_and_ends_empty(site: Site) -> None:
    answer = await site.call("getUpdates", timeout=1)
    assert answer.json() == {"ok": True, "result": []}


async def test_a_drop_closes_the_connection(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    await site.people("chats/42/messages", text="hi")
    await site.people("faults", kind="drop", method="sendMessage")
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await site.call("sendMessage", chat_id=42, text="x")
    assert (await site.call("sendMessage", chat_id=42, text="y")).status_code == 200
    messages = (await site.client.get("/playground/chats/42/messages")).json()["messages"]
    assert [message["text"] for message in messages] == ["hi", "y"]
    assert (await site.stats())["sendMessage"] == {"200": 1, "dropped": 1}
    assert caplog.records == []


async def test_a_hang_holds_and_processes_nothing(site: Site) -> None:
    await site.people("chats/42/messages", text="hi")
    await site.people("faults", kind="hang", seconds=0.3, method="sendMessage", times=2)
    response = await site.call("sendMessage", chat_id=42, text="x")
    assert response.status_code == 504
    assert response.elapsed.total_seconds() >= 0.3
    with pytest.raises(httpx.ReadTimeout):
        await site.client.post(
            f"/bot{TOKEN}/sendMessage", json={"chat_id": 42, "text": "x"}, timeout=0.1
        )
    messages = (await site.client.get("/playground/chats/42/messages")).json()["messages"]
    assert len(messages) == 1


async def test_a_late_answer_was_processed(site: Site) -> None:
    await site.people("chats/42/messages", text="hi")
    await site.people("faults", kind="delay", seconds=5, method="sendMessage")
    with pytest.raises(httpx.ReadTimeout):
        await site.client.post(
            f"/bot{TOKEN}/sendMessage", json={"chat_id": 42, "text": "x"}, timeout=0.2
        )
    messages = (await site.client.get("/playground/chats/42/messages")).json()["messages"]
    assert [message["text"] for message in messages] == ["hi", "x"]


async def test_one_a_second_by_the_real_clock(site: Site) -> None:
    """A client that waits a second by its own clock is never refused."""
    await site.people("chats/42/messages", text="hi")
    assert (await site.call("sendMessage", chat_id=42, text="1")).status_code == 200
    assert (await site.call("sendMessage", chat_id=42, text="2")).status_code == 429
    await asyncio.sleep(1.0)
    assert (await site.call("sendMessage", chat_id=42, text="3")).status_code == 200


async def test_a_page_hears_of_everything(site: Site) -> None:
    await site.people("chats/42/messages", text="hi")
    events: list[tuple[str, dict[str, Any]]] = []
    listening = asyncio.Event()

    async def listen_in() -> None:
        async with site.client.stream("GET", "/playground/chats/42/events") as response:
            kind = ""
            async for line in response.aiter_lines():
                listening.set()
                name, _, value = line.partition(": ")
                if name == "event":
                    kind = value
                elif name == "data":
                    events.append((kind, json.loads(value)))

    page = asyncio.create_task(listen_in())
    await listening.wait()
    await site.call("sendChatAction", chat_id=42, action="typing")
    sent = (await site.call("sendMessage", chat_id=42, text="x")).json()["result"]
    place = {"chat_id": 42, "message_id": sent["message_id"]}
    await site.call("editMessageText", **place, text="y")
    await site.call("deleteMessage", **place)
    await site.people("chats/42/messages", text="bye")

    async def heard() -> bool:
        return len(events) == 5

    await until(heard)
    kinds = [kind for kind, _ in events]
    assert kinds == ["typing", "message", "edited", "deleted", "message"]
    assert events[1][1]["text"] == "x"
    assert events[3][1] == {"message_id": sent["message_id"]}
    site.emulator.let_go()
    await asyncio.wait_for(page, 5)


class Hook:
    """A bot's own HTTP server, which takes updates or refuses them."""

    def __init__(self) -> None:
        self.heads: list[str] = []
        self.updates: list[dict[str, Any]] = []
        self.refusals = 1

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = int(head.lower().split("content-length: ")[1].split("\r\n")[0])
        update = json.loads(await reader.readexactly(length))
        status = "500 No" if self.refusals else "200 OK"
        if self.refusals:
            self.refusals -= 1
        else:
            self.heads.append(head)
            self.updates.append(update)
        writer.write(
            f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()
        )
        await writer.drain()
        writer.close()


async def test_a_webhook_gets_the_updates(site: Site) -> None:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook?x=1"
    waiting = asyncio.create_task(site.call("getUpdates", timeout=30))
    await asyncio.sleep(0.1)
    assert (await site.call("setWebhook", url=url, secret_token="s3cret-_")).json()["ok"]
    assert (await waiting).json()["description"] == "Conflict: terminated by setWebhook request"
    refused = (await site.call("getUpdates")).json()
    assert refused["error_code"] == 409
    assert "while webhook is active" in refused["description"]
    for text in ("one", "two"):
        await site.people("chats/42/messages", text=text)

    async def arrived() -> bool:
        return len(hook.updates) == 2

    await until(arrived)
    assert [update["message"]["text"] for update in hook.updates] == ["one", "two"]
    assert hook.heads[0].startswith("POST /hook?x=1 ")
    assert "X-Telegram-Bot-Api-Secret-Token: s3cret-_" in hook.heads[0]
    info = (await site.call("getWebhookInfo")).json()["result"]
    assert (info["url"], info["pending_update_count"]) == (url, 0)
    assert info["last_error_message"] == "Wrong response from the webhook: 500"
    assert (await site.call("deleteWebhook")).json()["ok"]
    await site.people("chats/42/messages", text="three")
    updates = (await site.call("getUpdates")).json()["result"]
    assert [update["message"]["text"] for update in updates] == ["three"]
    server.close()


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"url": "https://example.org/hook"}, "loopback"),
        ({"url": "http://10.0.0.1/hook"}, "loopback"),
        ({"url": "http://[x/"}, "bad webhook"),
        ({"url": "http://127.0.0.1:1/", "secret_token": "a b"}, "secret token"),
    ],
)
async def test_wrong_webhooks(site: Site, parameters: dict[str, str], error: str) -> None:
    assert error in (await site.call("setWebhook", **parameters)).json()["description"]
