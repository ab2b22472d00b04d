"""How alike texts are by their letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summaries.similarity import overlap, trigrams


@pytest.mark.parametrize(
    ("headline", "near", "far"),
    [
        ("Neue Fähre nach Aldmoor", "Die Fähren fahren neuerdings.", "Das Wetter bleibt gut."),
        ("Aldmoor limanı açıldı", "Aldmoor limanının açılışı yapıldı.", "Hava güzel olacak."),
        ("奥尔德港口重新开放", "港口周一重新开放。", "天气将会很好。"),
        ("የአልድሙር ወደብ ተከፈተ", "የአልድሙርን ወደብ ከፈቱ።", "አየሩ ጥሩ ነው።"),
    ],
)
def test_forms_of_a_word_are_alike_in_any_language(headline: str, near: str, far: str) -> None:
    head = trigrams(headline)
    assert overlap(head, trigrams(near)) > 2 * overlap(head, trigrams(far))


@given(st.text(), st.text())
def test_overlap_is_a_share_and_has_no_direction(a: str, b: str) -> None:
    one, other = trigrams(a), trigrams(b)
    assert 0 <= overlap(one, other) <= 1
    assert overlap(one, other) == overlap(other, one)
    assert not one or overlap(one, one) == pytest.approx(1)
