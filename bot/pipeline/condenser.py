"""Giving stories a language model's summary where it is good; a failing model is left alone."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace

from bot.domain.errors import ModelError
from bot.domain.ports import LanguageModel, Timer
from bot.domain.values import Reading
from bot.pipeline.condensing import INSTRUCTION, is_worth_asking, material, objection, tidy

log = logging.getLogger(__name__)

PAUSE = 15.0
"""Seconds for which a model that failed once is left alone; twice as long after each failure."""
LONGEST_PAUSE = 1800.0


@dataclass(slots=True)
class Condenser:
    """Asks a model for summaries, and believes only what the article bears out."""

    model: LanguageModel
    timer: Timer
    _failures: int = 0
    _failed_at: float = float("-inf")
    _rest_until: float = float("-inf")

    async def condense(self, reading: Reading) -> Reading:
        """Return the reading with a model's summary, or as it is. Raises nothing of the model's."""
        began = self.timer.monotonic()
        if began < self._rest_until or not is_worth_asking(reading):
            return reading
        if self._failures:  # one tries whether it is well again
            self._rest_until = began + PAUSE
        try:
            answer = await self.model.write(INSTRUCTION, material(reading))
        except ModelError as error:
            self._failed(began, error)
            return reading
        self._failures, self._rest_until = 0, float("-inf")
        if fault := objection(answer, reading):
            log.info("summary of %s by %s not used: %s", reading.link, self.model.name, fault)
            return reading
        return replace(reading, summary=tidy(answer), summary_by=self.model.name)

    def _failed(self, began: float, error: ModelError) -> None:
        if began < self._failed_at:
            return  # it was asked before another request told of the same fault
        self._failed_at = self.timer.monotonic()
        pause = min(PAUSE * 2.0**self._failures, LONGEST_PAUSE)
        pause = max(pause, min(error.retry_after or 0.0, LONGEST_PAUSE))
        self._failures = min(self._failures + 1, 10)
        self._rest_until = self._failed_at + pause
        log.warning("no summaries for %.0f s: %s Extracts serve meanwhile.", pause, error)
