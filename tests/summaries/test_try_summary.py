"""The contract of ``storywire try summary``."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


LEAD = "The council of Aldmoor closed the old harbour on Monday after a storm broke the sea wall."
POINTING = "It will take until spring before boats can enter again, the mayor said on Tuesday."
LONGER = (
    "Fishermen of the town, who had asked for a new wall for years, moved their boats to Bracken "
    "and now drive for an hour to reach them, as the road along the coast is closed as well."
)


@pytest.mark.parametrize("chars", [90, 100, 200, 280, 600])
def test_the_first_leans_on_nothing(chars: int) -> None:
    """Though it would fit where the first sentence does not."""
    chosen = summary(f"{LEAD} {POINTING} {LONGER}", chars=chars, title=None)
    assert chosen[0] != POINTING


def test_what_leans_is_shown_where_nothing_else_is() -> None:
    assert summary(POINTING, title=None) == [POINTING]
    assert summary(POINTING, chars=200, title=None) == [POINTING]
    assert summary(f"{POINTING} {LEAD}", sentences=2, title=None) == [POINTING, LEAD]


def test_small_talk_does_not_fill_the_room() -> None:
    """What is left of the room stays empty rather than hold a scrap."""
    assert summary(f"{LEAD} Why now? No one knows. {LONGER}", chars=120, title=None) == [LEAD]


def test_a_text_without_end_marks_is_one_sentence() -> None:
    text = "word " * 400
    assert summary(text, title=None) == [text.strip()]
    assert summary(text, chars=280, title=None) == []


def test_capitals_are_no_fault() -> None:
    lead = "THE COUNCIL OF ALDMOOR CLOSED THE OLD HARBOUR ON MONDAY."
    assert summary(f"{lead} {POINTING} {LONGER}", sentences=1, title=None) == [lead]


def test_the_headline_is_not_repeated() -> None:
    assert summary(f"{TITLE}\n\n{BODY[0]} {BODY[1]}", sentences=1) == [BODY[0]]


FOREIGN = ["وقال ذلك أمس.", "他说：“不。”", "M. Roy"]
SCRAPS = ["“No.", "(Yes", "Why?", "\n\n", "👍", "3.", "\ud83d"]
PARTS = st.sampled_from([*BODY, *NOISE, LEAD, POINTING, LONGER, *FOREIGN, *SCRAPS])


@settings(deadline=None)  # the first text may load the language model
@given(
    st.lists(PARTS, max_size=25).map(" ".join),
    st.integers(1, 6),
    st.integers(1, 700) | st.none(),
    st.sampled_from(["en", "ar", "zh", None]),
)
def test_laws(text: str, count: int, chars: int | None, lang: str | None) -> None:
    """Sentences of the text, in its order, whole, as many as asked for, the same every time."""
    record = {"id": 1, "title": TITLE, "text": text, "lang": lang}
    chosen = answer(record, sentences=count, chars=chars)["sentences"]
    assert chosen == answer(record, sentences=count, chars=chars)["sentences"]
    rest = "".join(text.split())
    for sentence in chosen:
        before, found, rest = rest.partition("".join(sentence.split()))
        assert found, (before, sentence)
    everything = answer(record, sentences=1000, chars=None)["sentences"]
    if chars is None:
        assert len(chosen) == min(count, len(everything))
    else:
        assert units.length(" ".join(chosen)) <= chars
        assert set(chosen) <= set(everything)
