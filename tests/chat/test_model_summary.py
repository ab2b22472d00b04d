"""A card with a language model's summary: marked as one, in the extract's place, where it fits."""

from __future__ import annotations

from bot.chat import cards
from bot.domain.values import TextFrom
from bot.text import units
from tests.chat.stories import story
from tests.chat.telegram_html import Entity, parse

SUMMARY = "A caravan reached the lake after nine years & <more> are expected."


def test_it_stands_in_the_extracts_place() -> None:
    told = story(summary=SUMMARY, summary_by="llama3.2:3b")
    card = cards.render(told, zone="Europe/Berlin", language="en")
    assert f"\n\nSummary by llama3.2:3b\n{SUMMARY}\n\nRead more\n" in card.text
    assert "Extract" not in card.text
    assert told.extract[0].text not in card.text
    parsed = parse(card.html)
    assert parsed.text == card.text
    assert Entity("i", "Summary by llama3.2:3b") in parsed.entities


def test_it_says_where_only_the_feed_was_read() -> None:
    told = story(summary=SUMMARY, summary_by="tiny", text_from=TextFrom.FEED)
    card = cards.render(told, zone="UTC", language="en")
    assert "Summary by tiny, of the feed’s text\n" in card.text


def test_where_it_does_not_fit_the_extract_serves() -> None:
    told = story(summary="Word after word follows here. " * 40, summary_by="tiny")
    card = cards.render(told, zone="UTC", language="en")
    assert "Extract\n" in card.text
    assert "Summary by" not in card.text
    assert card.units <= cards.CAPTION


def test_names_are_shortened_before_it_gives_way() -> None:
    told = story(title="Caravan " * 80, summary="Word after word. " * 35, summary_by="tiny")
    card = cards.render(told, zone="UTC", language="en")
    assert "Summary by tiny\nWord after word." in card.text
    assert units.length(card.text) <= cards.CAPTION


def test_an_empty_one_is_none() -> None:
    told = story(summary=" \n", summary_by="tiny")
    assert "Extract\n" in cards.render(told, zone="UTC", language="en").text
