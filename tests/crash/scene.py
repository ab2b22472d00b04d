"""What happens: stories are published and people ask, processes are killed and calls fail."""

from __future__ import annotations

import heapq
import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from tests.crash import postgres
from tests.crash.fleet import Fleet
from tests.crash.people import People
from tests.crash.plan import Plan
from tests.crash.weather import Weather
from tests.crash.wire import Record

PATIENCE = 600.0
"""Seconds that what is still to come may take, once nothing is killed any more."""
MOST_CARDS = 40
"""Messages that come between two kills at most ..."""
MOST_SECONDS = 5.0
"""... and seconds: a process may be killed before it sends anything."""
AWAY = 0.3
"""Seconds within which a process is started again after a kill ..."""
LONG_AWAY = 20.0
"""... and those now and then, in which others take over what it held."""


class Moment(NamedTuple):
    """When to kill: while something is sent, and how quick the machine is just now is no matter."""

    cards: int
    """Once so many messages have come ..."""
    at: float
    """... or at this time, whichever is first."""

    def has_come(self, cards: int) -> bool:
        """Return whether it has come, after so many messages."""
        return cards >= self.cards or time.monotonic() >= self.at


class Agenda:
    """What is to be done when, by one thread."""

    def __init__(self) -> None:
        self._entries: list[tuple[float, int, Callable[[], None]]] = []
        self._numbers = itertools.count()

    def soon(self, seconds: float, what: Callable[[], None]) -> None:
        """Do something once, so many seconds from now."""
        heapq.heappush(self._entries, (time.monotonic() + seconds, next(self._numbers), what))

    def next(self) -> None:
        """Do what comes next, at its time."""
        at, _, what = heapq.heappop(self._entries)
        time.sleep(max(at - time.monotonic(), 0.0))
        what()


@dataclass
class Stage:
    """Everything that a run has to do with."""

    plan: Plan
    chance: Random
    people: People
    weather: Weather
    fleet: Fleet
    record: Record
    server: postgres.Server | None
    """PostgreSQL, where the plan has it."""

    def __post_init__(self) -> None:
        """Begin with an empty agenda."""
        self.agenda = Agenda()
        self.restarts = 0
        """How often PostgreSQL was stopped."""
        self._next = self._drawn()

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return sum(kill.process is not None for kill in self.fleet.kills)

    def act(self) -> None:
        """Publish and ask, kill and start again, let calls fail, until the last kill."""
        self._keep(self._publish, 0.1, 0.1)
        self._keep(self.people.ask, 0.3, 1.5)
        self._keep(self.weather.strike, 0.2, 1.2)
        self._keep(self.fleet.tend, 0.5, 0.5)
        self._keep(self._kill_now_and_then, 0.01, 0.05)
        while self.kills < self.plan.kills:
            self.agenda.next()
        for name in self.fleet.down:
            self.fleet.start(name)
        self.start_database()

    def settle(self) -> float:
        """Wait until everything has come, and then whether something comes twice.

        Return when everything had come.
        """
        until = time.monotonic() + PATIENCE
        while not self._all_came() and time.monotonic() < until:
            self.fleet.tend()
            time.sleep(0.2)
        came = time.monotonic()
        time.sleep(self.plan.quiet)
        return came

    def _keep(self, what: Callable[[], None], quick: float, slow: float) -> None:
        """Do something now, and again and again after random times within these seconds."""
        what()
        again = partial(self._keep, what, quick, slow)
        self.agenda.soon(self.chance.uniform(quick, slow), again)

    def _all_came(self) -> bool:
        return self.record.came.issuperset([*self.people.cards, *self.people.questions])

    def _publish(self) -> None:
        """Publish as soon as less than half a story's cards are still to come."""
        cards = self.people.cards
        waiting = len(cards) - len(self.record.came.intersection(cards))
        if waiting < len(self.people.chats) / 2:
            self.people.publish()

    def _drawn(self) -> Moment:
        cards = len(self.record.came) + self.chance.randint(0, MOST_CARDS)
        return Moment(cards, time.monotonic() + self.chance.uniform(0.2, MOST_SECONDS))

    def _kill_now_and_then(self) -> None:
        if self._next.has_come(len(self.record.came)):
            # not at the very moment at which a message came
            self.agenda.soon(self.chance.uniform(0.0, 0.3), self._kill)
            self._next = self._drawn()

    def _kill(self) -> None:
        """Kill a process; it is started again at once, or where there are others a while later."""
        up = self.fleet.up
        name = self.chance.choice(up) if up else None
        if name is None or not self.fleet.kill(name):
            return
        wait = LONG_AWAY if len(up) > 1 and self.chance.random() < 0.2 else AWAY
        self.agenda.soon(self.chance.uniform(0.0, wait), partial(self.fleet.start, name))
        between = max(self.plan.kills // (self.plan.restarts + 1), 1)
        if self.kills >= (self.restarts + 1) * between:
            self.stop_database()
            self.agenda.soon(self.chance.uniform(0.1, 3.0), self.start_database)

    def stop_database(self) -> None:
        """Stop PostgreSQL dead, unless it is stopped or was often enough."""
        if self.server is None or not self.server.running or self.restarts == self.plan.restarts:
            return
        self.restarts += 1
        self.fleet.database_stopped()
        self.server.stop()

    def start_database(self) -> None:
        """Start PostgreSQL again, if it is stopped."""
        if self.server and not self.server.running:
            self.server.start()
            self.fleet.database_started()
