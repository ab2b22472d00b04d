"""The keys by which stories find their events."""

from __future__ import annotations

from bot.store import SqlStore
from tests.store.samples import NOW, add_story, told

KEYS = frozenset(
    {"syria", '"', "\\", "'", "\\u0061", "a,b", "{}", "[1]", "null", "%", "^مصر", "🦀", "é\n", "1"}
)


async def test_keys_are_counted_and_found_whatever_stands_in_them(store: SqlStore) -> None:
    async with store.write() as unit:
        story = await add_story(unit)
        await unit.events.begin()
        await unit.events.keep(None, told(story)._replace(keys=KEYS, counted=KEYS), NOW)
        asked = KEYS | {"a", "x" * 300}
        assert await unit.events.counts(asked) == dict.fromkeys(KEYS, 1)
        assert await unit.events.listed(asked) == KEYS
        assert await unit.events.counts(set()) == {}
        assert await unit.events.listed(set()) == frozenset()
