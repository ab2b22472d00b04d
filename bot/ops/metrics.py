"""What a process counts and times of its own work, for Prometheus.

The names are a contract with dashboards and alerts: add, do not rename. ``docs/operations.md``
lists them, and a test keeps that list true.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

# each counter and histogram would have a second series that says when this process began
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves it untyped

SHORT: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds, for a call or a question."""
LONG: Final = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 4 * 3600, 24 * 3600)
"""Seconds, for a story's way."""
LAGS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds, for the event loop."""
_REFUSALS: Final = {"400": "400", "401": "401", "403": "403", "404": "401", "429": "429"}
"""How the Bot API's statuses are told apart; it says 401 or 404 to a token that it knows not."""


class Meters:
    """The counters and histograms of one process. A registry takes one of these only.

    Without a registry, they count for /stats alone.
    """

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._count(registry)
        self._time(registry)

    def _count(self, registry: CollectorRegistry | None) -> None:
        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"storywire_{name}", text, labels, registry=registry)

        self.polls = counter("polls", "Polls of feeds, good or failed.", "outcome")
        self.poll_failures = counter("poll_failures", "Failed polls by their step.", "step")
        self.stories_read = counter("stories_read", "Stories that got their code.")
        self.stories_changed = counter("stories_changed", "Stories read again, as feeds changed.")
        self.drafts_given_up = counter("drafts_given_up", "Stories given up before their code.")
        self.planned = counter(
            "deliveries_planned",
            "Deliveries planned: cards (planned), for digests (held), as also-lines (joined).",
            "state",
        )
        self.sent = counter("messages_sent", "Cards and digests that Telegram took.", "kind")
        self.failed = counter("messages_failed", "Cards and digests given up.", "kind")
        self.later = counter("messages_later", "Tries of cards and digests put off.", "kind")
        self.edits = counter("edits", "Cards shown anew: done, later or failed.", "outcome")
        self.replies = counter("replies", "Updates of people that were answered or let go.")
        self.refusals = counter(
            "refusals",
            "What Telegram refused: 400, 401, 403, 429, 5xx, timeout, connection; degraded where a"
            " message then went in a plainer form.",
            "kind",
        )

    def _time(self, registry: CollectorRegistry | None) -> None:
        def histogram(
            name: str, text: str, *labels: str, buckets: tuple[float, ...] = SHORT
        ) -> Histogram:
            name = f"storywire_{name}"
            return Histogram(name, text, labels, registry=registry, buckets=buckets)

        self.bot_api = histogram(
            "bot_api_seconds", "Calls of the Bot API, without the wait for their turn.", "method"
        )
        self.poll_seconds = histogram("poll_seconds", "Fetching and parsing a feed.")
        self.article_seconds = histogram("article_seconds", "Fetching and reading an article.")
        self.read_delay = histogram(
            "found_to_read_seconds", "From a story's being found to its code.", buckets=LONG
        )
        self.planned_delay = histogram(
            "planned_to_sent_seconds", "From planning to Telegram's answer.", "kind", buckets=LONG
        )
        self.published_delay = histogram(
            "published_to_sent_seconds",
            "From the publisher's date to Telegram's answer, of cards that were not backlog.",
            buckets=LONG,
        )
        self.reply_delay = histogram("reply_seconds", "From an update's arrival to its answer.")
        self.loop_lag = histogram(
            "event_loop_lag_seconds", "How late the event loop wakes a sleeper.", buckets=LAGS
        )

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """Note a call of the Bot API (domain port CallMeter)."""
        self.bot_api.labels(method).observe(seconds)
        if not outcome.isdigit():
            self.refusals.labels(outcome).inc()
        elif int(outcome) >= 400:
            kind = "5xx" if int(outcome) >= 500 else _REFUSALS.get(outcome, "400")
            self.refusals.labels(kind).inc()

    def refused(self) -> Mapping[str, int]:
        """Return how many calls were refused since the process began, by kind."""
        samples = next(iter(self.refusals.collect())).samples
        return {one.labels["kind"]: int(one.value) for one in samples}
