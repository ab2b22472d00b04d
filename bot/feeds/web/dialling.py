"""The transport under httpx: it dials only addresses that the guard has checked."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

import httpcore
import httpx

from bot.domain.errors import FetchTooLarge, FetchUnresolved
from bot.feeds.web.guard import Exceptions, Resolver, checked_addresses
from bot.feeds.web.streams import HEAD_SECONDS, BoundedStream

UNKNOWN_FOR = 30.0
"""Seconds in which a name that led nowhere is not asked for again."""
MANY_HOSTS = 1000
MANY_HEADERS = 300
"""An answer with more is refused."""
ONE_OF_MANY = 4.0
"""Seconds for one address where a host has others: IPv6 is often promised and not kept."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a host once, checks all its addresses and dials those same addresses.

    TLS and the Host header keep the name, for they come from the request's URL.
    """

    def __init__(
        self, exceptions: Exceptions, resolver: Resolver, head_seconds: float = HEAD_SECONDS
    ) -> None:
        self._exceptions = exceptions
        self._resolver = resolver
        self._head_seconds = head_seconds
        self._network = httpcore.AnyIOBackend()
        self._unknown: dict[str, tuple[float, str]] = {}
        # Apart from asyncio's own threads, which slow name servers would use up.
        self._threads = ThreadPoolExecutor(8, thread_name_prefix="resolve")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises AddressRefused, FetchFailed."""
        addresses = (await self._addresses(host, port))[:4]
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for at, address in enumerate(addresses, start=1):
            limit = timeout if at == len(addresses) else min(timeout or ONE_OF_MANY, ONE_OF_MANY)
            try:
                stream = await self._network.connect_tcp(
                    address, port, limit, local_address, socket_options
                )
                return BoundedStream(stream, host, self._head_seconds)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Resolve a name; one that led nowhere is not asked for again for UNKNOWN_FOR seconds.

        A name server takes its time to say no, and a feed's stories ask for one host in a row.
        """
        loop = asyncio.get_running_loop()
        if (known := self._unknown.get(host)) and loop.time() < known[0]:
            raise FetchUnresolved(known[1])
        try:
            return await loop.run_in_executor(
                self._threads, checked_addresses, host, port, self._exceptions, self._resolver
            )
        except FetchUnresolved as error:
            if len(self._unknown) >= MANY_HOSTS:
                self._unknown.clear()
            self._unknown[host] = (loop.time() + UNKNOWN_FOR, str(error))
            raise

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no address of the web is a local socket."""
        raise httpcore.ConnectError("Unix sockets are not allowed")

    async def sleep(self, seconds: float) -> None:
        """Wait before a connection is tried again."""
        await asyncio.sleep(seconds)

    def close(self) -> None:
        """Let go of the threads; one that still waits for a name server ends by itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)


class _Body(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:  # noqa: ANN401  # httpcore names no public type
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._stream:
                yield part
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from error

    async def aclose(self) -> None:
        await self._stream.aclose()


class GuardedTransport(httpx.AsyncBaseTransport):
    """httpx's transport with the guarded backend, for which httpx has no public hook."""

    def __init__(
        self,
        exceptions: Exceptions,
        resolver: Resolver,
        context: ssl.SSLContext | None = None,
        head_seconds: float = HEAD_SECONDS,
    ) -> None:
        self._backend = GuardedBackend(exceptions, resolver, head_seconds)
        self._pool = httpcore.AsyncConnectionPool(
            # trust_env=False: SSL_CERT_FILE and the like are for the whole system, not for us
            ssl_context=context or httpx.create_ssl_context(trust_env=False),
            max_connections=100,
            max_keepalive_connections=20,
            keepalive_expiry=5.0,
            network_backend=self._backend,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. Raises httpx's errors, and the guard's."""
        raw = httpcore.Request(
            method=request.method,
            url=httpcore.URL(
                scheme=request.url.raw_scheme,
                host=request.url.raw_host,
                port=request.url.port,
                target=request.url.raw_path,
            ),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        try:
            answer = await self._pool.handle_async_request(raw)
        except httpcore.ConnectTimeout as error:
            raise httpx.ConnectTimeout(str(error)) from error
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from error
        except httpcore.ConnectError as error:
            raise httpx.ConnectError(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.RemoteProtocolError(str(error)) from error
        if len(answer.headers) > MANY_HEADERS:
            await answer.aclose()
            raise FetchTooLarge(
                f"{request.url.host} sent more than {MANY_HEADERS} headers. Check the address in a "
                "browser."
            )
        stream = answer.extensions.get("network_stream")
        if isinstance(stream, BoundedStream):
            stream.body_begins()
        return httpx.Response(
            status_code=answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    async def __aenter__(self) -> Self:
        await self._pool.__aenter__()
        return self

    async def aclose(self) -> None:
        """Close all connections."""
        await self._pool.aclose()
        self._backend.close()
