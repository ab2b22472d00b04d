"""Which sentences of an article are kept, and in which order they are taken."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.values import Sentence
from bot.summaries import digest_line, fit, rank
from bot.summaries.ranking import best_lines
from bot.text import units
from tests.summaries.articles import BODY, ENGLISH, NOISE, OTHERS, TITLE

PIECES = st.sampled_from(
    [
        *BODY,
        *NOISE,
        "He said: “No.",
        "Why?",
        "\n\n",
        " ",
        "中文句子很长很好。",
        "نعم، بنسبة ٣.٥.",
        "👍",
    ]
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_what_publishers_print_around_is_left_out() -> None:
    kept = [sentence.text for sentence in rank(ENGLISH, title=TITLE, lang="en")]
    assert set(kept) <= set(BODY)
    assert BODY[0] in kept


def test_the_best_come_first_and_nothing_weak_among_them() -> None:
    best = fit(rank(ENGLISH, title=TITLE, lang="en"), count=3)
    assert best[0].text == BODY[0]
    assert not {BODY[3], BODY[6]} & {sentence.text for sentence in best}


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("known", [True, False], ids=["language known", "language found out"])
def test_other_languages(lang: str, known: bool) -> None:
    """Four sentences are the article's; the pointer and the notice are not."""
    text = OTHERS[lang]
    kept = rank(text, title=None, lang=lang if known else None)
    assert [sentence.position for sentence in kept] == [0, 1, 3, 4]
    assert all(sentence.text in text for sentence in kept)


@settings(deadline=None)  # the first text may load the language model
@given(st.lists(PIECES, max_size=30).map(" ".join), st.sampled_from(["en", "fa", "zh", None]))
def test_sentences_are_the_articles_own_in_its_order(text: str, lang: str | None) -> None:
    ranked = rank(text, title=TITLE, lang=lang)
    positions = [sentence.position for sentence in ranked]
    assert positions == sorted(set(positions))
    assert sorted(sentence.rank for sentence in ranked) == list(range(len(ranked)))
    assert len(ranked) <= 12
    assert all(squeezed(sentence.text) in squeezed(text) for sentence in ranked)
    assert bool(ranked) == bool(text.strip())


@given(
    st.lists(st.text("ab👍", min_size=1), max_size=8),
    st.integers(0, 40) | st.none(),
    st.integers(0, 9) | st.none(),
)
def test_fit_keeps_whole_sentences_within_the_room(
    texts: list[str], room: int | None, count: int | None
) -> None:
    ranked = [Sentence(text, i, (i * 5) % len(texts), 0) for i, text in enumerate(texts)]
    chosen = fit(ranked, units=room, count=count)
    assert set(chosen) <= set(ranked)
    assert list(chosen) == sorted(chosen, key=lambda sentence: sentence.position)
    assert room is None or units.length(" ".join(s.text for s in chosen)) <= room
    assert count is None or len(chosen) <= count
    if room is None:
        assert len(chosen) == min(len(ranked), len(ranked) if count is None else count)


def test_fit_passes_over_what_is_too_long() -> None:
    long, short = Sentence("x" * 30, 0, 0, 0), Sentence("short.", 1, 1, 0)
    assert fit([long, short], units=10) == (short,)


def test_a_text_of_notices_only_is_returned_all_the_same() -> None:
    assert [s.text for s in rank("Share this.", title=None, lang="en")] == ["Share this."]


@pytest.mark.parametrize("opening", ["They", "But the fishermen", "However, they", "“We"])
def test_the_first_leans_on_nothing(opening: str) -> None:
    """Whatever the number of sentences, the earliest of them makes sense by itself."""
    weak = f"{opening} blocked the harbour of Aldmoor, and talks on the harbour of Aldmoor resumed."
    ranked = rank(" ".join((weak, *BODY)), title=TITLE, lang="en")
    if opening != "“We":
        for count in range(1, 8):
            assert fit(ranked, count=count)[0].text != weak
    else:
        assert fit(ranked, count=1)[0].text != weak


def test_a_scene_set_before_the_news_does_not_open() -> None:
    """The next sentences take nothing of it up, and it has neither name nor number."""
    scene = "It had been a long night for some who lay awake."
    assert fit(rank(" ".join((scene, *BODY)), title=None, lang="en"), count=2)[0].text == BODY[0]


def test_languages_without_a_stemmer_are_ranked_by_the_beginnings_of_words() -> None:
    """Of two sentences of one length, the headline's inflected words find theirs in Azerbaijani."""
    text = (
        "Hava bu həftə ölkənin bütün bölgələrində yağışlı və küləkli keçəcək. "
        "Limanın balıqçıları danışıqlardan sonra gəmilərini geri qaytardılar sabah."
    )
    best = fit(rank(text, title="Liman danışıqları: balıqçı gəmiləri", lang="az"), count=1)
    assert best[0].text.startswith("Limanın")


def test_nothing_is_said_twice() -> None:
    """Two sentences that say the same do not both come before a third that adds something."""
    text = (
        "The council of Aldmoor raised the price of water by a tenth on Friday. "
        "On Friday the council of Aldmoor raised the price of water by one tenth. "
        "A litre will cost two cents more from the first of January on."
    )
    best = fit(rank(text, title=None, lang="en"), count=2)
    assert [sentence.position for sentence in best] == [0, 2]


def test_what_a_better_sentence_says_comes_only_where_nothing_else_is_left() -> None:
    """A caption repeats the words of a sentence, and the other sentences come before it."""
    text = (
        "The council of Aldmoor raised the price of drinking water by a tenth on Friday evening, "
        "the mayor Ines Holt said. "
        "The council raised the price of drinking water on Friday evening. "
        "Would they do it again? "
        "Grain and timber are what the company lives on."
    )
    ranked = rank(text, title=None, lang="en")
    assert 1 not in {sentence.position for sentence in ranked}
    lines = best_lines(text, title=None, lang="en")
    assert [line.position for line in lines][-1] == 1
    alone = "The council raised the price of drinking water on Friday evening."
    assert [s.text for s in rank(alone, title=None, lang="en")] == [alone]


def test_rows_of_a_table_are_no_sentences() -> None:
    rows = [f"{n} Tom Bright {n * 71} {n} 0 {n} 17" for n in range(1, 6)]
    kept = rank("\n\n".join((*BODY[:3], *rows)), title=None, lang="en")
    assert [sentence.text for sentence in kept] == list(BODY[:3])


def test_he_is_not_taken_for_somebody_else() -> None:
    """A card shows a sentence that leans only together with the one before it."""
    text = (
        "Ines Holt, the mayor of Aldmoor, opened the talks on the harbour on Monday morning. "
        "Storms and a dry summer had kept the council from its work for months. "
        "A fisherman of the town, Tom Bright, left the talks on the harbour before noon. "
        "He called the talks on the harbour of Aldmoor and its mayor a waste of time. "
        "The accounts of the company are to be published by the end of March. "
        "Grain and timber are what the company lives on."
    )
    shown = [s.position for s in fit(rank(text, title="Harbour talks", lang="en"), count=3)]
    assert 3 not in shown or 2 in shown


def test_links_below_a_text_are_no_sentences() -> None:
    links = [f"Aldmoor week {n} | a look at the old pier number {n}" for n in range(2031, 2035)]
    text = "\n\n".join((*BODY[:3], *links))
    kept = [sentence.text for sentence in rank(text, title=None, lang="en")]
    assert kept == list(BODY[:3])


def test_stray_marks_of_direction_do_not_stand_before_a_sentence() -> None:
    ranked = rank(f"{BODY[0]} \u200e {BODY[1]} \u200f", title=None, lang="en")
    assert [sentence.text for sentence in ranked] == [BODY[0], BODY[1]]


def test_a_short_article_opens_with_what_stands_by_itself() -> None:
    ranked = rank(f"But some fishermen said no to it. {BODY[0]} {BODY[1]}", title=None, lang="en")
    assert [sentence.text for sentence in ranked] == [BODY[0], BODY[1]]


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        (BODY[1], BODY[0]),
        (BODY[0], "Something else entirely"),
    ],
)
def test_a_digest_line_adds_to_the_headline(expected: str, title: str) -> None:
    ranked = [Sentence(BODY[0], 0, 0, 0), Sentence(BODY[1], 1, 1, 0)]
    assert digest_line(title, ranked) == expected


@pytest.mark.parametrize(
    "weak",
    [
        "They were not asked before the council and the company agreed on the accounts.",
        "But the fishermen of the town were not asked before the accounts were agreed on.",
        "“The fishermen of the town were not asked, the mayor said on Friday evening.",
        "Ines Holt found that wrong.",
        "Broken wall: The council and the company of Aldmoor agreed on a date.",
    ],
)
def test_a_digest_line_stands_by_itself(weak: str) -> None:
    ranked = [Sentence(weak, 0, 0, 0), Sentence(BODY[1], 1, 1, 0)]
    assert digest_line(TITLE, ranked) == BODY[1]
    assert digest_line(TITLE, ranked[:1]) == weak


def test_a_digest_line_tells_more_than_a_word_or_two() -> None:
    ranked = [
        Sentence("The mayor of Aldmoor called the harbour talks a sham.", 0, 0, 0),
        Sentence(BODY[1], 1, 1, 0),
    ]
    title = "Harbour talks a sham: mayor"
    assert digest_line(title, ranked) == BODY[1]
    assert digest_line(title, ranked[:1]) == ranked[0].text


def test_no_digest_line_where_none_is_short_and_new() -> None:
    ranked = [Sentence("word " * 60 + "end.", 0, 0, 0), Sentence(BODY[0], 1, 1, 0)]
    assert digest_line(BODY[0], ranked) is None
    assert digest_line(TITLE, ()) is None


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "a",
        "Hi there you all again. ",
        "中文句子很长很好。",
        "“",
        "A B C ",
        "x y z w v.\n\n",
    ],
    ids=repr,
)
def test_half_a_megabyte_of_anything_takes_bounded_time(piece: str) -> None:
    begun = time.perf_counter()
    rank(piece * (500_000 // len(piece)), title=piece * 1000, lang=None)
    assert time.perf_counter() - begun < 20


def test_many_different_sentences_take_bounded_time() -> None:
    text = " ".join(f"Boat {i} came to pier {i * 7 % 1000} of the harbour." for i in range(20_000))
    assert len(rank(text, title=None, lang="en")) == 12


def test_development_news_keeps_its_words() -> None:
    """Every sentence of every extract stands in its article, in all 44 languages."""
    data = os.environ.get("STORYWIRE_DEV_DATA")
    if not data:
        pytest.skip("STORYWIRE_DEV_DATA is not set: give the folder of the development data")
    for line in (Path(data) / "news" / "dev.jsonl").read_text("utf-8").splitlines()[::4]:
        row = json.loads(line)
        ranked = rank(row["text"], title=row["title"], lang=row["lang"])
        assert ranked, row["id"]
        assert all(squeezed(s.text) in squeezed(row["text"]) for s in ranked), row["id"]


def test_ranking_needs_no_sumy() -> None:
    """Importing sumy imports all of nltk, 30 MB that a bot on a small machine misses."""
    code = (
        "import sys; from bot import summaries; "
        "assert summaries.rank('A storm came at night. It broke the bridge.', title='Storm', "
        "lang='en'); assert 'nltk' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
