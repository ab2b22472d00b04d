"""Seconds from ``storywire run`` until its address is printed, and until the bot polls."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.world.processes import Playground, Process, free_port, wait_for

RUNS = 5


def main() -> None:
    bare = statistics.median(seconds_of(sys.executable, "-c", "pass") for _ in range(RUNS))
    printed, ready = zip(*(start() for _ in range(RUNS)), strict=True)
    for what, times in (("address printed", printed), ("bot polls", ready)):
        median = statistics.median(times)
        print(f"{what:16} {median:5.2f} s (median of {RUNS}), {median / bare:.0f} bare Pythons")


def seconds_of(*command: str) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - began


def start() -> tuple[float, float]:
    """Return both times of a first start, in an empty folder."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder, Playground(port) as people:
        process = Process("run", data=Path(folder), port=port)
        began = time.perf_counter()
        with process:
            wait_for(lambda: "127.0.0.1" in process.output, 60, "the address", step=0.01)
            printed = time.perf_counter() - began
            wait_for(people.ready, 60, "the bot", step=0.01)
            return printed, time.perf_counter() - began
