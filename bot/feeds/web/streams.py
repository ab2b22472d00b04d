"""A connection that ends when its other side dawdles or floods us before a body begins."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any

import httpcore

from bot.domain.errors import FetchTimeout, FetchTooLarge
from bot.feeds.web.failures import insecure

HEAD_BYTES = 100_000
"""So much may come before a body: headers and interim answers (1xx) together."""
HEAD_SECONDS = 5.0
"""So long may the head take from its first byte to its last."""
_STEP = 16_384
"""A head is read in small steps, so that a body's beginning hardly counts as head."""


class BoundedStream(httpcore.AsyncNetworkStream):
    """A connection whose answers' heads are bounded in size and time; TLS fails in words."""

    def __init__(
        self, stream: httpcore.AsyncNetworkStream, host: str, head_seconds: float = HEAD_SECONDS
    ) -> None:
        self._stream = stream
        self._host = host
        self._head_seconds = head_seconds
        self._in_head = True
        self._taken = 0
        self._began: float | None = None

    async def read(
        self,
        max_bytes: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> bytes:
        """Read on. Raises FetchTooLarge, FetchTimeout in a head; httpcore's errors."""
        if not self._in_head:
            return await self._stream.read(max_bytes, timeout)
        if self._began is not None:
            left = self._began + self._head_seconds - asyncio.get_running_loop().time()
            timeout = left if timeout is None else min(left, timeout)
            if timeout <= 0:
                raise self._too_slow()
        try:
            data = await self._stream.read(min(max_bytes, _STEP), timeout)
        except httpcore.ReadTimeout as error:
            if self._began is None:
                raise
            raise self._too_slow() from error
        self._began = self._began or asyncio.get_running_loop().time()
        self._taken += len(data)
        if self._taken > HEAD_BYTES:
            raise FetchTooLarge(
                f"{self._host} sent more than {HEAD_BYTES} bytes of headers. "
                "Check the address in a browser."
            )
        return data

    def _too_slow(self) -> FetchTimeout:
        return FetchTimeout(f"{self._host} sends its headers too slowly. It is tried again later.")

    def body_begins(self) -> None:
        """Lift the bounds of the head: the body has its own."""
        self._in_head = False

    async def write(
        self,
        buffer: bytes,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> None:
        """Send a part of a request, whose answer begins with a head."""
        self._in_head, self._taken, self._began = True, 0, None
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
    ) -> httpcore.AsyncNetworkStream:
        """Agree upon TLS. Raises FetchInsecure; httpcore.ConnectTimeout."""
        try:
            secure = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectError as error:
            raise insecure(self._host, error.__cause__) from error
        return BoundedStream(secure, self._host, self._head_seconds)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  # httpcore's signature
        """Return what the connection knows of itself."""
        return self._stream.get_extra_info(info)
