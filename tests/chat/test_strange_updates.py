"""Updates that people of the playground cannot send, put into the inbox as Telegram sends them."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.values import Anchor, ChatKind, Mode, Place
from tests.chat.talks import NOW, Talks

GROUP = {"id": -100, "type": "supergroup", "title": "Lake & friends"}
PERSON = {"id": 5, "is_bot": False, "first_name": "Mina"}
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymous"}


async def arrive(world: Talks, **update: Any) -> None:
    """Let an update arrive, and wait until it was handled."""
    number = 10_000 + next(world.links)
    async with world.store.write() as unit:
        await unit.inbox.add([(number, 42, json.dumps({"update_id": number, **update}))], NOW)
    await world.ask("/help", chat=99)  # whose arrival makes the desk look at the inbox
    await world.settle()


def message(text: str, **more: Any) -> dict[str, Any]:
    """A group's message."""
    return {"message_id": 77, "date": 1781697600, "chat": GROUP, "text": text} | more


async def test_an_anonymous_administrator_may_change_the_group(world: Talks) -> None:
    await world.group()
    spoken = {"from": ANONYMOUS, "sender_chat": GROUP}
    await arrive(world, message=message("/subscribe Syria", **spoken))
    assert [topic.text for topic in await world.topics(-100)] == ["Syria"]


async def test_a_channel_that_speaks_in_the_group_may_not(world: Talks) -> None:
    await world.group()
    channel = {"id": -300, "type": "channel", "title": "Elsewhere"}
    spoken = {"from": ANONYMOUS, "sender_chat": channel}
    await arrive(world, message=message("/subscribe Syria", **spoken))
    assert await world.topics(-100) == []
    assert "administrators" in (await world.said(-100))[-1]["text"]


async def test_other_bots_are_not_answered(world: Talks) -> None:
    await world.group()
    other = PERSON | {"is_bot": True, "username": "other_bot"}
    await arrive(world, message=message("/latest", **{"from": other}))
    assert len(await world.said(-100)) == 1


async def test_both_notes_of_a_groups_move_are_heard(world: Talks) -> None:
    async with world.store.write() as unit:
        await unit.chats.ensure(-5, ChatKind.GROUP, "Lake", None, NOW)
        await unit.chats.subscribe(
            Place(-5), "syria", "Syria", [Anchor("syria")], Mode.INSTANT, NOW
        )
    small = {"id": -5, "type": "group", "title": "Lake"}
    note = message("", chat=small, migrate_to_chat_id=-100, **{"from": PERSON})
    await arrive(world, message=note)
    assert [topic.text for topic in await world.topics(-100)] == ["Syria"]
    await arrive(world, message=message("", migrate_from_chat_id=-5, **{"from": PERSON}))
    assert [topic.text for topic in await world.topics(-100)] == ["Syria"]


async def test_a_thread_of_replies_is_no_forum_thread(world: Talks) -> None:
    """Outside forums, replies carry a message_thread_id too."""
    await world.group()
    spoken = {"from": ANONYMOUS, "sender_chat": GROUP, "message_thread_id": 31}
    await arrive(world, message=message("/subscribe Syria", **spoken))
    assert [topic.text for topic in await world.topics(-100)] == ["Syria"]


async def test_a_button_of_a_message_that_is_gone(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    (topic,) = await world.topics()
    gone = {"chat": {"id": 42, "type": "private", "first_name": "M"}, "message_id": 1, "date": 0}
    query = {"id": "1", "chat_instance": "1", "from": PERSON | {"id": 42}, "message": gone}
    await arrive(world, callback_query=query | {"data": f"mode:{topic.id}:both"})
    assert (await world.topics())[0].mode is Mode.BOTH
    assert "at once, and again" in (await world.said())[-1]["text"]


async def test_buttons_that_we_do_not_know(world: Talks) -> None:
    asked = await world.ask("/start")
    person = PERSON | {"id": 42}
    for data in ("", "x", "mode", "mode:1", "mode:x:y", "day::x", "zone::x", "story:x", "stop:9",
                 "topics:x", "topic:", "digest:s:x", "follow"):  # fmt: skip
        shown = {key: asked[key] for key in ("message_id", "date", "chat", "text")}
        query = {"id": "1", "chat_instance": "1", "from": person, "message": shown, "data": data}
        await arrive(world, callback_query=query)
    assert all("went wrong" not in said.get("text", "") for said in await world.said())
    assert await world.topics() == []
