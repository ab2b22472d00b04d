"""Following topics: the pure decisions. What people see of them is tried in tests/chat."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import topics
from bot.domain.values import Mode, Place, Story, Subscription, Topic
from bot.pipeline.planning import document_of
from bot.pipeline.subscribing import (
    Preview,
    count_week,
    first_mode,
    matching,
    most_common,
    named,
    published_at,
)

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)


def story_of(title: str, ago: timedelta = timedelta(hours=1), **changes: Any) -> Story:
    """A story of the archive."""
    fields: dict[str, Any] = {
        "id": 1, "code": 1, "publisher_code": None, "title": title, "text": title, "extract": (),
        "published": NOW - ago, "published_has_time": True, "seen_at": NOW - ago / 2,
        "origin": None, "author": None, "publisher": "Example News", "home": None,
        "link": "https://news.example.org/1", "lang": "en", "photo_file_id": None,
    }  # fmt: skip
    return Story(**(fields | changes))


def preview(count: int) -> Preview:
    return Preview(topics.parse("Syria"), count, about=False, latest=())


@pytest.mark.parametrize(
    ("count", "mode"), [(0, Mode.INSTANT), (140, Mode.INSTANT), (141, Mode.DIGEST)]
)
def test_over_twenty_a_day_start_in_the_digest(count: int, mode: Mode) -> None:
    assert first_mode(preview(count)) is mode


@pytest.mark.parametrize(
    ("published", "seen", "at"),
    [
        (NOW - timedelta(days=2), NOW, NOW - timedelta(days=2)),
        (None, NOW, NOW),
        (NOW + timedelta(days=900), NOW, NOW),
    ],
    ids=["as its publisher says", "undated", "dated in the future"],
)
def test_when_a_story_came_out(published: datetime | None, seen: datetime, at: datetime) -> None:
    assert published_at(story_of("x", published=published, seen_at=seen)) == at


def test_matching_keeps_the_order_and_asks_every_topic() -> None:
    stories = [
        story_of("Syrians vote"),
        story_of("Football"),
        story_of("Oil in Iran"),
        story_of("Oil in Peru"),
    ]
    queries = [topics.parse("Syria"), topics.parse("oil -Peru")]
    found = [story.title for story in matching(stories, queries, ("en",))]
    assert found == ["Syrians vote", "Oil in Iran"]
    assert [s.title for s in matching(stories, queries, ("en",), most=1)] == ["Syrians vote"]


def test_the_week_is_counted_from_what_was_published_in_it() -> None:
    stories = [story_of("a", timedelta(days=days)) for days in (0, 6, 8, 30)]
    assert count_week(stories, stories, NOW) == (2, False)


def test_a_week_that_has_too_many_candidates_is_judged_by_the_newest() -> None:
    """400 candidates of two days, half of which match: 200 in two days are 700 in seven."""
    stories = [story_of(str(n), timedelta(days=2) * (n + 1) / 400) for n in range(400)]
    assert count_week(stories, stories[:120:2], NOW) == (700, True)


def test_candidates_that_reach_back_further_than_a_week_are_counted() -> None:
    """Half of the candidates are a week old at most; of those read a quarter matches."""
    stories = [story_of(str(n), timedelta(days=14) * (n + 1) / 200) for n in range(200)]
    assert count_week(stories, stories[:120:4], NOW) == (25, True)


def test_the_most_common_topics_come_first() -> None:
    titles = ["Kenya votes", "Kenyan tea", "Peru and Kenya", "Peru", "Chad"]
    stories = [document_of(story_of(title)).terms for title in titles]
    assert most_common(stories, ["Syria", "Chad", "Peru", "Kenya"]) == ["Kenya", "Peru"]


MINE = [
    Subscription(n, Place(42), Topic(n, topics.parse(text).normal), text, Mode.INSTANT, NOW)
    for n, text in enumerate(["Syria", "(oil OR gas) Iran", '"Bashar al-Assad"'])
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("syria", 0), (" SYRIA ", 0), ("(OIL or gas) IRAN", 1), ("  (oil OR gas)   Iran", 1),
        ('"bashar al-assad"', 2), ("Iraq", None), ("", None), ("(", None),
    ],
)  # fmt: skip
def test_a_topic_is_found_by_its_name(text: str, found: int | None) -> None:
    subscription = named(MINE, text)
    assert (subscription.id if subscription else None) == found


@given(st.lists(st.integers(0, 60 * 24 * 20), max_size=30))
def test_a_count_is_never_more_than_the_matches_where_all_were_seen(minutes: list[int]) -> None:
    stories = [story_of("a", timedelta(minutes=ago)) for ago in sorted(minutes)]
    count, about = count_week(stories, stories, NOW)
    assert count == sum(ago <= 7 * 24 * 60 for ago in minutes)
    assert not about
