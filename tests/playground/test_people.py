"""The people's side: writing, reading, tapping, asking inline, groups and members."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.playground.emulator import people_api
from tests.playground.telegrams import GROUP, TOKEN, Scene, until_polling


async def test_a_first_message_makes_the_chat(scene: Scene) -> None:
    assert await scene.messages(42) == []
    person = {"id": 42, "language_code": "fa"}
    assert await scene.say(42, "  /start s12 ", **{"from": person}) == 1
    (update,) = await scene.updates()
    message = update["message"]
    assert message == {
        "message_id": 1,
        "from": {"id": 42, "is_bot": False, "first_name": "Person 42", "language_code": "fa"},
        "text": "/start s12",
        "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
        "chat": {"id": 42, "type": "private", "first_name": "Person 42"},
        "date": int(scene.real.now().timestamp()),
    }
    assert await scene.messages(42) == [message]
    assert (await scene.client.get("/playground/chats")).json() == {"chats": [message["chat"]]}


async def test_from_may_be_left_out_in_a_private_chat(scene: Scene) -> None:
    await scene.say(42, "one", **{"from": {"id": 42, "first_name": "Ada", "language_code": "de"}})
    await scene.say(42, "two")
    await scene.say(42, "three", **{"from": {"language_code": "fr"}})
    people = [message["from"] for message in await scene.messages(42)]
    assert [person["language_code"] for person in people] == ["de", "de", "fr"]
    assert {person["first_name"] for person in people} == {"Ada"}


async def test_messages_after_an_id(scene: Scene) -> None:
    await scene.say(42, "one")
    await scene.ok("sendMessage", chat_id=42, text="two")
    await scene.say(42, "three")
    ids = [message["message_id"] for message in await scene.messages(42)]
    assert ids == [1, 2, 3]
    assert [m["text"] for m in await scene.messages(42, after=1)] == ["two", "three"]
    assert await scene.messages(42, after=3) == []
    assert len(await scene.messages(42, after=-5)) == 3


WRONG = [
    ("chats/42/messages", {}),
    ("chats/42/messages", {"text": ""}),
    ("chats/42/messages", {"text": " \n "}),
    ("chats/42/messages", {"text": 5}),
    ("chats/42/messages", {"text": "x" * 4097}),
    ("chats/42/messages", {"text": "x", "from": 42}),
    ("chats/42/messages", {"text": "x", "from": {"id": 43}}),
    ("chats/42/messages", {"text": "x", "from": {"id": "42"}}),
    ("chats/42/messages", {"text": "x", "from": {"id": 42, "language_code": 5}}),
    ("chats/42/messages", {"text": "x", "thread": "a"}),
    ("chats/42/messages", {"text": "x", "thread": -1}),
    ("chats/42/messages", {"text": "x", "bot": 12}),
    ("chats/42/messages", {"text": "x", "bot": ["a"]}),
    ("chats/42/messages", {"text": "x", "reply_to": 99}),
    ("chats/0/messages", {"text": "x"}),
    ("chats/abc/messages", {"text": "x"}),
    ("chats/-5/messages", {"text": "x", "from": {"id": 42}}),
    ("chats/42/callbacks", {"message_id": 1, "data": "x"}),
    ("chats/42/callbacks", {"message_id": "1", "data": "x"}),
    ("chats/42/callbacks", {"message_id": 10**30, "data": "x"}),
    ("chats/42/callbacks", {"message_id": 1}),
    ("chats", {}),
    ("chats", {"id": -5, "type": "private"}),
    ("chats", {"id": 5, "type": "group"}),
    ("chats", {"id": -5, "type": "club"}),
    ("chats", {"id": -5, "type": "group", "is_forum": True}),
    ("chats", {"id": -5, "type": "group", "title": ""}),
    ("chats", {"id": "-5", "type": "group"}),
    ("chats", {"id": True, "type": "private"}),
    ("inline", {"query": "x"}),
    ("inline", {"query": 5, "from": {"id": 42}}),
    ("inline", {"query": "x" * 257, "from": {"id": 42}}),
    ("members", {}),
    ("members", {"chat": -5, "id": 42, "status": "member"}),
    ("members", {"chat": 42, "id": 42, "status": "king"}),
    ("members", {"chat": 42, "id": "x", "status": "member"}),
    ("faults", {}),
    ("faults", {"kind": "explode"}),
    ("faults", {"kind": "500", "times": 0}),
    ("faults", {"kind": "500", "times": "x"}),
    ("faults", {"kind": "hang", "seconds": -1}),
    ("faults", {"kind": "500", "chat": "x"}),
    ("faults", {"kind": "500", "method": 5}),
    ("faults", {"kind": "migrate", "chat": 42}),
    ("faults", {"kind": "500", "after": True}),
    ("faults", {"kind": "500", "share": 0}),
    ("faults", {"kind": "answer", "status": 99}),
    ("clock", {}),
    ("clock", {"now": "yesterday"}),
    ("clock", {"now": "2025-03-30T00:59:00"}),
    ("clock", {"now": 5}),
    ("clock", {"now": "9999-12-31T23:59:59Z"}),
]


@pytest.mark.parametrize(("path", "body"), WRONG, ids=lambda value: str(value)[:60])
async def test_wrong_requests(scene: Scene, path: str, body: dict[str, Any]) -> None:
    await scene.say(42, "hi")
    response = await scene.client.post(f"/playground/{path}", json=body)
    assert 400 <= response.status_code < 500
    assert list(response.json()) == ["error"]
    assert len(await scene.messages(42)) == 1


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b'{"text":"\\ud800"}', b"[" * 9999])
async def test_wrong_bodies(scene: Scene, content: bytes) -> None:
    response = await scene.client.post("/playground/chats/42/messages", content=content)
    assert response.status_code == 400
    assert list(response.json()) == ["error"]


async def test_wrong_addresses(scene: Scene) -> None:
    for path in ("chats/-5/messages", "nothing", "files/none", "chats/42/messages?after=x"):
        response = await scene.client.get(f"/playground/{path}")
        assert 400 <= response.status_code < 500
        assert list(response.json()) == ["error"]
    response = await scene.client.put("/playground/stats")
    assert (response.status_code, list(response.json())) == (405, ["error"])


async def test_only_loopback_is_served(scene: Scene) -> None:
    """A page from elsewhere reaches neither side through its reader's browser."""
    for headers in ({"Host": "evil.example.org"}, {"Origin": "https://evil.example.org"},
                    {"Origin": "null"}):  # fmt: skip
        response = await scene.client.get("/playground/stats", headers=headers)
        assert (response.status_code, list(response.json())) == (403, ["error"])
    for host in ("localhost:8080", "127.0.0.1:1", "[::1]:8080"):
        response = await scene.client.get("/playground/stats", headers={"Host": host})
        assert response.status_code == 200


async def answer_next_callback(scene: Scene, **answer: Any) -> dict[str, Any]:
    """Take the next callback query and answer it."""
    (update,) = await scene.updates(timeout=30, allowed_updates=["callback_query"])
    query: dict[str, Any] = update["callback_query"]
    await scene.ok("answerCallbackQuery", callback_query_id=query["id"], **answer)
    await scene.updates(offset=update["update_id"] + 1)
    return query


async def with_buttons(scene: Scene) -> int:
    await scene.say(42, "hi", **{"from": {"id": 42, "language_code": "es"}})
    updates = await scene.updates()
    await scene.updates(offset=updates[-1]["update_id"] + 1)
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "do:1"}]]}
    sent = await scene.ok("sendMessage", chat_id=42, text="x", reply_markup=keyboard)
    return int(sent["message_id"])


async def test_a_tap_returns_what_the_bot_answered(scene: Scene) -> None:
    message_id = await with_buttons(scene)
    bot = asyncio.create_task(answer_next_callback(scene, text="Done", show_alert=True))
    await until_polling(scene)
    answer = await scene.people("chats/42/callbacks", message_id=message_id, data="do:1")
    assert answer == {"answered": True, "text": "Done", "show_alert": True, "url": None}
    query = await bot
    assert query["data"] == "do:1"
    assert query["from"]["language_code"] == "es"
    assert query["message"]["message_id"] == message_id
    late = await scene.refused("answerCallbackQuery", callback_query_id=query["id"])
    assert late.startswith("Bad Request: query is too old")


async def test_a_tap_on_no_button(scene: Scene) -> None:
    message_id = await with_buttons(scene)
    response = await scene.client.post(
        "/playground/chats/42/callbacks", json={"message_id": message_id, "data": "do:2"}
    )
    assert response.status_code == 400
    assert "do:2" in response.json()["error"]


async def test_a_tap_that_nobody_answers(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_api, "ANSWER_WAIT", 0.05)
    message_id = await with_buttons(scene)
    answer = await scene.people("chats/42/callbacks", message_id=message_id, data="do:1")
    assert answer == {"answered": False, "text": None, "show_alert": False, "url": None}


async def test_inline(scene: Scene) -> None:
    await scene.ok("getMe")
    article = {
        "type": "article", "id": "1", "title": "Story",
        "input_message_content": {"message_text": "<b>x</b>", "parse_mode": "HTML"},
    }  # fmt: skip

    async def bot() -> dict[str, Any]:
        (update,) = await scene.updates(timeout=30)
        query: dict[str, Any] = update["inline_query"]
        bad = [{**article, "input_message_content": {"message_text": "<x>", "parse_mode": "HTML"}}]
        for results, error in (
            (bad, "can't parse entities"),
            ([article, article], "RESULT_ID_DUPLICATE"),
            ([{**article, "id": str(n)} for n in range(51)], "RESULTS_TOO_MUCH"),
        ):
            refusal = await scene.refused(
                "answerInlineQuery", inline_query_id=query["id"], results=results
            )
            assert error in refusal
        await scene.ok("answerInlineQuery", inline_query_id=query["id"], results=[article])
        return query

    answering = asyncio.create_task(bot())
    await until_polling(scene)
    answer = await scene.people("inline", query="309076", **{"from": {"id": 42}})
    assert answer["answered"] is True
    assert answer["results"] == [article]
    query = await answering
    assert (query["query"], query["from"]["id"], query["offset"]) == ("309076", 42, "")


async def test_a_group_must_be_there_and_needs_a_writer(scene: Scene) -> None:
    writer = {"from": {"id": 42}}
    missing = await scene.client.post(
        f"/playground/chats/{GROUP}/messages", json={"text": "x", **writer}
    )
    assert missing.status_code == 404
    made = await scene.people("chats", id=GROUP, type="group", title="News")
    assert made == {"id": GROUP, "type": "group", "title": "News"}
    await scene.people("chats", id=GROUP, type="group", title="World")
    await scene.say(GROUP, "/topics@storywire_7001_bot", **writer)
    nobody = await scene.client.post(f"/playground/chats/{GROUP}/messages", json={"text": "x"})
    assert nobody.status_code == 400
    (message,) = await scene.messages(GROUP)
    assert message["chat"]["title"] == "World"
    assert message["from"]["id"] == 42


async def test_a_person_blocks_the_bot(scene: Scene) -> None:
    await scene.say(42, "hi")
    updates = await scene.updates()
    await scene.people("members", chat=42, id=42, status="kicked")
    assert (
        await scene.refused("sendMessage", chat_id=42, text="x")
        == "Forbidden: bot was blocked by the user"
    )
    (update,) = await scene.updates(offset=updates[-1]["update_id"] + 1)
    change = update["my_chat_member"]
    assert change["old_chat_member"]["status"] == "member"
    assert change["new_chat_member"]["status"] == "kicked"
    assert change["new_chat_member"]["user"]["id"] == 7001
    assert change["from"]["id"] == 42
    await scene.people("members", chat=42, id=42, status="member")
    await scene.ok("sendMessage", chat_id=42, text="x")


async def test_writing_ends_the_block(scene: Scene) -> None:
    """Telegram's clients let a person write again only by restarting the bot."""
    await scene.say(42, "hi")
    updates = await scene.updates()
    await scene.people("members", chat=42, id=42, status="kicked")
    await scene.say(42, "/start")
    kinds = [list(u)[1] for u in await scene.updates(offset=updates[-1]["update_id"] + 1)]
    assert kinds == ["my_chat_member", "my_chat_member", "message"]
    await scene.ok("sendMessage", chat_id=42, text="x")


async def test_a_group_throws_the_bot_out(scene: Scene) -> None:
    await scene.ok("getMe")
    await scene.people("chats", id=GROUP, type="supergroup", title="News")
    (joined,) = await scene.updates()
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"
    await scene.people("members", chat=GROUP, id=7001, status="kicked")
    await scene.say(GROUP, "unheard", **{"from": {"id": 42}})
    (update,) = await scene.updates(offset=joined["update_id"] + 1)
    assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert (
        await scene.refused("sendMessage", chat_id=GROUP, text="x")
        == "Forbidden: bot was kicked from the supergroup chat"
    )


async def test_a_banned_person_cannot_write(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="group", title="g")
    await scene.people("members", chat=GROUP, id=42, status="kicked")
    response = await scene.client.post(
        f"/playground/chats/{GROUP}/messages", json={"text": "x", "from": {"id": 42}}
    )
    assert response.status_code == 403


async def test_administrators_hear_of_members(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="g")
    await scene.updates(allowed_updates=["chat_member"])
    await scene.people("members", chat=GROUP, id=42, status="administrator")
    assert await scene.updates() == []
    await scene.people("members", chat=GROUP, id=7001, status="administrator")
    await scene.people("members", chat=GROUP, id=42, status="member")
    (update,) = await scene.updates()
    assert update["chat_member"]["old_chat_member"]["status"] == "administrator"


async def test_a_person_forwards_a_message(scene: Scene) -> None:
    await scene.say(42, "hi")
    sent = await scene.ok("sendMessage", chat_id=42, text="card /s12")
    forward = {"chat": 42, "message_id": sent["message_id"]}
    await scene.people("chats/42/messages", forward=forward)
    message = (await scene.updates())[-1]["message"]
    assert message["text"] == "card /s12"
    assert message["forward_origin"]["sender_user"]["id"] == 7001


async def test_a_person_picks_an_inline_result(scene: Scene) -> None:
    await scene.ok("getMe")
    keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    content = {"message_text": "<b>x</b> /s12", "parse_mode": "HTML"}
    result = {
        "type": "article", "id": "1", "title": "t", "input_message_content": content,
        "reply_markup": keyboard,
    }  # fmt: skip
    picked = {"bot": "storywire_7001_bot", "result": result}
    await scene.people("chats/42/messages", inline=picked)
    (message,) = await scene.messages(42)
    assert (message["text"], message["via_bot"]["id"]) == ("x /s12", 7001)
    assert (message["from"]["id"], message["reply_markup"]) == (42, keyboard)
    for wrong in ({}, {"bot": "nobody", "result": result}, {**picked, "result": {}}, 5):
        response = await scene.client.post("/playground/chats/42/messages", json={"inline": wrong})
        assert 400 <= response.status_code < 500


async def test_bots_are_listed(scene: Scene) -> None:
    await scene.ok("getMe")
    bots = (await scene.client.get("/playground/bots")).json()["bots"]
    assert [bot["username"] for bot in bots] == ["storywire_7001_bot"]
    assert TOKEN not in str(bots)
