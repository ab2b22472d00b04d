"""Groups, forums and channels: the real bot on the emulated Telegram."""

from __future__ import annotations

from bot.domain.values import Mode
from tests.chat.talks import ADMIN, Talks, data_of

GROUP = -100


async def test_a_group_is_greeted_once(world: Talks) -> None:
    greeting = await world.group()
    assert "Lake & friends" in greeting["text"]
    await world.post("/playground/members", {"chat": GROUP, "id": 7, "status": "administrator"})
    await world.settle()
    assert len(await world.said(GROUP)) == 1


async def test_only_administrators_change_a_group(world: Talks) -> None:
    await world.group()
    refused = await world.ask("/subscribe Syria", GROUP, person=5)
    assert "administrators" in refused["text"]
    assert await world.topics(GROUP) == []
    answer = await world.ask("/subscribe Syria", GROUP, person=ADMIN)
    assert "Lake & friends now follows Syria." in answer["text"]
    assert len(await world.topics(GROUP)) == 1
    for command in ("/unsubscribe Syria", "/digest 09:00", "/timezone Berlin", "/digest off"):
        assert "administrators" in (await world.ask(command, GROUP, person=5))["text"], command
    assert "1 topic" in (await world.ask("/topics", GROUP, person=5))["text"]


async def test_a_button_pressed_without_rights(world: Talks) -> None:
    await world.group()
    answer = await world.ask("/subscribe Syria", GROUP, person=ADMIN)
    pressed = await world.press(answer, data_of(answer, "Digest"), person=5)
    assert "administrators" in pressed["text"]
    assert pressed["show_alert"]
    assert (await world.topics(GROUP))[0].mode is Mode.INSTANT
    (shown,) = await world.said(GROUP, answer["message_id"] - 1)
    assert shown["text"] == answer["text"]


async def test_rights_given_later_count_at_once(world: Talks) -> None:
    await world.group()
    await world.ask("/subscribe Syria", GROUP, person=5)
    member = {"chat": GROUP, "id": 5, "status": "administrator"}
    await world.post("/playground/members", member)
    assert "now follows" in (await world.ask("/subscribe Syria", GROUP, person=5))["text"]


async def test_group_talk_is_not_ours(world: Talks) -> None:
    await world.group()
    for text in ("Syria", "309076", "https://example.org", "/unknown", "/help@other_bot"):
        await world.write(text, GROUP, person=5)
    await world.settle()
    assert len(await world.said(GROUP)) == 1
    name = (await world.said(GROUP))[0]["from"]["username"]
    assert "What I can do" in (await world.ask(f"/help@{name}", GROUP, person=5))["text"]
    assert "On Peru" in (await world.ask(f"@{name} Peru", GROUP, person=5))["text"]


async def test_each_forum_thread_has_its_own_topics(world: Talks) -> None:
    await world.group(is_forum=True)
    answer = await world.ask("/subscribe Syria", GROUP, person=ADMIN, thread=9)
    assert answer["message_thread_id"] == 9
    await world.ask("/subscribe Iran", GROUP, person=ADMIN)
    assert [s.text for s in await world.topics(GROUP, 9)] == ["Syria"]
    assert [s.text for s in await world.topics(GROUP)] == ["Iran"]
    await world.press(answer, data_of(answer, "Both"), person=ADMIN)
    assert (await world.topics(GROUP, 9))[0].mode is Mode.BOTH


async def test_a_channels_own_posts_may_change_it(world: Talks) -> None:
    await world.post("/playground/chats", {"id": -200, "type": "channel", "title": "Wire"})
    await world.settle()
    sent = await world.write("/subscribe Syria", -200, person=ADMIN)
    await world.settle()
    assert len(await world.topics(-200)) == 1
    assert sent


async def test_a_blocked_bot_stops_and_comes_back(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    await world.post("/playground/members", {"chat": 42, "status": "kicked"})
    await world.settle()
    async with world.store.read() as unit:
        chat = await unit.chats.get(42)
    assert chat is not None
    assert not chat.active
    assert "1 topic" in (await world.ask("/topics"))["text"]
    async with world.store.read() as unit:
        chat = await unit.chats.get(42)
    assert chat is not None
    assert chat.active


async def test_a_group_that_moves_is_answered_where_it_went(world: Talks) -> None:
    await world.group(type="group")
    await world.ask("/subscribe Syria", GROUP, person=ADMIN)
    await world.post("/playground/faults", {"method": "sendMessage", "kind": "migrate"})
    await world.write("/topics", GROUP, person=5)
    await world.settle()
    chats = (await world.web.get("/playground/chats")).json()["chats"]
    new = next(c["migrated_to"] for c in chats if c["id"] == GROUP)
    assert "1 topic" in (await world.said(new))[-1]["text"]
    assert [s.text for s in await world.topics(new)] == ["Syria"]


async def test_of_a_person_no_name_is_kept(world: Talks) -> None:
    who = {"first_name": "Mina", "username": "mina", "language_code": "fa"}
    await world.ask("/start", who=who)
    async with world.store.read() as unit:
        chat = await unit.chats.get(42)
    assert chat is not None
    assert (chat.title, chat.language, chat.zone) == (None, "fa", "UTC")
