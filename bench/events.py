"""What joining a story to its event costs, by how many recent stories there are.

``python -m bench.events [--full]``: with 1,000 to 100,000 recent stories, with ``--full`` to a
million, which takes some minutes and 15 GB of disk.

The way of the running bot: its store on a SQLite file, a transaction for each story, candidates
looked up in the database. The stories are made up (``bench.invented``), those from before laid at
once (``bench.event_archive``); a process apart measures, so that its memory is a bot's.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.event_archive import START, signed
from bench.invented import Invented, stories
from bench.shares import pss
from bot.domain.values import Entry, Found, Reading, Story, StoryTerms
from bot.pipeline.joining import join
from bot.store import migrate, open_store
from bot.summaries.events import COUNTED, WINDOW

if TYPE_CHECKING:
    from bot.domain.ports import Store

SIZES = (1_000, 10_000, 100_000)
FULL = (*SIZES, 1_000_000)
FIRST = 100
"""Stories that are joined before the clock starts."""
MEASURED = 500
FORGOTTEN = 500
"""Events that are forgotten at the end, as many as in a transaction of the running bot."""
LATER = START + WINDOW
"""When the measured stories begin to come."""


def main() -> None:
    """Print a line a size, and the ratio of the largest to the smallest."""
    sizes = FULL if "--full" in sys.argv else SIZES
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "events.sqlite"
            asyncio.run(migrate(f"sqlite:///{path}"))
            run("bench.event_archive", str(path), str(size))
            megabytes = path.stat().st_size / 1e6
            one = json.loads(run("bench.events", "--measure", str(path), str(size)))
        found.append(one)
        print(
            f"{size:>9,} recent stories: {one['joined']:5.2f} ms ({one['cpu']:.2f} of a core) and "
            f"{one['signed']:.2f} for the signature, {1000 / (one['cpu'] + one['signed']):4.0f} "
            f"stories/s of a core; {one['pss']:.0f} MB PSS, database {megabytes:,.0f} MB; "
            f"forgotten in {one['forgotten']:.2f} ms an event, counts halved in "
            f"{one['halved']:.1f} s",
            flush=True,
        )
    ratio = found[-1]["cpu"] / found[0]["cpu"]
    waited = found[-1]["joined"] / found[0]["joined"]
    print(f"{ratio:.2f} times the core's time from {sizes[0]:,} to {sizes[-1]:,} stories, "
          f"{waited:.2f} times by the clock (aim < 2)")  # fmt: skip


def run(module: str, *words: str) -> str:
    """Run a module in a process of its own; return what it prints."""
    command = [sys.executable, "-m", module, *words]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


async def measure(path: Path, size: int) -> dict[str, float]:
    """Join stories to the events of a database; return the milliseconds that each took."""
    store = open_store(f"sqlite:///{path}")
    span = WINDOW * (FIRST + MEASURED) / size
    told = list(stories(FIRST + MEASURED, LATER, span, seed=6))
    kept = await keep(store, told)
    began = time.process_time()
    own = [signed(one) for one in told]
    took = {"signed": (time.process_time() - began) * 1000 / len(own)}
    for number, (story, signature) in enumerate(zip(kept, own, strict=True)):
        if number == FIRST:
            began, cpu = time.perf_counter(), time.process_time()
        assert signature.published
        async with store.write() as unit:
            await join(unit, story, signature, signature.published)
    took["cpu"] = (time.process_time() - cpu) * 1000 / MEASURED
    took["joined"] = (time.perf_counter() - began) * 1000 / MEASURED
    took["pss"] = pss(os.getpid())
    began = time.perf_counter()
    async with store.write() as unit:
        await unit.events.forget(LATER, 2 * COUNTED, FORGOTTEN)
    took["forgotten"] = (time.perf_counter() - began) * 1000 / FORGOTTEN
    began = time.perf_counter()
    async with store.write() as unit:
        await unit.events.forget(START, 0, FORGOTTEN)
    took["halved"] = time.perf_counter() - began
    await store.close()
    return took


async def keep(store: Store, told: Sequence[Invented]) -> list[Story]:
    """Keep stories as if they were read, each without an event so far."""
    kept = []
    async with store.write() as unit:
        feed, _ = await unit.feeds.add("http://news.example.org/more", LATER)
        for number, one in enumerate(told):
            link = f"http://news.example.org/more/{number}"
            entry = Entry(link, one.title, link, one.published, None, None, "", None, "en")
            await unit.stories.found(feed, [Found(entry, link, False)], LATER)
            (draft,) = await unit.stories.drafts(LATER + timedelta(days=9), 1)
            reading = Reading(None, one.title, one.text, (), one.published, True, None, None,
                              one.source, None, link, "en")  # fmt: skip
            story = await unit.stories.read(draft.id, reading, StoryTerms())
            assert story
            kept.append(story)
    return kept


if __name__ == "__main__":
    if "--measure" in sys.argv:
        print(json.dumps(asyncio.run(measure(Path(sys.argv[2]), int(sys.argv[3])))))
    else:
        main()
