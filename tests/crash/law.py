"""The law of delivery: what may come twice, and why. Pure: it judges what a harness has seen.

Telegram has no idempotency key. A call whose answer never came, or came and could not be noted
before a kill, is made again; what it brought may be there twice. Nothing else may, and nothing may
be lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from math import inf

from tests.crash.items import Item


@dataclass(frozen=True, slots=True)
class Call:
    """A call to the Bot API that brings an item, seen from outside."""

    process: str
    """The name of who made it."""
    item: Item
    asked: float
    """When it was taken, in seconds of the harness's monotonic clock."""
    ended: float = inf
    """When its answer came, or its connection broke."""
    status: int | None = None
    """The answer's HTTP status; None where who called got no answer."""
    noted: float | None = None
    """When its caller, or the one that was started in its place, noted that the item came."""


@dataclass(frozen=True, slots=True)
class Kill:
    """A process, or the database under all of them, stopped dead."""

    process: str | None
    """Whose end it was; None: the database's, which concerns them all."""
    at: float
    """When, in seconds of the same clock."""
    back: float = inf
    """When it was started again: what was asked before, the one that died had asked."""


class Cause(IntEnum):
    """Why a call's item may come again; of several causes the first counts."""

    IN_FLIGHT = 1
    """Its caller was killed before the answer."""
    UNNOTED = 2
    """Its caller was killed after the answer, before that was noted."""
    DATABASE = 3
    """The database was away when it was to be noted."""
    UNANSWERED = 4
    """It got no answer, or that of a gateway that had waited in vain (504)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a run."""

    expected: int
    """Items that shall have come."""
    arrived: int
    """Those that came at least once."""
    copies: int
    """Messages in which they came."""
    lost: tuple[Item, ...]
    """Items that never came."""
    doubled: tuple[Item, ...]
    """Items that came oftener than the law allows."""
    excused: Mapping[Cause, int]
    """Copies too many that the law allows, by the causes of their items' open calls."""
    open_calls: Mapping[Cause, int]
    """Calls whose item might have come again."""

    @property
    def kept(self) -> bool:
        """Whether the law was kept."""
        return not self.lost and not self.doubled


def cause_of(call: Call, kills: Iterable[Kill]) -> Cause | None:
    """Return why a call's item may come again, None where it may not."""
    found = {Cause.UNANSWERED} if call.status in (None, 504) else set()
    for kill in kills:
        if kill.process not in (None, call.process):
            continue
        if call.asked >= kill.back or is_noted(call, kill.at):
            continue
        if kill.process is None:
            found.add(Cause.DATABASE)
        else:
            # an answer that came although its caller was dead has found nobody
            found.add(Cause.IN_FLIGHT if call.ended > kill.at else Cause.UNNOTED)
    return min(found, default=None)


def is_noted(call: Call, at: float) -> bool:
    """Return whether a call had ended by then, and whatever is to be noted of it was."""
    return call.ended <= at and (call.status != 200 or (call.noted or inf) <= at)


def account(
    expected: Collection[Item],
    arrived: Mapping[Item, int],
    calls: Sequence[Call],
    kills: Sequence[Kill],
) -> Verdict:
    """Judge what arrived: each item comes once, and may once more for each of its open calls."""
    wanted = set(expected)
    causes: dict[Item, list[Cause]] = {}
    for call in calls:
        cause = cause_of(call, kills)
        if cause is not None and call.item in wanted:
            causes.setdefault(call.item, []).append(cause)
    extra = {item: arrived.get(item, 0) - 1 for item in wanted}
    doubled = {item for item, more in extra.items() if more > len(causes.get(item, ()))}
    excused: Counter[Cause] = Counter()
    for item, more in extra.items():
        if more > 0 and item not in doubled:
            excused.update(sorted(causes[item])[:more])
    return Verdict(
        expected=len(wanted),
        arrived=sum(more >= 0 for more in extra.values()),
        copies=sum(more + 1 for more in extra.values()),
        lost=tuple(sorted(item for item, more in extra.items() if more < 0)),
        doubled=tuple(sorted(doubled)),
        excused=excused,
        open_calls=Counter(cause for found in causes.values() for cause in found),
    )
