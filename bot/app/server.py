"""A loopback HTTP server inside our own event loop."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.types import ASGIApp

from bot.domain.errors import StorywireError

LOOPBACK = "127.0.0.1"


def listen(port: int, host: str = LOOPBACK, setting: str = "PORT") -> socket.socket:
    """Return a socket that listens. Raises StorywireError where the port cannot be had.

    ``setting`` is the one that names the port.
    """
    # asyncio sets TCP_NODELAY only where the protocol is named; without, each answer waits 40 ms
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise StorywireError(
                f"port {port} is in use; choose another, such as {setting}={port % 65535 + 1}"
            ) from error
        raise StorywireError(
            f"port {port} ({setting}) cannot be opened: {error.strerror}"
        ) from error
    return listener


class _Server(uvicorn.Server):
    """A server that leaves the signals to the process that it is a part of."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell that it has."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, listener: socket.socket) -> AsyncIterator[None]:
    """Serve the application on the socket for as long as the block lasts."""
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]), name="server")
    await server.ready.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await task
