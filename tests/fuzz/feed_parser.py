"""Coverage-guided fuzzing of the feed parser with atheris; not part of the suite.

atheris is no dependency of ours: install it into an environment of its own (Python 3.11 to 3.13),
and let that see the project's packages::

    python -m venv fuzzing && fuzzing/bin/pip install atheris
    PYTHONPATH=.:$(echo .venv/lib/python3.*/site-packages) \
        fuzzing/bin/python tests/fuzz/feed_parser.py -max_total_time=180

It begins with the documents of ``tests.fuzz.feeds`` and stops at the first exception that is no
FeedError, leaving the bytes in ``crash-…``. More options: https://llvm.org/docs/LibFuzzer.html
"""

from __future__ import annotations

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris  # type: ignore[import-untyped]  # see above: where it is run

with atheris.instrument_imports(include=["bot.feeds", "bot.text"]):
    from bot.domain.errors import FeedError
    from bot.feeds.documents import parsing
from tests.fuzz.feeds import SEEDS, TOKENS
from tests.fuzz.test_parser import keeps_its_word

TYPES = (None, "text/xml", "text/html; charset=utf-16", "a/b; charset=gb18030")


def one_input(data: bytes) -> None:
    """Read bytes whose first one chooses the Content-Type."""
    kind = TYPES[data[0] % len(TYPES)] if data else None
    with suppress(FeedError):
        found = parsing.attempt(data[1:], content_type=kind, url="https://news.example.org/f/")
        feed = found.ours if isinstance(found, parsing.Broken) else found
        if feed is not None:
            keeps_its_word(feed)


def main() -> None:
    """Fuzz from the seeds, with the parser's own words as the dictionary."""
    with tempfile.TemporaryDirectory() as folder:
        seeds, words = Path(folder, "seeds"), Path(folder, "words")
        seeds.mkdir()
        for number, seed in enumerate(SEEDS):
            (seeds / str(number)).write_bytes(b"\0" + seed)
        escaped = ("".join(f"\\x{byte:02x}" for byte in token) for token in TOKENS)
        words.write_text("".join(f'"{word}"\n' for word in escaped))
        options = [f"-dict={words}", "-max_len=8192", "-timeout=10", "-rss_limit_mb=1000"]
        atheris.Setup([*sys.argv, *options, str(seeds)], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
