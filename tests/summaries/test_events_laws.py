"""What holds of any stream of stories."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.summaries.events import WINDOW, EventIndex, Signature, same_event, signature

_WORDS = ["quake", "Lima", "Oslo", "strike", "3", "5", "Peru", "market", "vote", "fire", "зал",
          "пожар", "Чили", "حريق", "سوق", "地震", "智利"]  # fmt: skip
_NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
_titles = st.none() | st.lists(st.sampled_from(_WORDS), max_size=7).map(" ".join) | st.text()
_texts = st.none() | st.lists(st.sampled_from(_WORDS), max_size=60).map(" ".join) | st.text()
_langs = st.sampled_from([None, "en", "es", "ru", "ar", "zh", "en-GB", "", "x"])
_instants = st.none() | st.integers(0, 200).map(lambda hours: _NOON + timedelta(hours=hours))
_stories = st.builds(
    signature, _titles, _texts, _langs, _instants, source=st.sampled_from([None, "A", "B"])
)
_streams = st.lists(_stories, max_size=14)


def _numbers(stories: list[Signature]) -> list[int]:
    index = EventIndex()
    return [index.add(story) for story in stories]


@given(_streams, _streams)
@settings(max_examples=60, deadline=None)
def test_later_stories_change_no_answer(first: list[Signature], later: list[Signature]) -> None:
    assert _numbers([*first, *later])[: len(first)] == _numbers(first)


@given(_streams)
@settings(max_examples=60, deadline=None)
def test_events_are_numbered_as_they_open(stories: list[Signature]) -> None:
    found = _numbers(stories)
    assert list(dict.fromkeys(found)) == list(range(1, len(set(found)) + 1))


@given(_streams, _stories, st.timedeltas(timedelta(0), WINDOW))
@settings(max_examples=120, deadline=None)
def test_an_exact_copy_joins_within_the_window(
    between: list[Signature], story: Signature, later: timedelta
) -> None:
    published = None if story.published is None else story.published + later
    copy = replace(story, published=published)
    first, *_, last = _numbers([story, *between, copy])
    assert first == last or story.is_empty


@given(_stories, _stories)
@settings(max_examples=120, deadline=None)
def test_two_stories_tell_one_event_whichever_comes_first(a: Signature, b: Signature) -> None:
    assert same_event(a, b) == same_event(b, a)
