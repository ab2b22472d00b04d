"""A body unpacked as it streams, never further than allowed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bot.domain.errors import FetchFailed, FetchTooLarge, Step

ACCEPTED = "gzip, deflate"
"""Accept-Encoding. httpx's own decoders hand over br and zstd chunks whole: a bomb."""

_PACKED = frozenset({"gzip", "x-gzip", "deflate"})
# "none" and charsets are no encodings, but some servers write them where there is none.
_PLAIN = frozenset({"", "identity", "none", "utf-8", "utf8", "8bit", "binary"})
_TEXT = frozenset(b"<{[ \t\r\n\xef\xfe\xff")
"""What markup, JSON and byte order marks begin with."""
_STEP = 65_536
_GZIP = b"\x1f\x8b"


class Unpacker:
    """Unpacks one body of a Content-Encoding, bounded before and after.

    The body's first two bytes overrule the header: servers send gzip and say nothing, say gzip and
    send text, and call by the name of deflate what has zlib's head and what has none.
    """

    def __init__(self, encoding: str | None, limit: int, host: str) -> None:
        self._name = (encoding or "identity").strip().lower()
        if self._name not in _PACKED | _PLAIN:
            raise FetchFailed(
                f"{host} answered in the encoding {self._name[:40]!r}, which we did not ask for. "
                "Try another address of it.",
                step=Step.CONTENT,
            )
        self._engine: zlib._Decompress | None = None
        self._begun = False
        self._limit = limit
        self._host = host
        self._taken = self._given = 0
        self._held = b""
        self._done = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield what a part unpacks to. Raises FetchTooLarge, FetchFailed."""
        self._taken += len(data)
        if self._taken > self._limit:
            raise FetchTooLarge(
                f"{self._host} sent more than {self._limit} bytes. Try a shorter page of it."
            )
        if not self._begun:
            data, self._held = self._held + data, b""
            if len(data) < 2:
                self._held = data
                return
            self._engine, self._begun = _engine(self._name, data), True
        if self._engine is None:
            yield data
        else:
            yield from self._unpacked(data, self._engine)

    def end(self) -> bytes:
        """Return what is left when the body is over. Raises FetchFailed if it is not whole."""
        if self._engine is not None and not self._engine.eof:
            raise FetchFailed(
                f"{self._host} sent a packed body that breaks off. It is tried again later.",
                step=Step.CONTENT,
            )
        return b"" if self._begun else self._held

    def _unpacked(self, data: bytes, engine: zlib._Decompress) -> Iterator[bytes]:
        while not self._done:
            if engine.eof:
                if not (data := self._next_member(data)):
                    return
                engine = self._engine = zlib.decompressobj(wbits=31)
            piece = self._piece(data, engine)
            if piece[:2] == _GZIP and not self._given:
                raise FetchFailed(
                    f"{self._host} sent a body that is packed twice. Try another address of it.",
                    step=Step.CONTENT,
                )
            self._given += len(piece)
            if self._given > self._limit:
                raise FetchTooLarge(
                    f"{self._host} sent more than {self._limit} bytes, unpacked. Try a shorter "
                    "page of it."
                )
            if piece:
                yield piece
            if engine.eof:
                data = engine.unused_data
                continue
            data = engine.unconsumed_tail
            # A full piece may leave more in the engine, though it has taken all its input.
            if not data and len(piece) < _STEP:
                return

    def _next_member(self, rest: bytes) -> bytes:
        """Begin the next of several gzip members; anything else behind the first is waste.

        Returns what to unpack; nothing where the body's next part must come first.
        """
        rest, self._held = self._held + rest, b""
        if rest[:2] == _GZIP:
            return rest
        if _GZIP.startswith(rest):
            self._held = rest
        else:
            self._done = True
        return b""

    def _piece(self, data: bytes, engine: zlib._Decompress) -> bytes:
        try:
            return engine.decompress(data, _STEP)
        except zlib.error as error:
            raise FetchFailed(
                f"{self._host} sent a damaged packed body ({error}). It is tried again later.",
                step=Step.CONTENT,
            ) from error


def _engine(name: str, head: bytes) -> zlib._Decompress | None:
    """Return what unpacks a body of this Content-Encoding and beginning; None: it is plain."""
    if head[:2] == _GZIP:
        return zlib.decompressobj(wbits=31)
    if name == "deflate":
        is_zlib = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0  # RFC 1950, 2.2
        return zlib.decompressobj(wbits=15 if is_zlib else -15)
    if name in _PACKED and head[0] not in _TEXT:
        return zlib.decompressobj(wbits=31)  # which will say what is wrong with it
    return None


def unpack_gzip(data: bytes, limit: int) -> bytes:
    """Unpack a whole gzip file. Raises FetchTooLarge, FetchFailed."""
    return b"".join(Unpacker("gzip", limit, "The file").feed(data))
