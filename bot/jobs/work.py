"""What there is to do, and who does it: the small port between steps and engines.

A step finds what is due in the database and does one piece of it. Between the two stands somebody
with hands: in one process (``local``), or in as many as share a PostgreSQL (``shared``). The tables
stay the truth: a job is only a key, may be lost, and may be done twice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol

GRACE = 6.0
"""Seconds that work at hand gets to end when the process is asked to stop."""


class Job(NamedTuple):
    """One piece of a step's work."""

    key: str
    """Of jobs with the same key only one waits or is worked on at a time, in all processes."""
    item: str
    """What it is about: a key of the database, never a text."""


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of work."""

    kind: str
    find: Callable[[int, Collection[str]], Awaitable[Sequence[Job]]]
    """Returns at most so many jobs that are due, none of the keys that are busy."""
    do: Callable[[str], Awaitable[None]]
    """Does the job of an item; finds out by itself that there is nothing to do any more."""
    line: int
    """How many jobs wait or are worked on at a time, in all processes."""
    every: float
    """Seconds between two looks at what is due, where the last found nothing."""
    least: int = 1
    """As long as there is no room for so many, it is not looked what is due."""
    fenced: bool = False
    """Whether who works on a job keeps others from it by itself, by a lease in the tables."""
    steady: bool = False
    """Whether there is always something to do: it is looked at after ``every`` only."""


class Hands(Protocol):
    """Does the jobs of steps. All methods but ``at_work`` raise DatabaseError."""

    alone: bool
    """Whether no other process works on the same database."""

    async def busy(self, step: Step) -> set[str]:
        """Return the keys of a step's jobs that wait or are worked on."""

    async def offer(self, step: Step, jobs: Sequence[Job]) -> int:
        """Have jobs done, but those whose key is busy; return how many were taken on."""

    async def one_ended(self, step: Step) -> None:
        """Wait until a job was done here since the last call of this method."""

    async def all_ended(self, step: Step) -> None:
        """Wait until no job of a step waits or is worked on."""

    def at_work(self, steps: Sequence[Step]) -> AbstractAsyncContextManager[None]:
        """Do jobs of these steps for the length of a block, then end what is at hand.

        What does not end within ``GRACE`` is cancelled.
        """
