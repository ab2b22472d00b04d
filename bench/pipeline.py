"""The whole way of a story on one core: from the feed that brings it to its planned deliveries.

python -m bench.pipeline

The engine of the running bot, on SQLite, polls two hundred feeds (``bench.news_server``, on another
core), reads the page of each story, condenses it, joins it to its event, matches it against topics
of a word, a name or two, each with its subscriber, and plans deliveries; nothing is sent.

Beside it stands trafilatura, as its manual has it, on the same pages: a peer for the dearest step,
which any reader of pages must take. There is none that does all of them. What is left of a story's
time when the steps are taken off is HTTP, the database, matching and the loop.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from bench.serving import ready
from tests.world.processes import free_port

STORIES = 1_000
TOPICS = (1_000, 100_000)


def main() -> None:
    """Print stories a second for each number of topics, and what the steps take."""
    cores = sorted(os.sched_getaffinity(0))
    for count in TOPICS:
        with serving(cores[-1]) as port, tempfile.TemporaryDirectory() as folder:
            with run(cores[0], "bench.pipeline_topics", folder, str(count)) as process:
                process.wait()
            with run(cores[0], "bench.pipeline_run", str(port), folder, str(STORIES)) as process:
                assert process.stdout
                found = json.loads(process.stdout.read())
        show(count, found)


def show(topics: int, found: dict[str, Any]) -> None:
    """Print what one run took."""
    steps, cpu = found["steps"], found["cpu"]
    theirs = steps.pop("trafilatura")
    a_story = {name: found[name] / STORIES for name in ("planned", "events")}
    print(
        f"{topics:>7,} topics: {1000 / cpu:5.1f} stories/s of one core "
        f"({STORIES / found['seconds']:.1f} by the clock), {cpu:.1f} ms a story: "
        f"{cpu / theirs:.1f} times trafilatura's {theirs:.1f}; "
        f"{a_story['planned']:.1f} deliveries and {a_story['events']:.2f} events a story, "
        f"{found['pss']:.0f} MB PSS at the end"
    )
    told = ", ".join(f"{name} {ms:.1f}" for name, ms in steps.items())
    print(f"{'':8} of these: {told}, all else {cpu - sum(steps.values()):.1f} ms", flush=True)


@contextlib.contextmanager
def serving(core: int) -> Iterator[int]:
    """Run the server of news on a core; give its port."""
    port = free_port()
    with ready(run(core, "bench.news_server", str(port), str(STORIES))):
        yield port


def run(core: int, module: str, *words: str) -> subprocess.Popen[bytes]:
    """Start a module on one core."""
    program = "import os, runpy, sys; os.sched_setaffinity(0, {int(sys.argv.pop(1))}); "
    program += "runpy.run_module(sys.argv.pop(1), run_name='__main__', alter_sys=True)"
    command = [sys.executable, "-c", program, str(core), module, *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


if __name__ == "__main__":
    main()
