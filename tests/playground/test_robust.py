"""Whatever is sent, the answer is JSON, and never a 500."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.emulator.methods.registry import METHODS
from tests.playground.telegrams import GROUP, TOKEN, opened

NAMES = (
    "text", "from", "id", "thread", "bot", "message_id", "data", "type", "title", "is_forum",
    "query", "chat", "status", "method", "times", "seconds", "now", "language_code", "reply_to",
    "forward", "chat_id", "photo", "document", "caption", "parse_mode", "entities",
    "reply_markup", "reply_parameters", "message_thread_id", "media", "results", "commands",
    "scope", "offset", "limit", "allowed_updates", "url", "user_id", "from_chat_id",
    "inline_keyboard", "callback_data", "length", "message_ids", "caption_entities",
    "callback_query_id", "inline_query_id", "menu_button", "language",
)  # fmt: skip
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.sampled_from([0, 1, 2, 42, GROUP, 2**63, 10**40]),
    st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8),
    st.sampled_from(["HTML", "photo", "private", "supergroup", "kicked", "attach://x", "bold",
                     "\ud800", "[", "{}", "x" * 5000, "1e999", "text_link", "chat"]),
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=8,
)
BODIES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8)
PATHS = st.sampled_from([
    "chats/42/messages", f"chats/{GROUP}/messages", "chats/42/callbacks", "chats", "inline",
    "members", "clock", "chats/99999999999999999999/messages",
])  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(PATHS, BODIES), max_size=4),
       st.lists(st.tuples(st.sampled_from(sorted(METHODS)), BODIES), max_size=4))  # fmt: skip
async def test_nothing_breaks_it(
    people: list[tuple[str, dict[str, Any]]], bots: list[tuple[str, dict[str, Any]]]
) -> None:
    with TemporaryDirectory() as folder:
        async with opened(Path(folder)) as scene:
            await scene.people("chats", id=GROUP, type="supergroup", title="g")
            await scene.say(42, "hi")
            keyboard = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
            await scene.ok("sendMessage", chat_id=42, text="x", reply_markup=keyboard)
            for path, body in people:
                if path in ("chats/42/callbacks", "inline"):
                    continue  # these wait for a bot
                await check(scene.client, f"/playground/{path}", body)
            for method, body in bots:
                await scene.wait()
                merged = {"chat_id": 42, "message_id": 2, "text": "x", **body}
                await check(scene.client, f"/bot{TOKEN}/{method}", merged)
            for chat in (42, GROUP):
                await scene.messages(chat)
            await scene.updates()


async def check(client: Any, path: str, body: dict[str, Any]) -> None:
    response = await client.post(path, content=json.dumps(body))
    assert response.status_code < 500, (path, body)
    response.json()
    response = await client.post(
        path, content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert response.status_code < 500, (path, body)
    response.json()


@settings(deadline=None, max_examples=25)
@given(st.binary(max_size=300), st.sampled_from(["x", "", '"', "a b", "é"]))
async def test_no_multipart_body_breaks_it(noise: bytes, boundary: str) -> None:
    with TemporaryDirectory() as folder:
        async with opened(Path(folder)) as scene:
            await scene.say(42, "hi")
            body = b"--x\r\nContent-Disposition: form-data; name=" + noise + b"\r\n--x--"
            kind = f"multipart/form-data; boundary={boundary}".encode()
            for content in (noise, body):
                response = await scene.client.post(
                    f"/bot{TOKEN}/sendPhoto?chat_id=42", content=content,
                    headers={b"Content-Type": kind},
                )  # fmt: skip
                assert response.status_code < 500
                response.json()
