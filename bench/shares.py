"""The memory of processes."""

from __future__ import annotations

from pathlib import Path


def pss(pid: int) -> float:
    """Return the proportional set size of a process and its children, in MB."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    lines = [
        line
        for each in pids
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(int(line.split()[1]) for line in lines) / 1024
