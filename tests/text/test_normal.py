"""Folding levels what readers do not mean, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normal import fold

SAME = [
    ("SYRIA", "syria"),
    ("Café", "cafe"),
    ("Straße", "STRASSE"),
    ("İstanbul", "istanbul"),
    ("ısı", "isi"),
    ("Ｆｕｌｌ", "full"),
    ("ﬁne", "fine"),
    ("Łódź", "lodz"),
    ("ё", "е"),
    ("سُورِيَـا", "سوريا"),
    ("أحمد", "احمد"),
    ("ایران", "ايران"),
    ("کتاب", "كتاب"),
    ("سوریه", "سورية"),
    ("می‌خواهد", "میخواهد"),
    ("رئیس", "رييس"),
    ("۱۴۰۳", "1403"),
    ("don’t", "don't"),
    ("ﻻ", "لا"),
]
DIFFERENT = [("й", "и"), ("が", "か"), ("हिन्दी", "हनद"), ("ข่าว", "ขาว"), ("1.5", "15")]


@pytest.mark.parametrize(("one", "other"), SAME, ids=str)
def test_variants_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=str)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=60))
def test_case_makes_no_difference_where_unicode_can_tell(text: str) -> None:
    assert fold(text.upper().lower()) == fold(text.upper())
