from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat import digest_message
from bot.chat.digest_message import DigestMessage
from bot.domain.values import Story
from bot.text import units
from tests.chat.stories import sentences, story
from tests.chat.telegram_html import Entity, parse
from tests.chat.test_cards import STORIES

DAY = date(2018, 6, 18)


def digest(*stories: Story, **changes: Any) -> DigestMessage:
    fields: dict[str, Any] = {"zone": "Europe/Berlin", "language": "en", "local_date": DAY}
    return digest_message.render(stories, **(fields | changes))


def test_one_line_a_story() -> None:
    today = datetime(2018, 6, 18, 4, 30, tzinfo=UTC)
    text = digest(
        story(extract=()),
        story(code=1002, title="A <fair> & a flood", published=today, extract=()),
        story(code=1003, title="Undated", published=None, publisher=None, extract=()),
    ).text
    assert text.split("\n\n") == [
        "Digest · Monday, 18 June 2018",
        "Salt caravans return to the lake · The Example Post · 17 Jun · /s1001",
        "A <fair> & a flood · The Example Post · 06:30 · /s1002",
        "Undated · /s1003",
    ]


def test_headlines_are_linked() -> None:
    entities = parse(digest(story()).html).entities
    assert Entity("a", story().title, story().link) in entities


def test_a_sentence_is_added_where_it_adds() -> None:
    added = "Traders from nine villages paid for the mended road."
    told = story(title="Salt caravans return to the lake", extract=sentences(added))
    assert digest(told).text.endswith(f"/s1001\n{added}")


def test_right_to_left_headlines_keep_their_line() -> None:
    told = story(title="قوافل الملح تعود", publisher="The Post", lang="ar", extract=())
    assert digest(told).text.split("\n\n")[1] == (
        "قوافل الملح تعود · \u2068The Post\u2069 · \u206817 Jun\u2069 · \u2068/s1001\u2069"
    )


def test_a_latin_name_does_not_turn_a_right_to_left_line() -> None:
    told = story(title="NATO يعلن", publisher=None, published=None, lang="ar", extract=())
    assert digest(told).text.split("\n\n")[1] == (
        "\u200f\u2068\u200fNATO يعلن\u2069 · \u2068/s1001\u2069"
    )


@pytest.mark.parametrize("count", [1, 30, 44, 45, 46, 300])
def test_what_has_no_room_is_counted(count: int) -> None:
    many = [story(code=n, title=f"Story {n} " + "word " * (n % 40)) for n in range(1, count + 1)]
    result = digest(*many)
    assert result.units <= 4096
    shown = [int(code) for code in re.findall(r"/s(\d+)\b", result.text)]
    assert shown == list(range(1, result.shown + 1))
    rest = re.search(r"and (\d+) more: /latest$", result.text)
    assert (int(rest.group(1)) if rest else 0) == count - result.shown


@settings(max_examples=50)
@given(st.lists(STORIES, max_size=60), st.sampled_from([4096, 4096, 400, 60]))
def test_every_digest_is_well_formed_and_fits(stories: list[Story], room: int) -> None:
    result = digest(*stories, language="fa", room=room)
    parsed = parse(result.html)
    assert parsed.text == result.text
    assert result.units == units.length(result.text) <= room
    tappable = len(re.findall(r"/(?:s\d|latest)", result.text))
    assert len(parsed.entities) + min(tappable, result.shown + 1) <= 92
