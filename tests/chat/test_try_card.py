from __future__ import annotations

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from bot.app.trying.card import answer
from bot.text import units
from tests.chat.telegram_html import parse

TEXT = """The first caravan in nine years reached the lake on Sunday, its drivers said.

Traders from nine villages paid for the mended road. They expect a second caravan in a month."""
RECORD: dict[str, Any] = {
    "id": "a-1",
    "code": 1001,
    "publisher_code": "309076",
    "title": "Salt caravans return to the lake",
    "text": TEXT,
    "published": "2018-06-17T14:08:00Z",
    "origin": "Lake Wire",
    "author": "Mina Example",
    "publisher": "The Example Post",
    "home": "https://post.example.org/",
    "link": "https://post.example.org/en/article/309076/salt-caravans",
    "lang": "en",
}
KEYS = ["id", "html", "text", "units", "qr_png_base64", "buttons"]


def tried(**changes: Any) -> dict[str, Any]:
    return answer(RECORD | changes, zone="Europe/Berlin", language="en")


def test_a_full_record() -> None:
    card = tried()
    assert list(card) == KEYS
    assert card["id"] == "a-1"
    assert card["text"] == parse(card["html"]).text
    assert card["units"] == units.length(card["text"])
    for shown in (
        RECORD["title"], "17 Jun 2018 - 16:08", "Lake Wire", "Mina Example", "The Example Post",
        "/s1001", "309076", RECORD["link"], "The first caravan in nine years",
    ):  # fmt: skip
        assert shown in card["text"]
    assert card["buttons"] == [[{"text": "Read more", "url": RECORD["link"]}]]
    with Image.open(BytesIO(b64decode(card["qr_png_base64"]))) as image:
        assert zxingcpp.read_barcodes(image)[0].text == RECORD["link"]


def test_only_title_and_link_are_needed() -> None:
    card = answer({"title": "A", "link": "https://example.org/1"}, zone="UTC", language="en")
    assert list(card) == KEYS
    assert card["id"] is None
    assert card["text"] == "A\nUndated\n\nRead more\n\nhttps://example.org/1"


def test_numbers_may_come_as_text_and_text_as_numbers() -> None:
    text = tried(code="1001", publisher_code=309076)["text"]
    assert "/s1001 · publisher’s code 309076" in text


@pytest.mark.parametrize(
    ("published", "shown"),
    [
        ("2018-06-17T14:08:00Z", "17 Jun 2018 - 16:08"),
        ("2018-06-17T14:08:00+04:30", "17 Jun 2018 - 11:38"),
        ("2018-06-17", "17 Jun 2018"),
        (None, "Undated"),
    ],
)
def test_published(published: str | None, shown: str) -> None:
    assert tried(published=published)["text"].split("\n")[1] == shown


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": None}, "title"),
        ({"title": " "}, "title"),
        ({"title": 7}, "title"),
        ({"link": None}, "link"),
        ({"link": ""}, "link"),
        ({"text": ["a"]}, "text"),
        ({"code": "x"}, "code"),
        ({"code": -1}, "code"),
        ({"code": True}, "code"),
        ({"code": 1.5}, "code"),
        ({"published": "yesterday"}, "published"),
        ({"published": ""}, "published"),
        ({"published": "2018-06-17T14:08:00"}, "published"),
        ({"published": "2018-02-30T14:08:00Z"}, "published"),
        ({"published": "0001-01-01T00:00:00+14:00"}, "published"),
        ({"published": 1529244480}, "published"),
    ],
    ids=str,
)
def test_faults_name_their_key(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        tried(**changes)


def test_a_link_beyond_a_qr_code_has_none() -> None:
    assert tried(link="https://example.org/" + "x" * 3000)["qr_png_base64"] is None
