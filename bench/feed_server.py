"""Two hundred hosts of loopback with ten feeds each, for ``bench.polling``.

python -m bench.feed_server PORT

Feeds are at ``/feed/0`` to ``/feed/9`` of 127.0.1.1 to 127.0.1.200, with ETag. ``/round/N`` says
which round of stories they tell: a feed of an odd number changes with it, one of an even does not.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache

HOSTS = 200
FEEDS = 10
ITEMS = 20
FIRST = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
PARAGRAPH = (
    "<p>The harbour of bay {0} opened again on Monday, after the dredgers had left. Boats came in "
    "by noon, and the market hall sold out of <b>mackerel &amp; bread</b> an hour later.</p>"
)


def address(host: int) -> str:
    """Return the address of a host."""
    return f"127.0.1.{host + 1}"


def urls(port: int) -> list[str]:
    """Return the addresses of all feeds, a host's feeds apart from each other."""
    return [f"http://{address(h)}:{port}/feed/{n}" for n in range(FEEDS) for h in range(HOSTS)]


@cache
def item(host: str, feed: int, number: int) -> str:
    """Return one item."""
    name = f"{host}/{feed}/{number}"
    when = format_datetime(FIRST + timedelta(hours=number))
    body = PARAGRAPH.format(number) * 3
    return (
        f"<item><title>Harbour {name} opens</title><link>http://{host}/story/{feed}/{number}</link>"
        f"<guid>{name}</guid><pubDate>{when}</pubDate><dc:creator>Ada Quay</dc:creator>"
        f"<description><![CDATA[{body}]]></description></item>"
    )


def document(host: str, feed: int, turn: int) -> bytes:
    """Return a feed with one story more in each round, if it changes at all."""
    newest = ITEMS + (turn if feed % 2 else 0)
    items = "".join(item(host, feed, n) for n in range(newest, newest - ITEMS, -1))
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>Paper {host}/{feed}</title><link>http://{host}/</link>{items}</channel></rss>"
    ).encode()


class Server(asyncio.Protocol):
    """HTTP/1.1, as much of it as feed readers use."""

    turn = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            request, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            self._transport.write(self.answer(request.decode("latin-1")))

    def answer(self, request: str) -> bytes:
        """Return the whole answer to a request."""
        lines = request.split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        _, kind, number = (path + "//").split("/")[:3]
        if kind == "round":
            Server.turn = int(number)
            return b"HTTP/1.1 204 No Content\r\n\r\n"
        if kind != "feed":
            return b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
        host = headers["host"].partition(":")[0]
        tag = f'"{Server.turn if int(number) % 2 else 0}"'
        if headers.get("if-none-match") == tag:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        body = document(host, int(number), Server.turn)
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {tag}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


async def serve(port: int, protocol: type[Server] = Server) -> None:
    """Serve on all hosts until cancelled."""
    loop = asyncio.get_running_loop()
    hosts = [address(number) for number in range(HOSTS)]
    server = await loop.create_server(protocol, hosts, port, backlog=512)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
