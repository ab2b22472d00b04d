"""Real Storywire processes on loopback, driven over HTTP by the playground's contract."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Self, TypeVar

import httpx

from tests.world.starting import Running, Streams, start

Message = dict[str, Any]
T = TypeVar("T")
START = 60.0
"""Seconds that a process may take to be ready, on a machine that does other things too."""


def free_port() -> int:
    """Return a port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(look: Callable[[], T], seconds: float, what: str, step: float = 0.05) -> T:
    """Return the first true answer of ``look``. Raises TimeoutError, saying what was awaited."""
    until = time.monotonic() + seconds
    while True:
        found = look()
        if found:
            return found
        if time.monotonic() > until:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(step)


class Process:
    """A ``storywire`` command that runs until it is stopped or killed."""

    fresh = False
    """Whether it has an interpreter of its own, as from a shell, or is a fork: that is quicker."""

    def __init__(self, *command: str, data: Path, port: int, **settings: str) -> None:
        self._command = command
        self._data = data
        self.environment = {
            **{k: v for k, v in os.environ.items() if k != "TELEGRAM_BOT_TOKEN"},
            "STORYWIRE_DATA": str(data),
            "PORT": str(port),
            **settings,
        }
        self._process: Running | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process and self._process.poll() is None:
            self.end(signal.SIGTERM)

    @property
    def pid(self) -> int:
        """The process's id while it runs."""
        assert self._process is not None
        return self._process.pid

    @property
    def output(self) -> str:
        """What it has printed so far, logs included."""
        return (self._data / "output.log").read_text(encoding="utf-8")

    def start(self) -> None:
        """Start it, or start it again."""
        self._data.mkdir(parents=True, exist_ok=True)
        with (self._data / "output.log").open("ab") as log:
            self._process = self._start(*self._command, output=log)

    def end(self, how: signal.Signals) -> int:
        """End it by a signal; return its exit code."""
        self.ask(how)
        return self.wait()

    def ask(self, how: signal.Signals) -> None:
        """Send it a signal."""
        assert self._process is not None
        self._process.send_signal(how)

    def wait(self) -> int:
        """Wait for its end; return its exit code."""
        assert self._process is not None
        return self._process.wait(timeout=20)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.end(signal.SIGKILL)

    def command(self, *words: str) -> str:
        """Run another ``storywire`` command on the same data; return its output."""
        with TemporaryFile() as said:
            code = self._start(*words, output=said).wait(60)
            said.seek(0)
            output = said.read().decode()
        assert code == 0, output
        return output

    def _start(self, *words: str, output: IO[bytes]) -> Running:
        with Path(os.devnull).open("rb") as nothing:
            return start(
                *words, cwd=self._data, environment=self.environment, fresh=self.fresh,
                streams=Streams(nothing, output, output),
            )  # fmt: skip

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self._process is not None and self._process.poll() is None


class FreshProcess(Process):
    """A process started as from a shell."""

    fresh = True


class Playground:
    """The people's side and the newsroom of a playground, over HTTP."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self._http = httpx.Client(base_url=self.address, timeout=20, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def ready(self) -> bool:
        """Return whether the bot polls."""
        try:
            return self._http.get("/playground/feeds").status_code == 200
        except httpx.TransportError:
            return False

    def wait_ready(self) -> None:
        """Wait until the bot polls."""
        wait_for(self.ready, START, "the bot to poll")

    def post(self, path: str, **body: object) -> Any:
        """Post JSON; return the JSON answered."""
        answer = self._http.post(f"/playground/{path}", json=body)
        assert answer.status_code < 300, (path, answer.status_code, answer.text)
        return answer.json()

    def get(self, path: str) -> Any:
        """Return the JSON at a path."""
        answer = self._http.get(f"/playground/{path}")
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()

    def say(self, chat: int, text: str, language: str = "en") -> int:
        """Let the person of a private chat say something; return its message id."""
        answer = self.post(
            f"chats/{chat}/messages", text=text, **{"from": {"id": chat, "language_code": language}}
        )
        message_id: int = answer["message_id"]
        return message_id

    def messages(self, chat: int, after: int = 0) -> list[Message]:
        """Return the chat's messages after an id."""
        answer = self._http.get(f"/playground/chats/{chat}/messages", params={"after": after})
        found: list[Message] = answer.json()["messages"]
        return found

    def ask(self, chat: int, text: str, seconds: float = 20) -> Message:
        """Let a person say something; return the bot's first answer."""
        said = self.say(chat, text)

        def answers() -> list[Message]:
            return [m for m in self.messages(chat, said) if m["from"]["is_bot"]]

        return wait_for(answers, seconds, f"an answer to {text!r}")[0]

    def publish(self, title: str, text: str, source: str, **more: object) -> str:
        """Publish a story in the newsroom; return its address."""
        url: str = self.post("stories", title=title, text=text, source=source, **more)["url"]
        return url

    def feed_of(self, source: str) -> str:
        """Return the address of a source's feed."""
        return dict(self.feeds())[source]

    def feeds(self) -> list[tuple[str, str]]:
        """Return the sources with the addresses of their feeds."""
        answer = self._http.get("/playground/feeds").json()
        return [(feed["source"], feed["url"]) for feed in answer["feeds"]]

    def cards(self, chat: int, after: int = 0) -> list[Message]:
        """Return the photos that the bot sent to the chat."""
        return [m for m in self.messages(chat, after) if m["from"]["is_bot"] and "photo" in m]

    def stats(self) -> dict[str, Any]:
        """Return the emulator's counts."""
        counts: dict[str, Any] = self._http.get("/playground/stats").json()
        return counts

    def sends(self) -> int:
        """Return how many messages bots have sent."""
        count: int = self.stats()["sends"]
        return count


def text_of(message: Message) -> str:
    """Return what a message says, photo or not."""
    text: str = message.get("text") or message.get("caption") or ""
    return text
