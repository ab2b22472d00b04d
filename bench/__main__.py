"""``python -m bench [NAME …]``: measure, and print figures with their peer or baseline.

Names: start, memory, feeds, polling, articles, summaries, events, latency; all where none is given.
"""

from __future__ import annotations

import importlib
import os
import sys

NAMES = ("start", "memory", "feeds", "polling", "articles", "summaries", "events", "latency")


def main(names: list[str]) -> int:
    unknown = set(names) - set(NAMES)
    if unknown:
        print(f"unknown: {' '.join(sorted(unknown))}; there are {' '.join(NAMES)}")
        return 2
    print(f"On a machine with {os.cpu_count()} cores:")
    for name in names or NAMES:
        print(f"\n== {name}", flush=True)
        importlib.import_module(f"bench.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
