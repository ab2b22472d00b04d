"""Seconds from publishing a story to its card in the chat, in the playground (poll every 2 s)."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from tests.world.processes import Playground, Process, free_port, wait_for

STORIES = 50
EVERY = 3.0
POLL = 2.0


def main() -> None:
    port = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        Process("run", data=Path(folder), port=port),
        Playground(port) as people,
    ):
        people.wait_ready()
        people.ask(42, "/subscribe Zanadu")
        times = sorted(one(people, number) for number in range(STORIES))
    p50, p95 = statistics.median(times), times[int(0.95 * (len(times) - 1))]
    print(f"publish to card  p50 {p50:.2f} s, p95 {p95:.2f} s over {STORIES} stories (aim p95 3 s)")
    print(f"                 {p50 / (POLL / 2):.2f} times the mean wait for the poll alone")


def one(people: Playground, number: int) -> float:
    """Publish a story, wait for its card, and return how long that took."""
    title = f"Zanadu harbour report {number}"
    known = len(people.cards(42))
    began = time.perf_counter()
    people.publish(title, f"The harbour of Zanadu opened berth {number} on Monday.", "Harbour Desk")
    wait_for(lambda: len(people.cards(42)) > known, 30, f"the card of {title!r}", step=0.02)
    took = time.perf_counter() - began
    time.sleep(max(0.0, EVERY - took))
    return took
