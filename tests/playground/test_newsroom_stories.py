"""The stories that ship with the newsroom: enough of them, each fit to print."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.newsroom import prepared
from bot.playground.newsroom.prepared import Prepared
from bot.playground.newsroom.submissions import paragraphs

from .newsrooms import START

ALL = (*prepared.stories(), *prepared.drafts())
PUBLISHERS = {profile.name: profile for profile in prepared.profiles()}
COUNTRY_NAMES = {
    "en": ("Syria", "Iran"),
    "ar": ("سوري", "إيران"),
    "fa": ("سوریه", "ایران"),
    "ru": ("Сири", "Иран"),
    "es": ("Siria", "Irán"),
}
EXPLAINER = "en-euphrates-questions"
"""The one story that quotes nobody."""
every_story = pytest.mark.parametrize("ready", ALL, ids=lambda ready: ready.story.key)


def test_each_language_has_its_share() -> None:
    counted = Counter(ready.story.lang for ready in prepared.stories())
    assert counted["en"] >= 10
    assert min(counted[lang] for lang in ("ar", "fa", "ru", "es")) >= 4
    assert counted.total() >= 26
    assert len(prepared.drafts()) >= 6


@pytest.mark.parametrize("lang", COUNTRY_NAMES)
def test_each_language_has_news_of_syria_and_of_iran(lang: str) -> None:
    texts = [
        f"{ready.story.title} {ready.story.text}"
        for ready in prepared.stories()
        if ready.story.lang == lang
    ]
    for name in COUNTRY_NAMES[lang]:
        assert any(name in text for text in texts)


def test_keys_and_codes_are_unique() -> None:
    keys = [ready.story.key for ready in ALL]
    codes = [ready.story.code for ready in ALL if ready.story.code]
    assert len(set(keys)) == len(keys)
    assert len(set(codes)) == len(codes) >= 10
    assert all(re.fullmatch(r"\d{5,6}", code) for code in codes)


def test_special_cases_are_there() -> None:
    """A headline with & and <, one with an emoji, syndicated ones."""
    titles = [ready.story.title for ready in prepared.stories()]
    assert any("&" in title and "<" in title for title in titles)
    assert any("⚽" in title for title in titles)
    syndicated = [r.story for r in prepared.stories() if r.story.origin]
    assert {story.lang for story in syndicated} == {"en", "ar", "fa", "ru", "es"}
    assert all(story.author and story.code for story in syndicated)


def test_one_event_is_told_by_three_sources_on_one_day() -> None:
    told = [r for r in prepared.stories() if str(r.story.key).startswith("en-aleppo-train")]
    assert len({ready.story.source for ready in told}) == 3
    assert len({ready.story.text.split(".")[0] for ready in told}) == 3
    assert {ready.days_ago for ready in told} == {2}


@every_story
def test_story_reads_like_an_agencys(ready: Prepared) -> None:
    story = ready.story
    parts = paragraphs(story.text)
    assert 150 <= len(story.text.split()) <= 500
    assert 5 <= len(parts) <= 12
    assert all(6 <= len(part.split()) <= 90 for part in parts)
    assert len(story.title) <= 100
    assert not story.title.endswith(".")
    assert story.text[-1] in ".»\"”'؟!"
    assert "  " not in story.text
    assert any(mark in story.text for mark in ('"', "«")) or story.key == EXPLAINER


@every_story
def test_story_has_a_known_publisher_of_its_language(ready: Prepared) -> None:
    assert PUBLISHERS[ready.story.source].lang == ready.story.lang


@every_story
def test_weekdays_are_filled_in(ready: Prepared) -> None:
    story = prepared.on_day(ready.story, START, START)
    assert not re.search(r"[{}]", story.text)


def test_publishers_are_on_example_org() -> None:
    assert 6 <= len(PUBLISHERS) <= 8
    assert all(
        re.fullmatch(r"https://[a-z-]+\.example\.org", profile.site or "")
        for profile in PUBLISHERS.values()
    )
    assert {profile.kind.value for profile in PUBLISHERS.values()} == {"rss", "atom"}


@pytest.mark.parametrize(
    "start",
    [
        START,
        datetime(2026, 1, 1, 0, 0, 1, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    ],
    ids=str,
)
def test_first_edition_is_of_the_past_seven_days(start: datetime) -> None:
    edition = prepared.first_edition(start)
    dates = [story.published for story in edition if story.published]
    assert len(dates) == len(edition)
    assert all(start - timedelta(days=7) <= date < start for date in dates)
    assert len({date.date() for date in dates}) >= 6
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "on {weekday}", "on Wednesday"),
        ("en", "on {weekday+1}, not {weekday-3}", "on Thursday, not Sunday"),
        ("ar", "{weekday}", "الأربعاء"),
        ("fa", "{weekday-3}", "یکشنبه"),
        ("ru", "{weekday}", "в среду"),
        ("es", "{weekday+3}", "el sábado"),
    ],
)
def test_weekday_is_the_day_of_publication(lang: str, text: str, expected: str) -> None:
    story = ALL[0].story
    written = type(story)(story.title, text, story.source, None, lang)
    assert prepared.on_day(written, START, START).text == expected
