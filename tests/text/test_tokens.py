"""Words as UAX 29 parts them, with their places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.tokens import words

CASES = [
    ("Syria's war", ["Syria's", "war"]),
    ("Syria’s war", ["Syria’s", "war"]),
    ("'quoted' words'", ["quoted", "words"]),
    ("The U.S. and U.S.A. won.", ["The", "U.S.", "and", "U.S.A.", "won"]),
    ("al-Assad cease‐fire", ["al", "Assad", "cease", "fire"]),
    ("1,000.5 and 3.5% of 12:30", ["1,000.5", "and", "3.5", "of", "12", "30"]),
    ("end.Next", ["end", "Next"]),
    ("foo_bar #tag @you", ["foo", "bar", "tag", "you"]),
    ("سُورِيَـا وإيران", ["سُورِيَـا", "وإيران"]),
    ("می‌خواهد", ["می‌خواهد"]),
    ("叙利亚人说hello", ["叙利亚人说", "hello"]),
    ("ภาษาไทย", ["ภาษาไทย"]),
    ("हिन्दी समाचार", ["हिन्दी", "समाचार"]),
    ("한국어 뉴스", ["한국어", "뉴스"]),
    ("cafe\u0301 soft\u00adhyphen", ["cafe\u0301", "soft\u00adhyphen"]),
    ("😀 ok 👍🏽", ["ok"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_words(text: str, expected: list[str]) -> None:
    assert [token.text for token in words(text)] == expected


@given(st.text(max_size=80))
def test_each_token_stands_where_it_says_and_none_overlap(text: str) -> None:
    end = 0
    for token in words(text):
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        end = token.end


@given(st.text(max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(token.text for token in words(text))
    assert [c for c in text if c.isalnum()] == [c for c in kept if c.isalnum()]


@pytest.mark.parametrize(
    ("text", "dense"), [("叙利亚", True), ("ニュース", True), ("뉴스", False), ("news", False)]
)
def test_runs_without_spaces_say_so(text: str, dense: bool) -> None:
    assert [token.dense for token in words(text)] == [dense]
