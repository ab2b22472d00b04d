"""Who else tells an event: the line, on cards and in digests."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.trying.card import answer
from bot.chat import also_line, cards, digest_message
from bot.chat.handlers.hearing import card_number
from bot.domain.values import Also, Story
from bot.text import units
from tests.chat.stories import sentences, story
from tests.chat.telegram_html import parse
from tests.chat.test_cards import FSI, PDI, RAW, STORIES

DAY = date(2018, 6, 18)
ARABIC = story(title="قوافل الملح تعود", publisher="صحيفة المثال", lang="ar", extract=())
LINES = [
    ([Also(2, "B")], "also: B /s2"),
    ([Also(2, "B"), Also(3, "C News")], "also: B /s2, C News /s3"),
    ([Also(2, "")], "also: /s2"),
    ([Also(2, "A & B <Press>\n Wire")], "also: A & B <Press> Wire /s2"),
    ([Also(2, "صحيفة المثال")], f"also: {FSI}صحيفة المثال{PDI} /s2"),
    ([Also(2, "B \u202e\u2067")], "also: B /s2"),
    ([Also(2, "The Very Long Name of a Publisher")], "also: The Very Long Name… /s2"),
    ([Also(n, "B") for n in range(2, 7)], "also: B /s2, B /s3, B /s4, B /s5, B /s6"),
    ([Also(n, "B") for n in range(2, 10)], "also: B /s2, B /s3, B /s4, B /s5, B /s6 and 3 more"),
    ([], ""),
]


@pytest.mark.parametrize(("also", "text"), LINES, ids=[text for _, text in LINES])
def test_the_line(also: list[Also], text: str) -> None:
    shown = also_line.render(also, name=20)
    assert shown.text == parse(shown.html).text == text
    assert len(re.findall(r"/s\d", text)) == also_line.commands(also)


def test_a_card_names_them_after_its_own_code() -> None:
    """A forwarded card is read by its first code, which must stay its own."""
    also = [Also(1002, "The Other Post")]
    text = cards.render(story(), zone="UTC", language="en", also=also).text
    codes = "/s1001 · publisher’s code 309076\nalso: The Other Post /s1002\nhttps://"
    assert codes in text
    assert card_number(text) == "1001"


def test_a_corrected_card_says_when() -> None:
    at = datetime(2018, 6, 17, 14, 20, tzinfo=UTC)
    text = cards.render(story(), zone="Europe/Berlin", language="en", corrected_at=at).text
    assert text.split("\n")[1:3] == ["17 Jun 2018 - 16:08", "Corrected 17 Jun 2018 - 16:20"]


@pytest.mark.parametrize("names", [5, 9])
def test_the_extract_gives_way(names: int) -> None:
    """Nobody who tells it is dropped for a sentence, and one sentence stays."""
    extract = sentences(*(f"{n} " + "goes on and on " * 14 + "." for n in range(4)))
    long = story(title="A headline " * 12, publisher="Publisher " * 12, extract=extract)
    also = [Also(1002 + n, f"Publisher {n} " + "of somewhere " * 8) for n in range(names)]
    plain = cards.render(long, zone="UTC", language="en")
    card = cards.render(long, zone="UTC", language="en", also=also)
    assert card.units <= cards.CAPTION
    assert card.text.count(" /s100") == 5
    assert 1 <= card.text.count("goes on and on .") < plain.text.count("goes on and on .")


ALSO = st.lists(st.builds(Also, st.integers(1, 10**9), RAW), max_size=9)


@given(STORIES, ALSO, st.none() | st.datetimes(timezones=st.just(UTC)), st.sampled_from([1024, 90]))
def test_every_card_fits(
    told: Story, also: list[Also], corrected_at: datetime | None, room: int
) -> None:
    card = cards.render(
        told, zone="Asia/Tehran", language="fa", also=also, corrected_at=corrected_at, room=room
    )
    assert parse(card.html).text == card.text
    assert card.units == units.length(card.text) <= room
    assert len(parse(card.html).entities) <= 6


def test_a_digest_has_one_line_for_each_event() -> None:
    also = {7: [Also(1002, "The Other Post"), Also(1003, "وكالة")], 8: []}
    text = digest_message.render(
        [story(extract=()), story(id=8, code=1004, title="Flood", extract=())],
        zone="Europe/Berlin", language="en", local_date=DAY, also=also,
    ).text  # fmt: skip
    assert text.split("\n\n")[1:] == [
        "Salt caravans return to the lake · The Example Post · 17 Jun · /s1001"
        f" · {FSI}also: The Other Post /s1002, {FSI}وكالة{PDI} /s1003{PDI}",
        "Flood · The Example Post · 17 Jun · /s1004",
    ]


def test_a_right_to_left_digest_line_isolates_them() -> None:
    text = digest_message.render(
        [ARABIC], zone="UTC", language="en", local_date=DAY, also={7: [Also(1002, "The Post")]}
    ).text
    assert text.endswith(f" · {FSI}/s1001{PDI} · {FSI}also: The Post /s1002{PDI}")


@settings(max_examples=50)
@given(st.lists(st.tuples(STORIES, ALSO), max_size=40), st.sampled_from([4096, 400]))
def test_every_digest_fits(told: list[tuple[Story, list[Also]]], room: int) -> None:
    stories = [story(id=n, title=one.title, code=n + 1) for n, (one, _) in enumerate(told)]
    also = {n: others for n, (_, others) in enumerate(told)}
    result = digest_message.render(
        stories, zone="UTC", language="ar", local_date=DAY, also=also, room=room
    )
    parsed = parse(result.html)
    assert parsed.text == result.text
    assert result.units == units.length(result.text) <= room
    codes = len(re.findall(r"/s\d+", parsed.text))
    assert len(parsed.entities) + codes + 1 <= digest_message.ENTITIES


@pytest.mark.parametrize(("events", "shown", "named"), [(5, 5, 5), (20, 20, 2), (28, 28, 1)])
def test_a_long_digest_names_fewer_of_them(events: int, shown: int, named: int) -> None:
    stories = [story(id=n, code=n + 1, title=f"Flood {n}", extract=()) for n in range(events)]
    also = {n: [Also(5000 + n * 9 + k, "Post") for k in range(7)] for n in range(events)}
    result = digest_message.render(stories, zone="UTC", language="en", local_date=DAY, also=also)
    assert result.shown == shown
    assert result.text.count("Post /s") == events * named
    assert result.text.count(f"and {7 - named} more") == events


def test_try_card_takes_them() -> None:
    record = {"title": "A", "link": "https://example.org/1", "code": 1}
    also = [{"code": 1002, "publisher": "B"}, {"code": "3"}]
    text = answer(record | {"also": also}, zone="UTC", language="en")["text"]
    assert "\n/s1\nalso: B /s1002, /s3\n" in text


@pytest.mark.parametrize("also", ["B", {"code": 1}, [1], [{"code": "x"}], [{"publisher": 7}]])
def test_try_card_names_what_is_wrong_with_them(also: object) -> None:
    record = {"title": "A", "link": "https://example.org/1", "also": also}
    with pytest.raises(ValueError, match=r"also|code|publisher"):
        answer(record, zone="UTC", language="en")
