"""Servers that benchmarks run beside themselves."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from tests.world.processes import free_port


@contextlib.contextmanager
def serving(module: str) -> Iterator[int]:
    """Run a module that serves on a port, and give the port."""
    port = free_port()
    command = [sys.executable, "-m", module, str(port)]
    with ready(subprocess.Popen(command, stdout=subprocess.PIPE)):
        yield port


@contextlib.contextmanager
def ready(server: subprocess.Popen[bytes]) -> Iterator[None]:
    """Wait until a server has written a line; end it after the block."""
    with server:
        assert server.stdout
        server.stdout.readline()
        try:
            yield
        finally:
            server.terminate()
