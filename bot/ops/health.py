"""What a process tells of itself over loopback HTTP: /healthz, /readyz, and /metrics.

``/metrics`` is Prometheus' text format (prometheus.io/docs/instrumenting/exposition_formats).
"""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.errors import DatabaseError
from bot.domain.ports import Clock, Store

_STATM = Path("/proc/self/statm")
_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_HELP = {
    "feeds": "Feeds that are read.",
    "stories": "Stories with a code.",
    "drafts": "Stories found whose article is yet to be read.",
    "chats": "Chats known.",
    "subscriptions": "Subscriptions of all chats.",
    "planned": "Cards and digests to be sent.",
    "failed": "Cards and digests given up.",
}


class Metric(NamedTuple):
    """A number with its name, for Prometheus."""

    name: str
    value: float
    help: str
    kind: str = "gauge"
    """``gauge`` or ``counter``."""


class Work(NamedTuple):
    """How the work stands, from the database."""

    counts: dict[str, int]
    feeds_late: float
    """Seconds since the feed that is longest due should have been read; 0 where none is due."""
    deliveries_late: float
    """Seconds since the oldest planned card or digest might have gone; 0 where none waits."""


class Watched(NamedTuple):
    """What there is to tell of."""

    store: Store
    clock: Clock
    is_ready: Callable[[], bool]
    """Whether the process does what it is for."""


class Health:
    """The health of one process, which may still be starting."""

    def __init__(self, role: str, started_at: datetime) -> None:
        self._role = role
        self._started_at = started_at
        self._watched: Watched | None = None

    def watch(self, watched: Watched) -> None:
        """Tell of this from now on; before, the process counts as starting."""
        self._watched = watched

    def app(self) -> Starlette:
        """Return the application that tells."""
        return Starlette(
            routes=[
                Route("/healthz", self._alive),
                Route("/readyz", self._ready),
                Route("/metrics", self._metrics),
            ]
        )

    async def _alive(self, _: Request) -> Response:
        return PlainTextResponse("ok\n")

    async def _ready(self, _: Request) -> Response:
        watched = self._watched
        if watched is None or not watched.is_ready():
            return JSONResponse({"ready": False, "role": self._role, "reason": "starting"}, 503)
        try:
            work = await look(watched)
        except DatabaseError as error:
            return JSONResponse({"ready": False, "role": self._role, "reason": str(error)}, 503)
        return JSONResponse(
            {
                "ready": True,
                "role": self._role,
                "feeds_late_seconds": work.feeds_late,
                "deliveries_late_seconds": work.deliveries_late,
                "counts": work.counts,
            }
        )

    async def _metrics(self, _: Request) -> Response:
        watched = self._watched
        ready = watched is not None and watched.is_ready()
        metrics = [Metric("storywire_ready", ready, "1 once the process does its work.")]
        if watched is not None:
            metrics += await _of_work(watched)
        return Response(exposition([*metrics, *self._of_process()]), media_type=_TYPE)

    def _of_process(self) -> list[Metric]:
        used = resource.getrusage(resource.RUSAGE_SELF)
        cpu = used.ru_utime + used.ru_stime
        begun = self._started_at.timestamp()
        found = [
            Metric("process_cpu_seconds_total", cpu, "Processor time used.", "counter"),
            Metric("process_start_time_seconds", begun, "When the process started, Unix time."),
        ]
        if _STATM.exists():  # Linux only
            pages = int(_STATM.read_text(encoding="ascii").split()[1])
            size = pages * os.sysconf("SC_PAGE_SIZE")
            found.append(Metric("process_resident_memory_bytes", size, "Memory in use."))
        return found


async def look(watched: Watched) -> Work:
    """Return how the work stands. Raises DatabaseError."""
    now = watched.clock.now()
    async with watched.store.read() as unit:
        counts = await unit.upkeep.counts()
        due = await unit.feeds.due(now, 1)
        planned = await unit.deliveries.next_at()
    return Work(
        counts,
        _late(due[0].next_due_at if due else None, now),
        _late(planned, now),
    )


def _late(due: datetime | None, now: datetime) -> float:
    return 0.0 if due is None else max((now - due).total_seconds(), 0.0)


async def _of_work(watched: Watched) -> list[Metric]:
    try:
        work = await look(watched)
    except DatabaseError:
        return [_database_up(False)]
    counts = [
        Metric(f"storywire_{name}", count, _HELP.get(name, f"Number of {name}."))
        for name, count in work.counts.items()
    ]
    late = [
        Metric("storywire_feeds_late_seconds", work.feeds_late, "Age of the longest due poll."),
        Metric(
            "storywire_deliveries_late_seconds",
            work.deliveries_late,
            "Age of the oldest planned message that might have gone.",
        ),
    ]
    return [_database_up(True), *counts, *late]


def _database_up(up: bool) -> Metric:
    return Metric("storywire_database_up", up, "1 where the database answers.")


def exposition(metrics: Iterable[Metric]) -> str:
    """Return metrics in Prometheus' text format."""
    return "".join(
        f"# HELP {m.name} {m.help}\n# TYPE {m.name} {m.kind}\n{m.name} {m.value:.15g}\n"
        for m in metrics
    )
