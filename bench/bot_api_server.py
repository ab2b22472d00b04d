"""A Bot API server that keeps Telegram's limits strictly, for ``bench.fanout`` and ``delivery``.

python -m bench.bot_api_server PORT

It takes 30 messages in any sliding second and one a second to a chat, and answers 50 ms ± 20 ms
away. Over the limit of the bot it refuses everything for three seconds (429 with retry_after), over
that of a chat that message alone. Who asks for updates gets one a second, each of another person
who wants help. ``/count`` tells what it took and refused, and how long people waited for help.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
from collections import Counter, deque

IN_A_SECOND = 30
WAIT = 3
DELAY = (0.03, 0.07)
ME = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
PEOPLE = 10_000_000
"""Chats from here on are of people who ask something."""
_CHAT = re.compile(r'(?:(?:^|&)chat_id=|name="chat_id"\r\n(?:.*\r\n)*?\r\n)(-?\d+)')
"""A call's chat, in a form of either kind."""


class Limits:
    """What was taken and refused so far."""

    def __init__(self) -> None:
        self.taken: Counter[str] = Counter()
        """Messages by chat."""
        self.refused = 0
        self.begun: list[float] = []
        """When the first and the last message was taken."""
        self.methods: Counter[str] = Counter()
        self.waits: list[float] = []
        """Seconds that people waited for help."""
        self._asked: dict[str, float] = {}
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
        if chat in self._asked:
            self.waits.append(now - self._asked.pop(chat))
        elif int(chat) < PEOPLE:
            self.begun = [*self.begun[:1], now]
        return 0

    def ask(self, now: float) -> dict[str, object]:
        """Return an update: somebody wants help."""
        number = self.methods["update"] = self.methods["update"] + 1
        chat = PEOPLE + number
        self._asked[str(chat)] = now
        who = {"id": chat, "is_bot": False, "first_name": "Mina", "language_code": "en"}
        message = {
            "message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "from": who,
            "text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
        }  # fmt: skip
        return {"update_id": number, "message": message}


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
        self._take(lines[0].split(" ")[1], body[:length].decode("latin-1"))

    def _take(self, path: str, body: str) -> None:
        there, back = self.chance.uniform(*DELAY) / 2, self.chance.uniform(*DELAY) / 2
        there += 1.0 if path.endswith("/getUpdates") else 0.0
        loop = asyncio.get_running_loop()

        def arrive() -> None:
            loop.call_later(back, self._write, self._answer(path, body))

        loop.call_later(there, arrive)

    def _answer(self, path: str, body: str) -> dict[str, object]:
        """Return what is answered to a call that arrives now."""
        method = path.rpartition("/")[2]
        limits, now = self.limits, asyncio.get_running_loop().time()
        if method == "count":
            return {
                "taken": limits.taken, "refused": limits.refused, "waits": limits.waits,
                "begun": limits.begun, "methods": limits.methods,
            }  # fmt: skip
        limits.methods[method] += 1
        if method == "getUpdates":
            return {"ok": True, "result": [limits.ask(now)]}
        chats = _CHAT.search(body)
        if not chats or not method.startswith("send") or method == "sendChatAction":
            return {"ok": True, "result": ME if method == "getMe" else True}
        chat = chats[1]
        wait = limits.judge(chat, now)
        if wait:
            text = f"Too Many Requests: retry after {wait}"
            return {
                "ok": False, "error_code": 429, "description": text,
                "parameters": {"retry_after": wait},
            }  # fmt: skip
        message = {"message_id": 1, "date": 1, "chat": {"id": int(chat), "type": "private"}}
        photo = {"file_id": "x", "file_unique_id": "x", "width": 9, "height": 9}
        kind = {"photo": [photo]} if method == "sendPhoto" else {"text": "x"}
        return {"ok": True, "result": {**message, **kind}}

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
