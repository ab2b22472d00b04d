"""Isolation of titles in lines of the other direction."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import bidi

FSI, PDI, RLI, LRO = "\u2068", "\u2069", "\u2067", "\u202d"


@pytest.mark.parametrize(
    ("expected", "text", "base"),
    [
        ("Why now?", "Why now?", "ltr"),
        (f"{FSI}Why now?{PDI}", "Why now?", "rtl"),
        (f"{FSI}دمشق{PDI}", "دمشق", "ltr"),
        ("دمشق", "دمشق", "rtl"),
        (f"{FSI}BBC: دمشق (1){PDI}", "BBC: دمشق (1)", "ltr"),
        (f"{FSI}BBC: دمشق (1){PDI}", "BBC: دمشق (1)", "rtl"),
        ("12:30", "12:30", "ltr"),
        (f"{FSI}a {RLI}b{PDI}{PDI}", f"a {RLI}b", "ltr"),
        (f"{FSI}a b{PDI}", f"a {PDI}b", "ltr"),
        (f"{FSI}a {LRO}b{PDI}", f"a {LRO}b", "ltr"),
        (f"{FSI}دمشق{PDI}", f"{FSI}دمشق{PDI}", "ltr"),
        (f"one\n{FSI}دمشق{PDI}", "one\nدمشق", "ltr"),
        ("", "", "ltr"),
    ],
)
def test_isolate(expected: str, text: str, base: bidi.Direction) -> None:
    assert bidi.isolate(text, base) == expected


@given(st.text("aدא1 ?\n\u2066\u2067\u2068\u2069\u202a\u202c"))
def test_isolates_of_each_line_are_balanced(s: str) -> None:
    for line in bidi.isolate(s).split("\n"):
        depth = 0
        for char in line:
            depth += (char in "\u2066\u2067\u2068") - (char == PDI)
            assert depth >= 0
        assert depth == 0
    assert bidi.isolate(bidi.isolate(s)) == bidi.isolate(s)


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("ltr", "Damascus دمشق"),
        ("rtl", "دمشق Damascus"),
        ("rtl", "123 (דמשק"),
        ("ltr", ""),
        ("ltr", "123"),
        ("ltr", f"{FSI}دمشق{PDI} Damascus"),
    ],
)
def test_direction(expected: str, text: str) -> None:
    assert bidi.direction(text) == expected
