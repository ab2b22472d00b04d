"""Faults that a test asks for: the next calls that fit are refused, held, cut off or late."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, isfinite

from bot.playground.emulator.errors import (
    BotApiError,
    Json,
    PeopleError,
    bad_request,
    forbidden,
    too_many_requests,
)

KINDS = ("429", "500", "403", "400", "migrate", "hang", "drop", "delay")
_DEFAULT_SECONDS = {"hang": 30.0, "delay": 1.0, "429": 1.0}


@dataclass
class Fault:
    """A fault that waits for calls."""

    method: str | None
    """The method it strikes, in lower case; None strikes any."""
    chat: int | None
    """The chat_id it strikes; None strikes any, and calls without one."""
    kind: str
    times: int
    """Calls that it still strikes."""
    seconds: float
    """retry_after, or how long a call is held or late."""
    description: str | None
    """The text of a 400, if a certain one is wanted."""

    def fits(self, method: str, chat: str) -> bool:
        """Tell whether it strikes a call of a method (lower case) with this chat_id."""
        if self.method not in (None, method):
            return False
        if self.kind == "migrate" and not chat.startswith("-"):
            return False
        return self.chat is None or chat == str(self.chat)

    def refusal(self, method: str, chat: str) -> BotApiError | None:
        """Return the error with which it answers, None for the kinds that do something else."""
        if self.kind == "429":
            return too_many_requests(max(1, ceil(self.seconds)))
        if self.kind == "500":
            return BotApiError(500, "Internal Server Error")
        if self.kind == "403":
            group = chat.startswith("-")
            return forbidden(
                "bot was kicked from the group chat" if group else "bot was blocked by the user"
            )
        if self.kind == "400":
            return bad_request(self.description or _reason(method))
        return None


def _reason(method: str) -> str:
    """Return the 400 that a method is likeliest to meet: of texts, one that cannot be parsed."""
    if method.startswith(("send", "edit")):
        return "can't parse entities: a fault that the playground was asked for"
    return "a fault that the playground was asked for"


class Faults:
    """The faults that wait, in the order they were asked for."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let a fault wait for its calls."""
        self._waiting.append(fault)

    def take(self, method: str, chat: str) -> Fault | None:
        """Return the first fault that strikes a call, using up one of its times."""
        for fault in self._waiting:
            if fault.fits(method, chat):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None

    def clear(self) -> None:
        """Forget all of them."""
        self._waiting.clear()

    def waiting(self) -> list[Json]:
        """Return what waits, as the people's side shows it."""
        return [
            {"method": f.method, "chat": f.chat, "kind": f.kind, "times": f.times,
             "seconds": f.seconds}
            for f in self._waiting
        ]  # fmt: skip


def read_fault(body: Json) -> Fault:
    """Return the fault that a person asks for. Raises PeopleError."""
    kind = str(body.get("kind", ""))
    if kind not in KINDS:
        raise PeopleError(f'"kind" must be one of {", ".join(KINDS)}')
    method, chat = body.get("method"), body.get("chat")
    if method is not None and (not isinstance(method, str) or not method):
        raise PeopleError('"method" must be the name of a Bot API method, or null for any')
    if chat is not None and type(chat) is not int:
        raise PeopleError('"chat" must be a chat\'s id, or null for any')
    times = body.get("times")
    times = 1 if times is None else times
    if type(times) is not int or times < 1:
        raise PeopleError('"times" must be a whole number from 1')
    seconds = body.get("seconds")
    if seconds is None:
        seconds = _DEFAULT_SECONDS.get(kind, 0.0)
    if type(seconds) not in (int, float) or not isfinite(seconds) or seconds < 0:
        raise PeopleError('"seconds" must be a number from 0')
    description = body.get("description")
    if description is not None and not isinstance(description, str):
        raise PeopleError('"description" must be a text')
    if kind == "migrate" and chat is not None and chat > 0:
        raise PeopleError('only a group can migrate: "chat" must be negative')
    return Fault(method and method.lower(), chat, kind, times, float(seconds), description)
