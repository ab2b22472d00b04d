"""What is left after a kill: a second emulator opens the folder that the first never closed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseError
from bot.playground.clock import PlaygroundClock
from bot.playground.emulator import Emulator
from tests.playground.telegrams import GROUP, Scene, photo, picture
from tests.timers import FastTimer, SetClock


@pytest.fixture
async def killed(scene: Scene, tmp_path: Path) -> AsyncIterator[Scene]:
    """Another emulator on the folder of ``scene``, opened while the first is still open."""
    again = Scene(tmp_path / "telegram")
    try:
        yield again
    finally:
        await again.close()


async def test_everything_answered_is_still_there(scene: Scene, killed: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.people("members", chat=GROUP, id=42, status="administrator")
    await scene.say(GROUP, "topic", thread=7, **{"from": {"id": 42}})
    await scene.say(42, "hi", **{"from": {"id": 42, "language_code": "ar"}})
    sent = (await photo(scene, picture(), caption="c"))["result"]
    await scene.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
    for chat in (42, GROUP):
        assert await killed.messages(chat) == await scene.messages(chat)
    assert len((await killed.client.get("/playground/chats")).json()["chats"]) == 2
    assert (await killed.ok("getChatMember", chat_id=GROUP, user_id=42))[
        "status"
    ] == "administrator"
    assert await killed.ok("getMyCommands") == [{"command": "a", "description": "b"}]
    await killed.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=7)
    file_id = sent["photo"][0]["file_id"]
    again = await killed.ok("sendPhoto", chat_id=42, photo=file_id)
    assert again["message_id"] == sent["message_id"] + 1


async def test_unconfirmed_updates_come_again(scene: Scene, killed: Scene) -> None:
    await scene.ok("getMe")
    await scene.say(42, "one")
    await scene.say(42, "two")
    one, two = await scene.updates()
    await scene.updates(offset=two["update_id"])
    assert await killed.updates() == [two]
    await killed.say(42, "three")
    assert [u["update_id"] for u in await killed.updates()] == [
        two["update_id"], two["update_id"] + 1
    ]  # fmt: skip
    assert one["update_id"] < two["update_id"]


async def test_what_nobody_heard_waits_for_the_first_bot(scene: Scene, killed: Scene) -> None:
    await scene.say(42, "early")
    assert [u["message"]["text"] for u in await killed.updates()] == ["early"]


async def test_a_query_of_an_earlier_run_is_too_old(scene: Scene, killed: Scene) -> None:
    await scene.say(42, "hi")
    refusal = await killed.refused("answerCallbackQuery", callback_query_id="4000000001")
    assert "too old" in refusal


async def test_the_clock_is_set_and_runs_on(scene: Scene) -> None:
    heard: list[datetime] = []

    async def listener(now: datetime) -> None:
        heard.append(now)

    assert isinstance(scene.clock, PlaygroundClock)
    scene.clock.on_set(listener)
    answer = await scene.people("clock", now="2025-03-30T00:59:00Z")
    assert answer == {"now": "2025-03-30T00:59:00Z"}
    assert heard == [datetime(2025, 3, 30, 0, 59, tzinfo=UTC)]
    await scene.say(42, "hi")
    assert (await scene.messages(42))[0]["date"] == int(heard[0].timestamp())
    scene.real.advance(minutes=2)
    read = await scene.client.get("/playground/clock")
    assert read.json() == {"now": "2025-03-30T01:01:00Z"}
    offset = await scene.people("clock", now="2025-03-30T03:00:00+02:00")
    assert offset == {"now": "2025-03-30T01:00:00Z"}
    await scene.people("clock", now=None)
    assert scene.clock.now() == scene.real.now()
    assert len(heard) == 3


async def test_the_clock_is_kept(tmp_path: Path) -> None:
    real = SetClock()
    file = tmp_path / "playground" / "clock.json"
    await PlaygroundClock(file, real).set(real.now() + timedelta(days=3))
    assert PlaygroundClock(file, real).now() == real.now() + timedelta(days=3)
    file.write_text("{")
    assert PlaygroundClock(file, real).now() == real.now()


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match="STORYWIRE_DATA"):
        Emulator(tmp_path / "file", SetClock(), FastTimer())
