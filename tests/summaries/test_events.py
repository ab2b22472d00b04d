"""Which stories tell one event: pairs of headlines, in nine languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.summaries.events import EventIndex, Signature, signature
from tests.summaries.event_cases import ACROSS, ACROSS_OTHER, OTHER, SAME

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def told(
    title: str | None,
    text: str | None = None,
    lang: str | None = "en",
    *,
    minutes: float = 0,
    source: str | None = None,
) -> Signature:
    return signature(title, text, lang, NOON + timedelta(minutes=minutes), source=source)


def numbers(*stories: Signature) -> list[int]:
    """Return the events of stories that come one after another."""
    index = EventIndex()
    return [index.add(story) for story in stories]


@pytest.mark.parametrize(("lang", "one", "other"), SAME, ids=str)
def test_one_event_in_other_words_is_told_once(lang: str, one: str, other: str) -> None:
    assert numbers(told(one, lang=lang), told(other, lang=lang, minutes=20)) == [1, 1]
    assert numbers(told(other, lang=lang), told(one, lang=lang, minutes=20)) == [1, 1]


@pytest.mark.parametrize(("lang", "one", "other"), OTHER, ids=str)
def test_headlines_that_disagree_are_two_events(lang: str, one: str, other: str) -> None:
    assert numbers(told(one, lang=lang), told(other, lang=lang)) == [1, 2]
    assert numbers(told(other, lang=lang), told(one, lang=lang)) == [1, 2]


@pytest.mark.parametrize(("lang", "one", "in_lang", "other"), ACROSS, ids=str)
def test_one_event_is_told_once_across_languages(
    lang: str, one: str, in_lang: str, other: str
) -> None:
    assert numbers(told(one, lang=lang), told(other, lang=in_lang, minutes=20)) == [1, 1]
    assert numbers(told(other, lang=in_lang), told(one, lang=lang, minutes=20)) == [1, 1]


@pytest.mark.parametrize(("lang", "one", "in_lang", "other"), ACROSS_OTHER, ids=str)
def test_two_events_stay_two_across_languages(
    lang: str, one: str, in_lang: str, other: str
) -> None:
    assert numbers(told(one, lang=lang), told(other, lang=in_lang)) == [1, 2]


@pytest.mark.parametrize("lang", ["en-GB", None, "xx", "eo", "zzzz-Latn"], ids=str)
def test_any_language_or_none_will_do(lang: str | None) -> None:
    one = "Volcano Brennisteinn erupts near Hafnarvik"
    assert numbers(told(one, lang=lang), told(f"{one} again", lang=lang)) == [1, 1]


def test_stories_without_a_date_are_joined() -> None:
    one, other = (signature(title, None, "en") for title in SAME[0][1:])
    assert numbers(one, other) == [1, 1]
    assert numbers(one, told(SAME[0][2])) == [1, 1]


@pytest.mark.parametrize("nothing", [None, "", " \n "], ids=repr)
def test_what_says_nothing_is_an_event_of_its_own(nothing: str | None) -> None:
    assert numbers(told(nothing, nothing), told(nothing, nothing), told("Of", None)) == [1, 2, 3]


def test_a_third_report_joins_the_event_and_not_the_last_story() -> None:
    """Each neighbour is near, the ends are not: the chain breaks."""
    chain = [
        "Storm Bertil floods Aarhus harbour",
        "Storm Bertil floods Aarhus harbour, ferries cancelled",
        "Ferries cancelled in Aarhus harbour over strike ballot",
        "Strike ballot closes Kastrup terminal",
    ]
    found = numbers(*(told(title, minutes=at) for at, title in enumerate(chain)))
    assert found[:2] == [1, 1]
    assert found[3] != 1


def test_a_follow_up_days_later_is_a_new_event() -> None:
    title = "Ferry sinks off Palawan with 80 aboard"
    days = [told(title, minutes=60 * hours) for hours in (0, 71, 73)]
    assert numbers(*days[:2]) == [1, 1]
    assert numbers(days[0], days[2]) == [1, 2]


def test_an_event_takes_no_reports_of_other_days_through_those_between() -> None:
    titles = ["Ferry sinks off Palawan with 80 aboard", "Ferry with 80 aboard sinks off Palawan"]
    stories = [told(titles[at % 2], minutes=60 * 40 * at) for at in range(3)]
    stories[2] = told("80 aboard ferry that sank off Palawan", minutes=60 * 80)
    assert numbers(*stories)[2] == 2


def test_a_small_story_does_not_hide_in_a_large_event() -> None:
    """A hundred reports of a summit take in no robbery that night in the same town."""
    reports = [
        told(f"Leaders gather for climate summit in Belem, {word}", minutes=at)
        for at, word in enumerate(("talks begin", "first day", "protests", "hopes", "heat"))
    ]
    assert numbers(*reports, told("Jewellery shop robbed in Belem", minutes=9))[-1] != 1
