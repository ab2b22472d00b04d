"""What shall happen in a run, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from tests.crash.law import Verdict

Database = Literal["sqlite", "postgres"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall happen."""

    database: Database
    """One process on SQLite, or several on one PostgreSQL."""
    seed: int
    """Of all that is left to chance."""
    kills: int = 200
    """How often a process is killed, while stories are published."""
    chats: int = 500
    """How many follow the topic."""
    bots: int = 2
    """Processes that talk, on PostgreSQL."""
    workers: int = 3
    """Processes that read and send, on PostgreSQL."""
    restarts: int = 5
    """How often PostgreSQL is restarted meanwhile."""
    longest_hang: float = 25.0
    """Seconds that Telegram may be silent; the bot waits for 20."""
    quiet: float = 20.0
    """Seconds in the end in which nothing may come twice: within 15 a dead process's work is taken
    over."""


class Noting(NamedTuple):
    """Seconds from Telegram's answer until it was noted that the card came."""

    median: float
    ninety_ninth: float
    """Of a hundred all but one took less."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    cards: Verdict
    """Of the stories."""
    answers: Verdict
    """Of what people asked."""
    stories: int
    """How many were published."""
    kills: int
    """How many processes were killed."""
    restarts: int
    """How often PostgreSQL was stopped and started again."""
    ended: Sequence[str]
    """The last words of processes that ended by themselves, and were started again."""
    faults: Mapping[str, int]
    """How many calls met a fault, by its kind."""
    seconds: float
    """From the first story to the last card."""
    noting: Noting
    """How long it took from an answer to its note."""
    refused: int
    """Calls that Telegram's limits refused (429), injected ones not counted."""
    evidence: Sequence[str] = ()
    """What the logs say of items that were lost or doubled against the law."""

    @property
    def kept(self) -> bool:
        """Whether the law was kept."""
        return self.cards.kept and self.answers.kept
