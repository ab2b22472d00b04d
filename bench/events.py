"""What joining a story to its event costs, by how many recent stories there are.

``python -m bench.events [--full]``: 1,000 to 50,000 stories, with ``--full`` to a million.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.summaries.events import EventIndex, Signature, signature

SIZES = (1_000, 10_000, 50_000)
"""The lists of frequent keys are full at a few thousand; from there the cost is level."""
FULL = (1_000, 10_000, 100_000, 1_000_000)
MEASURED = 500
"""Stories over which a rate is taken, at each size."""
WINDOW = timedelta(hours=72)
START = datetime(2026, 3, 2, tzinfo=UTC)
VOCABULARY = 60_000
REPORTS = 4
"""Sources that tell one event, on average."""


def words(chance: random.Random, count: int) -> list[str]:
    """Return words as news has them: a few often, most seldom (Zipf)."""
    ranks = (int(VOCABULARY ** chance.random()) for _ in range(count))
    return [f"w{chr(97 + rank % 26)}{rank:x}" for rank in ranks]


def stories(count: int) -> Iterator[Signature]:
    """Yield made-up stories, spread over the window: events told by several sources."""
    chance = random.Random(5)
    told: list[list[str]] = []
    for at in range(count):
        if not told or chance.random() < 1 / REPORTS:
            told.append(words(chance, 9))
        headline = list(told[-1 - int(min(50, len(told)) * chance.random() ** 3)])
        headline[chance.randrange(9)] = words(chance, 1)[0]
        text = " ".join([*headline, *words(chance, 50)])
        yield signature(" ".join(headline), text, "en", START + WINDOW * at / count)


def megabytes() -> float:
    """Return what this process has in memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(sizes: tuple[int, ...]) -> Iterator[tuple[int, float, float]]:
    """Yield for each size: microseconds of processor time a story there, and megabytes."""
    index = EventIndex()
    coming = stories(sizes[-1])
    done = 0
    empty = megabytes()
    for size in sizes:
        for story in islice(coming, size - MEASURED - done):
            index.add(story)
        last = list(islice(coming, MEASURED))
        start = time.process_time()
        for story in last:
            index.add(story)
        spent = (time.process_time() - start) / MEASURED * 1e6
        done = size
        yield size, spent, megabytes() - empty


def signing() -> float:
    """Return microseconds of processor time that a story's signature takes."""
    start = time.process_time()
    count = sum(1 for _ in stories(MEASURED))
    return (time.process_time() - start) / count * 1e6


def main(sizes: tuple[int, ...] = SIZES) -> None:
    """Print a line a size, and the ratio of the largest to the smallest."""
    signing()
    own = signing()
    print(f"signature of a headline and 60 words: {own:6.0f} us")
    found = []
    for size, spent, memory in measure(sizes):
        found.append(spent)
        rate = 1e6 / (spent + own)
        print(f"{size:>9,} recent stories: joined in {spent:6.0f} us, {rate:6.0f} stories/s with "
              f"their signatures, {memory:7.1f} MB", flush=True)  # fmt: skip
    print(f"ratio {found[-1] / found[0]:.2f} from {sizes[0]:,} to {sizes[-1]:,} stories, "
          f"{found[-1] / found[1]:.2f} from {sizes[1]:,} (aim < 2)")  # fmt: skip


if __name__ == "__main__":
    main(FULL if "--full" in sys.argv[1:] else SIZES)
