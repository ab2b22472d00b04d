"""``storywire failed``, and what ``storywire doctor`` says of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bot.store import migrate, open_store
from tests.contract.commands import refused, run
from tests.store.samples import NOW, plan_cards, subscribe


async def a_failed_card(url: str) -> str:
    """A database with a card that failed; the card's name."""
    await migrate(url)
    store = open_store(url)
    async with store.write() as unit:
        await plan_cards(unit, await subscribe(unit), [1])
        (taken,) = await unit.deliveries.take(NOW, 9)
        await unit.deliveries.failed(taken.id, "Telegram refused a message to chat 42:\ntoo long")
    await store.close()
    return f"card {taken.id}"


async def test_what_failed_is_listed_and_sent_after_all(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": f"sqlite:///{tmp_path}/storywire.db"}
    name = await a_failed_card(settings["DATABASE_URL"])
    command = partial(run, cwd=tmp_path, settings=settings)
    row = f"{name}\t2026-03-29T00:30:00Z\tchat 42\t1001 Talks resume\t"
    reason = "Telegram refused a message to chat 42: too long"
    assert command("failed", "list").out == f"{row}{reason}\n"
    found = command("doctor").out
    assert f"FAULT  messages: 1 could not be sent, the last because: {reason}; see" in found
    refused(command("failed", "retry", "card x"))
    done = command("failed", "retry", name, "card 999")
    assert (done.code, done.out) == (1, "1 message will be sent again.\n")
    assert "not among what failed: card 999" in done.err
    assert command("failed", "list").out == "Nothing failed.\n"
    assert "ok     messages: none failed\n" in command("doctor").out
    assert command("failed", "retry", "--all").out == "0 messages will be sent again.\n"
