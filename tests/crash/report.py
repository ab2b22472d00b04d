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
_WORDS: Final = {
    Cause.IN_FLIGHT: "in flight at a kill",
    Cause.UNNOTED: "answered a moment before a kill",
    Cause.DATABASE: "while PostgreSQL was away",
    Cause.UNANSWERED: "answer lost by a fault",
}


def table(plan: Plan, outcome: Outcome) -> Iterator[str]:
    """Yield the lines that tell a run's outcome."""
    cards, faults = outcome.cards, outcome.faults
    struck = ", ".join(f"{count} {kind}" for kind, count in sorted(faults.items())) or "none"
    fleet = f"{plan.bots} bots and {plan.workers} workers on PostgreSQL"
    yield f"{'1 process on SQLite' if plan.database == 'sqlite' else fleet}, seed {plan.seed}"
    yield from _rows(
        ("kills", f"{outcome.kills}"),
        ("ended by themselves", f"{len(outcome.ended)}"),
        ("restarts of PostgreSQL", f"{outcome.restarts}"),
        ("published", f"{outcome.stories} stories to {plan.chats} chats"),
        ("injected faults", struck),
        ("refused by Telegram's limits", f"{outcome.refused}"),
        ("time", f"{outcome.seconds:.0f} s, {cards.copies / outcome.seconds:.1f} cards/s"),
    )
    yield f"  {'':30}{'cards':>10}{'answers':>10}"
    for name, value in _columns(cards).items():
        yield f"  {name:30}{value:10,}{_columns(outcome.answers)[name]:10,}"
    for words, count in Counter(outcome.ended).most_common(_SHOWN):
        yield f"  ended by itself, {count} times: {words}"
    yield from _faults(outcome)


def _rows(*rows: tuple[str, str]) -> Iterator[str]:
    for name, value in rows:
        yield f"  {name:30}{value}"


def _columns(verdict: Verdict) -> dict[str, int]:
    opened, excused = verdict.open_calls, verdict.excused
    return {
        "expected": verdict.expected,
        "arrived": verdict.arrived,
        "lost": len(verdict.lost),
        "doubled against the law": len(verdict.doubled),
        **{f"doubled, {_WORDS[cause]}": excused.get(cause, 0) for cause in Cause},
        **{f"calls {_WORDS[cause]}": opened.get(cause, 0) for cause in Cause},
    }


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
