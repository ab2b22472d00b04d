"""Topics changed by buttons: each change, its opposite, and how it is written."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from bot import topics
from bot.domain.errors import TopicError
from tests.topics.strategies import topic

SYRIAN = topics.Document.of(title="Syrian songs", text="They were sung.", lang="en")
SYRIA = topics.Document.of(title="Songs", text="Sung in Syria.", lang="en")


@pytest.mark.parametrize(
    ("typed", "exact", "headlines", "without"),
    [
        ("Syria", '"Syria"', "title:Syria", "Syria -football"),
        ("Syria OR Iraq", '"Syria" OR "Iraq"', "title:(Syria OR Iraq)",
         "(Syria OR Iraq) -football"),
        ("Saudi Arabia oil -gas", '"Saudi Arabia" oil -gas', "title:(Saudi Arabia oil) -gas",
         "Saudi Arabia oil -gas -football"),
        ("title:Syria source:bbc", 'title:"Syria" source:bbc', "title:Syria source:bbc",
         "title:Syria source:bbc -football"),
        ("oil -Syria", "oil -Syria", "title:oil -Syria", "oil -Syria -football"),
        ("سوریه", '"سوریه"', "title:سوریه", "سوریه -football"),
        ("México", '"México"', "title:México", "México -football"),
        ("Syria OR lang:fa", '"Syria" OR lang:fa', "Syria OR lang:fa",
         "(Syria OR lang:fa) -football"),
        ("source:bbc", "source:bbc", "source:bbc", "source:bbc -football"),
    ],
)  # fmt: skip
def test_changes_and_their_opposites(typed: str, exact: str, headlines: str, without: str) -> None:
    query = topics.parse(typed)
    assert topics.without_names(query, typed) == exact
    assert topics.parse(topics.with_names(topics.parse(exact))) == query
    assert topics.in_headlines(query, typed) == headlines
    assert topics.without_word(query, "football", typed) == without
    assert topics.with_word(topics.parse(without), "football", without) == topics.with_word(
        query, "football", typed
    )
    assert topics.parse(topics.with_word(topics.parse(without), "football")) == query


def test_what_the_changes_find() -> None:
    query = topics.parse("Syria")
    assert topics.match(query, SYRIAN) == ("Syrian",)
    exact = topics.parse(topics.without_names(query))
    assert topics.match(exact, SYRIAN) is None
    assert topics.match(exact, SYRIA) == ("Syria",)
    headlines = topics.parse(topics.in_headlines(query))
    assert topics.match(headlines, SYRIA) is None
    assert topics.match(headlines, SYRIAN) == ("Syrian",)
    assert (topics.place_names(query), topics.exact_names(query)) == (("syria",), ())
    assert (topics.place_names(exact), topics.exact_names(exact)) == ((), ("syria",))
    assert topics.place_names(topics.parse("oil -Syria")) == ()


@given(topic)
def test_every_change_makes_a_topic_of_a_topic(typed: str) -> None:
    try:
        query = topics.parse(typed)
        narrower = topics.parse(topics.without_word(query, "zebra", typed))
        back = topics.parse(topics.with_word(narrower, "zebra"))
        assert topics.place_names(topics.parse(topics.without_names(query, typed))) == ()
        topics.parse(topics.in_headlines(query, typed))
        topics.parse(topics.anywhere(query, typed))
    except TopicError:  # too long now, or it asks for what it leaves out
        assume(False)
    assert back == query


@pytest.mark.parametrize(
    ("typed", "headline", "text", "source", "lang"),
    [
        ("Syria", ("Syria",), ("Syrians",), False, None),
        ("title:Syria", ("Syria",), (), False, None),
        ("hope OR (peru talks)", (), ("hope",), False, None),
        ("talks source:bbc", ("talks",), (), True, None),
        ("lang:en -peru", (), (), False, "en"),
        ("source:cnn OR talks", ("talks",), (), False, None),
    ],
)
def test_where_words_stand(
    typed: str, headline: tuple[str, ...], text: tuple[str, ...], source: bool, lang: str | None
) -> None:
    told = topics.Document.of(
        title="Syria talks resume", text="Syrians hope.", lang="en", source="BBC News"
    )
    found = topics.evidence(topics.parse(typed), told, ("en",))
    assert found == topics.Evidence(headline, text, source, lang)
    assert topics.evidence(topics.parse("peru"), told) is None
