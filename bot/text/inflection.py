"""Stemmers of our own for languages whose Snowball stemmer joins or parts words wrongly.

They take folded words (``normal.fold``) and remove inflection only, never derivation: ``imports``
and ``imported`` are forms of ``import``, ``important`` is another word.
"""

from __future__ import annotations

from typing import Final

import regex

from bot.text.wordlist import word_set

_VOWELS: Final = "aeiouy"
# Plurals that no rule makes.
_IRREGULAR: Final = {
    "men": "man", "women": "woman", "children": "child", "feet": "foot", "teeth": "tooth",
    "mice": "mouse", "geese": "goose", "lives": "life", "wives": "wife", "knives": "knife",
    "wolves": "wolf", "thieves": "thief", "leaves": "leaf", "shelves": "shelf", "halves": "half",
    "crises": "crisis", "analyses": "analysis", "theses": "thesis", "hypotheses": "hypothesis",
    "bases": "base", "oases": "oasis", "criteria": "criterion", "phenomena": "phenomenon",
    "indices": "index", "matrices": "matrix",
    "dying": "die", "lying": "lie", "tying": "tie", "policemen": "policeman",
    "shelling": "shell", "shells": "shell", "unite": "unite", "unites": "unite",
    "united": "united", "uniting": "unite", "movies": "movie", "zombies": "zombie",
    "cookies": "cookie", "rookies": "rookie", "calories": "calorie", "selfies": "selfie",
    "buses": "bus", "viruses": "virus", "gases": "gas", "lenses": "lens", "campuses": "campus",
    "bonuses": "bonus", "statuses": "status", "censuses": "census", "heroes": "hero",
    "echoes": "echo", "potatoes": "potato", "tomatoes": "tomato", "vetoes": "veto",
    "torpedoes": "torpedo", "mosquitoes": "mosquito", "volcanoes": "volcano",
    "quizzes": "quiz", "biases": "bias", "canvases": "canvas", "aliases": "alias",
    "used": "use", "using": "use", "uses": "use", "ties": "tie", "tied": "tie",
    "pies": "pie", "lies": "lie", "dies": "die", "died": "die",
    "agreed": "agree", "disagreed": "disagree", "freed": "free", "pasted": "paste",
    "pasting": "paste", "breathed": "breathe", "breathing": "breathe",
    # verbs whose past no rule makes, where it is no word of its own
    "struck": "strike", "stricken": "strike", "stole": "steal", "stolen": "steal",
    "chose": "choose", "chosen": "choose", "froze": "freeze", "frozen": "freeze",
    "wrote": "write", "written": "write", "spoke": "speak", "spoken": "speak", "broke": "break",
    "broken": "break", "fought": "fight", "bought": "buy", "sold": "sell", "caught": "catch",
    "taught": "teach", "sought": "seek", "built": "build", "sent": "send", "paid": "pay",
    "held": "hold", "told": "tell", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "went": "go", "gone": "go", "flew": "fly", "flown": "fly", "grew": "grow",
    "grown": "grow", "threw": "throw", "thrown": "throw", "drew": "draw", "drawn": "draw",
    "drove": "drive", "driven": "drive", "began": "begin", "begun": "begin", "fallen": "fall",
    "fell": "fall", "won": "win", "lost": "lose", "fled": "flee", "hid": "hide",
    "hidden": "hide", "sank": "sink", "sunk": "sink", "swore": "swear", "sworn": "swear",
    "forgot": "forget", "kept": "keep", "spent": "spend", "lent": "lend", "heard": "hear",
    "made": "make", "said": "say", "ran": "run", "sang": "sing", "swam": "swim",
    "shook": "shake", "shaken": "shake", "ate": "eat", "eaten": "eat", "wore": "wear",
    "worn": "wear", "tore": "tear", "torn": "tear", "rode": "ride", "ridden": "ride",
    "bitten": "bite", "met": "meet", "led": "lead", "shot": "shoot",
}  # fmt: skip
# Words that end like a form of another word and are none: mostly names.
_WHOLE: Final = word_set(
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
    tunis unite us vegas versus vilnius wales was whereas williams xerox yes
    being beijing boeing sterling king ring thing wing spring string bring ceiling evening morning
    during nothing something everything anything reading redding peking darling viking stirling
    kipling lessing schilling earring sibling sing sling swing cling fling sting wring shilling
    red bed ted ned fred alfred hundred kindred sacred naked wicked ahmed mohammed muhamed
    hamed saeed said speed need feed seed weed deed greed breed bleed exceed proceed succeed
    indeed united mohamed muhammed embed shed sped bred rashed khaled waleed
    quite suite maine paste caste breathe bathe clothe morale humane finale locale urbane artiste
    forte borne carte besides clothes past
    """
)


# One syllable that ends in a single consonant: hop(e), strik(e).
_SHORT: Final = regex.compile("[^aeiouy]*[aeiouy][^aeiouywx]|[aeiouy][^aeiouy]")


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
            return rest + "e" if _SHORT.fullmatch(rest) else rest
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
    # Step 5 of Porter2 takes the last e off (house, housing), but for words like plane.
    if (
        known.endswith("e")
        and not known.endswith(("ee", "ie", "ye"))
        and not _SHORT.fullmatch(known[:-1])
    ):
        return known[:-1]
    return known


# Frequent nouns that the rules below leave whole (ev, evlerde; yıl, yılında) or cut too far, since
# an n before a vowel may be the ending's: başkanı is no form of başka.
_TR_ROOT: Final = regex.compile(
    "(ev|is|gun|yil|yer|yol|soz|goz|koy|baskan|bakan|insan|sorun|kadin|altin|basin|uzman|liman|orman"
    "|zaman|alan|vatan|dusman|meydan|duman|yakin|konut|hastane|postane|eczane|kutuphane|kurban|ordu)"
    "(?:l[ae]r)?(?:[iu]m?|[iu]n|s[iu]|[iu]miz|[iu]niz)?"
    "(?:n?[dt][ae]n?|[iu]n[iu]n|n[iu]n|[yn]?[iuea]|y?l[ae]|[dt][ae]ki)?$"
)
_TR_WATER: Final = frozenset(
    {"suyu", "suyun", "suyunu", "suya", "suda", "sular", "sulari", "sularin"}
)
_TR_NOT_FORMS: Final = frozenset({"yerel", "isim", "evet"})
_TURKISH: Final = (
    regex.compile("(?<=...)(?:l[ae]r|[dt][ae]n|n[iu]n|nd[ae]n|nd[ae])$"),
    regex.compile("(?<=....)(?:[iu]n|[yns]?[iu]|[yn]?[ae]|[dt][ae](?:ki)?|y?l[ae])$"),
)
_SOFTENED: Final = str.maketrans("bgd", "pkt")


def turkish_rests(word: str) -> tuple[str, ...]:
    """Return what else a folded Turkish word may be a form of: savaş-ı, not sava-sı; maç-ta."""
    if len(word) < 6 or word[-3:] in _TR_FROM:
        found = _TR_PLACE.fullmatch(word)
        return () if found is None else (found[1],)
    return tuple(word[: -len(end)] for end in _TR_SHORT if word.endswith(end))


_TR_FROM: Final = frozenset({"dan", "den", "tan", "ten"})
_TR_PLACE: Final = regex.compile("(.{3})[dt][ae]n?")
_TR_SHORT: Final = ("i", "u", "a", "e", "in", "un")


def turkish(word: str) -> str:
    """Return the key of a folded Turkish word: plural, case and third-person endings removed."""
    if word in _TR_WATER:
        return "su"
    root = _TR_ROOT.match(word)
    if root is not None and word not in _TR_NOT_FORMS:
        return str(root[1])
    for _ in range(4):
        shorter = _TURKISH[1].sub("", _TURKISH[0].sub("", word))
        if shorter == word:
            break
        word = shorter
    # kitap, kitabı; uçak, uçağı
    return word[:-1] + word[-1:].translate(_SOFTENED) if len(word) > 3 else word


_KOREAN: Final = regex.compile(
    "(?<=..)(?:에서는|으로는|에서|에게|으로|까지|부터|이라고|라고|은|는|이|가|을|를|의|에|로|와|과|도|만)$"
)


def korean(word: str) -> str:
    """Return the key of a Korean word: the particle at its end removed."""
    cut: str = _KOREAN.sub("", word)
    return cut
