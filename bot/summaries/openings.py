"""How sentences open: some lean on what was said before, and make no sense as the first shown."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

import regex

from bot.text.language import base, function_words
from bot.text.stopwords import STOP_WORDS

_FIRST: Final = regex.compile(r"^[^\p{L}\p{N}]*+([\p{L}\p{M}\u200c]++)(-?)")
_DENSE: Final = regex.compile(r"^[\p{Han}\p{Hiragana}\p{Katakana}]")
_OWN_SCRIPT: Final = frozenset({"zh", "ja", "ko", "bn", "gu", "pa", "ta", "te"})
"""No list of function words is needed to know these."""
_ARABIC_LETTERS: Final = {code: str.maketrans("يك", "یک") for code in ("fa", "ur")}
"""Many keyboards have only the Arabic forms of two letters."""
_LONGEST: Final = 40
"""Characters in which an opening shows."""


class _Openings(NamedTuple):
    """What leans, in a language."""

    words: frozenset[str]
    phrases: regex.Pattern[str] | None
    """Several words, or the beginnings of sentences where words have no spaces."""
    apart: regex.Pattern[str] | None
    """What looks like one of these and stands for itself."""
    within: regex.Pattern[str] | None
    """What leans further on in a sentence: "In a statement, he", "he said"."""


def leans(sentence: str, lang: str | None) -> bool:
    """Return whether a sentence opens with a pronoun or connective that needs what came before.

    ``lang`` is a BCP 47 tag; in languages that ``openings.toml`` lacks no sentence does.
    """
    code = base(lang or "")
    known = _openings().get(code)
    return known is not None and _leans(_spelt(sentence, code), known)


def leading_words(lang: str) -> frozenset[str]:
    """Return the single words of a language that open sentences which lean."""
    known = _openings().get(lang)
    return known.words if known else frozenset()


def leans_in_its_language(sentence: str, text: str) -> bool:
    """Return whether a sentence of ``text`` leans, where the language was not handed on.

    A few function words tell; the model that finds languages would take 40 MB to answer this.
    """
    able = [lang for lang, known in _openings().items() if _leans(_spelt(sentence, lang), known)]
    if not able:
        return False
    shares = function_words(text.lower().split(), STOP_WORDS)
    second, best = sorted(shares.values())[-2:]
    return any(lang in _OWN_SCRIPT or shares.get(lang, 0) == best > second for lang in able)


def _spelt(sentence: str, code: str) -> str:
    """Return a sentence in the letters that ``openings.toml`` has for the language."""
    return sentence.translate(_ARABIC_LETTERS[code]) if code in _ARABIC_LETTERS else sentence


def _leans(sentence: str, known: _Openings) -> bool:
    if known.within is not None and known.within.search(sentence):
        return True
    first = _FIRST.match(sentence)
    if first is None:
        return False
    # a hyphen makes another word of it: then-president
    by_word = not first[2] and first[1].lower() in known.words
    head = sentence[first.start(1) : first.start(1) + _LONGEST].lower()
    if not by_word and (known.phrases is None or known.phrases.match(head) is None):
        return False
    return known.apart is None or known.apart.match(head) is None


@cache
def _openings() -> dict[str, _Openings]:
    text = resources.files("bot.summaries").joinpath("openings.toml").read_text("utf-8")
    return {lang: _read(parts) for lang, parts in tomllib.loads(text).items()}


def _read(parts: Mapping[str, str]) -> _Openings:
    singles = parts.get("words", "").split()
    phrases, apart, within = parts.get("phrases", ""), parts.get("apart"), parts.get("within")
    begun = [regex.escape(word) for word in singles if _DENSE.match(word)]
    several = [_phrase(" ".join(one.split())) for one in phrases.split(";") if one.strip()]
    return _Openings(
        frozenset(singles),
        regex.compile("|".join((*begun, *several))) if begun or several else None,
        regex.compile(apart, regex.IGNORECASE) if apart else None,
        regex.compile(within) if within else None,
    )


def _phrase(phrase: str) -> str:
    """Return a pattern for a phrase; one with an asterisk may go on within the word."""
    if phrase.endswith("*"):
        return regex.escape(phrase[:-1])
    return regex.escape(phrase) + r"(?![\p{L}\p{M}])"
