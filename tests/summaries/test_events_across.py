"""One event told in two languages: by the numbers, counts and places of its stories' texts."""

from __future__ import annotations

import json
import os
import tomllib
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
import regex

from bot.summaries.events import EventIndex, Signature, same_event, signature
from tests.summaries.test_events import numbers, told


class Written(NamedTuple):
    """A story of the table."""

    subject: str
    event: str
    lang: str
    title: str
    text: str

    @property
    def name(self) -> tuple[str, str]:
        """What it tells."""
        return self.subject, self.event


TABLE = Path(__file__).with_name("across.toml")
STORIES = [Written(**one) for one in tomllib.loads(TABLE.read_text(encoding="utf-8"))["story"]]
PAIRS = [
    pair for pair in combinations(STORIES, 2)
    if pair[0].lang != pair[1].lang and pair[0].subject == pair[1].subject
]  # fmt: skip
SAME = [(a, b) for a, b in PAIRS if a.name == b.name]
OTHER = [(a, b) for a, b in PAIRS if a.name != b.name]
SENTENCE = regex.compile(r"(?<=[.。؟])\s*(?=\D)")


def _pair(value: Written) -> str:
    return f"{value.subject} {value.event} {value.lang}"


def _signed(story: Written, sentences: int | None = None) -> Signature:
    text = " ".join(SENTENCE.split(story.text.strip())[:sentences])
    return told(story.title, text, story.lang, source=_pair(story))


@pytest.mark.parametrize(("one", "other"), SAME, ids=_pair)
def test_one_event_is_told_once(one: Written, other: Written) -> None:
    assert same_event(_signed(one), _signed(other))


@pytest.mark.parametrize(("one", "other"), OTHER, ids=_pair)
def test_events_of_one_place_kind_or_person_stay_apart(one: Written, other: Written) -> None:
    assert not same_event(_signed(one), _signed(other))


def test_teasers_of_two_sentences_join_mostly_and_never_wrongly() -> None:
    signed = {story: _signed(story, 2) for story in STORIES}
    assert sum(same_event(signed[a], signed[b]) for a, b in SAME) >= 0.7 * len(SAME)
    assert not any(same_event(signed[a], signed[b]) for a, b in OTHER)


def test_each_finds_its_event_among_all() -> None:
    found = numbers(*(_signed(story) for story in STORIES))
    joined = [(a.name == b.name, m == n) for (a, m), (b, n) in
              combinations(zip(STORIES, found, strict=True), 2)]  # fmt: skip
    assert (False, True) not in joined
    assert joined.count((True, True)) >= 0.9 * sum(same for same, _ in joined)


def test_a_day_later_more_must_be_told() -> None:
    first, second = (_signed(story) for story in SAME[0])
    later = told(SAME[0][1].title, SAME[0][1].text, SAME[0][1].lang, minutes=24 * 60)
    assert numbers(first, second) == numbers(first, later) == [1, 1]
    assert numbers(first, told(*SAME[0][1][3:], "tr", minutes=80 * 60)) == [1, 2]


@pytest.mark.parametrize(
    ("lang", "title", "key"),
    [
        ("fr", "Devant 61 300 spectateurs", "#61300"),
        ("fr", "Devant 61\u202f300 spectateurs", "#61300"),
        ("ru", "Эвакуированы 34 500 жителей", "#34500"),
        ("fr", "Rachat pour 1 250 000 euros", "#$1250000"),
        ("en", "Route 12 345 closed", "#12"),
        ("en", "Prices of 2004 return", "#y2004"),
        ("en", "Some 2000 protest", "#2000"),
        ("zh", "以48.5亿欧元收购", "#4850000000"),
        ("zh", "超过3万人撤离", "#30000"),
        ("ar", "التضخم يبلغ 24.75 في المئة", "#%24.75"),
        ("es", "Una prima del 31 por ciento", "#%31"),
        ("tr", "Enflasyon yüzde 42,5 oldu", "#%42.5"),
    ],
    ids=str,
)
def test_numbers_are_read_as_their_language_writes_them(lang: str, title: str, key: str) -> None:
    assert key in told(title, lang=lang).figures


def test_articles_of_forty_languages_about_other_things_stay_apart() -> None:
    data = os.environ.get("STORYWIRE_DEV_DATA")
    if not data:
        pytest.skip("STORYWIRE_DEV_DATA is not set: give the folder of the development data")
    index, langs = EventIndex(), dict[int, set[str]]()
    for line in (Path(data) / "news" / "dev.jsonl").read_text(encoding="utf-8").splitlines()[::3]:
        row = json.loads(line)
        one = signature(row["title"], row["text"], row["lang"], datetime(2026, 3, 2, tzinfo=UTC))
        langs.setdefault(index.add(one), set()).add(row["lang"])
    assert [held for held in langs.values() if len(held) > 1] == []
