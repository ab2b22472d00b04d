from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import cards
from bot.chat.cards import Button, Card
from bot.domain.values import Sentence, Story
from bot.text import units
from tests.chat.stories import sentences, story
from tests.chat.telegram_html import Entity, parse

FSI, PDI, LRM, RLM = "\u2068", "\u2069", "\u200e", "\u200f"


def card_of(zone: str = "Europe/Berlin", language: str = "en", **changes: Any) -> Card:
    return cards.render(story(**changes), zone=zone, language=language)


def test_every_field_has_its_place() -> None:
    assert card_of().text == (
        "Salt caravans return to the lake\n"
        "17 Jun 2018 - 16:08\n"
        "Lake Wire · Mina Example\n"
        "\n"
        "Extract\n"
        "The first caravan in nine years reached the lake on Sunday."
        " Traders said the road had been mended by hand."
        " A second one is expected within the month.\n"
        "\n"
        "Read more\n"
        "\n"
        "The Example Post\n"
        "/s1001 · publisher’s code 309076\n"
        "https://post.example.org/en/article/309076/salt-caravans"
    )


def test_its_entities() -> None:
    card = card_of()
    parsed = parse(card.html)
    link = story().link
    extract = card.text[card.text.index("Extract") : card.text.index("\n\nRead more")]
    assert parsed.text == card.text
    assert parsed.entities == [
        Entity("b", story().title),
        Entity("i", "Extract"),
        Entity("blockquote", extract),
        Entity("a", "Read more", link),
        Entity("a", "The Example Post", "https://post.example.org/"),
        Entity("a", link, link),
    ]
    assert card.units == units.length(card.text)
    assert card.buttons == ((Button("Read more", url=link), Button("Why?", data="why:7")),)


def test_what_is_unknown_leaves_no_gap() -> None:
    card = card_of(
        publisher_code=None, published=None, origin=None, author=None, publisher=None, home=None,
        extract=(),
    )  # fmt: skip
    link = story().link
    assert card.text == f"{story().title}\nUndated\n\nRead more\n\n/s1001\n{link}"


def test_a_known_day_without_a_time() -> None:
    midnight = datetime(2018, 6, 17, tzinfo=UTC)
    card = card_of("America/Los_Angeles", published=midnight, published_has_time=False)
    assert "\n17 Jun 2018\n" in card.text


@pytest.mark.parametrize(
    ("names", "line"),
    [
        ({"origin": None}, "Mina Example"),
        ({"author": None}, "Lake Wire"),
        ({"author": "Lake Wire"}, "Lake Wire"),
        ({"origin": "The Example Post"}, "Mina Example"),
        ({"author": " \n"}, "Lake Wire"),
        ({"origin": "Lake\nWire", "author": "A &  B"}, "Lake Wire · A & B"),
        ({"origin": "وكالة البحيرة"}, f"وكالة البحيرة · {FSI}Mina Example{PDI}"),
        ({"author": "منى"}, f"Lake Wire · {FSI}منى{PDI}"),
    ],
)
def test_bylines(names: dict[str, Any], line: str) -> None:
    assert card_of(**names).text.split("\n")[2] == line


def test_a_publisher_without_a_name_is_its_host() -> None:
    card = card_of(publisher=None, home="https://www.example.org/news/")
    assert Entity("a", "example.org", "https://www.example.org/news/") in parse(card.html).entities


@pytest.mark.parametrize(
    ("title", "lang", "shown"),
    [
        ("Profits <b>up</b> & away 🚀", "en", "Profits <b>up</b> & away 🚀"),
        ("Two\nlines\t here ", "en", "Two lines here"),
        ("قوافل الملح تعود", "ar", "قوافل الملح تعود"),
        ("قوافل Salt تعود", "ar", f"{RLM}{FSI}قوافل Salt تعود{PDI}"),
        ("NATO يعلن", "ar", f"{RLM}{FSI}{RLM}NATO يعلن{PDI}"),
        ("The word سلام", "en", f"{LRM}{FSI}The word سلام{PDI}"),
        ("A trick \u202egnp.exe \u2067", "en", "A trick gnp.exe"),
    ],
    ids=["markup", "lines", "rtl", "rtl-mixed", "rtl-latin-first", "ltr-mixed", "controls"],
)
def test_headlines(title: str, lang: str, shown: str) -> None:
    card = card_of(title=title, lang=lang)
    assert parse(card.html).entities[0] == Entity("b", shown)


def test_right_to_left_extracts_start_on_the_right() -> None:
    card = card_of(lang="ar", extract=sentences("NATO قال إنه يراقب الوضع."))
    assert f"\n{RLM}NATO قال" in card.text


def test_sentences_run_on_where_they_did_and_part_where_some_are_left_out() -> None:
    extract = (
        Sentence("One here.", 0, 1, 0),
        Sentence("Two here.", 1, 0, 0),
        Sentence("Three here.", 2, 2, 1),
        Sentence("Five here.", 4, 3, 1),
    )
    text = card_of(extract=extract).text
    assert "One here. Two here.\n\nThree here.\n\nFive here." in text
    assert "一。二。" in card_of(lang="zh-Hans", extract=sentences("一。", "二。")).text


@pytest.mark.parametrize(
    ("lengths", "count"),
    [
        ((100, 100, 100, 100, 100), 4),
        ((200, 200, 200, 200), 3),
        ((300, 300, 300), 2),
        ((650, 300, 200), 1),
        ((3000, 90), 1),
        ((3000,), 0),
        ((), 0),
    ],
    ids=str,
)
def test_extracts_are_two_to_four_sentences(lengths: tuple[int, ...], count: int) -> None:
    extract = sentences(*(f"{n}" * (length - 1) + "." for n, length in enumerate(lengths)))
    card = card_of(extract=extract)
    assert sum(sentence.text in card.text for sentence in extract) == count
    assert card.units <= 1024


def test_long_links_are_whole_in_their_targets() -> None:
    link = "https://example.org/" + "long-path/" * 60
    card = card_of(link=link, title="T" * 600)
    assert card.text.endswith("…")
    assert {entity.url for entity in parse(card.html).entities} >= {link}
    assert card.buttons[0][0].url == link
    assert story().extract[0].text in card.text


def test_a_link_stays_whole_where_the_extract_has_room() -> None:
    link = "https://example.org/" + "long-path/" * 20
    assert card_of(link=link).text.endswith(link)


def test_what_is_no_web_address_is_shown_and_not_linked() -> None:
    card = card_of(link="urn:story:7")
    assert card.text.endswith("\nurn:story:7")
    assert "Read more" not in card.text
    assert card.buttons == ((Button("Why?", data="why:7"),),)
    assert card_of(link="urn:story:7", id=0).buttons == ()


RAW = st.text(alphabet=st.characters(), max_size=80) | st.builds(
    lambda part, times: part * times, st.text(max_size=8), st.integers(0, 300)
)
STORIES = st.builds(
    story,
    code=st.integers(0, 10**9),
    publisher_code=st.none() | RAW,
    title=RAW,
    extract=st.lists(RAW, max_size=12).map(lambda texts: sentences(*texts)),
    published=st.none() | st.datetimes(timezones=st.just(UTC)),
    published_has_time=st.booleans(),
    origin=st.none() | RAW,
    author=st.none() | RAW,
    publisher=st.none() | RAW,
    home=st.none() | RAW | st.just("https://example.org/"),
    link=RAW | RAW.map(lambda path: f"https://example.org/{path}"),
    lang=st.sampled_from([None, "en", "fa", "zh", "?"]),
)


@given(
    STORIES,
    st.sampled_from(["UTC", "Asia/Tehran", "America/Los_Angeles"]),
    st.sampled_from(["en", "fa", "zh-hans", "xx"]),
    st.sampled_from([1024, 1024, 300, 40]),
)
def test_every_card_is_well_formed_and_fits(
    told: Story, zone: str, language: str, room: int
) -> None:
    card = cards.render(told, zone=zone, language=language, room=room)
    parsed = parse(card.html)
    assert parsed.text == card.text
    assert card.units == units.length(card.text) <= room
    assert len(parsed.entities) <= 6
    assert card.text.strip() == card.text
