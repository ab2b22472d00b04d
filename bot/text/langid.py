"""py3langid's model, loaded on first use and kept small."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_LEAST: Final = 20
"""Bytes below which the model only guesses."""


def classify(text: str, languages: frozenset[str]) -> str | None:
    """Return the likeliest of ``languages``; None where the text is too short to say.

    Takes half a second the first time, then about 2 ms for 4,000 characters.
    """
    if len(text.encode("utf-8", "replace")) < _LEAST:
        return None
    return next((lang for lang, _ in _identifier().rank(text) if lang in languages), None)


@cache
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_DIR / MODEL_FILE)
