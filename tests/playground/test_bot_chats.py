"""Chats, members, forum topics, commands and texts about a bot, over HTTP."""

from __future__ import annotations

import pytest

from tests.playground.telegrams import GROUP, Scene


async def test_chats_and_members(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.ok("getMe")
    await scene.say(GROUP, "hi", **{"from": {"id": 42}})
    await scene.people("members", chat=GROUP, id=43, status="administrator")
    await scene.people("members", chat=GROUP, id=44, status="creator")
    chat = await scene.ok("getChat", chat_id=GROUP)
    assert (chat["title"], chat["is_forum"]) == ("News", True)
    statuses = {
        user: (await scene.ok("getChatMember", chat_id=GROUP, user_id=user))["status"]
        for user in (42, 43, 44, 7001)
    }
    assert statuses == {42: "member", 43: "administrator", 44: "creator", 7001: "member"}
    missing = await scene.refused("getChatMember", chat_id=GROUP, user_id=99)
    assert missing == "Bad Request: user not found"
    admins = await scene.ok("getChatAdministrators", chat_id=GROUP)
    assert {admin["user"]["id"] for admin in admins} == {43, 44}
    assert await scene.ok("getChatMemberCount", chat_id=GROUP) == 4
    assert await scene.ok("leaveChat", chat_id=GROUP) is True
    left = await scene.refused("sendMessage", chat_id=GROUP, text="x")
    assert left == "Forbidden: bot is not a member of the supergroup chat"


async def test_forum_topics(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.say(GROUP, "/subscribe Syria", thread=7, **{"from": {"id": 42}})
    (update,) = await scene.updates()
    assert update["message"]["message_thread_id"] == 7
    assert update["message"]["is_topic_message"] is True
    sent = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=7)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (7, True)
    missing = await scene.refused("sendMessage", chat_id=GROUP, text="x", message_thread_id=8)
    assert missing == "Bad Request: message thread not found"


async def test_a_bot_makes_a_topic(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.say(GROUP, "hi", **{"from": {"id": 42}})
    topic = await scene.ok("createForumTopic", chat_id=GROUP, name="Syria")
    thread = topic["message_thread_id"]
    sent = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=thread)
    assert sent["is_topic_message"] is True
    general = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=1)
    assert "message_thread_id" not in general


async def test_channels(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="channel", title="Wire", username="wire_news")
    await scene.say(GROUP, "a post", **{"from": {"id": 42}})
    (update,) = await scene.updates()
    assert update["channel_post"]["sender_chat"]["id"] == GROUP
    sent = await scene.ok("sendMessage", chat_id="@wire_news", text="x")
    assert sent["chat"]["type"] == "channel"
    assert sent["from"]["is_bot"] is True


async def test_commands_by_scope_and_language(scene: Scene) -> None:
    english = [{"command": "start", "description": "Begin"}]
    german = [{"command": "start", "description": "Anfangen"}]
    groups = [{"command": "topics", "description": "Topics"}]
    await scene.ok("setMyCommands", commands=english)
    await scene.ok("setMyCommands", commands=german, language_code="de")
    await scene.ok("setMyCommands", commands=groups, scope={"type": "all_group_chats"})
    assert await scene.ok("getMyCommands") == english
    assert await scene.ok("getMyCommands", language_code="de") == german
    assert await scene.ok("getMyCommands", scope={"type": "all_private_chats"}) == []
    await scene.people("chats", id=GROUP, type="group", title="g")
    for chat, language, expected in (
        (42, "de-AT", german),
        (42, "fr", english),
        (GROUP, "", groups),
    ):
        path = f"/playground/chats/{chat}/commands?language={language}"
        menu = (await scene.client.get(path)).json()["commands"]
        assert [{k: c[k] for k in ("command", "description")} for c in menu] == expected
    await scene.ok("deleteMyCommands", language_code="de")
    assert await scene.ok("getMyCommands", language_code="de") == []


COMMANDS = [
    ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": f"a{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ("x", "can't parse commands JSON object"),
]


@pytest.mark.parametrize(("commands", "error"), COMMANDS, ids=[error for _, error in COMMANDS])
async def test_wrong_commands(scene: Scene, commands: object, error: str) -> None:
    assert await scene.refused("setMyCommands", commands=commands) == f"Bad Request: {error}"


async def test_texts_about_the_bot(scene: Scene) -> None:
    await scene.ok("setMyDescription", description="News")
    await scene.ok("setMyDescription", description="Nachrichten", language_code="de")
    assert await scene.ok("getMyDescription", language_code="de") == {"description": "Nachrichten"}
    assert await scene.ok("getMyDescription", language_code="fr") == {"description": "News"}
    await scene.ok("setMyName", name="Wire")
    await scene.ok("setMyShortDescription", short_description="s")
    await scene.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await scene.ok("getChatMenuButton") == {"type": "commands"}
    for method in ("logOut", "close"):
        assert await scene.ok(method) is True


async def test_chat_action(scene: Scene) -> None:
    await scene.say(42, "hi")
    assert await scene.ok("sendChatAction", chat_id=42, action="typing") is True
    assert "action" in await scene.refused("sendChatAction", chat_id=42, action="dancing")
    assert len(await scene.messages(42)) == 1
