"""From a feed's entry and its page to a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.values import Draft, Feed
from bot.pipeline.composing import LONGEST, compose
from tests.store.samples import HOME, NOW, entry

FEED = Feed(
    1, f"{HOME}/feed", "Example", None, "en", None, None, NOW, NOW, None, False, 0, None
)  # fmt: skip


def draft(content: str) -> Draft:
    found = replace(entry("1"), content=content)
    return Draft(1, FEED, found, f"{HOME}/1", NOW + timedelta(minutes=1), 0, False)


def test_a_text_without_end_is_cut_at_a_paragraph() -> None:
    """It would be ranked and searched for many seconds, for all that the reader sees of it."""
    paragraph = "The caravan reached the lake. " * 40
    reading = compose(draft(f"<p>{paragraph}</p>" * 200), None)
    assert LONGEST - len(paragraph) - 2 <= len(reading.text) <= LONGEST
    assert reading.text.endswith(paragraph.strip())


def test_a_text_without_paragraphs_is_cut_too() -> None:
    text = compose(draft("<p>News</p>" + "word " * 100_000), None).text
    assert LONGEST - 9 <= len(text) <= LONGEST
