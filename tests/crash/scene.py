"""A run: stories are published and people ask, while processes are killed and calls fail."""

from __future__ import annotations

import heapq
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.crash import fleet, postgres
from tests.crash.fleet import Fleet
from tests.crash.items import Item
from tests.crash.law import account
from tests.crash.people import People
from tests.crash.plan import Outcome, Plan
from tests.crash.weather import Weather
from tests.crash.wire import Record, wires
from tests.world.processes import Playground, Process, free_port, wait_for

NOTING = 1.0
"""Seconds after an answer within which it is noted, on a machine that is busy otherwise too."""
PATIENCE = 600.0
"""Seconds that what is still to come may take, once nothing is killed any more."""
MOST_CARDS = 40
"""Messages that come between two kills at most ..."""
MOST_SECONDS = 5.0
"""... and seconds: a process may be killed before it sends anything."""
SETUP = 900.0
"""Seconds that all subscriptions may take on a machine that is busy otherwise too."""
MOST_EVIDENCE = 5
"""Items that broke the law of which the record and the logs are shown."""
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


@contextmanager
def staged(plan: Plan, folder: Path, *hosts: str) -> Iterator[Stage]:
    """Start everything for the length of a block: everybody follows the topic by then.

    ``hosts`` (with ports) may be read beside the newsroom's.
    """
    chance = Random(plan.seed)
    names = [member.name for member in fleet.members(plan)]
    record = Record()
    with ExitStack() as stack:
        server = stack.enter_context(postgres.serving()) if plan.database == "postgres" else None
        port = free_port()
        stack.enter_context(Process("playground", data=folder / "playground", port=port))
        playground = stack.enter_context(Playground(port))
        gates = stack.enter_context(wires(names, port, record))
        settings = {
            "TELEGRAM_BOT_TOKEN": "7:crash",
            "ALLOW_PRIVATE_HOSTS": ",".join([f"127.0.0.1:{port}", *hosts]),
            "POLL_SECONDS": "1",
        }
        if server:
            settings["DATABASE_URL"] = server.url
        ships = stack.enter_context(fleet.running(plan, folder, settings, gates))
        people = People(playground, range(1001, 1001 + plan.chats), chance)
        open_desk(playground, ships[names[-1]])
        people.follow()
        wait_for(lambda: playground.sends() >= plan.chats, SETUP, "all subscriptions")
        weather = Weather(playground, chance, plan.longest_hang)
        yield Stage(plan, chance, people, weather, ships, record, server)


def open_desk(playground: Playground, process: Process) -> None:
    """Let the bot read the feed of a desk, which has one story so far."""
    playground.wait_ready()
    playground.publish("The desk opens", "A first story, so that there is a feed.", "Desk")
    process.command("feeds", "add", playground.feed_of("Desk"))


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
        evidence=evidence(guilty, stage),
    )


def evidence(guilty: Sequence[Item], stage: Stage) -> list[str]:
    """Return what the record and the logs say of items that broke the law, item by item."""
    lines: list[str] = []
    for item in guilty[:MOST_EVIDENCE]:
        lines.append(f"chat {item.chat}, number {item.number}:")
        lines += [f"  {call}" for call in stage.record.calls if call.item == item]
        ends = [call.ended for call in stage.record.calls if call.item == item]
        lines += [
            f"  {kill}"
            for kill in stage.fleet.kills
            if any(abs(kill.at - end) < 20 for end in ends)
        ]
    numbers = {str(item.chat) for item in guilty[:MOST_EVIDENCE]}
    if numbers:
        lines += stage.fleet.logged("|".join(sorted(numbers)))
    return lines
