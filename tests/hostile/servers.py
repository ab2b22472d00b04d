"""Servers that behave oddly: answers to write as they are, and ways of writing them."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import zlib
from collections.abc import Callable
from functools import cache

from tests.feeds.serving import RSS, Behaviour, Request, answer

OK = b"HTTP/1.1 200 OK\r\n"
CLOSE = b"Connection: close\r\n\r\n"


def packed(body: bytes, encoding: str) -> bytes:
    """Return an answer that claims an encoding."""
    return answer(body, f"Content-Encoding: {encoding}")


def headers(*lines: bytes, body: bytes = RSS) -> bytes:
    """Return an answer with odd header lines before a body that ends with the connection."""
    return OK + b"".join(line + b"\r\n" for line in lines) + CLOSE + body


def chunked(*pieces: bytes) -> bytes:
    """Return an answer whose chunks are written as they are."""
    return OK + b"Transfer-Encoding: chunked\r\n" + CLOSE + b"".join(pieces)


def chunk(data: bytes, extension: bytes = b"") -> bytes:
    """Return one chunk."""
    return b"%x%s\r\n%s\r\n" % (len(data), extension, data)


def chunks(*pieces: bytes) -> bytes:
    """Return all chunks of a body, the empty last one too."""
    return b"".join(map(chunk, [*pieces, b""]))


def large(megabytes: int) -> bytes:
    """Return an answer of so many megabytes that does not say its length."""
    return headers(body=RSS + bytes(megabytes * 10**6))


@cache
def bomb(window: int, megabytes: int = 1000) -> bytes:
    """Return zeros packed: one packed block of a megabyte, written again and again.

    ``window`` is zlib's: 31 gzip, 15 zlib, -15 raw. The check sum at the end is wrong; nobody
    should come so far.
    """
    engine = zlib.compressobj(9, zlib.DEFLATED, window)
    first = engine.compress(bytes(2**20)) + engine.flush(zlib.Z_FULL_FLUSH)
    block = engine.compress(bytes(2**20)) + engine.flush(zlib.Z_FULL_FLUSH)
    return first + block * megabytes + engine.flush()


def members() -> bytes:
    """Return a thousand gzip members of a megabyte of zeros each."""
    return gzip.compress(bytes(2**20)) * 1000


def wrong_sum() -> bytes:
    """Return gzip whose check sum is wrong."""
    good = gzip.compress(RSS)
    return good[:-8] + bytes(4) + good[-4:]


def writes(*parts: bytes, pause: float = 0.0, forever: bool = False) -> Behaviour:
    """Return what writes parts with a pause after each, the last one for ever if asked to."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        while forever:
            writer.write(parts[-1])
            await writer.drain()
            await asyncio.sleep(pause)

    return behave


def silence(after: bytes = b"") -> Behaviour:
    """Return what writes something and then nothing for a long time."""
    return writes(after, pause=30.0)


def reset(after: bytes = b"") -> Behaviour:
    """Return what writes something and then resets the connection (RST)."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        await writer.drain()
        await asyncio.sleep(0.05)
        lingering = struct.pack("ii", 1, 0)
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)
        writer.transport.abort()

    return behave


def half_closed(after: bytes) -> Behaviour:
    """Return what writes something, closes its half and keeps the connection."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(after)
        writer.write_eof()
        await asyncio.sleep(3.0)

    return behave


def chain(length: int, make: Callable[[str], bytes], pause: float = 0.0) -> Behaviour:
    """Return a chain of redirects that ends in a feed; the page's query counts them."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(pause)
        path, _, done = request.path.partition("?")
        at = int(done or 0)
        writer.write(answer(RSS) if at == length else make(f"{path}?{at + 1}"))

    return behave
