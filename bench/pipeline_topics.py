"""Chats that follow topics of the invented stories' vocabulary, for ``bench.pipeline``.

python -m bench.pipeline_topics FOLDER TOPICS

A process of its own, so that what it needs is not counted as the bot's.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import Table, insert

from bench.invented import name, word
from bot import topics
from bot.domain.errors import TopicError
from bot.ops.settings import load
from bot.store import anchor_rows, migrate, schema
from bot.store.address import parse
from bot.store.columns import fingerprint
from bot.store.engines import connect

OF_A_CHAT = 10
"""Topics."""
CHOSEN = 5_000
"""The constant of the law by which topics are words: people follow what is rare in all the news."""


async def subscribe(database: str, count: int) -> None:
    """Let chats follow so many different topics, which are words of the stories' vocabulary."""
    now = datetime.now(UTC)
    chance = random.Random(8)
    wanted: dict[str, topics.Query] = {}
    while len(wanted) < count:
        with suppress(TopicError):  # a word that nearly every story has
            query = topics.parse(_topic(chance))
            wanted.setdefault(query.normal, query)
    rows: dict[Table, list[dict[str, object]]] = {
        schema.chats: [
            {"id": chat, "kind": "private", "language": "en", "language_chosen": False,
             "zone": "UTC", "active": True, "added_at": now}
            for chat in range(1, count // OF_A_CHAT + 2)
        ],
        schema.topics: [
            {"id": topic, "normal": normal, "normal_key": fingerprint(normal)}
            for topic, normal in enumerate(wanted, 1)
        ],
        schema.topic_terms: [
            anchor_rows.row(topic, anchor)
            for topic, query in enumerate(wanted.values(), 1)
            for anchor in topics.anchors(query)
        ],
        schema.subscriptions: [
            {"chat_id": 1 + topic // OF_A_CHAT, "thread_id": 0, "topic_id": topic, "text": normal,
             "mode": "instant", "created_at": now}
            for topic, normal in enumerate(wanted, 1)
        ],
    }  # fmt: skip
    engines = connect(parse(database))
    async with engines.writer.begin() as connection:
        for table, made in rows.items():
            await connection.execute(insert(table), made)
    await engines.close()


def _topic(chance: random.Random) -> str:
    kind = chance.random()
    if kind < 0.6:
        return name(chance, CHOSEN)
    if kind < 0.75:
        return word(chance, CHOSEN)
    return f"{name(chance, CHOSEN)} {'AND' if kind < 0.9 else 'OR'} {word(chance, CHOSEN)}"


async def main(folder: str, count: int) -> None:
    """Make the database of a bot whose data is in the folder."""
    os.environ["STORYWIRE_DATA"] = folder
    database = load(None).database
    await migrate(database)
    await subscribe(database, count)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
