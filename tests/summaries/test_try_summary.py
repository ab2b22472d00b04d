"""The contract of ``storywire try summary``."""

from __future__ import annotations

from typing import Any

import pytest

from bot.app.trying.summary import answer
from bot.text import units
from tests.summaries.articles import BODY, ENGLISH, NOISE, TITLE


def summary(
    text: object, *, sentences: int = 3, chars: int | None = None, **more: Any
) -> list[str]:
    record = {"id": 1, "title": TITLE, "text": text, "lang": "en", **more}
    found = answer(record, sentences=sentences, chars=chars)
    assert set(found) == {"id", "sentences"}
    chosen: list[str] = found["sentences"]
    return chosen


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8])
def test_as_many_sentences_as_asked_for(count: int) -> None:
    chosen = summary(ENGLISH, sentences=count)
    assert chosen == [sentence for sentence in BODY if sentence in chosen]
    assert len(chosen) == count


def test_dropped_ones_fill_up_what_was_promised() -> None:
    text = "\n".join((NOISE[0], BODY[0], NOISE[4]))
    assert summary(text, sentences=2) == [NOISE[0], BODY[0]]
    assert summary(text, sentences=3) == [NOISE[0], BODY[0], NOISE[4]]


@pytest.mark.parametrize("count", [3, 1000])
def test_a_short_text_is_returned_whole(count: int) -> None:
    assert summary(" ".join(BODY[:2]), sentences=count) == list(BODY[:2])


@pytest.mark.parametrize("chars", [1, 60, 100, 200, 300, 5000])
def test_chars_hold_whole_sentences(chars: int) -> None:
    chosen = summary(ENGLISH, chars=chars)
    assert units.length(" ".join(chosen)) <= chars
    assert set(chosen) <= set(BODY)
    assert bool(chosen) == (chars >= 60)


def test_chars_are_utf_16_units() -> None:
    sentence = "The 👍👍👍 of the people of Aldmoor were counted on Friday."
    assert summary(sentence, chars=len(sentence) + 3) == [sentence]
    assert summary(sentence, chars=len(sentence) + 2) == []


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
def test_an_empty_text_has_an_empty_summary(text: str) -> None:
    assert summary(text) == []


@pytest.mark.parametrize("identity", [7, "x", None, 1.5, ["a"]])
def test_the_id_comes_back_as_it_was(identity: object) -> None:
    assert answer({"id": identity, "text": ""}, sentences=3, chars=None)["id"] == identity


def test_title_and_language_may_be_absent() -> None:
    record = {"id": 1, "text": ENGLISH}
    assert len(answer(record, sentences=3, chars=None)["sentences"]) == 3
    assert len(summary(ENGLISH, title=None, lang=None)) == 3
    assert len(summary(ENGLISH, lang="no such language")) == 3


@pytest.mark.parametrize(
    "record",
    [{}, {"text": None}, {"text": 5}, {"text": "a", "title": 1}, {"text": "a", "lang": []}],
)
def test_a_malformed_record_is_refused(record: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"text|title|lang"):
        answer(record, sentences=3, chars=None)
