"""What a process tells of itself on METRICS_PORT."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app.running import observed
from bot.app.server import listen
from bot.domain.errors import StorywireError
from bot.ops.health import Health, Watched
from bot.ops.settings import Settings
from bot.store import SqlStore, open_store
from tests.timers import SetClock
from tests.world.processes import Process, free_port, wait_for

STARTED = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
NAMES = ("feeds", "stories", "drafts", "chats", "subscriptions", "planned", "failed")


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    opened = open_store(database_url)
    yield opened
    await opened.close()


def client(health: Health) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=health.app())
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")


def values(text: str) -> dict[str, float]:
    """Read Prometheus' text format: each sample by its name, and its labels where it has some."""
    found = {}
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


async def test_a_process_that_starts(store: SqlStore) -> None:
    health = Health("bot")
    async with client(health) as web:
        for _ in range(2):
            assert (await web.get("/healthz")).status_code == 200
            answer = await web.get("/readyz")
            assert (answer.status_code, answer.json()["ready"]) == (503, False)
            assert values((await web.get("/metrics")).text)["storywire_ready"] == 0
            health.watch(Watched(store, SetClock(STARTED), lambda: False))


async def test_a_process_that_works(store: SqlStore) -> None:
    clock = SetClock(STARTED)
    async with store.write() as unit:
        await unit.feeds.add("https://news.example.org/feed.xml", STARTED - timedelta(seconds=90))
    health = Health("worker")
    health.watch(Watched(store, clock, lambda: True))
    async with client(health) as web:
        answer = await web.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {
            "ready": True,
            "role": "worker",
            "feeds_late_seconds": 90.0,
            "deliveries_late_seconds": 0.0,
            "last_poll_age_seconds": None,
            "last_send_age_seconds": None,
            "oldest_planned_age_seconds": None,
            "troubles": {},
            "counts": dict.fromkeys(NAMES, 0) | {"feeds": 1},
        }
        answer = await web.get("/metrics")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        told = values(answer.text)
        assert told["storywire_ready"] == told["storywire_database_up"] == 1
        assert told["storywire_feeds"] == 1
        assert {f"storywire_{name}" for name in NAMES} <= told.keys()
        assert told["storywire_feeds_late_seconds"] == 90
        assert told["storywire_queue_length{queue=inbox}"] == 0
        assert told["process_start_time_seconds"] > STARTED.timestamp() - 365 * 86400
        assert told["process_cpu_seconds_total"] > 0
        assert told["process_resident_memory_bytes"] > 1_000_000


async def test_a_process_that_telegram_does_not_hear(store: SqlStore) -> None:
    health = Health("worker")
    trouble = "Telegram does not know the token"
    health.watch(Watched(store, SetClock(STARTED), lambda: True, trouble=lambda: trouble))
    async with client(health) as web:
        answer = await web.get("/readyz")
        assert answer.status_code == 503
        assert answer.json() == {"ready": False, "role": "worker", "reason": trouble}
        assert values((await web.get("/metrics")).text)["storywire_ready"] == 0


async def test_rows_are_counted_now_and_then_only(store: SqlStore) -> None:
    clock = SetClock(STARTED)
    health = Health("worker")
    health.watch(Watched(store, clock, lambda: True))
    async with client(health) as web:
        for expected, seconds in ((0, 0), (0, 4), (1, 1)):
            clock.advance(seconds=seconds)
            told = values((await web.get("/metrics")).text)
            assert told["storywire_feeds"] == expected
            async with store.write() as unit:
                await unit.feeds.add("https://news.example.org/feed.xml", STARTED)


async def test_a_database_that_is_away(unused_tcp_port: int) -> None:
    away = open_store(f"postgresql://127.0.0.1:{unused_tcp_port}/none")
    health = Health("bot")
    health.watch(Watched(away, SetClock(STARTED), lambda: True))
    async with client(health) as web:
        assert (await web.get("/healthz")).status_code == 200
        answer = await web.get("/readyz")
        assert answer.status_code == 503
        assert "does not" in answer.json()["reason"] or "failed" in answer.json()["reason"]
        told = values((await web.get("/metrics")).text)
        assert told["storywire_database_up"] == 0
        assert "storywire_feeds" not in told
    await away.close()


def test_the_playground_tells(tmp_path: Path) -> None:
    port, metrics = free_port(), free_port()
    settings = {"METRICS_PORT": str(metrics)}
    with Process("run", "--playground", data=tmp_path, port=port, **settings):
        wait_for(lambda: answers(metrics), 60, "the process to listen")
        assert get(metrics, "/healthz").text == "ok\n"
        wait_for(lambda: get(metrics, "/readyz").status_code == 200, 60, "the process to be ready")
        assert get(metrics, "/readyz").json()["role"] == "playground"
        assert values(get(metrics, "/metrics").text)["storywire_stories"] > 0


async def test_a_busy_port_is_said() -> None:
    with contextlib.closing(listen(0)) as taken:
        port = taken.getsockname()[1]
        settings = Settings(_env_file=None, metrics_port=port)
        told = f"port {port} is in use; .* METRICS_PORT="
        with pytest.raises(StorywireError, match=told):
            async with observed(settings, "all"):
                raise AssertionError("it must not open")


def get(port: int, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False, timeout=10)


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz").status_code == 200
    except httpx.TransportError:
        return False
