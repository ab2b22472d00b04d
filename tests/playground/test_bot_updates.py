"""How bots get their updates, over HTTP."""

from __future__ import annotations

import asyncio

from tests.playground.telegrams import GROUP, OTHER, TOKEN, Scene, until_polling


async def test_updates_are_given_until_confirmed(scene: Scene) -> None:
    await scene.ok("getMe")
    for text in ("one", "two", "three"):
        await scene.say(42, text)
    first = await scene.updates()
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    ids = [update["update_id"] for update in first]
    assert ids == sorted(set(ids))
    assert await scene.updates() == first
    assert await scene.updates(limit=1) == first[:1]
    assert await scene.updates(offset=ids[1]) == first[1:]
    assert await scene.updates(offset=-1) == first[2:]
    assert await scene.updates(offset=ids[2] + 1) == []


async def test_a_long_poll_ends_with_the_message(scene: Scene) -> None:
    poll = asyncio.create_task(scene.updates(timeout=30))
    await until_polling(scene)
    assert not poll.done()
    await scene.say(42, "now")
    assert [update["message"]["text"] for update in await poll] == ["now"]
    assert scene.emulator.polled


async def test_a_second_poll_ends_the_first(scene: Scene) -> None:
    first = asyncio.create_task(scene.call("getUpdates", timeout=30))
    await until_polling(scene)
    second = asyncio.create_task(scene.call("getUpdates", timeout=30))
    answer = (await first).json()
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await scene.say(42, "x")
    assert len((await second).json()["result"]) == 1


async def test_a_cancelled_poll_leaves_nothing_behind(scene: Scene) -> None:
    poll = asyncio.create_task(scene.updates(timeout=30))
    await until_polling(scene)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await scene.say(42, "x")
    assert len(await scene.updates()) == 1


async def test_allowed_updates(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News")
    await scene.updates(allowed_updates=["my_chat_member"])
    await scene.say(42, "unseen")
    await scene.people("members", chat=42, id=42, status="kicked")
    updates = await scene.updates()
    assert [list(update)[1] for update in updates] == ["my_chat_member"]
    await scene.updates(allowed_updates=[], offset=updates[-1]["update_id"] + 1)
    await scene.say(43, "seen")
    assert [list(update)[1] for update in await scene.updates()] == ["message"]


async def test_what_people_wrote_before_any_bot_came(scene: Scene) -> None:
    """It waits for the first bot that polls, also where another one only called something."""
    await scene.say(42, "early")
    await scene.ok("getMe", OTHER)
    await scene.say(42, "later")
    assert [u["message"]["text"] for u in await scene.updates()] == ["early", "later"]
    assert [u["message"]["text"] for u in await scene.updates(OTHER)] == ["early", "later"]
    await scene.say(42, "last")
    assert await scene.updates("7003:third") == []


async def test_a_bot_with_another_history_hears_everything(scene: Scene) -> None:
    """A bot that kept its offset from a playground that was thrown away misses nothing."""
    await scene.say(42, "one")
    updates = await scene.updates(offset=5001)
    assert [(u["update_id"], u["message"]["text"]) for u in updates] == [(5001, "one")]
    await scene.say(42, "two")
    assert [u["update_id"] for u in await scene.updates(offset=5002)] == [5002]


async def test_several_bots(scene: Scene) -> None:
    for token in (TOKEN, OTHER):
        await scene.updates(token)
    await scene.say(42, "both")
    await scene.say(42, "one", bot=OTHER)
    await scene.say(42, "by id", bot=7002)
    await scene.say(42, "by name", bot="@storywire_7002_bot")
    assert [u["message"]["text"] for u in await scene.updates()] == ["both"]
    texts = [u["message"]["text"] for u in await scene.updates(OTHER)]
    assert texts == ["both", "one", "by id", "by name"]
