from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.errors import Step
from bot.domain.values import Feed
from bot.pipeline.feed_health import State, health, span

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FEED = Feed(
    1, "https://news.example.org/feed", None, None, None, None, None,
    next_due_at=NOW + timedelta(minutes=10), added_at=NOW - 24 * HOUR, first_read_at=None,
    push_backlog=False, failures=0, last_error=None,
)  # fmt: skip
GOOD = replace(FEED, first_read_at=NOW - 9 * HOUR, last_good_at=NOW - timedelta(minutes=5))


@pytest.mark.parametrize(
    ("feed", "state", "words"),
    [
        (FEED, State.NEW, "not read yet, next read in 10 min"),
        (replace(FEED, next_due_at=NOW), State.NEW, "not read yet, next read now"),
        (GOOD, State.GOOD, "good, read 5 min ago, next read in 10 min"),
        (replace(GOOD, last_good_at=None), State.GOOD, "good, read 9 h ago, next read in 10 min"),
        (
            replace(GOOD, failures=1, failed_step=Step.DNS, last_error="no such host"),
            State.FAILING,
            "failed once at the step dns: no such host (last good 5 min ago, next read in 10 min)",
        ),
        (
            replace(FEED, failures=3, last_error="HTTP 503"),
            State.FAILING,
            "failed 3 times in a row: HTTP 503 (never good, next read in 10 min)",
        ),
        (
            replace(GOOD, failures=1, ended_at=NOW - 50 * HOUR, last_error="HTTP 410"),
            State.ENDED,
            "ended 2 d ago: HTTP 410",
        ),
    ],
    ids=["new", "due", "good", "of an older version", "failed", "never good", "ended"],
)
def test_health(feed: Feed, state: State, words: str) -> None:
    assert health(feed, NOW) == (state, words)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "1 h"), (86400, "1 d"), (9e6, "104 d")],
)
def test_span(seconds: float, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words
