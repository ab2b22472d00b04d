"""A web server on loopback that behaves as badly as a test wants, byte for byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Example News</title>'
    b"<link>https://news.example.org/</link><item><title>One</title>"
    b"<link>https://news.example.org/a/1</link></item></channel></rss>"
)
PAGE = (
    b"<html lang='en'><head><title>Harbour reopens</title></head><body><article><h1>Harbour "
    b"reopens</h1>" + b"<p>The harbour reopened on Monday after a winter of repairs, the port "
    b"authority of the invented town said in a long statement.</p>"
    * 4
    + b"</article></body></html>"
)


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked."""

    path: str
    headers: Mapping[str, str]


Behaviour = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Server:
    """The server: what it does on each path, and what it was asked."""

    port: int = 0
    pages: dict[str, bytes | Behaviour] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            pairs = (line.split(": ", 1) for line in head[1:] if ": " in line)
            request = Request(head[0].split(" ")[1], {k.lower(): v for k, v in pairs})
            self.asked.append(request)
            missing = answer(b"not here", status="404 Not Found")
            path = request.path if request.path in self.pages else request.path.partition("?")[0]
            page = self.pages.get(path, missing)
            if isinstance(page, bytes):
                writer.write(page)
            else:
                await page(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has had enough, which is what many tests are about
        finally:
            writer.close()


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """Return an HTTP answer; ``length`` lies about the body's."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, *headers, "Connection: close", "", ""]).encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    """Return a redirect."""
    return answer(b"", f"Location: {to}", status=status)


@asynccontextmanager
async def serving() -> AsyncIterator[Server]:
    """Run a server for the block."""
    server = Server()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**20)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
