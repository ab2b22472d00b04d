"""A whole run, and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.crash.items import Item, is_card
from tests.crash.law import Call, Kill, account, cause_of
from tests.crash.notes import noted
from tests.crash.plan import Noting, Outcome, Plan
from tests.crash.scene import Stage
from tests.crash.staging import staged

MOST_EVIDENCE = 5
"""Items that broke the law of which the record and the logs are shown."""
NEAR = 20.0
"""Seconds from a call's end within which kills are shown."""


def run(plan: Plan, folder: Path) -> Outcome:
    """Let it all happen in a folder of its own, and judge what came of it."""
    with staged(plan, folder) as stage:
        began = time.monotonic()
        stage.act()
        faults = stage.weather.clear()
        came = stage.settle()
        return judged(stage, faults, came - began)


def judged(stage: Stage, faults: Counter[str], seconds: float) -> Outcome:
    """Return the outcome of a stage on which nothing happens any more."""
    calls = tuple(noted(stage.record.calls, stage.fleet.notes()))
    judge = partial(account, arrived=stage.people.received(), calls=calls, kills=stage.fleet.kills)
    cards, answers = judge(stage.people.cards), judge(stage.people.questions)
    guilty = [*cards.lost, *cards.doubled, *answers.lost, *answers.doubled]
    refused = stage.people.refused()
    return Outcome(
        cards=cards,
        answers=answers,
        stories=stage.people.stories,
        kills=stage.kills,
        restarts=stage.restarts,
        ended=stage.fleet.ended,
        faults=faults,
        seconds=seconds,
        noting=noting(calls, stage.fleet.kills),
        refused=refused - faults["429"],
        evidence=list(evidence(guilty, calls, stage)),
    )


def noting(calls: Iterable[Call], kills: Sequence[Kill]) -> Noting:
    """Return how long senders took to note what was answered to them, if they lived to do it."""
    took = sorted(
        call.noted - call.ended
        for call in calls
        if call.noted and is_card(call.item) and cause_of(call, kills) is None
    ) or [0.0]
    return Noting(took[len(took) // 2], took[len(took) * 99 // 100])


def evidence(guilty: Sequence[Item], calls: Sequence[Call], stage: Stage) -> Iterator[str]:
    """Yield what the record and the logs say of items that broke the law."""
    shown = guilty[:MOST_EVIDENCE]
    for item in shown:
        yield f"chat {item.chat}, number {item.number}:"
        mine = [call for call in calls if call.item == item]
        yield from (f"  {call}" for call in mine)
        near = (k for k in stage.fleet.kills if any(abs(k.at - c.ended) < NEAR for c in mine))
        yield from (f"  {kill}" for kill in near)
    if shown:
        yield from stage.fleet.logged("|".join(rf"\b{item.chat}\b" for item in shown))
