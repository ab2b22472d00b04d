"""The table of metrics in docs/operations.md says what a process tells.

``python -m pytest -n0 tests/ops/test_metrics_table.py`` shows what to write where they differ.
"""

from __future__ import annotations

from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.values import FeedAnswer, Sent
from bot.ops.disk import FolderDisk
from bot.ops.health import Health, Watched
from bot.store import open_store
from tests.store.samples import HOME, HOUR, NOW, plan_cards, subscribe
from tests.timers import SetClock

DOCS = Path(__file__).parents[2] / "docs" / "operations.md"
ANSWER = FeedAnswer(None, None, None, f"{HOME}/feed.xml")


async def exposed(url: str, folder: Path) -> str:
    """Return what a process tells that has something of everything."""
    store = open_store(url)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1, 2], NOW)
        (taken,) = await unit.deliveries.take(NOW, 1)
        await unit.deliveries.sent(taken.id, Sent(7), NOW)
        await unit.feeds.polled(1, now=NOW, next_due_at=NOW + HOUR, answer=ANSWER)
    health = Health("all")
    health.watch(Watched(store, SetClock(NOW), lambda: True, FolderDisk(folder)))
    transport = httpx.ASGITransport(app=health.app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as web:
        text = (await web.get("/metrics")).text
    await store.close()
    return text


async def test_the_table_names_every_metric(sqlite_url: str, tmp_path: Path) -> None:
    rows = []
    for family in text_string_to_metric_families(await exposed(sqlite_url, tmp_path)):
        if family.name.startswith("storywire_"):
            name = family.name + ("_total" if family.type == "counter" else "")
            rows.append(f"| `{name}` | {family.type} | {family.documentation} |")
    table = "\n".join(["| metric | kind | what |", "|---|---|---|", *sorted(rows)])
    assert table in DOCS.read_text(encoding="utf-8"), f"write into docs/operations.md:\n{table}"
