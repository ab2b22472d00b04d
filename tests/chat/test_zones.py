"""Which time zone a person means."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.handlers.zones import COMMON, find

CLEAR = [
    ("Europe/Berlin", "Europe/Berlin"), ("europe/berlin", "Europe/Berlin"),
    (" BERLIN ", "Europe/Berlin"), ("America/New York", "America/New_York"),
    ("new york", "America/New_York"), ("São Paulo", "America/Sao_Paulo"),
    ("sao paulo", "America/Sao_Paulo"), ("Mumbai", "Asia/Kolkata"), ("Beijing", "Asia/Shanghai"),
    ("Washington", "America/New_York"), ("Kyiv", "Europe/Kyiv"), ("Germany", "Europe/Berlin"),
    ("Iran", "Asia/Tehran"), ("Singapore", "Asia/Singapore"), ("utc", "UTC"), ("GMT", "GMT"),
    ("UTC+3", "Etc/GMT-3"), ("-5", "Etc/GMT+5"), ("GMT+0", "Etc/GMT"), ("+03:00", "Etc/GMT-3"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "zone"), CLEAR, ids=[text for text, _ in CLEAR])
def test_clear_words(text: str, zone: str) -> None:
    found = find(text).zone
    assert found is not None
    assert ZoneInfo(found).utcoffset(None) == ZoneInfo(zone).utcoffset(None)
    assert found == zone or zone.startswith("Etc")


@pytest.mark.parametrize(
    ("text", "language", "zone"),
    [
        ("تهران", "fa", "Asia/Tehran"),
        ("Лондон", "ru", "Europe/London"),
        ("Alemania", "es-MX", "Europe/Berlin"),
    ],
)
def test_in_the_chats_language(text: str, language: str, zone: str) -> None:
    assert find(text, language).zone == zone


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Berln", "Europe/Berlin"),
        ("Tehrn", "Asia/Tehran"),
        ("Europe/Berlim", "Europe/Berlin"),
        ("United States", "America/New_York"),
        ("Russia", "Europe/Moscow"),
    ],
)
def test_near_misses_are_offered(text: str, first: str) -> None:
    found = find(text)
    assert found.zone is None
    assert first in found.choices[:2]
    assert len(found.choices) <= 6


@pytest.mark.parametrize("text", ["", "xyzzy", "+15", "-13", "🚀", "a" * 5000])
def test_words_that_are_no_zone(text: str) -> None:
    assert find(text) == (None, ())


@given(st.text(max_size=30), st.sampled_from(["en", "fa", "xx", "", "zh-hans"]))
def test_what_is_found_exists(text: str, language: str) -> None:
    found = find(text, language)
    for zone in (*found.choices, *filter(None, [found.zone])):
        ZoneInfo(zone)


def test_the_common_ones_exist() -> None:
    assert all(find(zone).zone == zone for zone in COMMON)
