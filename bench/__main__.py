"""``python -m bench [NAME …]``: measure, and print figures with their peer or baseline.

All where no name is given; an unknown name lists them. ``--full`` is for ``events`` and others that
say so: with as much as a large bot has.
"""

from __future__ import annotations

import importlib
import os
import sys

NAMES = (
    "start",
    "memory",
    "feeds",
    "polling",
    "articles",
    "summaries",
    "events",
    "topics",
    "planning",
    "search",
    "pipeline",
    "latency",
    "engine",
    "fanout",
    "delivery",
    "doubles",
)

APART = ("soak",)
"""Take so long that they run only where they are named."""


def main(names: list[str]) -> int:
    names = [name for name in names if not name.startswith("--")]
    unknown = set(names) - {*NAMES, *APART}
    if unknown:
        print(f"unknown: {' '.join(sorted(unknown))}; there are {' '.join((*NAMES, *APART))}")
        return 2
    print(f"On a machine with {os.cpu_count()} cores:")
    for name in names or NAMES:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
