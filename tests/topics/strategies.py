"""What Hypothesis draws for topics: queries built from a few words, and stories of those."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from hypothesis import reject
from hypothesis import strategies as st

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.values import Anchor, is_held
from bot.text.wordlist import word_set


def understood(topic: str) -> topics.Query:
    """Return the query of a topic that was drawn; those that are refused do not count."""
    try:
        return topics.parse(topic)
    except TopicError:
        reject()


WORDS = sorted(
    word_set(
        """Syria Syrian syrians Iraq oil gas price prices al-Assad al Assad South Korea Korean Saudi
        Arabia US us U.S. who WHO new news sanction sanctions cease-fire ceasefire cease fire سوريا
        السوري وسوريا العقوبات وعقوبات بالنفط تحریم‌ها تحریم Сирия сирийский санкции Siria sirio
        elección elecciones Suriye'de seçimler seçim 叙利亚 印度尼西亚 印度 中国 シリア ข่าว 시리아는
        시리아 l'Iran O'Brien Guinea Papua 1,000 5G Straße Niger nigérien réfugiées Türkei syrische
        İran Çin Congo Congolese or and y o ou и و 或 ها می روند 東京 京都 東京都 ประเทศ น้ำมัน Сирія
        日本報 casa casos négocient négocier рынок рынке 1 000 2024'te 4,5 N.O"""
    )
)
LANGUAGES = (
    None,
    "uk",
    "th",
    "he",
    "en",
    "ar",
    "fa",
    "ru",
    "es",
    "fr",
    "de",
    "tr",
    "zh",
    "ja",
    "ko",
    "sv",
    "xx",
)

word = st.sampled_from(WORDS)
plain = st.one_of(
    word,
    word.map(lambda w: "=" + w.replace("'", "")),
    st.lists(word, min_size=1, max_size=3).map(lambda ws: '"' + " ".join(ws) + '"'),
    st.sampled_from(
        ["sanct*", "pri*", "سور*", "叙利*", "source:bbc", "lang:en", 'source:"BBC News"']
    ),
    word.map("title:{}".format),
)


def _combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(" OR ".join),
        inner.map("({})".format),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} -{pair[1]}"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]} -({pair[1]})"),
        inner.map("title:({})".format),
    )


topic = st.recursive(plain, _combined, max_leaves=6)
text = st.lists(
    st.tuples(word, st.sampled_from([" ", " ", " ", "-", ". ", "\n\n", ", "])), max_size=14
).map(lambda parts: "".join(w + gap for w, gap in parts))
language = st.sampled_from(LANGUAGES)
source = st.sampled_from([None, "BBC News", "bbc.co.uk", "The Iran Project"])


def fulfilled(anchors: Iterable[Anchor], terms: Collection[str]) -> bool:
    """Whether a story with these terms finds a topic that has these anchors."""
    return any(
        anchor.term in terms
        and all(any(is_held(asked, terms) for asked in group) for group in anchor.also)
        for anchor in anchors
    )
