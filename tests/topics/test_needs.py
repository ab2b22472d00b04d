"""What a topic asks of the archive's index."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot import topics
from bot.domain.values import USUALLY_READ, Either, Every, StoryTerms, Term, Wanted
from bot.text.stems import readings
from bot.topics import keys
from bot.topics.needs import each, wanted
from tests.topics import strategies as some


def holds(terms: StoryTerms, need: Wanted) -> bool:
    """Whether a story's terms hold what is needed, as an index would find."""
    if isinstance(need, Every):
        return all(holds(terms, part) for part in need.parts)
    if isinstance(need, Either):
        return any(holds(terms, part) for part in need.parts)
    return need.text in (terms.headline if need.in_title else terms.all)


@given(some.topic, some.text, some.text, some.language, some.source)
def test_every_story_that_matches_is_found_by_the_index(
    typed: str, title: str, text: str, lang: str | None, source: str | None
) -> None:
    query = some.understood(typed)
    document = topics.Document.of(title=title, text=text, lang=lang, source=source)
    for reads in ((), ("en", "ar"), ("zh", "ru", "fr")):
        if topics.match(query, document, reads) is not None:
            assert holds(document.indexed(), wanted(query))


@given(some.topic, some.text, some.text, some.language, some.source)
def test_what_terms_tell_is_what_the_text_tells(
    typed: str, title: str, text: str, lang: str | None, source: str | None
) -> None:
    query = some.understood(typed)
    document = topics.Document.of(title=title, text=text, lang=lang, source=source)
    told = topics.told(query, document.indexed())
    for reads in ((), ("en", "ar"), ("zh", "ru", "fr")):
        assert told in {None, topics.match(query, document, reads) is not None}


@pytest.mark.parametrize(
    ("typed", "told"),
    [("talks", True), ("talk oil", True), ("gas", False), ("oil OR gas", True), ("oil -gas", True),
     ("title:talks", True), ("title:oil", False), ("oil -talks", False), ("gas Syria", False),
     ("oil Syria", None), ('"oil talks"', None), ("oil*", None), ("=oil", None)],
)  # fmt: skip
def test_terms_tell_of_plain_words(typed: str, told: bool | None) -> None:
    document = topics.Document.of(title="Talks go on", text="It is about oil in Syria.", lang="en")
    assert topics.told(topics.parse(typed), document.indexed()) is told


@given(some.text, some.text, some.language, some.source)
def test_headline_and_rest_are_all_the_terms(
    title: str, text: str, lang: str | None, source: str | None
) -> None:
    document = topics.Document.of(title=title, text=text, lang=lang, source=source)
    terms = document.indexed()
    assert terms.all == document.terms
    assert not terms.headline & terms.rest


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("harbour", Term("harbour")),
        ("харбор", Term("харбор")),
        ("oil -gas", Term("oil")),
        ("title:oil gas", Every((Term("oil", in_title=True), Term("gas")))),
        ("source:bbc lang:fa", Every((Term("source:bbc"), Term("lang:fa")))),
        ('"gas oil"', Every((Term("gas"), Term("oil")))),
        ("harb*", Term("^har")),
        ("harbour*", Term("^harbo")),
        ("印度尼西", Every((Term("~印度"), Term("~度尼"), Term("~尼西")))),
        ("oil | gas", Either((Term("oil"), Term("gas")))),
    ],
)  # fmt: skip
def test_needs(typed: str, need: Wanted) -> None:
    assert wanted(topics.parse(typed)) == need


def test_a_stem_counts_in_the_languages_that_have_it() -> None:
    """``suns`` is a form of ``sun`` in English; ``su`` is one in Hungarian only."""
    need = wanted(topics.parse("sun"))
    for text, lang, found in (("Two suns", "en", True), ("Su", "en", False), ("Su", "hu", True)):
        document = topics.Document.of(title="", text=text, lang=lang)
        assert holds(document.indexed(), need) is found
        assert (topics.match(topics.parse("sun"), document) is not None) is found


def test_a_place_is_needed_by_its_name_or_by_itself() -> None:
    need = wanted(topics.parse("Syria"))
    assert isinstance(need, Either)
    assert Term("@sy") in need.parts


def test_each_word_is_told_once() -> None:
    assert each(topics.parse("oil title:oil -gas OR oil harbour")) == (
        Term("oil"),
        Term("harbour"),
    )


def test_words_are_kept_as_they_stand() -> None:
    document = topics.Document.of(
        title="Élection", text="The élection in Marlow, 2024: ai", lang="fr"
    )
    words = document.indexed().words
    assert words["election"] == "Élection"
    assert words["marlow"] == "Marlow"
    assert not {"ai", "2024", "the"} & set(words)


def test_what_most_stories_are_read_as_is_known() -> None:
    assert {keys.reading(lang) for lang in readings("en")} == USUALLY_READ
    assert {keys.reading(lang) for lang in readings(None)} == USUALLY_READ


def test_a_stem_of_another_language_weighs_as_much_as_stories_of_that_are_there() -> None:
    """``su`` is a form of ``sun`` in Hungarian only, however often other stories say it."""
    query = topics.parse("sun Marlow")
    english = {"sun": 5, "su": 900, "marlow": 100, keys.reading("en"): 990}
    assert {anchor.term for anchor in topics.anchors(query, english)} == {"sun", "su"}
    hungarian = english | {keys.reading("hu"): 400}
    assert {anchor.term for anchor in topics.anchors(query, hungarian)} == {"marlow"}
