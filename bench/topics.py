"""One story against 10,000 and 100,000 topics, with --full a million, on SQLite.

Topics are distinct, of one to three words drawn by the law of Zipf and Mandelbrot from 60,000
words and 200,000 names, as the words of the invented stories are (see ``invented``). Stories of up
to 300 words are asked against them by the index and the matcher of the running bot. Evaluating
every topic, and pyahocorasick over the same anchors in memory with the same matcher for what it
finds, do so in the same run. Making a story ready is told apart: it depends on no topic.
"""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import linear_regression, median
from typing import Any, NamedTuple, Protocol

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import create_async_engine

from bench.invented import Invented, name, stories, word
from bot import topics
from bot.domain.values import Topic
from bot.pipeline.planning import may_match
from bot.store import SqlStore, anchor_rows, migrate, open_store, schema
from bot.store.columns import fingerprint

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
SAMPLE = timedelta(days=2)
LENGTHS = (20, 60, 120, 300)
"""Words of the stories that are asked: short ones match few topics."""
STORIES = 12
"""Of each length."""
ROUNDS = 3
"""How often each is asked, the others in between; the quickest counts: the machine is shared."""
CHATS = 200_000
ONE_BY_ONE = 10_000
"""Topics that are evaluated one by one; all of them would take as long each."""


class Automaton(Protocol):
    """What is used of pyahocorasick's."""

    def iter(self, text: str) -> Iterator[tuple[int, list[Topic]]]:
        """Yield the position and the value of each word in a text."""


class Asked(NamedTuple):
    """What one story took."""

    seconds: float
    candidates: int
    matches: int


def main() -> None:
    sizes = (10_000, 100_000, 1_000_000) if "--full" in sys.argv else (10_000, 100_000)
    asyncio.run(measure(sizes))


async def measure(sizes: Sequence[int]) -> None:
    """Print what a story costs against each number of topics."""
    told = list(stories(1_500, NOW - SAMPLE, SAMPLE))
    frequency = frequencies(told)
    began = time.perf_counter()
    documents = [cut(one, length) for length in LENGTHS for one in told[:STORIES]]
    print(f"making a story ready: {1000 * (time.perf_counter() - began) / len(documents):.1f} ms")
    at_hundred = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "storywire.db"
            every = await fill(file, size, frequency)
            store = open_store(f"sqlite:///{file}")
            for one in documents[:3]:
                await ask(store, one)  # the database's pages are in memory then
            rounds = [[await ask(store, one) for one in documents] for _ in range(ROUNDS)]
            await store.close()
            asked = [min(each) for each in zip(*rounds, strict=True)]
            slope, fixed = linear_regression(
                [one.matches for one in asked], [1000 * one.seconds for one in asked]
            )
            longest = asked[-STORIES:]
            ours = sum(one.seconds for one in asked)
            print(
                f"{size:>9,} topics, {file.stat().st_size / 1e6:.0f} MB with one follower each: "
                f"{fixed:.1f} ms + {1000 * slope:.1f} us a match; a story of 300 words "
                f"{1000 * median(one.seconds for one in longest):.1f} ms, "
                f"{median(one.candidates for one in longest):.0f} candidates, "
                f"{median(one.matches for one in longest):.0f} matches"
            )
            at_hundred.append(fixed + 100 * slope)
            peers(file, every, documents, ours)
    growth = at_hundred[-1] / at_hundred[0]
    print(f"a story that matches 100: {growth:.2f} times from the fewest to the most (aim < 1.5)")


def cut(one: Invented, length: int) -> topics.Document:
    """Return the story as topics see it, cut to so many words."""
    text = " ".join(one.text.split()[:length])
    return topics.Document.of(title=one.title, text=text, lang="en", source=one.source)


def frequencies(told: Sequence[Invented]) -> Counter[str]:
    """Return how many stories have each term."""
    return Counter(term for one in told for term in cut(one, 300).terms)


def distinct(count: int) -> Iterator[str]:
    """Yield topics, none twice."""
    chance, known = random.Random(11), set[str]()
    while len(known) < count:
        of_words = [
            (name(chance) if chance.random() < 0.4 else word(chance)).lower()
            for _ in range(chance.choice((1, 2, 2, 3)))
        ]
        topic = " ".join(dict.fromkeys(of_words))
        if topic not in known:
            known.add(topic)
            yield topic


async def fill(file: Path, size: int, frequency: Mapping[str, int]) -> list[Topic]:
    """Make a database of topics, each with its anchors and a follower; return them."""
    await migrate(f"sqlite:///{file}")
    engine = create_async_engine(f"sqlite+aiosqlite:///{file}")
    async with engine.begin() as connection:
        chats = [chat_row(chat) for chat in range(1, min(CHATS, size) + 1)]
        await connection.execute(insert(schema.chats), chats)
    every: list[Topic] = []
    made = enumerate(distinct(size), 1)
    while some := [Topic(number, topic) for number, topic in islice(made, 20_000)]:
        rows = [row for topic in some for row in rows_of(topic, frequency)]
        async with engine.begin() as connection:
            await connection.execute(insert(schema.topics), [topic_row(one) for one in some])
            await connection.execute(insert(schema.topic_terms), rows)
            await connection.execute(
                insert(schema.subscriptions), [subscription_row(one) for one in some]
            )
        every += some
    await engine.dispose()
    return every


def chat_row(chat: int) -> dict[str, Any]:
    return {
        "id": chat, "kind": "private", "language": "en", "language_chosen": False, "zone": "UTC",
        "active": True, "added_at": NOW, "every_source": False,
    }  # fmt: skip


def topic_row(topic: Topic) -> dict[str, Any]:
    return {"id": topic.id, "normal": topic.normal, "normal_key": fingerprint(topic.normal)}


def rows_of(topic: Topic, frequency: Mapping[str, int]) -> list[dict[str, Any]]:
    return [
        anchor_rows.row(topic.id, one)
        for one in topics.anchors(topics.read(topic.normal), frequency)
    ]


def subscription_row(topic: Topic) -> dict[str, Any]:
    return {
        "chat_id": 1 + topic.id % CHATS if topic.id >= CHATS else topic.id, "thread_id": 0,
        "topic_id": topic.id, "text": "", "mode": "instant", "created_at": NOW,
    }  # fmt: skip


async def ask(store: SqlStore, document: topics.Document) -> Asked:
    """Find the topics that a story matches, as planning does."""
    began = time.perf_counter()
    async with store.read() as unit:
        found = await unit.chats.topics_with(document.terms)
    matches = sum(may_match(topic, document) for topic in found)
    return Asked(time.perf_counter() - began, len(found), matches)


def peers(
    file: Path, every: Sequence[Topic], documents: Sequence[topics.Document], ours: float
) -> None:
    """Print how the other ways compare."""
    some = every[:ONE_BY_ONE]
    began = time.perf_counter()
    for document in documents[::8]:
        sum(may_match(topic, document) for topic in some)
    each = (time.perf_counter() - began) / len(documents[::8]) / len(some) * len(every)
    print(f"{'':9} evaluating every topic: {each * len(documents) / ours:.0f} times our time")
    try:
        import ahocorasick
    except ImportError:
        print(f"{'':9} pyahocorasick is not installed here (make bench has it)")
        return
    by_term: dict[str, list[Topic]] = defaultdict(list)
    with closing(sqlite3.connect(file)) as database:
        for term, topic_id in database.execute("SELECT term, topic_id FROM topic_terms"):
            by_term[term].append(every[topic_id - 1])
    automaton = ahocorasick.Automaton()
    for term, anchored in by_term.items():
        automaton.add_word(f" {term} ", anchored)
    automaton.make_automaton()
    taken = [[scan(automaton, one) for one in documents] for _ in range(ROUNDS)]
    theirs = sum(min(each) for each in zip(*taken, strict=True))
    print(f"{'':9} pyahocorasick in memory, and the matcher: {theirs / ours:.2f} times our time")


def scan(automaton: Automaton, document: topics.Document) -> float:
    """Find the topics that a story matches by an automaton of their anchors; return its seconds."""
    began = time.perf_counter()
    text = f" {'  '.join(anchor_rows.asked(document.terms))} "
    found = {topic.id: topic for _, anchored in automaton.iter(text) for topic in anchored}
    sum(may_match(topic, document) for topic in found.values())
    return time.perf_counter() - began
