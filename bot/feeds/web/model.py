"""A language model behind an OpenAI-compatible API: the adapter of ``domain.ports.LanguageModel``.

The API: https://platform.openai.com/docs/api-reference/chat; local servers speak it too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from bot.domain.errors import ModelError
from bot.feeds.web.answers import retry_after
from bot.feeds.web.failures import failure

DEADLINE = 10.0
"""Seconds for all of it, waiting for a turn included: a story waits no longer for its summary."""
LARGEST = 200_000
"""Bytes of an answer that are read; a summary with all around it has some 2,000."""
AT_ONCE = 4
"""Requests at the same time."""
WORDY = 600
"""Tokens that the model may write: a caption's worth in the scripts that take most."""

_FIXES = {
    400: "Check SUMMARY_MODEL.",
    401: "Check SUMMARY_KEY.",
    403: "Check SUMMARY_KEY.",
    404: "Check SUMMARY_URL, which mostly ends in /v1, and SUMMARY_MODEL.",
    429: "It asks to wait; it is tried again later.",
}


class ChatModel:
    """Asks ``POST {url}/chat/completions``; an async context manager.

    The address is the operator's own setting, so it may lie in a private network; no redirect is
    followed from it, and nothing that a publisher wrote can change it.
    """

    def __init__(
        self, url: str, name: str, key: str | None = None, *, seconds: float = DEADLINE
    ) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._host = urlsplit(url).netloc
        self._name = name
        self._seconds = seconds
        self._turn = asyncio.Semaphore(AT_ONCE)
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.AsyncClient(
            headers=headers, timeout=seconds, follow_redirects=False, trust_env=False
        )

    async def __aenter__(self) -> Self:
        await self._client.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    @property
    def name(self) -> str:
        """The model's name, as people shall read it."""
        return self._name

    async def write(self, instruction: str, text: str) -> str:
        """Return what the model writes of a text, empty too. Raises ModelError."""
        body = {
            "model": self._name,
            "messages": [
                {"role": "system", "content": instruction},
                # half a surrogate pair, which a publisher may write, is no JSON
                {"role": "user", "content": text.encode("utf-8", "replace").decode()},
            ],
            "temperature": 0,
            "max_tokens": WORDY,
        }
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                return self._written(await self._answer(body))
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise ModelError(str(failure(self._host, error))) from error

    async def _answer(self, body: Mapping[str, Any]) -> bytes:
        async with self._client.stream("POST", self._url, json=body) as response:
            if response.status_code != httpx.codes.OK:
                raise self._refusal(response)
            data = bytearray()
            async for part in response.aiter_raw():
                data += part
                if len(data) > LARGEST:
                    raise ModelError(
                        f"{self._host} answered with more than {LARGEST} bytes. Check SUMMARY_URL."
                    )
            return bytes(data)

    def _refusal(self, response: httpx.Response) -> ModelError:
        status = response.status_code
        if response.has_redirect_location:
            fix = "It redirects, which is not followed: set SUMMARY_URL to where it leads."
        else:
            fix = _FIXES.get(status, "It is tried again later.")
        return ModelError(
            f"{self._host} wrote no summary (HTTP {status}). {fix}", retry_after(response.headers)
        )

    def _written(self, data: bytes) -> str:
        try:
            content = json.loads(data)["choices"][0]["message"]["content"]
        # RecursionError: brackets nested thousands deep
        except (ValueError, LookupError, TypeError, RecursionError) as error:
            raise self._strange() from error
        if content is not None and not isinstance(content, str):
            raise self._strange()
        return content or ""

    def _strange(self) -> ModelError:
        return ModelError(
            f"{self._host} does not answer as the OpenAI API does. Check that SUMMARY_URL is the "
            "root of such an API, which mostly ends in /v1."
        )
