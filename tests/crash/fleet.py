"""Storywire's processes, started as an owner starts them, killed, and started again."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import httpx

from tests.crash.law import Kill
from tests.crash.notes import Note, read
from tests.crash.plan import Plan
from tests.world.processes import Process, free_port, wait_for

READY = 120.0
"""Seconds that all processes may take to be ready, on a machine that is busy otherwise too."""
STAMP = re.compile(r"^\S+Z ")


class Member(NamedTuple):
    """A process of the fleet."""

    name: str
    """Such as ``worker-2``."""
    role: str
    """What ``storywire run --role`` is given."""

    @property
    def command(self) -> tuple[str, ...]:
        """The words behind ``storywire``."""
        return ("run",) if self.role == "all" else ("run", "--role", self.role)


def members(plan: Plan) -> list[Member]:
    """Return one process, which does everything, for SQLite; several for PostgreSQL."""
    if plan.database == "sqlite":
        return [Member("storywire", "all")]
    counts = {"bot": plan.bots, "worker": plan.workers}
    return [
        Member(f"{role}-{number}", role)
        for role, count in counts.items()
        for number in range(1, count + 1)
    ]


class Fleet:
    """The processes that run, and a record of their ends."""

    def __init__(self, processes: Mapping[str, Process], folder: Path) -> None:
        self._processes = processes
        self._logs = {name: folder / name / "output.log" for name in processes}
        self._kills: list[Kill] = []
        self._down: dict[str | None, int] = {}
        """Who is stopped, None for the database, and the place of its kill."""
        self.ended: list[str] = []
        """The last words of each that ended although nobody had killed it."""

    def __getitem__(self, name: str) -> Process:
        return self._processes[name]

    @property
    def kills(self) -> tuple[Kill, ...]:
        """The kills so far, those of the database too."""
        return tuple(self._kills)

    @property
    def up(self) -> list[str]:
        """Who was not killed, or was started again."""
        return [name for name in self._processes if name not in self._down]

    @property
    def down(self) -> list[str]:
        """Who was killed and is not started again yet."""
        return [name for name in self._processes if name in self._down]

    def kill(self, name: str) -> bool:
        """Kill one as a power cut would; return whether it still ran."""
        at = time.monotonic()
        if self._processes[name].end(signal.SIGKILL) != -signal.SIGKILL:
            return False
        self._stopped(name, at)
        return True

    def start(self, name: str) -> None:
        """Start one that was killed, unless it was started again already."""
        if name in self._down:
            self._back(name)
            self._processes[name].start()

    def database_stopped(self) -> None:
        """Note that the database stops now."""
        self._stopped(None, time.monotonic())

    def database_started(self) -> None:
        """Note that the database is back."""
        self._back(None)

    def tend(self) -> None:
        """Start those again that ended by themselves, as what supervises an owner's does."""
        for name in self.up:
            if not self._processes[name].running:
                said = self._processes[name].output.splitlines()
                self.ended.append(STAMP.sub("", said[-1] if said else ""))
                self._processes[name].start()

    def logged(self, pattern: str) -> list[str]:
        """Return the lines of all logs in which a pattern is found, with the process's name."""
        return [
            f"{name}: {line}"
            for name, process in self._processes.items()
            for line in process.output.splitlines()
            if re.search(pattern, line)
        ]

    def notes(self) -> Iterator[Note]:
        """Yield what the logs tell of cards that were noted as sent."""
        began = time.monotonic() - time.time()
        for name, log in self._logs.items():
            yield from read(name, log, began)

    def _stopped(self, name: str | None, at: float) -> None:
        self._down[name] = len(self._kills)
        self._kills.append(Kill(name, at))

    def _back(self, name: str | None) -> None:
        place = self._down.pop(name)
        self._kills[place] = replace(self._kills[place], back=time.monotonic())


@contextmanager
def running(
    plan: Plan,
    folder: Path,
    settings: Mapping[str, str],
    gates: Mapping[str, int],
) -> Iterator[Fleet]:
    """Run processes until the block ends, each with its own gate (a port) to the Bot API server."""
    health = {member.name: free_port() for member in members(plan)}
    processes = {
        member.name: Process(
            *member.command, data=folder / member.name, port=free_port(),
            **settings,
            LOG_FORMAT="json",
            LOG_LEVEL="debug",
            TELEGRAM_API_URL=f"http://127.0.0.1:{gates[member.name]}",
            METRICS_PORT=str(health[member.name]),
        )
        for member in members(plan)
    }  # fmt: skip
    with ExitStack() as stack:
        for process in processes.values():  # all at once, in whatever order they get ready
            stack.enter_context(process)
        for name, port in health.items():
            wait_for(partial(is_ready, port), READY, f"{name} to be ready")
        yield Fleet(processes, folder)


def is_ready(port: int) -> bool:
    """Return whether the process with this METRICS_PORT does its work."""
    with suppress(httpx.TransportError):
        address = f"http://127.0.0.1:{port}/readyz"
        return httpx.get(address, trust_env=False, timeout=10).status_code == 200
    return False
