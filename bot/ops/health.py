"""What a process tells of itself over loopback HTTP: /healthz, /readyz, and /metrics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.domain.errors import DatabaseError
from bot.domain.ports import Clock, Disk, Store
from bot.domain.values import Room, Standing, Watch
from bot.ops.metrics import Meters

COUNTED: Final = timedelta(seconds=5)
"""Rows are counted no more often than this, however often somebody asks."""
_HELP: Final = {
    "feeds": "Feeds that are read.",
    "stories": "Stories with a code.",
    "drafts": "Stories found whose article is yet to be read.",
    "chats": "Chats known.",
    "subscriptions": "Subscriptions of all chats.",
    "planned": "Cards and digests to be sent.",
    "failed": "Cards and digests given up.",
}


class Watched(NamedTuple):
    """What there is to tell of."""

    store: Store
    clock: Clock
    is_ready: Callable[[], bool]
    """Whether the process does what it is for."""
    disk: Disk | None = None
    """The disk that the data is on; None where nobody needs to know."""
    trouble: Callable[[], str | None] = lambda: None
    """Why Telegram cannot be written to; None while it can."""


class Work(NamedTuple):
    """How the work stands, from the database."""

    now: datetime
    counts: Mapping[str, int]
    """As of at most COUNTED ago."""
    standing: Standing
    watches: tuple[Watch, ...]
    room: Room | None

    @property
    def troubles(self) -> dict[str, str]:
        """What has been wrong for long, by the name of what is watched."""
        return {
            watch.name: watch.trouble
            for watch in self.watches
            if watch.alarmed and watch.ended_at is None
        }

    @property
    def feeds_late(self) -> float:
        """Seconds since the feed that is longest due should have been read."""
        return self.age(self.standing.feed_due_at) or 0.0

    @property
    def deliveries_late(self) -> float:
        """Seconds since the oldest planned card or digest might have gone."""
        return self.age(self.standing.send_due_at) or 0.0

    def age(self, instant: datetime | None) -> float | None:
        """Return the seconds since an instant, 0 where it is to come; None where there is none."""
        return None if instant is None else max((self.now - instant).total_seconds(), 0.0)


class Health:
    """The health of one process, which may still be starting."""

    def __init__(self, role: str, registry: CollectorRegistry | None = None) -> None:
        self._role = role
        self._watched: Watched | None = None
        self._counts: tuple[datetime, Mapping[str, int]] | None = None
        self._registry = CollectorRegistry() if registry is None else registry
        self._found = _Found()
        self._registry.register(self._found)
        ProcessCollector(registry=self._registry)
        self.meters = Meters(self._registry)
        """What the process counts and times of its work."""

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
        return PlainTextResponse("ok\n")  # the event loop runs, or nobody would say so

    async def _ready(self, _: Request) -> Response:
        watched = self._watched
        if watched is None or not watched.is_ready():
            return JSONResponse({"ready": False, "role": self._role, "reason": "starting"}, 503)
        if trouble := watched.trouble():
            return JSONResponse({"ready": False, "role": self._role, "reason": trouble}, 503)
        try:
            work = await self._look(watched)
        except DatabaseError as error:
            return JSONResponse({"ready": False, "role": self._role, "reason": str(error)}, 503)
        return JSONResponse({"ready": True, "role": self._role, **_told(work)})

    async def _metrics(self, request: Request) -> Response:
        watched = self._watched
        found = [_gauge("ready", "1 once the process does its work.", self._is_ready())]
        if watched is not None:
            try:
                found += _of_work(await self._look(watched))
            except DatabaseError:
                found.append(_database_up(False))
        self._found.families = found
        encode, kind = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(self._registry), media_type=kind)

    def _is_ready(self) -> bool:
        watched = self._watched
        return watched is not None and watched.is_ready() and watched.trouble() is None

    async def _look(self, watched: Watched) -> Work:
        """Return how the work stands. Raises DatabaseError."""
        now = watched.clock.now()
        async with watched.store.read() as unit:
            if self._counts is None or not now - COUNTED < self._counts[0] <= now:
                self._counts = now, await unit.upkeep.counts()
            standing = await unit.upkeep.standing(now)
            watches = tuple(await unit.upkeep.watches())
        room = watched.disk.room() if watched.disk else None
        return Work(now, self._counts[1], standing, watches, room)


class _Found(Collector):
    """What was found at the latest scrape."""

    def __init__(self) -> None:
        self.families: Iterable[GaugeMetricFamily] = ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield it."""
        yield from self.families


def _told(work: Work) -> dict[str, object]:
    """Return what /readyz says of the work."""
    standing = work.standing
    return {
        "feeds_late_seconds": work.feeds_late,
        "deliveries_late_seconds": work.deliveries_late,
        "last_poll_age_seconds": work.age(standing.last_poll_at),
        "last_send_age_seconds": work.age(standing.last_sent_at),
        "oldest_planned_age_seconds": work.age(standing.planned_at),
        "troubles": work.troubles,
        "counts": work.counts,
    }


def _of_work(work: Work) -> list[GaugeMetricFamily]:
    """Return the gauges that the database, and the disk, tell."""
    standing = work.standing
    ages = {
        "feeds_late_seconds": ("Age of the longest due poll.", work.feeds_late),
        "deliveries_late_seconds": (
            "Age of the oldest planned message that might have gone.", work.deliveries_late,
        ),
        "last_poll_age_seconds": (
            "Since the last good poll of any process.", work.age(standing.last_poll_at),
        ),
        "last_send_age_seconds": (
            "Since Telegram last took a card or a digest.", work.age(standing.last_sent_at),
        ),
        "oldest_planned_age_seconds": (
            "Age of the oldest card or digest that is planned.", work.age(standing.planned_at),
        ),
        "disk_free_bytes": ("Room on the data folder's disk.", work.room and work.room.free),
    }  # fmt: skip
    return [
        _database_up(True),
        *(_gauge(name, _HELP[name], count) for name, count in work.counts.items()),
        _gauge("feeds_failing", "Feeds that lately began to fail.", standing.feeds_failing),
        *(_gauge(name, text, age) for name, (text, age) in ages.items() if age is not None),
        *_queues(work),
        _trouble(work.troubles),
    ]


def _queues(work: Work) -> list[GaugeMetricFamily]:
    length = GaugeMetricFamily(
        "storywire_queue_length",
        "What waits: drafts, plannings, inbox, deliveries.",
        labels=["queue"],
    )
    oldest = GaugeMetricFamily(
        "storywire_queue_age_seconds", "How long the oldest of it waits.", labels=["queue"]
    )
    queues = {name: getattr(work.standing, name) for name in ("drafts", "plannings", "inbox")}
    for name, queue in queues.items():
        length.add_metric([name], queue.length)
        oldest.add_metric([name], work.age(queue.oldest_at) or 0.0)
    length.add_metric(["deliveries"], work.counts["planned"])
    oldest.add_metric(["deliveries"], work.deliveries_late)
    return [length, oldest]


def _trouble(troubles: Iterable[str]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(
        "storywire_trouble",
        "1 for what was told of: feeds, sending, disk and its machine, retention.",
        labels=["what"],
    )
    for name in troubles:
        family.add_metric([name], 1)
    return family


def _database_up(up: bool) -> GaugeMetricFamily:
    return _gauge("database_up", "1 where the database answers.", up)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"storywire_{name}", text, value=value)
