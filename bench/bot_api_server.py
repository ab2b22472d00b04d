"""A Bot API server that keeps Telegram's limits strictly, for ``bench.fanout``.

python -m bench.bot_api_server PORT

It takes 30 messages in any sliding second and one a second to a chat, and answers 50 ms ± 20 ms
away. Over the limit of the bot it refuses everything for three seconds (429 with retry_after), over
that of a chat that message alone. ``/count`` tells what it took and refused.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import Counter, deque
from urllib.parse import parse_qs

IN_A_SECOND = 30
WAIT = 3
DELAY = (0.03, 0.07)
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}


class Limits:
    """What was taken and refused so far."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        """Messages by chat."""
        self.refused = 0
        self._times: deque[float] = deque()
        self._last: dict[str, float] = {}
        self._closed_until = 0.0

    def judge(self, chat: str, now: float) -> int:
        """Take a message or refuse it; return the seconds to wait, 0 where it was taken."""
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        if now >= self._closed_until and len(self._times) >= IN_A_SECOND:
            self._closed_until = now + WAIT
        if now < self._closed_until:
            self.refused += 1
            return WAIT
        if now - self._last.get(chat, now - 1) < 1:
            self.refused += 1
            return 1
        self._times.append(now)
        self._last[chat] = now
        self.taken[chat] += 1
        return 0


class Server(asyncio.Protocol):
    """HTTP/1.1, as much of it as python-telegram-bot uses."""

    limits = Limits()
    chance = random.Random(5)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._waiting = b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        head, end, body = self._waiting.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        length = next(
            (int(line[15:]) for line in lines if line.lower().startswith("content-length:")), 0
        )
        if not end or len(body) < length:
            return
        self._waiting = body[length:]
        self._take(lines[0].split(" ")[1], body[:length].decode())

    def _take(self, path: str, body: str) -> None:
        there, back = self.chance.uniform(*DELAY) / 2, self.chance.uniform(*DELAY) / 2
        loop = asyncio.get_running_loop()
        loop.call_later(there, lambda: loop.call_later(back, self._write, self._answer(path, body)))

    def _answer(self, path: str, body: str) -> dict[str, object]:
        """Return what is answered to a call that arrives now."""
        method = path.rpartition("/")[2]
        if method == "count":
            return {"taken": self.limits.taken, "refused": self.limits.refused}
        if method != "sendMessage":
            return {"ok": True, "result": ME}
        chat = parse_qs(body)["chat_id"][0]
        wait = self.limits.judge(chat, asyncio.get_running_loop().time())
        if wait:
            text = f"Too Many Requests: retry after {wait}"
            return {
                "ok": False, "error_code": 429, "description": text,
                "parameters": {"retry_after": wait},
            }  # fmt: skip
        message = {"message_id": 1, "date": 1, "chat": {"id": int(chat), "type": "private"}}
        return {"ok": True, "result": {**message, "text": "x"}}

    def _write(self, answer: dict[str, object]) -> None:
        body = json.dumps(answer).encode()
        status = "429 Too Many Requests" if answer.get("error_code") else "200 OK"
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n"
        self._transport.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


async def serve(port: int) -> None:
    """Serve until cancelled."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Server, "127.0.0.1", port, backlog=512)
    print("ready", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
