"""A body unpacked as it streams, never further than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.domain.errors import FetchFailed, FetchTooLarge, Step

ACCEPTED = "gzip, deflate"
"""Accept-Encoding. httpx's own decoders hand over br and zstd chunks whole: a bomb."""

_STEP = 65_536
_GZIP = b"\x1f\x8b"


class Unpacker:
    """Unpacks one body of a Content-Encoding, bounded before and after."""

    def __init__(self, encoding: str | None, limit: int, host: str) -> None:
        name = (encoding or "identity").strip().lower()
        if name not in {"identity", "gzip", "x-gzip", "deflate", ""}:
            raise FetchFailed(
                f"{host} answered in the encoding {name[:40]!r}, which we did not ask for. "
                "Try another address of it.",
                step=Step.CONTENT,
            )
        self._packed = name in {"gzip", "x-gzip", "deflate"}
        self._deflate = name == "deflate"
        self._engine = zlib.decompressobj(wbits=47)  # gzip or zlib, by its header
        self._limit = limit
        self._host = host
        self._taken = self._given = 0
        self._held = b""
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what a part unpacks to. Raises FetchTooLarge, FetchFailed."""
        self._taken += len(data)
        if self._taken > self._limit:
            raise FetchTooLarge(f"{self._host} sent more than {self._limit} bytes.")
        if not self._packed:
            yield data
            return
        while not self._done:
            if self._engine.eof and not (data := self._next_member(data)):
                return
            piece = self._unpack(data)
            self._given += len(piece)
            if self._given > self._limit:
                raise FetchTooLarge(f"{self._host} sent more than {self._limit} bytes, unpacked.")
            if piece:
                yield piece
            if self._engine.eof:
                data = self._engine.unused_data
                continue
            data = self._engine.unconsumed_tail
            # A full piece may leave more in the engine, though it has taken all its input.
            if not data and len(piece) < _STEP:
                return

    def end(self) -> None:
        """Note that the body is over. Raises FetchFailed where a packed one is not whole."""
        if self._packed and self._taken and not self._engine.eof:
            raise FetchFailed(
                f"{self._host} sent a packed body that breaks off. It is tried again later.",
                step=Step.CONTENT,
            )

    def _next_member(self, rest: bytes) -> bytes:
        """Begin the next of several gzip members; anything else behind the first is waste.

        Returns what to unpack; nothing where the body's next part must come first.
        """
        rest = self._held + rest
        self._held = b""
        if rest[:2] == _GZIP:
            self._engine = zlib.decompressobj(wbits=31)
            return rest
        if _GZIP.startswith(rest):
            self._held = rest
        else:
            self._done = True
        return b""

    def _unpack(self, data: bytes) -> bytes:
        try:
            return self._engine.decompress(data, _STEP)
        except zlib.error as error:
            if self._deflate and not self._given and self._taken == len(data):
                self._engine = zlib.decompressobj(
                    wbits=-15
                )  # many send deflate without zlib's head
                self._deflate = False
                return self._unpack(data)
            raise FetchFailed(
                f"{self._host} sent a damaged packed body ({error}). It is tried again later.",
                step=Step.CONTENT,
            ) from error


def unpack_gzip(data: bytes, limit: int) -> bytes:
    """Unpack a whole gzip file. Raises FetchTooLarge, FetchFailed."""
    return b"".join(Unpacker("gzip", limit, "The file").feed(data))
