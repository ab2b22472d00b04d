"""What a text means: tables of what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.handlers.hearing import (
    Asked,
    Heard,
    Linked,
    Numbered,
    Wondered,
    card_number,
    hear,
    read_number,
)

PRIVATE: list[tuple[str, Heard | None]] = [
    ("/start", Asked("start", "", named=False)),
    ("/start s309076", Asked("start", "s309076", named=False)),
    ("/Subscribe  Syria ", Asked("subscribe", "Syria", named=False)),
    ("/subscribe\nSyria OR\nIraq", Asked("subscribe", "Syria OR\nIraq", named=False)),
    ("/sub@Wire_Bot Syria", Asked("sub", "Syria", named=True)),
    ("/sub@other_bot Syria", None),
    ("/s309076", Numbered("309076")),
    ("/s309076@wire_bot", Numbered("309076")),
    ("/309076", Numbered("309076")),
    ("309076", Numbered("309076")),
    (" #309076 ", Numbered("309076")),
    ("# 309076", Numbered("309076")),
    ("s309076", Numbered("309076")),
    ("۳۰۹۰۷۶", Numbered("309076")),
    ("٣٠٩٠٧٦", Numbered("309076")),
    ("\u200f۳۰۹\u200f", Numbered("309")),
    ("0042", Numbered("0042")),
    ("309 076", Wondered("309 076")),
    ("1" * 40, Wondered("1" * 40)),
    ("https://example.org/feed.xml", Linked("https://example.org/feed.xml")),
    ("please read www.example.org", Linked("www.example.org")),
    ("example.org/feed", Linked("example.org/feed")),
    ("https://t.me/wire_bot?start=s12", Numbered("12")),
    ("t.me/Wire_Bot?start=s12", Numbered("12")),
    ("https://t.me/other_bot?start=s12", Linked("https://t.me/other_bot?start=s12")),
    ("Syria", Wondered("Syria")),
    ("U.S. economy", Wondered("U.S. economy")),
    ("AC/DC", Wondered("AC/DC")),
    ("@wire_bot Syria", Wondered("Syria")),
    ("/ Syria", Wondered("/ Syria")),
    ("   ", None),
    ("\u200f", None),
]


@pytest.mark.parametrize(("text", "meaning"), PRIVATE, ids=[repr(text)[:30] for text, _ in PRIVATE])
def test_in_a_private_chat(text: str, meaning: Heard | None) -> None:
    assert hear(text, username="wire_bot", private=True) == meaning


GROUP: list[tuple[str, bool, Heard | None]] = [
    ("Syria", False, None),
    ("309076", False, None),
    ("https://example.org", False, None),
    ("Syria", True, Wondered("Syria")),
    ("309076", True, Numbered("309076")),
    ("@wire_bot 309076", False, Numbered("309076")),
    ("Syria, @Wire_bot", False, Wondered("Syria,")),
    ("mail me at x@wire_botany", False, None),
    ("/latest", False, Asked("latest", "", named=False)),
    ("/s12", False, Numbered("12")),
    ("/latest@other_bot", True, None),
]


@pytest.mark.parametrize(("text", "addressed", "meaning"), GROUP, ids=[g[0] for g in GROUP])
def test_in_a_group(text: str, addressed: bool, meaning: Heard | None) -> None:
    assert hear(text, username="wire_bot", private=False, addressed=addressed) == meaning


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Talks resume\n\nThe Example Post\n/s1001 · publisher’s code 309076", "1001"),
        ("Talks resume · /s۱۲", "12"),
        ("Story Code: 309076", None),
        ("https://example.org/s12", None),
        ("/s12/path", None),
    ],
)
def test_the_number_on_a_forwarded_card(text: str, number: str | None) -> None:
    assert card_number(text) == number


@given(st.text())
def test_anything_can_be_heard(text: str) -> None:
    heard = hear(text, username="wire_bot", private=True)
    assert not isinstance(heard, Numbered) or heard.number.isascii()
    read_number(text)
