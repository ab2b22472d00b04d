"""What answers that are no Bot API server's, and servers that are not there, come to."""

from __future__ import annotations

import json
import logging
from datetime import date
from typing import Any

import pytest
from starlette.responses import Response
from telegram.ext import ExtBot

from bot.chat.sender import TelegramSender
from bot.chat.wire import MOST_BYTES, Wire
from bot.domain.errors import (
    ChatGone,
    SendError,
    SendLater,
    SendUnsure,
    TelegramAway,
    TokenRefused,
)
from bot.domain.values import Place
from tests.chat.bot_api import BotApi, bot_on
from tests.chat.stories import chat, story
from tests.world.processes import free_port

HTML = "<html><body>Sign in to this network: Syria</body></html>"


def refusal(code: int, **parameters: Any) -> str:
    """Return a Bot API server's body."""
    body = {"ok": False, "error_code": code, "description": "No", "parameters": parameters}
    return json.dumps(body)


async def digest(bot: ExtBot[Any]) -> None:
    await TelegramSender(bot).digest(Place(42), chat(), [story()], date(2018, 6, 17))


@pytest.mark.parametrize(
    ("status", "body", "error", "wait"),
    [
        *((status, HTML, SendUnsure, None) for status in (200, 302, 400, 401, 403, 404, 429, 502)),
        *((status, "{}", SendUnsure, None) for status in (200, 307, 403, 404)),
        (403, '{"error": "forbidden"}', SendUnsure, None),
        (302, '{"ok": true, "result": {}}', SendUnsure, None),
        (200, '{"ok": true}', SendUnsure, None),
        (200, '{"ok": true, "result": []}', SendUnsure, None),
        (200, '{"ok": true, "result": "sent"}', SendUnsure, None),
        (200, '{"ok": true, "result": {"message_id": 1, "date": 1e300}}', SendUnsure, None),
        (200, "[" * 100_000, SendUnsure, None),
        (200, '{"ok": true, "result": "' + MOST_BYTES * "x" + '"}', SendUnsure, None),
        (200, refusal(403), ChatGone, None),
        (200, '{"ok": false}', SendUnsure, None),
        (401, refusal(401), TokenRefused, None),
        (404, refusal(404), TokenRefused, None),
        (429, refusal(429), SendLater, 5),
        (429, refusal(429, retry_after=86_400), SendLater, 86_400),
        (429, refusal(429, retry_after=10**12), SendLater, 86_400),
        (429, refusal(429, retry_after=-3), SendLater, 1),
        (429, refusal(429, retry_after="soon"), SendLater, 5),
        (429, refusal(429, retry_after=float("inf")), SendLater, 5),
    ],
    ids=lambda value: repr(value)[:40],
)
async def test_only_a_bot_api_server_is_believed(
    status: int,
    body: str,
    error: type[SendError],
    wait: float | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    api = BotApi(refusals=[Response(body, status, media_type="application/json")])
    caplog.set_level(logging.INFO)
    async with bot_on(api) as bot:
        with pytest.raises(error) as caught:
            await digest(bot)
    assert type(caught.value) is error
    assert getattr(caught.value, "retry_after", None) == wait
    assert len(api.calls) == 1
    assert "Sign in" not in caplog.text + str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "nowhere.invalid"])
async def test_what_has_not_left_is_known_not_to_have_arrived(host: str) -> None:
    request = Wire(httpx_kwargs={"trust_env": False})
    bot: ExtBot[Any] = ExtBot(
        "1:secret", base_url=f"http://{host.format(port=free_port())}/bot", request=request
    )
    try:
        with pytest.raises(TelegramAway) as caught:
            await digest(bot)
    finally:
        await request.shutdown()
    assert "secret" not in str(caught.value)
