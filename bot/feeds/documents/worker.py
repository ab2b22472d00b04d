"""The process in which large feeds are parsed: one after the other, until its input ends.

A request is a line of JSON and then the feed's bytes; an answer is the lines of ``records`` and
an empty one, or a line that names the error and an empty one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from bot.domain.errors import FeedError, FeedWalled
from bot.feeds.documents import records
from bot.feeds.documents.children import limit
from bot.feeds.documents.parsing import parse

MEMORY = 1_500_000_000
"""Bytes of address space."""


def main() -> None:
    """Answer requests on standard input until it ends."""
    limit(memory=MEMORY)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each request."""
    while line := requests.readline():
        given = json.loads(line)
        data = requests.read(given["size"])
        answers.writelines(piece.encode("ascii") + b"\n" for piece in answer(data, given))
        answers.write(b"\n")
        answers.flush()


def answer(data: bytes, given: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of an answer."""
    try:
        feed = parse(data, content_type=given["content_type"], url=given["url"])
    except FeedError as error:
        wall = error.wall if isinstance(error, FeedWalled) else None
        yield json.dumps({"error": str(error), "wall": wall})
    except MemoryError:
        yield json.dumps({"error": "The feed is too large to be read.", "wall": None})
    else:
        yield from records.written(feed)
