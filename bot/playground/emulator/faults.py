"""Faults that a test asks for: the next calls that fit are refused, held, cut off or late."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import ceil, isfinite
from typing import TypeVar

from bot.playground.emulator.errors import (
    BotApiError,
    Json,
    PeopleError,
    bad_request,
    forbidden,
    too_many_requests,
)

KINDS = ("429", "500", "403", "400", "migrate", "hang", "drop", "delay", "401", "answer")
_LATE = ("hang", "drop", "answer")
"""What may happen after a call was carried out as well as before it."""
T = TypeVar("T")
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
    description: str | None = None
    """The text of a 400, 401, 403 or 500, if a certain one is wanted."""
    thread: int | None = None
    """The message_thread_id it strikes; None strikes any, and calls without one."""
    after: bool = False
    """Whether the call is carried out first, so that only its answer fails."""
    share: float = 1.0
    """The share of the calls that it strikes, by chance."""
    status: int = 200
    """Of the kind ``answer``: the HTTP status ..."""
    body: str = ""
    """... and the body, whatever they are."""

    def fits(self, method: str, chat: str, thread: str = "") -> bool:
        """Tell whether it strikes a call of a method (lower case) to this chat and thread."""
        if self.method not in (None, method):
            return False
        if self.thread is not None and thread != str(self.thread):
            return False
        if self.kind == "migrate" and not chat.startswith("-"):
            return False
        return self.chat is None or chat == str(self.chat)

    def refusal(self, method: str, chat: str) -> BotApiError | None:
        """Return the error with which it answers, None for the kinds that do something else."""
        if self.kind == "429":
            return too_many_requests(max(1, ceil(self.seconds)))
        if self.kind == "500":
            return BotApiError(500, self.description or "Internal Server Error")
        if self.kind == "401":
            return BotApiError(401, self.description or "Unauthorized")
        if self.kind == "403":
            group = chat.startswith("-")
            return forbidden(
                self.description
                or (
                    "bot was kicked from the group chat" if group else "bot was blocked by the user"
                )
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
        # the same calls fail in every run; no secret hangs on it
        self._chance = random.Random(7)  # noqa: S311

    def add(self, fault: Fault) -> None:
        """Let a fault wait for its calls."""
        self._waiting.append(fault)

    def take(self, method: str, chat: str, thread: str = "") -> Fault | None:
        """Return the first fault that strikes a call, using up one of its times."""
        for fault in self._waiting:
            if fault.fits(method, chat, thread) and self._chance.random() < fault.share:
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
    method = _given(body, "method", str, "the name of a Bot API method, or null for any")
    if method == "":
        raise PeopleError('"method" must be the name of a Bot API method, or null for any')
    chat = _given(body, "chat", int, "a chat's id, or null for any")
    times = _given(body, "times", int, "a whole number from 1")
    if times is not None and times < 1:
        raise PeopleError('"times" must be a whole number from 1')
    if kind == "migrate" and chat is not None and chat > 0:
        raise PeopleError('only a group can migrate: "chat" must be negative')
    after = _given(body, "after", bool, "true or false") or False
    if after and kind not in _LATE:
        raise PeopleError(f'"after" goes with {", ".join(_LATE)} only')
    share = _number(body, "share", 1.0)
    if not 0 < share <= 1:
        raise PeopleError('"share" must be a number over 0, at most 1')
    status = _given(body, "status", int, "an HTTP status from 200 to 599")
    if status is not None and not 200 <= status <= 599:
        raise PeopleError('"status" must be an HTTP status from 200 to 599')
    return Fault(
        method and method.lower(),
        chat,
        kind,
        1 if times is None else times,
        _number(body, "seconds", _DEFAULT_SECONDS.get(kind, 0.0)),
        _given(body, "description", str, "a text"),
        _given(body, "thread", int, "a thread's id, or null for any"),
        after,
        share,
        status or 200,
        _given(body, "body", str, "a text") or "",
    )


def _given(body: Json, name: str, kind: type[T], meaning: str) -> T | None:
    """Return a value of a kind, None where none is given. Raises PeopleError."""
    value = body.get(name)
    if value is not None and type(value) is not kind:
        raise PeopleError(f'"{name}" must be {meaning}')
    return value


def _number(body: Json, name: str, otherwise: float) -> float:
    """Return a number from 0. Raises PeopleError."""
    value = body.get(name)
    if value is None:
        return otherwise
    if type(value) not in (int, float) or not isfinite(value) or value < 0:
        raise PeopleError(f'"{name}" must be a number from 0')
    return float(value)
