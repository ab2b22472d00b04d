"""How long messages may have been on their way to Telegram, from when it answered them.

Of two messages the second arrives a second after the first for sure where it leaves a second after
the first did, and as much later as the first one's answer took longer than the fastest: what the
fastest takes, every one does, there and back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MARGIN: Final = 0.004
"""Seconds: the fastest of a hundred is not yet the fastest possible."""
LONGEST: Final = 0.5
"""Seconds: what takes longer than that was under way at Telegram rather than on its way there."""
ENOUGH: Final = 20
"""Answers of which the fastest says something ..."""
GUESS: Final = 0.07
"""... and seconds to assume before: most ways are 50 ms long, give or take 20."""
DRIFT: Final = 2e-5
"""Seconds that the fastest loses with every answer, for the way may become a longer one."""


@dataclass(slots=True)
class _Answers:
    count: int = 0
    fastest: float = float("inf")


class Travel:
    """Remembers how fast each method of the Bot API was answered."""

    def __init__(self) -> None:
        self._methods: dict[str, _Answers] = {}

    def slack(self, method: str, took: float, late: float) -> float:
        """Return by how many seconds a message may have come later than it had to.

        ``late`` is how much later than its slot it left, ``took`` how long its answer was awaited.
        """
        known = self._methods.setdefault(method, _Answers())
        known.count += 1
        known.fastest = min(took, known.fastest + DRIFT)
        longer = took - known.fastest + MARGIN
        return min(late + (longer if known.count >= ENOUGH else max(longer, GUESS)), LONGEST)
