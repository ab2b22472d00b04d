"""What a case of hostile input is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.errors import Step, StorywireError
from tests.feeds.serving import Behaviour

Served = bytes | Callable[[], bytes] | Behaviour
"""An answer's bytes, what makes them when they are asked for, or what writes them."""


class Kind(NamedTuple):
    """What kind of error must come."""

    error: type[StorywireError] | None
    """The very class; None where it must read well."""
    step: Step | None
    """The step that failed, where the error carries one."""


READS = Kind(None, None)
"""In the place of an error: broken, but readable."""
MOST_MB = 64.0
"""No case may take more memory above what the process had before."""
MOST_HELPER_MB = 96.0
"""No process for large and broken feeds may have more in all: 30 to begin with, and 64."""


class Outcome(NamedTuple):
    """What came of a case."""

    id: str
    error: str | None
    """The error's class; None where it was read."""
    step: str | None
    text: str
    """The error's message, or the beginning of what was read."""
    seconds: float
    peak_mb: float
    """Memory at its highest, above what the process had before the first case."""
    helper_mb: float
    """All memory of the process that a large or broken feed is read in, where one was needed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile or broken input, and what must come of it."""

    id: str
    kind: Kind
    says: str
    """A phrase of the error; of what was read where it reads well."""
    served: Served
    url: str = ""
    """Asked for instead of the case's own page; ``{good}`` and the like are servers' ports."""
    article: bool = False
    """Read as an article, else as a feed."""
    seconds: float = 5.0
    """Most that it may take, in the tests' limits."""

    @property
    def path(self) -> str:
        """Where its page is served."""
        return "/" + self.id.replace(" ", "-")

    def fault(self, got: Outcome) -> str | None:
        """Return what is wrong with an outcome; None where all is as it must be."""
        error = self.kind.error and self.kind.error.__name__
        step = self.kind.step and str(self.kind.step)
        sentences = got.text.rstrip(".").replace("; ", ". ").count(". ") + 1
        faults = (
            (got.error != error, f"must give {error or 'a good reading'}"),
            (step is not None and got.step != step, f"must fail at the step {step}"),
            (self.says.casefold() not in got.text.casefold(), f"must say {self.says!r}"),
            (got.error and sentences < 2, "must say the next step"),
            ("hush" in got.text, "shows credentials"),
            (got.seconds > self.seconds, f"may take {self.seconds} s"),
            (got.peak_mb > MOST_MB, f"may take {MOST_MB} MB"),
            (got.helper_mb > MOST_HELPER_MB, f"may take {MOST_HELPER_MB} MB in the other process"),
        )
        return next((words for wrong, words in faults if wrong), None)
