"""A card says where its extract is from, where that is not the page itself."""

from __future__ import annotations

import pytest

from bot.chat import cards
from bot.domain.values import TextFrom
from tests.chat.stories import sentences, story

LINES = {
    TextFrom.PAGE: "Extract",
    TextFrom.FEED: "Extract from the feed",
    TextFrom.PAY: "Extract from the feed or the page’s opening: the rest is for subscribers",
    TextFrom.CONSENT: "Extract from the feed: the page asks for consent first",
    TextFrom.BOTS: "Extract from the feed: the page asks visitors to prove they are human",
}


@pytest.mark.parametrize("place", TextFrom)
def test_the_line_over_the_extract(place: TextFrom) -> None:
    card = cards.render(story(text_from=place), zone="UTC", language="en")
    assert LINES[place] in card.text.splitlines()


@pytest.mark.parametrize("place", TextFrom)
def test_it_fits(place: TextFrom) -> None:
    """However long the headline: the line takes its room from the extract."""
    long = story(
        text_from=place, title="word " * 300, extract=sentences(*["A sentence of words." * 20] * 4)
    )
    assert cards.render(long, zone="UTC", language="en").units <= cards.CAPTION


def test_nothing_is_said_of_an_extract_that_is_not_there() -> None:
    card = cards.render(story(text_from=TextFrom.PAY, extract=()), zone="UTC", language="en")
    assert "Extract" not in card.text
