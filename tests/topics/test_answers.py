"""``storywire try topic``, descriptions and the anchors' choice."""

from __future__ import annotations

import pytest

from bot.app.trying.topic import answer
from bot.domain.errors import TopicError
from bot.topics import Document, Part, anchors, describe, explain, match, parse

STORY = {"title": "Syria's new year", "text": "The Syrian army and Syrians.", "lang": "en"}


def test_a_match_answers_with_every_key() -> None:
    assert answer({"id": 7, "topic": "Syria", **STORY}) == {
        "id": 7,
        "match": True,
        "words": ["Syria's", "Syrian", "Syrians"],
        "error": None,
    }


def test_no_match_has_no_words() -> None:
    found = answer({"topic": "Iraq", **STORY})
    assert found == {"id": None, "match": False, "words": [], "error": None}


def test_a_malformed_topic_is_an_answer_with_its_place_and_a_suggestion() -> None:
    found = answer({"id": "a", "topic": '"Syria', **STORY})
    assert (found["id"], found["match"], found["words"]) == ("a", False, [])
    assert "character 1" in found["error"]
    assert '"Syria"' in found["error"]


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"topic": None},
        {"topic": 5},
        {"topic": "a b", "text": 5},
        {"topic": "x y", "languages": "en"},
    ],
    ids=str,
)
def test_a_record_of_another_shape_is_refused(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match='"'):
        answer(record)


@pytest.mark.parametrize(
    ("languages", "hit"), [(None, True), (["ar"], True), (["en", "ar"], True), (["en"], False)]
)
def test_names_count_in_the_languages_that_the_chat_reads(
    languages: list[str] | None, hit: bool
) -> None:
    record = {"topic": "Syria", "text": "قال الرئيس السوري", "lang": "ar", "languages": languages}
    assert answer(record)["match"] is hit


def test_a_story_without_title_or_language_is_read_all_the_same() -> None:
    assert answer({"topic": "Syria", "text": "Syrians left"})["words"] == ["Syrians"]
    assert answer({"topic": "سوريا", "text": "الشعب السوري", "title": None})["words"] == ["السوري"]


def test_a_wrong_language_tag_does_not_count() -> None:
    assert answer({"topic": "سوريا", "text": "وقال إن الشعب السوري", "lang": "en"})["match"]


@pytest.mark.parametrize(
    ("topic", "hit"),
    [
        ("source:bbc", True), ("source:BBC", True), ('source:"BBC News"', True),
        ("source:bbcnews", True), ("source:news -lang:fa", True), ("lang:en", True),
        ("lang:en-GB", True), ("lang:english", True), ("source:bb", False), ("lang:fa", False),
        ("title:Syria", True), ("title:army", False), ("title:(Syria army)", False),
        ("Syria -title:war", True), ("Syria source:cnn", False),
    ],
)  # fmt: skip
def test_filters(topic: str, hit: bool) -> None:
    assert answer({"topic": topic, **STORY, "source": "BBC News"})["match"] is hit


def test_filters_alone_find_no_words() -> None:
    document = Document.of(title="a", text="b", lang="fa", source="BBC News")
    assert match(parse("source:bbc lang:fa"), document) == ()


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("elections oil", {"elections", "election"}),
        ("source:bbc Syria", {"syria", "@sy"}),
        ("source:bbc", {"source:bbc"}),
        ("lang:fa", {"lang:fa"}),
        ("叙利", {"~叙利"}),
        ("sanction*", {"^sanct"}),
        ("oil OR gas", {"oil", "gas"}),
    ],
)
def test_anchors_are_those_of_the_longest_word(topic: str, expected: set[str]) -> None:
    found = {anchor.term for anchor in anchors(parse(topic))}
    assert expected <= found
    assert len(found) <= 4 * len(expected)


def test_anchors_are_the_rarest_where_frequencies_are_known() -> None:
    found = anchors(parse("elections oil"), {"election": 900, "elections": 900, "oil": 3})
    assert {anchor.term for anchor in found} == {"oil"}
    assert all({"election", "elections"} <= group for a in found for group in a.also)


@pytest.mark.parametrize(
    ("topic", "term", "also"),
    [
        ("election oil tax", "election", [{"oil"}, {"tax"}]),
        ("(oil OR tax) election", "election", [{"oil", "tax"}]),
        ("lang:en harbour", "harbour", []),
        ("a OR (harbour tax)", "harbour", [{"tax"}]),
    ],
)
def test_what_else_is_needed_comes_with_an_anchor(
    topic: str, term: str, also: list[set[str]]
) -> None:
    found = {anchor.term: anchor.also for anchor in anchors(parse(topic))}
    assert sorted(map(sorted, found[term])) == sorted(map(sorted, also))


def test_a_name_is_described_with_what_it_finds_too() -> None:
    assert describe(parse("Syria -football"), ("en", "ar")) == Part(
        "all",
        "",
        parts=(
            Part("place", "Syria", also=("Syria's", "Syrian", "Syrians", "سوريا", "سوري")),
            Part("not", "", parts=(Part("word", "football"),)),
        ),
    )


@pytest.mark.parametrize(
    ("topic", "sentence"),
    [
        ("Syria", "stories with Syria (also Syria's, Syrian, Syrians)"),
        ("oil OR gas", "stories either with oil or with gas"),
        ('"oil price" -gas', 'stories with exactly "oil price" but not with gas'),
        ("title:oil lang:fa", "stories whose headline is with oil and in the language fa"),
    ],
)
def test_a_topic_in_plain_english(topic: str, sentence: str) -> None:
    assert explain(parse(topic)) == sentence


@pytest.mark.parametrize(
    ("topic", "position"),
    [
        ("Syria (oil", 6),
        ("Syria OR", 6),
        ("Syria oil)", 9),
        ('Syria "', 6),
        ("Syria -", 6),
        ("a" * 257, 256),
    ],
)
def test_an_error_names_the_place(topic: str, position: int) -> None:
    with pytest.raises(TopicError) as caught:
        parse(topic)
    assert caught.value.position == position


def test_thirty_two_words_are_the_most() -> None:
    parse(" ".join(f"w{i}" for i in range(32)))
    with pytest.raises(TopicError, match="32"):
        parse(" ".join(f"w{i}" for i in range(33)))


def test_one_topic_has_one_normal_form() -> None:
    written = ["Syria  OR Iraq", "syria | IRAQ", "(Syria) OR (Iraq OR Syria)", "SYRIA ODER iraq"]
    assert {parse(topic).normal for topic in written} == {"syria OR iraq"}


def test_phrases_do_not_reach_over_headline_or_paragraph() -> None:
    document = Document.of(title="The oil", text="price\n\nof gas", lang="en")
    assert match(parse('"oil price"'), document) is None
    assert match(parse('"price of"'), document) is None


def test_words_come_in_the_storys_order_each_once() -> None:
    document = Document.of(title="Gas", text="oil gas Gas oil", lang="en")
    assert match(parse("oil gas"), document) == ("Gas", "oil", "gas")
