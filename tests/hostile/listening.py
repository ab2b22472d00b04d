"""The servers on loopback that serve the table's cases, in a thread of their own.

They run in the tests' process and what reads them in a child, whose memory is then the reader's.
"""

from __future__ import annotations

import asyncio
import inspect
import socket
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from tests.feeds.serving import RSS, Behaviour, Request, Server, answer
from tests.hostile.cases import Case, Served
from tests.hostile.documents import NOTHING, RUSSIAN

CERTIFICATES = Path(__file__).parent / "certificates"
TLS = ("good", "expired", "unborn", "misnamed", "unknown", "selfmade")
"""Servers that speak TLS with the certificate of this name."""
_ALERT = b"\x15\x03\x01\x00\x02\x02"
"""A TLS record that ends a handshake; its number follows (RFC 8446, 6)."""

Handler = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@contextmanager
def listening(cases: Sequence[Case]) -> Iterator[dict[str, int]]:
    """Serve the cases for the block; give the port of each server by its name."""
    ports: dict[str, int] = {}
    ready, over = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        listeners = await _listeners(cases)
        ports.update((name, each.sockets[0].getsockname()[1]) for name, each in listeners.items())
        ready.set()
        await over.wait()
        for listener in listeners.values():
            listener.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()], daemon=True)
    thread.start()
    assert ready.wait(20), "the hostile servers did not start"
    with socket.socket() as free:  # bound, not listening: whoever connects is refused
        free.bind(("127.0.0.1", 0))
        ports["nobody"] = free.getsockname()[1]
        try:
            yield ports
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join(10)


async def _listeners(cases: Sequence[Case]) -> dict[str, asyncio.Server]:
    server = Server(pages={case.path: _page(case.served) for case in cases})
    server.pages |= {"/": answer(RSS), "/article": answer(RUSSIAN), "/nothing": answer(NOTHING)}
    loud = asyncio.get_running_loop()
    loud.set_exception_handler(lambda *_: None)  # resets and broken handshakes are the point
    kinds: dict[str, tuple[Handler, ssl.SSLContext | None]] = {
        "plain": (server.serve, None),
        "closing": (_saying(b""), None),
        "rubbish": (_saying(bytes(range(256))), None),
        "untold": (_saying(answer(b"", status="400 Bad Request")), None),
        "old": (_saying(_ALERT + b"\x46"), None),  # protocol_version
        "nameless": (_saying(_ALERT + b"\x70"), None),  # unrecognized_name
        "stalled": (_stalled, None),
        **{name: (server.serve, _context(name)) for name in TLS},
    }
    return {
        name: await asyncio.start_server(handler, "127.0.0.1", 0, limit=2**20, ssl=context)
        for name, (handler, context) in kinds.items()
    }


def _page(served: Served) -> bytes | Behaviour:
    if isinstance(served, bytes):
        return served
    if inspect.iscoroutinefunction(served):
        return cast("Behaviour", served)
    make = cast("Callable[[], bytes]", served)

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(await asyncio.to_thread(make))
        await writer.drain()

    return behave


def _context(name: str) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / f"{name}.pem")
    return context


def _saying(words: bytes) -> Handler:
    """Return what answers anything with these words."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(4096)
        writer.write(words)
        await writer.drain()
        writer.close()

    return handle


async def _stalled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read(10)
    await asyncio.sleep(30)
    writer.close()
