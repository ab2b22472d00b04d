"""The way between one process and the Bot API server, with a record of what went over it.

Each process has a wire of its own, so the record tells whose a call was, and to the millisecond
what was in flight when that process was killed.
"""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from math import inf
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from tests.crash.items import Item, number_of
from tests.crash.law import Call

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_FIELD = re.compile(rb'name="(\w+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]*)', re.ASCII)
_SHOWN = ("text", "caption")
_HEAD = 8192
"""Bytes of a form in parts that are looked at: the fields stand before the photo."""


class Packet(NamedTuple):
    """A request or an answer of HTTP/1.1, as it came."""

    head: bytes
    """The first line and the headers, with the empty line behind them."""
    body: bytes
    """As long as Content-Length says."""

    @property
    def raw(self) -> bytes:
        """All of it."""
        return self.head + self.body

    @property
    def second(self) -> str:
        """The second word of the first line: a request's path, an answer's status."""
        return self.head.split(b" ", 2)[1].decode("ascii")


class Record:
    """The calls that bring items, of all processes."""

    def __init__(self) -> None:
        self._calls: list[Call] = []
        self.came: set[Item] = set()
        """Items whose sender knows that they came."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """What was asked so far, in that order."""
        return tuple(self._calls)

    @property
    def open(self) -> int:
        """How many calls have no answer yet."""
        return sum(call.ended == inf for call in self._calls)

    def asked(self, process: str, item: Item) -> int:
        """Keep a call; return its place."""
        self._calls.append(Call(process, item, time.monotonic()))
        return len(self._calls) - 1

    def answered(self, place: int, answer: Packet | None) -> None:
        """Note a call's answer, or that none will come."""
        status = int(answer.second) if answer else None
        call = replace(self._calls[place], ended=time.monotonic(), status=status)
        self._calls[place] = call
        if status == 200:
            self.came.add(call.item)


@dataclass(frozen=True, slots=True)
class Wire:
    """Relays what one process asks of the Bot API server."""

    process: str
    """Its name."""
    server: int
    """The server's port on loopback."""
    record: Record

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the process, until either side closes."""
        with suppress(OSError, asyncio.IncompleteReadError):
            there, away = await asyncio.open_connection("127.0.0.1", self.server)
            try:
                while answer := await self._relay(await _read(reader), reader, there, away):
                    writer.write(answer.raw)
                    await writer.drain()
            finally:
                away.close()
                writer.transport.abort()

    async def _relay(
        self,
        request: Packet,
        reader: asyncio.StreamReader,
        there: asyncio.StreamReader,
        away: asyncio.StreamWriter,
    ) -> Packet | None:
        """Pass a request on; return its answer, None where there is none to pass back."""
        item = item_of(request)
        place = self.record.asked(self.process, item) if item else None
        away.write(request.raw)
        answer = await _unless_closed(reader, _read(there))
        if place is not None:
            self.record.answered(place, answer)
        return answer


async def _read(reader: asyncio.StreamReader) -> Packet:
    """Return what comes next. Raises IncompleteReadError, OSError."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    return Packet(head, await reader.readexactly(int(length[1]) if length else 0))


async def _unless_closed(
    reader: asyncio.StreamReader, answer: Coroutine[Any, Any, Packet]
) -> Packet | None:
    """Return the answer; None where who asked leaves before it came, or the server cuts it."""
    coming, leaving = asyncio.ensure_future(answer), asyncio.ensure_future(reader.read(1))
    await asyncio.wait({coming, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in (coming, leaving):
        task.cancel()
    found, _ = await asyncio.gather(coming, leaving, return_exceptions=True)
    return found if isinstance(found, Packet) else None


def item_of(request: Packet) -> Item | None:
    """Return the item that a call sends to a chat; None for any other call."""
    if not request.second.rpartition("/")[2].lower().startswith("send"):
        return None
    fields = fields_of(request.body)
    number = number_of(next((fields[name] for name in _SHOWN if name in fields), ""))
    return Item(int(fields["chat_id"]), number) if number else None


def fields_of(body: bytes) -> dict[str, str]:
    """Return the fields of a form; of one in parts, each one's first line."""
    if body.startswith(b"--"):
        found = _FIELD.findall(body[:_HEAD])
        return {name.decode(): value.decode("utf-8", "replace") for name, value in found}
    return dict(parse_qsl(body.decode("ascii")))


@contextmanager
def wires(names: Sequence[str], server: int, record: Record) -> Iterator[Mapping[str, int]]:
    """Open a wire for each process, until the block ends; give their ports."""
    opened: Future[tuple[list[int], Callable[[], object]]] = Future()

    async def serve() -> None:
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        made = [Wire(name, server, record) for name in names]
        servers = [await asyncio.start_server(wire.connected, "127.0.0.1", 0) for wire in made]
        ports = [one.sockets[0].getsockname()[1] for one in servers]
        opened.set_result((ports, lambda: loop.call_soon_threadsafe(ended.set)))
        await ended.wait()
        for one in servers:
            one.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="wires")
    thread.start()
    ports, end = opened.result(10)
    try:
        yield dict(zip(names, ports, strict=True))
    finally:
        end()
        thread.join(10)
