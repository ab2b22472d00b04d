"""The HTTP under python-telegram-bot: only what a Bot API server says counts as its answer.

A proxy's page with status 403 would else be "blocked by the user", one with 404 a wrong token, and
python-telegram-bot would write all of either into the log.
"""

from __future__ import annotations

import json
from math import ceil, isfinite
from typing import Any, Final

import httpx
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import HTTPXRequest, RequestData

MOST_BYTES: Final = 16 * 1024 * 1024
"""Of an answer: a hundred updates have some hundred kB."""
LONGEST_ASKED: Final = 24 * 3600
"""Seconds of ``retry_after`` that are honoured; more is taken as so many."""
UNTOLD_WAIT: Final = 5
"""Seconds to wait where a 429 does not say how long."""

# A body that was not written to its end is a call that no server can carry out.
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.WriteError,
)


class NotSent(NetworkError):
    """The call has certainly not reached Telegram: no connection, or it broke before the end."""


class HeldBack(NotSent):
    """A push was not tried, because nothing gets through just now."""


class Wire(HTTPXRequest):
    """Asks a Bot API server under limits. Raises NotSent apart from other NetworkErrors."""

    async def do_request(  # noqa: PLR0917 - as the base class has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body of a Bot API server's answer.

        Raises NotSent, TimedOut, RetryAfter (429), and NetworkError for what is no such answer.
        """
        files = request_data.multipart_data if request_data else None
        usual = self._client.timeout
        timeout = httpx.Timeout(
            connect=_or(connect_timeout, usual.connect),
            read=_or(read_timeout, usual.read),
            write=_or(write_timeout, self._media_write_timeout if files else usual.write),
            pool=_or(pool_timeout, usual.pool),
        )
        try:
            async with self._client.stream(
                method,
                url,
                headers={"User-Agent": self.USER_AGENT},
                timeout=timeout,
                files=files,
                data=request_data.json_parameters if request_data else None,
            ) as response:
                status, body = response.status_code, await _read(response)
        except _NOT_SENT as error:
            raise NotSent(f"nothing reached the server ({_words(error)})") from error
        except httpx.TimeoutException as error:
            raise TimedOut(f"no answer in time ({_words(error)})") from error
        except httpx.HTTPError as error:
            raise NetworkError(f"the connection was lost ({_words(error)})") from error
        return _checked(status, body), body


async def _read(response: httpx.Response) -> bytes:
    """Return the body. Raises NetworkError where it is longer than any answer."""
    parts, size = [], 0
    async for part in response.aiter_bytes():
        size += len(part)
        if size > MOST_BYTES:
            raise NetworkError(f"the answer (HTTP {response.status_code}) is over 16 MB")
        parts.append(part)
    return b"".join(parts)


def _checked(status: int, body: bytes) -> int:
    """Return the status that an answer has by its body. Raises RetryAfter, NetworkError."""
    answer = _answer(body)
    if answer is None or 300 <= status < 400:
        raise NetworkError(
            f"HTTP {status} with {len(body)} bytes that are no Bot API server's; check the network"
            " for a proxy, and TELEGRAM_API_URL"
        )
    good = 200 <= status < 300
    if good and not answer["ok"]:  # a server before it may hide the status
        code = answer.get("error_code")
        status = code if type(code) is int and 400 <= code < 600 else 500
    if good and answer["ok"] and "result" not in answer:
        raise NetworkError(f"HTTP {status} without a result; check TELEGRAM_API_URL")
    if status == 429:
        raise RetryAfter(_wait(answer.get("parameters")))
    return status


def _answer(body: bytes) -> dict[str, Any] | None:
    """Return the object that each answer of the Bot API is, None for anything else."""
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and type(answer.get("ok")) is bool else None


def _wait(parameters: object) -> int:
    """Return the seconds that a 429 asks for."""
    asked = parameters.get("retry_after") if isinstance(parameters, dict) else None
    if not isinstance(asked, int | float) or not isfinite(asked):
        return UNTOLD_WAIT
    return ceil(min(max(asked, 1), LONGEST_ASKED))


def _or(given: ODVInput[float], usual: float | None) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


def _words(error: httpx.HTTPError) -> str:
    return f"{type(error).__name__} {error}".strip()
