"""Lengths in UTF-16 units, and cutting by them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import units


@given(st.text())
def test_length_is_that_of_utf_16(s: str) -> None:
    assert units.length(s) == len(s.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    ("expected", "text", "limit"),
    [
        ("hello world", "hello world", 11),
        ("hello…", "hello world", 10),
        ("hello…", "hello, world", 8),
        ("aaaa…", "aaaaaaaaaa", 5),
        ("👍…", "👍👍👍", 4),
        ("…", "👨‍👩‍👧 family", 5),
        ("…", "e\u0301\u0301\u0301", 3),
        ("漢字漢…", "漢字漢字漢字", 4),
        ("مرحبا…", "مرحبا بالعالم", 8),
        ("…", "abc", 1),
        ("", "abc", 0),
        ("", "", 0),
    ],
    ids=repr,
)
def test_cut(expected: str, text: str, limit: int) -> None:
    assert units.cut(text, limit) == expected


@given(st.text(), st.integers(0, 40))
def test_cut_gives_a_prefix_within_the_limit(s: str, limit: int) -> None:
    result = units.cut(s, limit)
    assert units.length(result) <= limit
    assert result == s or s.startswith(result.removesuffix("…"))


@given(st.text(st.characters(categories=["So", "Mn", "L", "Cs"])), st.integers(1, 20))
def test_cut_splits_no_surrogate_pair(s: str, limit: int) -> None:
    s = "".join(c for c in s if not "\ud800" <= c <= "\udfff")
    units.cut(s, limit).encode("utf-8")


def test_cut_looks_at_the_beginning_only() -> None:
    """A megabyte of combining marks is cut at once."""
    assert units.cut("e" + "\u0301" * 1_000_000, 100) == "…"
