"""Which words of a story are offered to leave such stories out of a topic."""

from __future__ import annotations

import pytest

from bot import topics
from bot.pipeline.refining import Telling, candidates, chosen


def document(title: str, text: str = "", lang: str = "en") -> topics.Document:
    return topics.Document.of(title=title, text=text, lang=lang)


CUP = document(
    "Football: Syria wins the match",
    "The Syrians beat Peru at football. However, the match in Marlow was rough.",
)
TALKS = document("Syria talks resume in Marlow", "The talks were rough.")
HALAB = document("مباراة كرة القدم في حلب", "فازت سوريا في المباراة بثلاثة أهداف", "ar")


@pytest.mark.parametrize(
    ("topic", "story", "others", "offered", "never"),
    [
        ("Syria", CUP, [], ["football", "match", "wins"], ["Syria", "Syrians", "with"]),
        ("Syria", CUP, [TALKS], ["football", "match", "wins"], ["Marlow", "rough"]),
        ("Syria football", CUP, [TALKS], ["match", "wins", "beat"], ["football"]),
        ("match OR Peru", CUP, [], ["football"], ["match", "Peru"]),
        ('"the match"', CUP, [], ["football"], ["match", "the"]),
        ("سوريا", HALAB, [], ["مباراة"], ["سوريا", "في"]),
        ("叙利亚", document("叙利亚足球比赛", "叙利亚赢了", "zh"), [], [], []),
    ],
)
def test_what_a_story_has_that_neither_the_topic_nor_its_others_have(
    topic: str,
    story: topics.Document,
    others: list[topics.Document],
    offered: list[str],
    never: list[str],
) -> None:
    found = [one.written for one in candidates(topics.parse(topic), story, others)]
    assert found[: len(offered)] == offered
    assert not set(never) & set(found)


def test_each_word_offered_leaves_the_story_out_and_the_others_in() -> None:
    query = topics.parse("Syria")
    for one in candidates(query, CUP, [TALKS]):
        narrower = topics.parse(topics.without_word(query, one.word))
        assert topics.match(narrower, CUP) is None, one
        assert topics.match(narrower, TALKS) is not None, one


@pytest.mark.parametrize(
    ("frequency", "first"),
    [
        ({}, ["match", "Peru", "wins"]),
        ({"match": 90_000, "peru": 12, "wins": 90_000}, ["Peru", "match", "wins"]),
        ({"match": 12, "peru": 1, "wins": 12}, ["match", "wins", "Peru"]),
    ],
    ids=["nothing known", "rare words first", "what this story alone has tells little"],
)
def test_the_most_telling_come_first(frequency: dict[str, int], first: list[str]) -> None:
    words = [Telling("match", "match", 2), Telling("peru", "Peru", 2), Telling("wins", "wins", 1.5)]
    assert chosen(words, frequency) == first
