"""Half an hour of a busy day: does the bot's memory grow, and does it get slower?

A playground publishes invented news, two stories a second told by several sources, to 200 chats
with topics of which about one story in ten has one; a person asks something every second. Printed
are the memory at every minute, its slope after the first third, and how long people waited. Not
part of ``make bench`` without a name: ``python -m bench soak``, with ``--minutes=N``.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from bench.invented import stories
from bench.memory import apart
from bench.shares import pss
from tests.world.processes import Playground, Process

MINUTES = 30
CHATS = 200
SOURCES = 20
EVERY = 0.5
"""Seconds between two stories: 170,000 a day."""
TOPICS = 5
"""That a chat follows."""


class Sample(NamedTuple):
    """The bot at a moment."""

    minute: float
    memory: float
    """MB, the process's share of what it has in common with others counted in."""
    cards: int


def main() -> None:
    given = [one.removeprefix("--minutes=") for one in sys.argv if one.startswith("--minutes=")]
    minutes = int(given[-1]) if given else MINUTES
    with apart() as (people, bot):
        report(soak(people, bot, minutes))


def soak(people: Playground, bot: Process, minutes: int) -> tuple[list[Sample], list[float]]:
    """Let the day go by; return what was seen of the bot, and the seconds that people waited."""
    told = stories(10**9, datetime.now(UTC), timedelta(days=10**4))
    first = [next(told) for _ in range(CHATS)]
    for source in range(SOURCES):
        people.publish(f"Paper {source} opens", "It opens.", f"Paper {source}")
        bot.command("feeds", "add", people.feed_of(f"Paper {source}"))
    for chat in range(1, CHATS + 1):
        words = [word for word in first[chat - 1].title.split() if word.istitle()][:TOPICS]
        people.say(chat, f"/subscribe {' OR '.join(words)}")
    ended, waits = threading.Event(), list[float]()
    asking = threading.Thread(target=ask, args=(people.address, ended, waits))
    asking.start()
    samples, began, number = list[Sample](), time.monotonic(), 0
    while (passed := (time.monotonic() - began) / 60) < minutes:
        story = next(told)
        people.publish(story.title, story.text, f"Paper {number % SOURCES}")
        number += 1
        if passed >= len(samples):
            samples.append(Sample(passed, pss(bot.pid), people.sends()))
            print(f"{passed:5.1f} min {samples[-1].memory:6.1f} MB {samples[-1].cards} messages")
        time.sleep(max(0.0, began + number * EVERY - time.monotonic()))
    ended.set()
    asking.join()
    return samples, waits


def ask(address: str, ended: threading.Event, waits: list[float]) -> None:
    """Ask something every second, as another person each time, and note how long it takes."""
    with Playground(int(address.rpartition(":")[2])) as people:
        for number in range(1_000_000):
            if ended.wait(1.0):
                return
            began = time.perf_counter()
            people.ask(10_000 + number % 50, ("/latest", "/topics", "/search harbour")[number % 3])
            waits.append(time.perf_counter() - began)


def report(found: tuple[list[Sample], list[float]]) -> None:
    """Print what the day showed."""
    samples, waits = found
    late = samples[len(samples) // 3 :]
    slope = statistics.linear_regression([s.minute for s in late], [s.memory for s in late]).slope
    percentiles = statistics.quantiles(waits, n=100)
    third = len(waits) // 3
    print(
        f"memory {samples[0].memory:.0f} MB at first, {max(s.memory for s in samples):.0f} at most,"
        f" {samples[-1].memory:.0f} at the end; {slope * 60:+.1f} MB an hour after the first third"
    )
    print(
        f"{len(waits)} answers: p50 {percentiles[49]:.2f} s, p99 {percentiles[98]:.2f} s; the last"
        f" third took {statistics.median(waits[-third:]) / statistics.median(waits[:third]):.2f}"
        " times as long as the first"
    )
