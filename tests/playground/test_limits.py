"""Telegram's flood limits, by the law of the sliding window and over HTTP."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.emulator.limits import JITTER, Window
from tests.playground.telegrams import GROUP, OTHER, TOKEN, Scene


@given(
    st.lists(st.floats(0, 0.5), max_size=200),
    st.integers(1, 30),
    st.sampled_from([1.0, 60.0]),
)
def test_no_window_ever_holds_more(gaps: list[float], count: int, seconds: float) -> None:
    """In any stretch of the window's length there are at most ``count`` events."""
    window, now, taken = Window(count, seconds), 0.0, []
    for gap in gaps:
        now += gap
        wait = window.wait(now)
        if wait == 0:
            window.note(now)
            taken.append(now)
        else:
            assert window.wait(now + wait + 1e-9) == 0
    for index in range(len(taken) - count):
        assert taken[index + count] - taken[index] >= seconds - JITTER - 1e-9


async def send(scene: Scene, chat: int, token: str = TOKEN) -> int | None:
    """Send; return retry_after where the limit refused."""
    response = await scene.call("sendMessage", token, chat_id=chat, text="x")
    body = response.json()
    if body["ok"]:
        return None
    assert response.status_code == body["error_code"] == 429
    retry_after: int = body["parameters"]["retry_after"]
    assert body["description"] == f"Too Many Requests: retry after {retry_after}"
    return retry_after


@pytest.mark.parametrize(("gap", "passes"), [(0.0, False), (0.9, False), (0.985, True), (1, True)])
async def test_one_a_second_to_a_person(scene: Scene, gap: float, passes: bool) -> None:
    await scene.say(42, "hi")
    assert await send(scene, 42) is None
    await scene.wait(gap)
    assert await send(scene, 42) == (None if passes else 1)


async def test_thirty_a_second_in_all(scene: Scene) -> None:
    for person in range(1, 41):
        await scene.say(person, "hi")
    refused = [await send(scene, person) for person in range(1, 41)]
    assert refused == [None] * 30 + [1] * 10
    assert await send(scene, 40, OTHER) is None  # each bot has its own
    await scene.wait(0.5)
    assert await send(scene, 40) == 1
    await scene.wait(0.5)
    assert await send(scene, 40) is None
    stats = (await scene.client.get("/playground/stats")).json()
    assert stats["methods"]["sendMessage"] == {"200": 32, "429": 11}
    assert stats["sends"] == 32
    assert stats["sends_per_second"] == 30
    assert stats["sends_last_second"] == 1


async def test_twenty_a_minute_to_a_group(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="g")
    for _ in range(20):
        assert await send(scene, GROUP) is None
        await scene.wait(0.1)
    assert await send(scene, GROUP) == 58
    await scene.wait(58)
    assert await send(scene, GROUP) is None


async def test_a_wrong_call_uses_nothing_up(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.refused("sendMessage", chat_id=42, text="<b>", parse_mode="HTML")
    assert await send(scene, 42) is None


async def test_edits_count_in_all_only(scene: Scene) -> None:
    await scene.say(42, "hi")
    sent = await scene.ok("sendMessage", chat_id=42, text="0")
    place = {"chat_id": 42, "message_id": sent["message_id"]}
    for number in range(1, 30):
        await scene.ok("editMessageText", **place, text=str(number))
    refusal = await scene.refused("editMessageText", **place, text="30")
    assert refusal == "Too Many Requests: retry after 1"
    assert (await scene.messages(42))[-1]["text"] == "29"
