"""Laws of topics, over queries and stories that Hypothesis makes."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.errors import TopicError
from bot.topics import Document, anchors, describe, explain, match, parse, read
from tests.topics import strategies as own
from tests.topics.strategies import fulfilled

MORE = settings(max_examples=400, deadline=None)


@MORE
@given(own.topic)
def test_the_normal_form_reads_back_as_the_same_query(topic: str) -> None:
    query = own.understood(topic)
    again = parse(query.normal)
    assert again == query
    assert again.root == query.root
    assert again.normal == query.normal


@MORE
@given(own.topic, own.text, own.text, own.language, own.source)
def test_a_story_that_matches_holds_an_anchor(
    topic: str, title: str, text: str, lang: str | None, source: str | None
) -> None:
    query = own.understood(topic)
    document = Document.of(title=title, text=text, lang=lang, source=source)
    if match(query, document, ("en", "ar", "fa", "ru", "es", "fr", "de", "tr", "zh")) is not None:
        assert fulfilled(anchors(query), document.terms)
        common = dict.fromkeys(document.terms, 9)
        assert fulfilled(anchors(query, common), document.terms)
    assert anchors(query)


@MORE
@given(own.topic)
def test_a_normal_form_is_read_as_it_is_parsed(topic: str) -> None:
    query = own.understood(topic)
    assert read(query.normal).root == query.root


@MORE
@given(own.topic, own.text, own.language)
def test_matched_words_stand_in_the_story_in_order_and_once(
    topic: str, text: str, lang: str | None
) -> None:
    found = match(own.understood(topic), Document.of(title=None, text=text, lang=lang))
    at = 0
    for word in found or ():
        assert word
        at = text.index(word, at)
    assert len(set(found or ())) == len(found or ())


@MORE
@given(st.text(st.sampled_from("ab|()\"'-*=: ORNT的سу\u200c“”#.,\n"), max_size=40))
def test_any_text_is_read_or_refused_with_a_suggestion_that_can_be_read(text: str) -> None:
    error = _refusal(text)
    if error is None:
        query = parse(text)
        assert parse(query.normal).root == query.root
        assert explain(query)
        assert describe(query) == describe(parse(query.normal))
    else:
        assert str(error)
        assert error.position is None or 0 <= error.position <= len(text)
        assert error.suggestion is None or parse(error.suggestion)


def _refusal(text: str) -> TopicError | None:
    try:
        parse(text)
    except TopicError as error:
        return error
    return None


@MORE
@given(own.topic, own.text, own.language)
def test_languages_only_add(topic: str, text: str, lang: str | None) -> None:
    """A chat that reads more languages is never sent less, where nothing is excluded."""
    assume("-" not in topic.replace("al-Assad", "").replace("cease-fire", ""))
    query, document = own.understood(topic), Document.of(title=text, text=text, lang=lang)
    if match(query, document, ("en",)) is not None:
        assert match(query, document, ("en", "ar", "ru", "zh")) is not None


def test_a_deep_topic_is_refused_and_not_crashed_on() -> None:
    with pytest.raises(TopicError, match="deep"):
        parse("(" * 100 + "a" + ")" * 100)
