"""Queries on a hot path go by an index, on both databases."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bot.domain.ports import Unit
from bot.domain.values import Delivery, DigestKind, Place, Sent, Term
from bot.store import address, engines
from bot.store.database import SqlUnit
from tests.store.samples import NOW, SOMEONE, plan_cards, subscribe, told

SMALL = {"inbox", "marks", "latest", "plannings", "anon_1"}
"""Tables that are short, and what has at most as many rows as were asked for."""

Statements = list[tuple[str, Any]]


@pytest.fixture
async def watched(database_url: str) -> AsyncIterator[tuple[Unit, Statements, Any]]:
    """A unit, the statements that it has executed, and its connection."""
    both = engines.connect(address.parse(database_url))
    statements: Statements = []

    @event.listens_for(both.writer.sync_engine, "before_cursor_execute")
    def note(
        _connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any
    ) -> None:
        statements.append((statement, parameters))

    async with both.writer.begin() as connection:
        yield SqlUnit(connection, writable=True), statements, connection
    await both.close()


async def test_no_hot_query_reads_a_whole_table(
    watched: tuple[Unit, Statements, Any],
) -> None:
    unit, statements, connection = watched
    one = await subscribe(unit)
    (story,) = await plan_cards(unit, one, [1])
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        # With a handful of rows it would always read them all.
        await connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        await connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
    statements.clear()

    await unit.feeds.due(NOW, 9)
    await unit.stories.known(1, {"g"}, {"l"}, {"c"})
    await unit.stories.newest(1)
    await unit.stories.drafts(NOW, 9)
    await unit.stories.by_number("1001")
    await unit.stories.by_id(story.id)
    await unit.stories.latest(9)
    await unit.stories.recent_terms(NOW, 9)
    for question in (
        unit.stories.search(Term("syria"), 9, since=NOW), unit.stories.spelt_like("syira", 9),
        unit.chats.followers([1, 2], 3, 9), unit.digests.scheduled([SOMEONE]),
    ):  # fmt: skip
        await question
    await unit.stories.forget_texts(NOW, 9)
    await unit.chats.subscriptions(SOMEONE)
    await unit.chats.topics_with({"syria", "iran"})
    await unit.deliveries.backlog_pushed([1, 2], 1)
    await unit.deliveries.next_at()
    await unit.deliveries.pending()
    taken = await _what_is_due(unit)
    await _what_is_quiet(unit)
    await unit.digests.compose(Place(42), date(2026, 3, 29), [story.id], NOW)
    assert await unit.digests.take(NOW, 9)
    await unit.events.begin()
    event = await unit.events.keep(None, told(story, 1, 7), NOW)
    await unit.events.counts({"syria", "iran"})
    await unit.events.listed({"syria", "iran"})
    await unit.events.having({"syria", "iran"}, 9)
    await unit.events.copies({7, 8}, 9)
    await unit.events.signatures({story.id})
    await unit.events.records({event})
    await unit.stories.others(story.id)
    await unit.stories.trends(NOW, 9)
    await unit.deliveries.cards_of(event, 1, {SOMEONE}, NOW)
    await unit.deliveries.sent(taken.id, Sent(1), NOW)
    await unit.deliveries.correct(story.id, NOW, NOW)
    assert await unit.deliveries.take_edits(NOW, NOW, 9, {7})
    await unit.deliveries.failed(1, "broken")
    await unit.events.forget(NOW, 9, 500)
    await unit.deliveries.forget(NOW, 0, 9)
    await unit.digests.forget(NOW, 0, 9)

    executed = [pair for pair in statements if not pair[0].startswith("INSERT")]
    assert len(executed) > 25
    for statement, parameters in executed:
        assert await whole_tables(connection, statement, parameters) == set(), statement


async def _what_is_due(unit: Unit) -> Delivery:
    """Ask what every look asks; return the card that was taken."""
    await unit.stories.draft(1, NOW)
    await unit.plannings.waiting(9, [7])
    await unit.inbox.chats(9, [7])
    await unit.inbox.next_of(42)
    await unit.inbox.pending(9)
    assert await unit.deliveries.chats_waiting(NOW, 9, [7])
    await unit.deliveries.chats_to_edit(NOW, 9, [7])
    (taken,) = await unit.deliveries.take(NOW, 9, exclude=[7])
    await unit.deliveries.hold([taken.id], NOW)
    await unit.deliveries.take_up()
    await unit.deliveries.take(NOW, 9, only=[7])
    return taken


async def _what_is_quiet(unit: Unit) -> None:
    """Ask what digests and silences ask."""
    await unit.digests.due(NOW, 9)
    await unit.digests.waiting(SOMEONE, 9)
    await unit.digests.waiting(SOMEONE, 9, DigestKind.QUIET)
    await unit.digests.due_of([42], NOW)
    await unit.silences.ended(NOW, 9)
    await unit.silences.restraints([SOMEONE], NOW)
    await unit.silences.resting(NOW, 9)
    await unit.silences.hold_back([42])
    await unit.silences.held([42])


async def whole_tables(connection: Any, statement: str, parameters: Any) -> set[str]:
    """Return the tables that the statement's plan reads from end to end."""
    if connection.dialect.name == "sqlite":
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        details = [row[3] for row in plan]
        scans = [re.fullmatch(r"SCAN (\w+)", detail) for detail in details]
    else:
        plan = await connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        details = [row[0] for row in plan]
        scans = [re.search(r"Seq Scan on (\w+)", detail) for detail in details]
    return {found[1] for found in scans if found} - SMALL
