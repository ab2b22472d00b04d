"""A whole run, and what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.crash.items import Item
from tests.crash.law import account
from tests.crash.plan import Outcome, Plan
from tests.crash.scene import Stage
from tests.crash.staging import staged

NOTING = 1.0
"""Seconds after an answer within which it is noted, on a machine that is busy otherwise too."""
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
    arrived = stage.people.received()
    kills = stage.fleet.kills
    judge = partial(account, arrived=arrived, calls=stage.record.calls, kills=kills, noting=NOTING)
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
        refused=refused - faults["429"],
        evidence=list(evidence(guilty, stage)),
    )


def evidence(guilty: Sequence[Item], stage: Stage) -> Iterator[str]:
    """Yield what the record and the logs say of items that broke the law."""
    shown = guilty[:MOST_EVIDENCE]
    for item in shown:
        yield f"chat {item.chat}, number {item.number}:"
        calls = [call for call in stage.record.calls if call.item == item]
        yield from (f"  {call}" for call in calls)
        near = (k for k in stage.fleet.kills if any(abs(k.at - c.ended) < NEAR for c in calls))
        yield from (f"  {kill}" for kill in near)
    if shown:
        yield from stage.fleet.logged("|".join(rf"\b{item.chat}\b" for item in shown))
