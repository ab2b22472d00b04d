"""What work is about, so that every line logged within it says so: the trail of ids.

A step binds the ids it begins with and adds those that it learns; whoever writes lines out (see
``ops.logs``) asks ``current``. The keys are ``feed``, ``draft``, ``story`` (its code), ``stories``
(of a digest), ``delivery``, ``digest``, ``chat`` and ``update``; values are ids, never texts.
Tasks and threads that asyncio starts within the work have its trail too.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import MappingProxyType
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

Ids = Mapping[str, int | tuple[int, ...]]

S = TypeVar("S")
T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")

EACH: Final[Mapping[str, object]] = MappingProxyType({"each": True})
"""``extra`` of a line that is logged once for each message: there may be very many."""

_TRAIL: ContextVar[Ids] = ContextVar("trail", default=MappingProxyType({}))


def current() -> Ids:
    """Return the ids that the work at hand is about; empty outside of any."""
    return _TRAIL.get()


@contextmanager
def bound(ids: Ids) -> Iterator[None]:
    """Add ids to the trail for the length of a block."""
    token = _TRAIL.set({**_TRAIL.get(), **ids})
    try:
        yield
    finally:
        _TRAIL.reset(token)


def add(ids: Ids) -> None:
    """Add ids that were learned on the way, until the work that is bound around it ends."""
    _TRAIL.set({**_TRAIL.get(), **ids})


def followed(
    ids: Callable[[T], Ids],
) -> Callable[
    [Callable[Concatenate[S, T, P], Coroutine[Any, Any, R]]],
    Callable[Concatenate[S, T, P], Coroutine[Any, Any, R]],
]:
    """Bind the ids of a method's first argument for as long as the method works."""

    def decorate(
        work: Callable[Concatenate[S, T, P], Coroutine[Any, Any, R]],
    ) -> Callable[Concatenate[S, T, P], Coroutine[Any, Any, R]]:
        @wraps(work)
        async def follow(self: S, one: T, /, *args: P.args, **kwargs: P.kwargs) -> R:
            with bound(ids(one)):
                return await work(self, one, *args, **kwargs)

        return follow

    return decorate
