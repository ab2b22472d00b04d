"""Asking a language model, of a server that speaks the OpenAI API well, badly or not at all."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.errors import ModelError
from bot.feeds.web.model import ChatModel
from tests.feeds.serving import Request, Server, answer, redirect
from tests.models import speaking

PATH = "/v1/chat/completions"
KEY = "sk-nobody-may-read-this"


def completion(text: object) -> bytes:
    """Return what the API answers."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}}
    return answer(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())


@pytest.fixture
async def model(server: Server) -> AsyncIterator[ChatModel]:
    async with ChatModel(server.url("/v1/"), "tiny", KEY, seconds=0.5) as asking:
        yield asking


async def test_it_asks_as_the_api_wants() -> None:
    async with speaking() as server, ChatModel(server.url, "tiny", KEY) as model:
        server.says = lambda text: f"{text} Reopened."
        said = await model.write("Condense.", "The harbour \ud800.")
    assert said == "The harbour ?. Reopened."
    (body,), (head,) = server.asked, server.heads
    assert f"Authorization: Bearer {KEY}" in head
    assert (body["model"], body["temperature"]) == ("tiny", 0)
    assert body["max_tokens"] > 100
    assert [(m["role"], m["content"]) for m in body["messages"]] == [
        ("system", "Condense."), ("user", "The harbour ?."),
    ]  # fmt: skip


async def test_an_answer_without_text_is_empty(server: Server, model: ChatModel) -> None:
    server.pages[PATH] = completion(None)
    assert await model.write("", "") == ""


async def test_without_a_key_none_is_sent(server: Server) -> None:
    server.pages[PATH] = completion("Yes.")
    async with ChatModel(server.url("/v1"), "tiny") as asking:
        await asking.write("", "")
    assert "authorization" not in server.asked[0].headers


BAD = {
    "500": (answer(b"", status="500 Internal Server Error"), "HTTP 500"),
    "401": (answer(b"{}", status="401 Unauthorized"), "SUMMARY_KEY"),
    "404": (answer(b"{}", status="404 Not Found"), "SUMMARY_MODEL"),
    "a redirect": (redirect("http://127.0.0.1:1/v1/chat/completions"), "redirects"),
    "a redirect to nonsense": (redirect("http://["), "127"),
    "no JSON": (answer(b"<html>Welcome</html>"), "OpenAI API"),
    "other JSON": (answer(b'{"error": {"message": "x"}}'), "OpenAI API"),
    "a list": (answer(b"[1]"), "OpenAI API"),
    "no choices": (answer(b'{"choices": []}'), "OpenAI API"),
    "no message": (answer(b'{"choices": [null]}'), "OpenAI API"),
    "no text": (completion([{"type": "text"}]), "OpenAI API"),
    "no UTF-8": (answer(b'{"choices": "\xff\xfe"}'), "OpenAI API"),
    "nested deep": (answer(b"[" * 100_000), "OpenAI API"),
    "huge": (answer(b" " * 2_000_000), "more than"),
    "cut off": (answer(b'{"choices"', length=500), "broke"),
    "no HTTP": (b"220 mail.example.org ESMTP\r\n", "broke"),
}


@pytest.mark.parametrize(("page", "words"), BAD.values(), ids=BAD)
async def test_a_bad_answer(server: Server, model: ChatModel, page: bytes, words: str) -> None:
    server.pages[PATH] = page
    with pytest.raises(ModelError, match=words) as caught:
        await model.write("Condense.", "A secret text.")
    assert server.host in str(caught.value)
    assert KEY not in str(caught.value)
    assert "secret" not in str(caught.value)
    assert len(server.asked) == 1, "no redirect is followed"


async def drip(_request: Request, writer: asyncio.StreamWriter) -> None:
    """Send a byte now and then, which keeps every read alive."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(100):
        writer.write(b" ")
        await writer.drain()
        await asyncio.sleep(0.05)


async def hang(_request: Request, _writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(5)


@pytest.mark.parametrize("slow", [drip, hang])
async def test_the_deadline_is_for_all_of_it(server: Server, model: ChatModel, slow: Any) -> None:
    server.pages[PATH] = slow
    loop = asyncio.get_running_loop()
    began = loop.time()
    # more at once than are asked at once: those that wait their turn wait no longer
    asked = (model.write("", "") for _ in range(10))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert loop.time() - began < 1.5
    assert all(isinstance(one, ModelError) and "in time" in str(one) for one in answers)


async def test_nobody_is_there() -> None:
    async with ChatModel("http://127.0.0.1:1/v1", "tiny", KEY) as asking:
        with pytest.raises(ModelError, match="cannot be connected to"):
            await asking.write("", "")


async def test_it_says_how_long_to_wait(server: Server, model: ChatModel) -> None:
    server.pages[PATH] = answer(b"", "Retry-After: 77", status="429 Too Many Requests")
    with pytest.raises(ModelError) as caught:
        await model.write("", "")
    assert caught.value.retry_after == 77
