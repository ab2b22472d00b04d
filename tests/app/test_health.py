"""What a process tells of itself on METRICS_PORT."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.app.running import observed
from bot.app.server import listen
from bot.domain.errors import StorywireError
from bot.ops.health import Health, Metric, Watched, exposition
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
    """Read Prometheus' text format strictly: each metric with help and type before it."""
    assert text.endswith("\n")
    lines = text.splitlines()
    found = {}
    for told, kind, sample in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        name, value = sample.split(" ")
        assert told.startswith(f"# HELP {name} ")
        assert kind in {f"# TYPE {name} gauge", f"# TYPE {name} counter"}
        found[name] = float(value)
    return found


def test_the_text_format() -> None:
    metrics = [Metric("a_total", 3, "How many.", "counter"), Metric("b", 0.1, "How much.")]
    assert exposition(metrics) == (
        "# HELP a_total How many.\n# TYPE a_total counter\na_total 3\n"
        "# HELP b How much.\n# TYPE b gauge\nb 0.1\n"
    )


async def test_a_process_that_starts(store: SqlStore) -> None:
    health = Health("bot", STARTED)
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
    health = Health("worker", STARTED)
    health.watch(Watched(store, clock, lambda: True))
    async with client(health) as web:
        answer = await web.get("/readyz")
        assert answer.status_code == 200
        assert answer.json() == {
            "ready": True,
            "role": "worker",
            "feeds_late_seconds": 90.0,
            "deliveries_late_seconds": 0.0,
            "counts": dict.fromkeys(NAMES, 0) | {"feeds": 1},
        }
        answer = await web.get("/metrics")
        assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        told = values(answer.text)
        assert told["storywire_ready"] == told["storywire_database_up"] == 1
        assert told["storywire_feeds"] == 1
        assert {f"storywire_{name}" for name in NAMES} <= told.keys()
        assert told["storywire_feeds_late_seconds"] == 90
        assert told["process_start_time_seconds"] == STARTED.timestamp()
        assert told["process_cpu_seconds_total"] > 0


async def test_a_database_that_is_away(unused_tcp_port: int) -> None:
    away = open_store(f"postgresql://127.0.0.1:{unused_tcp_port}/none")
    health = Health("bot", STARTED)
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
