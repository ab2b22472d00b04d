"""What a run prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from tests.crash.items import Item
from tests.crash.law import Cause, Verdict
from tests.crash.plan import Outcome, Plan

_SHOWN: Final = 20
"""Items, and lines of logs, that are printed of those that broke the law."""
_WIDTH: Final = 160
_WORDS: Final = {
    Cause.IN_FLIGHT: "in flight at a kill",
    Cause.UNNOTED: "answered, not noted before a kill",
    Cause.DATABASE: "while PostgreSQL was away",
    Cause.UNANSWERED: "answer lost by a fault",
}


def table(plan: Plan, outcome: Outcome) -> Iterator[str]:
    """Yield the lines that tell a run's outcome."""
    cards, faults, noting = outcome.cards, outcome.faults, outcome.noting
    struck = ", ".join(f"{count} {kind}" for kind, count in sorted(faults.items())) or "none"
    many = f"{plan.bots} x bot and {plan.workers} x worker on one PostgreSQL"
    yield f"{'one process on SQLite' if plan.database == 'sqlite' else many}, seed {plan.seed}"
    yield from _rows(
        ("kills", f"{outcome.kills}"),
        ("ended by themselves", f"{len(outcome.ended)}"),
        ("restarts of PostgreSQL", f"{outcome.restarts}"),
        ("published", f"{outcome.stories} stories to {plan.chats} chats"),
        ("injected faults", struck),
        ("refused by Telegram's limits", f"{outcome.refused}"),
        (
            "answer to note",
            f"{noting.median:.3f} s, 99 %: {noting.ninety_ninth:.3f} s",
        ),
        ("time", f"{outcome.seconds:.0f} s, {cards.copies / outcome.seconds:.1f} cards/s"),
    )
    yield f"  {'':36}{'cards':>8}{'answers':>9}"
    for (name, value), (_, other) in zip(_lines(cards), _lines(outcome.answers), strict=True):
        yield f"  {name:36}{value:8,}{other:9,}"
    for words, count in Counter(outcome.ended).most_common(_SHOWN):
        yield f"  ended by itself, {count} times: {words[:_WIDTH]}"
    yield from _faults(outcome)


def _rows(*rows: tuple[str, str]) -> Iterator[str]:
    for name, value in rows:
        yield f"  {name:36}{value}"


def _lines(verdict: Verdict) -> Iterator[tuple[str, int]]:
    yield "expected", verdict.expected
    yield "arrived", verdict.arrived
    yield "lost", len(verdict.lost)
    yield "doubled against the law", len(verdict.doubled)
    yield "doubled by right", sum(verdict.excused.values())
    for cause, words in _WORDS.items():
        yield f"  {words}", verdict.excused.get(cause, 0)
    yield "calls that might have doubled", sum(verdict.open_calls.values())
    for cause, words in _WORDS.items():
        yield f"  {words}", verdict.open_calls.get(cause, 0)


def _faults(outcome: Outcome) -> Iterator[str]:
    """Yield what broke the law, and what the logs say of it."""
    for name, verdict in (("card", outcome.cards), ("answer", outcome.answers)):
        yield from _named(f"LOST {name}", verdict.lost)
        yield from _named(f"DOUBLED {name}", verdict.doubled)
    yield from outcome.evidence[:_SHOWN]


def _named(what: str, items: tuple[Item, ...]) -> Iterator[str]:
    for item in items[:_SHOWN]:
        yield f"  {what}: chat {item.chat}, number {item.number}"
    if len(items) > _SHOWN:
        yield f"  ... and {len(items) - _SHOWN} more"
