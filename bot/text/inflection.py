"""Stemmers of our own for languages whose Snowball stemmer joins or parts words wrongly.

They take folded words (``normal.fold``) and remove inflection only, never derivation: ``imports``
and ``imported`` are forms of ``import``, ``important`` is another word.
"""

from __future__ import annotations

from typing import Final

import regex


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_VOWELS: Final = "aeiouy"
# Plurals that no rule makes.
_IRREGULAR: Final = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "knives": "knife",
    "wolves": "wolf", "thieves": "thief", "leaves": "leaf", "shelves": "shelf", "halves": "half",
    "crises": "crisis", "analyses": "analysis", "theses": "thesis", "hypotheses": "hypothesis",
    "bases": "base", "oases": "oasis", "criteria": "criterion", "phenomena": "phenomenon",
    "indices": "index", "matrices": "matrix", "vaccines": "vaccin", "vaccine": "vaccin",
    "dying": "die", "lying": "lie", "tying": "tie", "policemen": "policeman",
    "shelling": "shell", "shells": "shell", "unite": "unite", "unites": "unite",
    "united": "united", "uniting": "unite", "movies": "movie", "zombies": "zombie",
    "cookies": "cookie", "rookies": "rookie", "calories": "calorie", "selfies": "selfie",
    "buses": "bus", "viruses": "virus", "gases": "gas", "lenses": "lens", "campuses": "campus",
    "bonuses": "bonus", "statuses": "status", "censuses": "census", "heroes": "hero",
    "echoes": "echo", "potatoes": "potato", "tomatoes": "tomato", "vetoes": "veto",
    "torpedoes": "torpedo", "mosquitoes": "mosquito", "volcanoes": "volcano",
    "quizzes": "quiz", "biases": "bias", "canvases": "canvas", "aliases": "alias",
    "ties": "tie", "pies": "pie", "lies": "lie", "dies": "die", "died": "die", "tied": "tie",
}  # fmt: skip
# Words that end like a form of another word and are none: mostly names.
_WHOLE: Final = _set(
    """
    abbas aids alias always amos andes ares arkansas armes asus athens atlas barbados barclays
    bahamas bias bliss brics brussels buenos cairns calais cannes caracas cayman christmas
    cosmos cyprus dallas damascus davos debris delhis denis des dis dos douglas emirates
    ethos falls flores gas gates gauss ges hamas harris hastings hermes holmes honduras
    hughes ibis indonesias ios its james jeans jesus jones judas julius kansas kudos kyos lagos
    laos las lens les los lucas madras maldives mars marseilles mass mercedes mhs mos moses
    naples netherlands news niles nicholas nos nuevos oasis ous outdoors overseas pars paris
    pegasus peoples phillips philippines physics politics economics ethics mathematics athletics
    genetics logistics tactics robotics olympics statistics electronics dynamics linguistics
    pancreas plus polis pros puts qais rams ramos reuters rhodes rios ross santos series seychelles
    solomons species starbucks sudans sunnis sus texas thames thanks this thomas thus times
    tunis us vegas versus vilnius wales was whereas williams xerox yes
    being beijing boeing sterling king ring thing wing spring string bring ceiling evening morning
    during nothing something everything anything reading redding peking darling viking stirling
    kipling lessing schilling earring sibling sing sling swing cling fling sting wring shilling
    red bed ted ned fred alfred hundred kindred sacred naked wicked ahmed mohammed muhamed
    hamed saeed said speed need feed seed weed deed greed breed bleed exceed proceed succeed
    indeed agreed united mohamed muhammed embed shed sped fled bred rashed khaled waleed
    """
)


def _has_vowel(s: str) -> bool:
    return any(c in _VOWELS for c in s)


def _plural(w: str) -> str:
    """Remove the ending of a plural or of the third person (step 1a of Porter2, widened)."""
    if not w.endswith("s") or w.endswith(("ss", "us", "is")):
        return w
    if w.endswith("ies"):
        return w[:-3] + ("y" if len(w) > 4 else "ie")
    if w.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return w[:-2]
    return w[:-1] if _has_vowel(w[:-2]) else w


def _participle(w: str) -> str:
    """Remove -ed and -ing (step 1b of Porter2), mending what they changed before them."""
    for ending in ("ing", "ed"):
        if w.endswith(ending):
            rest = w[: -len(ending)]
            if len(rest) < 3 or not _has_vowel(rest):
                return w
            if ending == "ed" and rest.endswith("i"):
                return rest[:-1] + "y"
            if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] in "bdfgmnprt":
                return rest[:-1]
            if rest[-1] == "l" == rest[-2] and len(rest) > 5:
                return rest[:-1]  # travelled; but not called
            return rest
    return w


def english(word: str) -> str:
    """Return the key of a folded English word: plural, third person, -ed and -ing removed."""
    if word in _WHOLE:
        return word
    known = _IRREGULAR.get(word)
    if known is None:
        known = _participle(_plural(word))
    if known in _WHOLE:
        return known
    # step 5 of Porter2: house, housed, housing
    if known.endswith("e") and len(known) > 4 and not known.endswith("ee"):
        known = known[:-1]
    return known


_AR_ARTICLE: Final = regex.compile("^(?:[وف]?(?:ال|بال|كال|لل)|[وف]?ب(?=ال))")
_AR_ENDING: Final = regex.compile("(?:ات|ون|ين|ان|يه|ها|هم|ه|ي)$")


def arabic(word: str) -> str:
    """Return the key of a folded Arabic word: article, clitics and regular endings removed."""
    rest = _AR_ARTICLE.sub("", word)
    if len(rest) < 2:
        rest = word
    cut = _AR_ENDING.sub("", rest)
    return cut if len(cut) >= 3 else rest


_FA_ENDING: Final = regex.compile("(?:هايي|هاي|ها|هايش|هايشان)$")


def persian(word: str) -> str:
    """Return the key of a folded Persian word: plural and ezafe endings removed."""
    cut = _FA_ENDING.sub("", word)
    return cut if len(cut) >= 2 else word
