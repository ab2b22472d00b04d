"""Starts ``python -m bot`` as a fork of a process that has imported it already.

Half of what a command costs is importing; a test of what a command *says* need not pay for it.
The fork is a process of its own with the folder, environment and standard streams it was given,
and ends as ``python -m bot`` ends. What Python reads at its own start (PYTHONHASHSEED and the like)
is that of the first process: where that matters, ask for a ``fresh`` interpreter.

Run as a program, this module is that first process; it answers on the socket it is told.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NamedTuple, Protocol

ROOT = Path(__file__).parents[2]
IMPORTED = (
    "alembic.command",
    "bot.app.checks",
    "bot.app.main",
    "bot.app.running",
    "bot.app.trying.events",
    "bot.app.trying.feed",
    "sqlalchemy.dialects.sqlite.aiosqlite",
    "uvicorn.protocols.http.h11_impl",
)
"""What commands import, beside what these import themselves."""


class Streams(NamedTuple):
    """Standard input, output and error of a command."""

    input: IO[bytes]
    output: IO[bytes]
    error: IO[bytes]


class Running(Protocol):
    """A process, as :class:`subprocess.Popen` has it."""

    @property
    def pid(self) -> int:
        """Its id."""

    def poll(self) -> int | None:
        """Return the exit code (minus a signal's number), or None while it runs."""

    def wait(self, timeout: float) -> int:
        """Return the exit code. Raises subprocess.TimeoutExpired where it runs on for longer."""

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""


class Fork:
    """A command that runs in a fork."""

    def __init__(self, pid: int, ended: socket.socket) -> None:
        self.pid = pid
        self._ended = ended
        self._code: int | None = None

    def poll(self) -> int | None:
        """Return the exit code (minus a signal's number), or None while it runs."""
        if self._code is None and select.select([self._ended], [], [], 0)[0]:
            self._code = int(self._ended.recv(16) or b"-9")
            self._ended.close()
        return self._code

    def wait(self, timeout: float) -> int:
        """Return the exit code. Raises subprocess.TimeoutExpired where it runs on for longer."""
        if self._code is None and not select.select([self._ended], [], [], timeout)[0]:
            raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
        code = self.poll()
        assert code is not None
        return code

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.poll() is None:
            os.kill(self.pid, number)


def start(
    *words: str, cwd: Path, environment: Mapping[str, str], streams: Streams, fresh: bool = False
) -> Running:
    """Start ``storywire`` with these words: in a fork, or in an interpreter as a shell would."""
    if fresh:
        given, out, err = streams
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.Popen(
            command, cwd=cwd, env=environment, stdin=given, stdout=out, stderr=err
        )
    ended, tell = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    request = json.dumps([words, str(cwd), dict(environment)]).encode()
    numbers = [stream.fileno() for stream in streams]
    with tell:
        socket.send_fds(_first(), [request], [*numbers, tell.fileno()])
    pid = ended.recv(16)
    assert pid, "the process that commands are forked from has ended; its error stands above"
    return Fork(int(pid), ended)


@functools.cache
def _first() -> socket.socket:
    """Start the process that is forked; return the socket it answers on, until that is closed."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        subprocess.Popen(
            [sys.executable, "-m", __name__, str(theirs.fileno())],
            pass_fds=[theirs.fileno()], cwd=ROOT, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    return ours


# -- the first process


def serve(asked: socket.socket) -> list[str]:
    """Fork for each request; return, in the fork, the words of the command to run."""
    while True:
        request, streams, *_ = socket.recv_fds(asked, 2**20, 4)
        if not request:
            sys.exit()
        if os.fork():
            for number in streams:
                os.close(number)
            with contextlib.suppress(ChildProcessError):
                while os.waitpid(-1, os.WNOHANG)[0]:
                    pass
            continue
        asked.close()
        words, cwd, environment = json.loads(request)
        _watch(socket.socket(fileno=streams.pop()))
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        return [str(word) for word in words]


def _watch(tell: socket.socket) -> None:
    """Return in a fork, and tell its number and in time its exit code."""
    pid = os.fork()
    if not pid:
        tell.close()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        return
    tell.send(f"{pid}".encode())
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    tell.send(f"{code}".encode())
    os._exit(0)


def _main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends when its socket is closed
    for name in IMPORTED:
        importlib.import_module(name)
    gc.freeze()  # what is there already is not collected, so its memory stays shared
    sys.argv[1:] = serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    _main()
