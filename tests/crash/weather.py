"""Faults that the emulator is asked for at random."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Final, TypeVar

import httpx

from tests.world.processes import Playground

T = TypeVar("T")
_KINDS: Final[dict[str, int]] = {"429": 2, "500": 4, "drop": 4, "delay": 6, "hang": 2}
"""Each with its share."""
_METHODS: Final[dict[str | None, int]] = {
    "sendPhoto": 6,
    "sendMessage": 3,
    "getUpdates": 1,
    None: 2,
}
"""None strikes whatever call comes next."""
_LATE: Final = ("drop", "hang")
"""What happens half of the time after a message was sent, so that only its answer is lost."""


class Weather:
    """Asks for faults, and counts those that struck."""

    def __init__(self, playground: Playground, chance: Random, longest_hang: float) -> None:
        self._playground = playground
        self._chance = chance
        self._asked: Counter[str] = Counter()
        self._seconds = {"429": (1.0, 3.0), "delay": (0.05, 3.0), "hang": (0.5, longest_hang)}

    def strike(self) -> None:
        """Let one to three of the next calls meet a fault."""
        kind = _drawn(self._chance, _KINDS)
        # refusals that come together slow the bot down for minutes, as they should
        times = 1 if kind == "429" else self._chance.randint(1, 3)
        self._asked[kind] += times
        self._playground.post(
            "faults",
            kind=kind,
            times=times,
            method=_drawn(self._chance, _METHODS),
            seconds=self._chance.uniform(*self._seconds[kind]) if kind in self._seconds else None,
            after=kind in _LATE and self._chance.random() < 0.5,
        )

    def hang(self, cards: int) -> None:
        """Let Telegram take the next cards and say nothing for a minute."""
        self._asked["hang"] += cards
        self._playground.post("faults", kind="hang", method="sendPhoto", times=cards, seconds=60)

    def clear(self) -> Counter[str]:
        """End the faults that still wait; return how many of each kind struck."""
        for fault in self._playground.get("faults")["faults"]:
            self._asked[fault["kind"]] -= fault["times"]
        httpx.delete(f"{self._playground.address}/playground/faults", trust_env=False)
        return +self._asked


def _drawn(chance: Random, shares: dict[T, int]) -> T:
    return chance.choices(list(shares), list(shares.values()))[0]
