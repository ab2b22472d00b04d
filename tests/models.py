"""A server on loopback that speaks the OpenAI API, as a language model's would."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ModelServer:
    """The server: what its model says, and what it was asked."""

    says: Callable[[str], str | None] = field(default=lambda _: "")
    """From the text that was sent to the answer."""
    port: int = 0
    status: int = 200
    asked: list[dict[str, Any]] = field(default_factory=list)
    """The bodies of the requests."""
    heads: list[str] = field(default_factory=list)
    """Their request lines and headers."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            size = next(
                int(line.split(":")[1])
                for line in head.split("\r\n")
                if line.lower().startswith("content-length:")
            )
            body = json.loads(await reader.readexactly(size))
            self.heads.append(head)
            self.asked.append(body)
            answer = self._completion(body) if "/v1/chat/completions " in head else b"{}"
            status = self.status if "/v1/chat/completions " in head else 404
            writer.write(b"HTTP/1.1 %d Answer\r\nContent-Length: %d\r\n" % (status, len(answer)))
            writer.write(b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + answer)
            await writer.drain()
        finally:
            writer.close()

    def _completion(self, body: dict[str, Any]) -> bytes:
        said = self.says(body["messages"][-1]["content"])
        choice = {"index": 0, "message": {"role": "assistant", "content": said}}
        return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


@asynccontextmanager
async def speaking() -> AsyncIterator[ModelServer]:
    """Run a model's server for the block."""
    server = ModelServer()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
