"""Which language a text is in: by its script, by its function words, else by py3langid's model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

import regex

from bot.text.stopwords import STOP_WORDS

_SAMPLE: Final = 4000
"""Characters looked at: more do not change the answer of a news text."""
_TAG: Final = regex.compile(r"^([a-z]{2,3})(?:[-_].*)?$")
_LETTER: Final = regex.compile(r"[\p{L}\p{M}]")
_WORD: Final = regex.compile(r"[\p{L}\p{M}\u200c]+")

_RENAMED: Final = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro"}
"""Subtags that BCP 47's registry has replaced."""

_SCRIPTS: Final = {
    "Latin": "af az bs ca cs cy da de en es et eu fi fr ga gd gl ha hr hu id ig is it ku lt lv mg "
    "ms mt nl no om pl pt ro rw sk sl sn so sq sr sv sw tl tr uz vi xh yo zu",
    "Cyrillic": "be bg kk ky mk mn ru sr tg uk uz tt ba",
    "Arabic": "ar fa ps ur ug ku",
    "Devanagari": "hi mr ne",
    "Bengali": "bn as",
    "Ethiopic": "am",
    "Hebrew": "he",
    "Greek": "el",
    "Thai": "th",
    "Hangul": "ko",
    "Hiragana": "ja",
    "Katakana": "ja",
    "Han": "zh",
    "Armenian": "hy",
    "Georgian": "ka",
    "Tamil": "ta",
    "Telugu": "te",
    "Kannada": "kn",
    "Malayalam": "ml",
    "Gujarati": "gu",
    "Gurmukhi": "pa",
    "Oriya": "or",
    "Sinhala": "si",
    "Myanmar": "my",
    "Khmer": "km",
    "Lao": "lo",
}
"""Languages that are written in each script; the ones the model knows."""
_LETTERS: Final = {
    "Arabic": (
        ("ur", "ٹڈڑںے"), ("ps", "ټډړښځڅڼۍې"), ("ug", "ېۆۈۇ"), ("ku", "ێۆڕڵ"), ("fa", "پچژگکی"),
    ),
    "Cyrillic": (
        ("sr", "ђћјљњџ"), ("mk", "ѓѕќ"), ("tg", "ӣӯҷ"), ("uz", "ҳ"), ("kk", "құ"), ("be", "ў"),
        ("uk", "іїєґ"), ("tt", "җә"), ("ky", "ңөү"), ("ru", "ыэё"),
    ),
}  # fmt: skip
"""Letters that tell languages of one script apart, those with the rarer letters first."""
_SCRIPT: Final = {name: regex.compile(rf"\p{{Script={name}}}") for name in _SCRIPTS}


def base(tag: str) -> str:
    """Return the primary subtag of a BCP 47 tag (``en`` of ``en-GB``); empty without one."""
    found = _TAG.match(tag.strip().lower())
    if found is None or found[1] in {"und", "mul", "zxx"}:
        return ""
    return _RENAMED.get(found[1], found[1])


def detect(text: str, stated: str = "") -> str | None:
    """Return the primary subtag of the language of ``text``; None where it cannot be told.

    ``stated`` is the subtag that the publisher gives: believed where the text leaves it open.
    """
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script is None:
        return None
    languages = _SCRIPTS[script].split()
    if len(languages) == 1:
        return languages[0]
    if lang := _by_letters(sample, script):
        return lang
    words = [word.lower() for word in _WORD.findall(sample)]
    hits = function_words(words, languages)
    return (
        _standing_out(hits, len(words))
        or (stated if _borne_out(stated, hits, len(words)) else None)
        or _by_model(sample, script)
    )


def settle(text: str, stated: str | None) -> str | None:
    """Return the BCP 47 tag that a publisher states, unless ``text`` shows another language."""
    primary = base(stated) if stated else ""
    found = detect(text, primary)
    return stated if stated and (found is None or found == primary) else found


def function_words(words: Iterable[str], languages: Iterable[str]) -> Counter[str]:
    """Return how many of the words, in small letters, are function words of each language.

    A language of whose function words there is no list is left out.
    """
    counts = Counter(words)
    return Counter(
        {
            lang: sum(counts[word] for word in STOP_WORDS[lang])
            for lang in languages
            if lang in STOP_WORDS
        }
    )


def _script(sample: str) -> str | None:
    """Return the script of most letters; Japanese is told from Chinese by a tenth of kana."""
    letters = len(_LETTER.findall(sample))
    counts = Counter({name: len(pattern.findall(sample)) for name, pattern in _SCRIPT.items()})
    if not letters or not counts.total():
        return None
    if (counts["Hiragana"] + counts["Katakana"]) * 10 > letters:
        return "Hiragana"
    return counts.most_common(1)[0][0]


def _by_letters(sample: str, script: str) -> str | None:
    """Return the first language of whose own letters the sample has at least one in a hundred."""
    letters = Counter(sample.lower())
    least = max(1, sum(letters[char] for char in letters if char.isalpha()) / 100)
    for lang, own in _LETTERS.get(script, ()):
        if sum(letters[char] for char in own) >= least:
            return lang
    return None


def _standing_out(hits: Counter[str], words: int) -> str | None:
    """Return the language with far the most function words; None where none stands out.

    It spares most texts the model, which takes half a second to load.
    """
    ranked = [*hits.most_common(2), ("", 0), ("", 0)]
    (best, first), (_, second) = ranked[:2]
    enough = first >= 8 and first >= words * 0.1
    return best if enough and first >= second * 2 else None


def _borne_out(stated: str, hits: Counter[str], words: int) -> bool:
    """Return whether the text has the function words of the stated language, and most of them."""
    own = hits[stated]
    return own >= max(3, words * 0.25) and own == max(hits.values())


def _by_model(sample: str, script: str) -> str | None:
    from bot.text import langid

    return langid.classify(sample, frozenset(_SCRIPTS[script].split()))
