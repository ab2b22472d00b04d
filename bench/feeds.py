"""Feeds parsed a second, ours against feedparser as it comes, on the same feeds in one run.

STORYWIRE_DEV_DATA=FOLDER python -m bench.feeds
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.feeds.parsing import parse

ROUNDS = 5


def main() -> None:
    """Print feeds and megabytes a second for both, and how many times faster ours is."""
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        sys.exit("STORYWIRE_DEV_DATA is not set: it names the folder of development data.")
    feeds = [path.read_bytes() for path in sorted((Path(folder) / "feeds").glob("real_*"))]
    import feedparser

    def theirs(data: bytes) -> object:
        return feedparser.parse(io.BytesIO(data))

    ours = _seconds(parse, feeds)
    other = _seconds(theirs, feeds)
    megabytes = sum(map(len, feeds)) / 1e6
    for name, seconds in (("storywire", ours), ("feedparser", other)):
        print(f"{name:10} {len(feeds) / seconds:8.0f} feeds/s {megabytes / seconds:6.1f} MB/s")
    print(f"{other / ours:.1f} times feedparser, on {len(feeds)} real feeds, {megabytes:.1f} MB")


def _seconds(parser: Callable[[bytes], object], feeds: list[bytes]) -> float:
    """Return the seconds of the best of several rounds over all feeds."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for data in feeds:
            parser(data)
        best = min(best, time.perf_counter() - began)
    return best


if __name__ == "__main__":
    main()
