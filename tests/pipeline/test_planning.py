"""Who gets a story."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import topics
from bot.domain.values import Draft, Feed, Mode, Place, Story, Subscription, Topic
from bot.pipeline.planning import is_for_archive, match_all
from tests.store.samples import DAY, HOME, HOUR, NOW, entry

FEED = Feed(
    1, f"{HOME}/feed", "Example", None, "en", None, None, NOW, NOW, NOW + HOUR, False, 0, None
)  # fmt: skip
DRAFT = Draft(1, FEED, entry("1"), f"{HOME}/1", NOW + HOUR, 0, True)
SECOND = timedelta(seconds=1)


def story(published: datetime | None, seen_at: datetime = NOW + HOUR) -> Story:
    """A story of a date."""
    return Story(
        1, 1001, None, "Talks", "Talks.", (), published, True, seen_at, None, None, None, None,
        f"{HOME}/1", "en", None,
    )  # fmt: skip


def test_a_topic_that_is_no_longer_understood_stops_no_other() -> None:
    """A database may be older than a change of the grammar."""
    document = topics.Document.of(title="Syria talks", text="They go on.", lang="en", source=None)
    broken, sound = (
        Subscription(number, Place(number), Topic(number, normal), normal, Mode.INSTANT, NOW)
        for number, normal in enumerate(('syria OR "', "Syria"), 1)
    )
    matched = match_all([broken, sound], document, {})
    assert [subscription for subscription, _ in matched] == [sound]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        (NOW, False),
        (NOW - DAY, False),
        (NOW - DAY - SECOND, True),
        (NOW - 99 * DAY, True),
        (None, True),
    ],
    ids=["new", "a day old", "older", "much older", "undated"],
)
def test_what_the_first_read_brings_is_news_for_a_day(
    published: datetime | None, expected: bool
) -> None:
    assert is_for_archive(DRAFT, story(published), NOW + HOUR) is expected
    # later it is none, whatever its date; and what is no backlog always is
    assert is_for_archive(replace(DRAFT, seen_at=NOW + DAY), story(published), NOW + DAY)
    assert not is_for_archive(replace(DRAFT, backlog=False), story(published), NOW + DAY)


@pytest.mark.parametrize(
    ("published", "seen_at", "expected"),
    [
        (NOW, NOW, False),
        (None, NOW, False),
        (NOW - 2 * DAY, NOW, True),
        (NOW, NOW - 2 * DAY, True),
        (None, NOW - 2 * DAY, True),
    ],
)
def test_a_correction_is_news_for_a_day(
    published: datetime | None, seen_at: datetime, expected: bool
) -> None:
    revision = replace(DRAFT, story_id=1, backlog=False)
    assert is_for_archive(revision, story(published, seen_at), NOW + HOUR) is expected


def test_the_newsrooms_old_stories_are_news_when_they_are_corrected() -> None:
    """What is posted there is pushed whatever its date."""
    revision = replace(DRAFT, story_id=1, feed=replace(FEED, push_backlog=True))
    assert not is_for_archive(revision, story(NOW - 99 * DAY), NOW + HOUR)
