"""Faults on request, in process; what needs a connection is in test_socket."""

from __future__ import annotations

from typing import Any

import pytest

from tests.playground.telegrams import GROUP, Scene

REFUSALS = [
    ({"kind": "429", "seconds": 3}, 429, "Too Many Requests: retry after 3"),
    ({"kind": 429}, 429, "Too Many Requests: retry after 1"),
    ({"kind": "500"}, 500, "Internal Server Error"),
    ({"kind": "403"}, 403, "Forbidden: bot was blocked by the user"),
    ({"kind": "400", "description": "chat not found"}, 400, "Bad Request: chat not found"),
    ({"kind": "hang", "seconds": 5}, 504, "Gateway Timeout"),
]


@pytest.mark.parametrize(("fault", "code", "description"), REFUSALS, ids=str)
async def test_refusals(scene: Scene, fault: dict[str, Any], code: int, description: str) -> None:
    """Refused as often as asked, and not processed."""
    await scene.say(42, "hi")
    await scene.people("faults", method="sendMessage", chat=42, times=2, **fault)
    for _ in range(2):
        response = await scene.call("sendMessage", chat_id=42, text="x")
        assert (response.status_code, response.json()["description"]) == (code, description)
    assert len(await scene.messages(42)) == 1
    await scene.ok("sendMessage", chat_id=42, text="x")


async def test_a_400_of_a_text_is_one_that_cannot_be_parsed(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.people("faults", kind="400", chat=42)
    refusal = await scene.refused("sendMessage", chat_id=42, text="x")
    assert refusal.startswith("Bad Request: can't parse entities")


async def test_faults_strike_only_what_fits(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.say(43, "hi")
    await scene.people("faults", method="SendMessage", chat=43, kind="500")
    await scene.people("faults", method="getMe", kind="403")
    await scene.ok("sendMessage", chat_id=42, text="x")
    assert await scene.refused("sendMessage", chat_id="43", text="x") == "Internal Server Error"
    assert (await scene.call("getMe")).status_code == 403
    await scene.ok("sendMessage", chat_id=43, text="x")
    await scene.ok("getMe")
    await scene.people("faults", kind="500", times=3)  # anything
    assert (await scene.call("getMe")).status_code == 500
    assert (await scene.call("getUpdates")).status_code == 500
    await scene.client.delete("/playground/faults")
    await scene.ok("getMe")


async def test_delay_processes_and_answers_late(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.people("faults", kind="delay", seconds=7, method="sendMessage")
    before = scene.timer.monotonic()
    await scene.ok("sendMessage", chat_id=42, text="x")
    assert scene.timer.monotonic() == before + 7


async def test_drop_in_process(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.people("faults", kind="drop", method="sendMessage")
    with pytest.raises(ConnectionResetError):
        await scene.call("sendMessage", chat_id=42, text="x")
    assert len(await scene.messages(42)) == 1
    stats = (await scene.client.get("/playground/stats")).json()
    assert stats["methods"]["sendMessage"] == {"dropped": 1}


@pytest.mark.parametrize("group", [-55, GROUP, -1001234567890])
async def test_a_group_migrates(scene: Scene, group: int) -> None:
    await scene.people("chats", id=group, type="group", title="g")
    await scene.people("members", chat=group, id=42, status="administrator")
    await scene.people("faults", kind="migrate", chat=group)
    updates = await scene.updates()
    response = await scene.call("sendMessage", chat_id=group, text="x")
    assert response.status_code == 400
    new = response.json()["parameters"]["migrate_to_chat_id"]
    assert str(new).startswith("-100")
    assert response.json()["description"] == (
        "Bad Request: group chat was upgraded to a supergroup chat"
    )
    again = await scene.call("sendMessage", chat_id=group, text="x")
    assert again.json()["parameters"] == {"migrate_to_chat_id": new}
    sent = await scene.ok("sendMessage", chat_id=new, text="x")
    assert sent["chat"]["type"] == "supergroup"
    member = await scene.ok("getChatMember", chat_id=new, user_id=42)
    assert member["status"] == "administrator"
    assert (await scene.messages(group))[-1]["migrate_to_chat_id"] == new
    assert (await scene.messages(new))[0]["migrate_from_chat_id"] == group
    after = updates[-1]["update_id"] + 1 if updates else 0
    told = [update["message"] for update in await scene.updates(offset=after)]
    assert [message["chat"]["id"] for message in told] == [group, new]
    response = await scene.client.post(
        f"/playground/chats/{group}/messages", json={"text": "x", "from": {"id": 42}}
    )
    assert response.status_code == 409


async def test_a_call_is_carried_out_and_its_answer_fails(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.people("faults", kind="hang", after=True, method="sendMessage")
    assert (await scene.call("sendMessage", chat_id=42, text="x")).status_code == 504
    await scene.people("faults", kind="drop", after=True, method="sendMessage")
    with pytest.raises(ConnectionResetError):
        await scene.call("sendMessage", chat_id=42, text="y")
    assert [message["text"] for message in await scene.messages(42)] == ["hi", "x", "y"]


async def test_any_answer_can_be_asked_for(scene: Scene) -> None:
    await scene.people("faults", kind="answer", status=200, body="<html>Sign in</html>")
    response = await scene.call("getMe")
    assert (response.status_code, response.text) == (200, "<html>Sign in</html>")
    await scene.people("faults", kind="answer", status=302)
    response = await scene.call("getMe")
    assert response.headers["location"].endswith("/getMe")
    await scene.people("faults", kind="401")
    assert await scene.refused("getMe") == "Unauthorized"


async def test_faults_of_a_thread_and_of_a_share(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="g", is_forum=True)
    await scene.say(GROUP, "hi", thread=5, **{"from": {"id": 42}})
    await scene.people(
        "faults", kind="400", description="TOPIC_CLOSED", chat=GROUP, thread=5, times=9
    )
    await scene.ok("sendMessage", chat_id=GROUP, text="x")
    refusal = await scene.refused("sendMessage", chat_id=GROUP, text="x", message_thread_id=5)
    assert refusal == "Bad Request: TOPIC_CLOSED"
    await scene.client.delete("/playground/faults")
    await scene.people("faults", kind="500", method="getMe", share=0.5, times=1000)
    codes = [(await scene.call("getMe")).status_code for _ in range(60)]
    assert 15 < codes.count(500) < 45
