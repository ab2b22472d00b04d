"""``storywire try summary``."""

from __future__ import annotations

from typing import Any

from bot.app.trying import fields
from bot.domain.values import Sentence
from bot.summaries import fit
from bot.summaries.ranking import best_lines, card_lines
from bot.summaries.ranking import sentences as ranked
from bot.text import language


def answer(record: dict[str, Any], *, sentences: int, chars: int | None) -> dict[str, Any]:
    """Return the summary of an article: ``sentences`` of it, or what fits into ``chars`` units.

    Raises ValueError where text, title or lang is no text.
    """
    text, title, lang = (fields.text(record, key) for key in ("text", "title", "lang"))
    chosen = _summary(text, title, lang, count=sentences, chars=chars)
    return {"id": record.get("id"), "sentences": [sentence.text for sentence in chosen]}


def _summary(
    text: str | None, title: str | None, lang: str | None, *, count: int, chars: int | None
) -> tuple[Sentence, ...]:
    if text is None:
        raise ValueError("text is missing: give the article as a text")
    lang = lang or language.detect(text)
    # as on a card: the best, and others only where none of these fits
    if chars is not None:
        best = fit(ranked(card_lines(text, title=title, lang=lang)), units=chars, lang=lang)
        if best:
            return best
    # the contract promises as many as are asked for, where the text has them
    lines = best_lines(text, title=title, lang=lang)
    return fit(ranked(lines), units=chars, count=count if chars is None else None, lang=lang)
