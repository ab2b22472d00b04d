"""An emulator in process, with people, bots and clocks under the test's control."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from bot.domain.ports import Clock
from bot.playground.clock import PlaygroundClock
from bot.playground.emulator import Emulator
from bot.playground.site import create_site
from tests.timers import FastTimer, SetClock

TOKEN = "7001:first"
OTHER = "7002:second"
GROUP = -100200300


class Scene:
    """One emulator and a client for both of its sides."""

    def __init__(self, folder: Path, clock: Clock | None = None) -> None:
        self.real = SetClock()
        self.clock = clock or PlaygroundClock(folder / "clock.json", self.real)
        self.timer = FastTimer()
        self.emulator = Emulator(folder, self.clock, self.timer)
        self.app = create_site(self.emulator)
        self.transport = httpx.ASGITransport(app=self.app)
        self.client = httpx.AsyncClient(transport=self.transport, base_url="http://127.0.0.1")

    async def call(self, method: str, token: str = TOKEN, **parameters: Any) -> httpx.Response:
        """Call a method of the Bot API with JSON."""
        return await self.client.post(f"/bot{token}/{method}", json=parameters)

    async def ok(self, method: str, token: str = TOKEN, **parameters: Any) -> Any:
        """Call a method that succeeds; return its result."""
        answer = (await self.call(method, token, **parameters)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, token: str = TOKEN, **parameters: Any) -> str:
        """Call a method that is refused; return the description."""
        response = await self.call(method, token, **parameters)
        answer = response.json()
        assert answer["ok"] is False, answer
        assert answer["error_code"] == response.status_code
        return str(answer["description"])

    async def people(self, path: str, **body: Any) -> Any:
        """Post to the people's side, with success."""
        response = await self.client.post(f"/playground/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def say(self, chat: int, text: str, **more: Any) -> int:
        """Let a person write; return the message_id."""
        answer = await self.people(f"chats/{chat}/messages", text=text, **more)
        assert set(answer) == {"message_id"}
        return int(answer["message_id"])

    async def messages(self, chat: int, after: int = 0) -> list[dict[str, Any]]:
        """Return a chat's messages."""
        response = await self.client.get(f"/playground/chats/{chat}/messages?after={after}")
        assert response.status_code == 200, response.text
        body: list[dict[str, Any]] = response.json()["messages"]
        return body

    async def updates(self, token: str = TOKEN, **parameters: Any) -> list[dict[str, Any]]:
        """Return a bot's unconfirmed updates."""
        result: list[dict[str, Any]] = await self.ok("getUpdates", token, **parameters)
        return result

    async def wait(self, seconds: float = 1.0) -> None:
        """Let the pacing's clock go on."""
        await self.timer.sleep(seconds)

    async def close(self) -> None:
        """Close everything."""
        await self.client.aclose()
        await self.emulator.close()


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    """Open a scene and close it in the end."""
    scene = Scene(folder)
    try:
        yield scene
    finally:
        await scene.close()


async def until_polling(scene: Scene) -> None:
    """Let a poll that was just begun reach its waiting."""
    for _ in range(10):
        await asyncio.sleep(0)
    del scene


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Wait for a condition, at most five seconds."""
    for _ in range(500):
        if await condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen within five seconds")


def picture(width: int = 30, height: int = 20, kind: str = "PNG") -> bytes:
    """Return a white picture's file."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


async def photo(scene: Scene, data: bytes, token: str = TOKEN, **fields: str) -> Any:
    """Send a photo as a form; return the answer."""
    response = await scene.client.post(
        f"/bot{token}/sendPhoto",
        data={"chat_id": "42", **fields},
        files={"photo": ("x.png", data, "image/png")},
    )
    return response.json()
