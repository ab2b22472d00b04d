"""The list of words: each form means one thing, and no entry is there in vain."""

from __future__ import annotations

import pytest

from bot.summaries.event_words import concept, table
from bot.text.normal import fold
from bot.text.stopwords import STOP_WORDS

PARTS = ("concepts", "numbers", "ordinals", "scales", "signs", "peoples")


@pytest.mark.parametrize("part", PARTS)
def test_a_form_stands_once(part: str) -> None:
    listed = [fold(form) for row in table()[part].values() for form in row.split()]
    assert sorted(set(listed)) == sorted(listed)


def test_no_reading_is_kept_of_forms_that_are_not_there() -> None:
    forms = {fold(form) for part in PARTS for row in table()[part].values() for form in row.split()}
    assert table()["only"].keys() <= forms


@pytest.mark.parametrize("lang", table()["common"])
def test_common_words_are_nothing_else(lang: str) -> None:
    """A word without meaning of its own, or with synonyms, is not asked whether it is common."""
    listed = [fold(word) for word in table()["common"][lang].split()]
    assert sorted(set(listed)) == sorted(listed)
    assert not set(listed) & {fold(word) for word in STOP_WORDS.get(lang, ())}
    assert [word for word in listed if concept(word, lang)] == []


@pytest.mark.parametrize(
    ("form", "lang", "meaning"),
    [
        ("упал", "ru", "down"), ("düştü", "tr", "down"), ("سقوط", "fa", "crash"),
        ("Rücktritt", "de", "resign"), ("retira", "es", "recall"), ("así", "es", None),
        ("aşı", "tr", "vaccine"),
    ],
)  # fmt: skip
def test_what_forms_of_two_meanings_mean(form: str, lang: str, meaning: str | None) -> None:
    assert concept(form, lang) == meaning
