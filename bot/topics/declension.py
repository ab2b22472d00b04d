"""The forms that names of places and peoples take in each language.

``names/*.toml`` holds dictionary forms; these rules write out the rest, so that a story is searched
by plain look-up and no ending can join two words (Niger finds no Nigerian, مصر no مصرف).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Final

import regex

from bot.text.normal import fold


def place_forms(name: str, lang: str) -> Iterator[str]:
    """Yield a place's name in the cases of its language, the name itself first."""
    yield name
    if lang == "ru":
        rows = [_ru_noun_or_adjective(word) for word in name.split(" ")]
        if len(rows) <= 3:
            yield from (" ".join(row) for row in product(*rows))
    elif lang == "uk":
        rows = [_uk_noun_or_adjective(word) for word in name.split(" ")]
        if len(rows) <= 2:
            yield from (" ".join(row) for row in product(*rows))
    elif lang == "de" and name[-1] not in "sxzß" and not name.isupper():
        yield name + "s"


def people_forms(people: str, lang: str) -> Iterator[str]:
    """Yield the forms of a people's name or adjective, given in its dictionary form."""
    rule = _PEOPLE.get(lang)
    yield people
    if rule is not None:
        yield from rule(people)


def origin(name: str, lang: str) -> str | None:
    """Return the adjective of origin that a place's name has by rule, in some languages."""
    rule = _ORIGINS.get(lang)
    return None if rule is None or (" " in name and lang != "tr") else rule(name)


def _arabic_origin(name: str) -> str | None:
    word = fold(name)
    # ألمانيا only begins like the article
    word = word[2:] if name.startswith("ال") else word
    stem = regex.sub("(?:يا|ا|ه)$", "", word)
    # مالي is Mali, and "financial" more often; مجري Hungarian, and "a course".
    return stem + "ي" if len(stem) > 2 and not stem.endswith("ي") and stem != "مجر" else None


def _persian_origin(name: str) -> str | None:
    word = fold(name)
    stem = word[:-1] + "اي" if word.endswith("ا") else word.removesuffix("ه")
    return stem + "ي" if len(stem) > 2 else None


def _hebrew_origin(name: str) -> str | None:
    stem = regex.sub("(?:יה|ה|י)$", "", fold(name))
    return stem + "י" if len(stem) > 2 else None


def _hindi_origin(name: str) -> str:
    return name + ("ई" if name.endswith("ा") else "" if name.endswith("ी") else "ी")


def _turkish_origin(name: str) -> str | None:
    """Return the name with -lı: folded, -lı and -li are one, and so are -lu and -lü."""
    vowels = regex.sub("[^aeiou]", "", fold(name))
    return None if name.isupper() or not vowels else name + ("lu" if vowels[-1] in "ou" else "li")


_ORIGINS: Final[dict[str, Callable[[str], str | None]]] = {
    "ar": _arabic_origin, "fa": _persian_origin, "he": _hebrew_origin, "hi": _hindi_origin,
    "tr": _turkish_origin,
}  # fmt: skip


def english_plural(people: str) -> str | None:
    """Return the plural of a people's English name, where it has one in -s."""
    if people.endswith(("ese", "ss", "sh", "ch", "men", "women", "man", "woman", "ois")):
        return None
    return people + "s"


def _english(people: str) -> Iterator[str]:
    many = english_plural(people)
    if many:
        yield many


def _spanish(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith("o"):
        yield from (base[:-1] + ending for ending in ("a", "os", "as"))
    elif people[-1] in "íú":
        yield from (base + "s", base + "es")
    elif base[-1] in "ea":
        yield base + "s"
    else:
        yield from (base + ending for ending in ("a", "es", "as"))


def _french(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith(("en", "on")):
        feminine = base + "ne"
    elif base in {"turc", "grec"}:
        feminine = {"turc": "turque", "grec": "grecque"}[base]
    else:
        feminine = base if base.endswith("e") else base + "e"
    yield from (base if base.endswith("s") else base + "s", feminine, feminine + "s")


def _german(people: str) -> Iterator[str]:
    if people.endswith("sch"):
        yield from (people + ending for ending in ("e", "en", "er", "es", "em"))
        return
    stem = people.removesuffix("e")
    yield from (people + "n", people + "s", stem + "in", stem + "innen")
    if stem == people:
        yield people + "en"


_RU_ADJECTIVE: Final = (
    "ий", "ая", "ое", "ие", "ого", "ому", "им", "ом", "ой", "ую", "ою", "их", "ими", "о",
)  # fmt: skip
_RU_PLURAL: Final = ("", "ам", "ами", "ах")


def _russian(people: str) -> Iterator[str]:
    if people.endswith("ий"):
        yield from (people[:-2] + ending for ending in _RU_ADJECTIVE)
        return
    if people.endswith("ец"):
        stem = people[:-2] + ("й" if people[-3] in "аеиоу" else "")
        stem = people[:-2] + "ь" if people[-3] == "л" else stem
        masculine = stem + "ц"
        endings: tuple[str, ...] = ("а", "у", "ем", "е", "ы", "ев", "ам", "ами", "ах")
    elif people.endswith(("анин", "янин", "рин")):  # россияне, болгары; but грузины
        stem = people[:-2]
        yield from (people + ending for ending in ("а", "у", "ом", "е"))
        masculine = stem
        endings = ("е", "ы", *_RU_PLURAL)
    else:
        stem = {"турок": "турк"}.get(people, people)
        endings = ("а", "у", "ом", "ем", "е", "и", "ы", "ов", "ев", "ей", *_RU_PLURAL)
        masculine = stem
    yield from (masculine + ending for ending in endings)
    yield from (stem + "к" + ending for ending in ("а", "и", "е", "у", "ой", "ам", "ами", "ах"))


def _ru_noun_or_adjective(word: str) -> list[str]:
    """Return the cases of a word of a name; words in -о, -и, -у and acronyms have one form."""
    for ending, others in _RU_NOUNS:
        if word.endswith("оа"):  # Самоа
            return [word]
        if word.endswith(ending) and not word.isupper():
            stem = word[: len(word) - len(ending)]
            return [word, *(stem + other for other in others)]
    if word.isupper() or word[-1] in "оеэиуюёы":
        return [word]
    return [word, *(word + ending for ending in ("а", "у", "ом", "е"))]


_RU_NOUNS: Final = (
    ("Штаты", ("Штатов", "Штатам", "Штатами", "Штатах")),
    ("нные", ("нных", "нным", "нными")),
    ("ские", ("ских", "ским", "скими")),
    ("Эмираты", ("Эмиратов", "Эмиратам", "Эмиратами", "Эмиратах")),
    ("ный", ("ного", "ному", "ным", "ном")),
    ("кий", ("кого", "кому", "ким", "ком")),
    ("ая", ("ой", "ую", "ою")),
    ("ия", ("ии", "ию", "ией", "иею")),
    ("ея", ("еи", "ею", "еей", "ее")),
    ("Египет", ("Египта", "Египту", "Египтом", "Египте")),
    ("Израиль", ("Израиля", "Израилю", "Израилем", "Израиле")),
    ("ь", ("и", "ью", "я", "ю", "ем", "е")),
    ("й", ("я", "ю", "ем", "е")),
    ("я", ("и", "е", "ю", "ей")),
    ("а", ("ы", "и", "е", "у", "ой")),
    ("ны", ("н", "нам", "нами", "нах")),
    ("ды", ("дов", "дам", "дами", "дах")),
)


_UK_ADJECTIVE: Final = ("а", "е", "і", "ого", "ому", "им", "ім", "ої", "ій", "у", "ою", "их", "ими")


def _ukrainian(people: str) -> Iterator[str]:
    if people.endswith("ий"):
        yield from (people[:-2] + ending for ending in _UK_ADJECTIVE)
        return
    stem, plural = people, people
    if people.endswith(("єць", "ець")):
        stem = people[:-3] + ("й" if people[-3] == "є" else "")
        plural = stem + "ц"
        yield from (plural + ending for ending in ("я", "ю", "ем", "і", "ів", "ям", "ями", "ях"))
    elif people.endswith("ин"):
        stem = people[:-2]
    elif people.endswith("и"):
        plural = people[:-1]
    yield from (plural + ending for ending in ("а", "у", "ом", "и", "і", "ів", "ам", "ами", "ах"))
    yield from (stem + "к" + ending for ending in ("а", "и", "у", "ою", "ам"))


def _uk_noun_or_adjective(word: str) -> list[str]:
    for ending, others in _UK_NOUNS:
        if word.endswith(ending) and not word.isupper():
            stem = word[: len(word) - len(ending)]
            return [word, *(stem + other for other in others)]
    if word.isupper() or word[-1] in "оеєиіїуюё":
        return [word]
    return [word, *(word + ending for ending in ("а", "у", "ом", "і"))]


_UK_NOUNS: Final = (
    ("Штати", ("Штатів", "Штатам", "Штатами", "Штатах")),
    ("Емірати", ("Еміратів", "Еміратам", "Еміратами", "Еміратах")),
    ("ські", ("ських", "ським", "ськими")),
    ("ький", ("ького", "ькому", "ьким")),
    ("ка", ("ки", "ці", "ку", "кою")),
    ("ія", ("ії", "ію", "ією")),
    ("ея", ("еї", "ею", "еєю")),
    ("а", ("и", "і", "у", "ою", "ої")),
    ("я", ("і", "ю", "ею")),
    ("ь", ("ю", "і", "я", "ем", "ею")),
    ("й", ("ю", "я", "єм", "ї")),
)


def _italian(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith("o"):
        yield from (base[:-1] + ending for ending in ("a", "i", "e"))
    elif base.endswith("a"):
        yield from (base[:-1] + ending for ending in ("i", "e"))
    elif base.endswith("e"):
        yield base[:-1] + "i"


def _portuguese(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith("ao"):
        yield from (base[:-2] + "a", base[:-2] + "as")
    elif base.endswith("o"):
        yield from (base[:-1] + ending for ending in ("a", "os", "as"))
    elif base.endswith("l"):
        yield from (base + "a", base + "as", base[:-1] + "is", base + "es")
    elif base[-1] in "eai":
        yield base + "s"
    else:
        yield from (base + ending for ending in ("a", "es", "as"))


def _hebrew(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith("י"):
        yield from (base + ending for ending in ("ת", "ים", "ות", "ם", "ה", "יות"))


def _arabic(people: str) -> Iterator[str]:
    base = fold(people)
    if base.endswith("ي"):
        yield from (
            base + ending for ending in ("ه", "ين", "ون", "ات", "ا", "ان", "تان", "تين", "و")
        )


def _persian(people: str) -> Iterator[str]:
    base = fold(people)
    if " " not in base:
        yield from (base + ending for ending in ("ان", "ها", "هاي", "هايي"))


_PEOPLE: Final[dict[str, Callable[[str], Iterator[str]]]] = {
    "en": _english, "es": _spanish, "fr": _french, "de": _german, "ru": _russian,
    "ar": _arabic, "fa": _persian, "uk": _ukrainian, "it": _italian, "pt": _portuguese,
    "he": _hebrew,
}  # fmt: skip

# The endings that Turkish writes onto a people's name; onto a place's after an apostrophe.
_TR_ENDINGS: Final = regex.compile(
    "(?:l[ae]r)?(?:[iu]n|n[iu]n|[iu]|y[iu]|[ae]|y[ae]|[dt][ae]n?|[dt][ae]ki|y?l[ae]|n[iae]|nd[ae]n?)$"
    "|l[ae]r$"
)


# "And", "the", "in", "to", "from", "that", "as", written onto the word that follows.
_HE_PREFIX: Final = regex.compile("[והבלמשכ]|ו[הבלמשכ]|[שמכ]ה|וש?[הבלמ]|ומה|שב|כש[הבלמ]?")
# What Korean writes onto a place's name: the people, their language, and the particles of each.
_KO_ENDINGS: Final = regex.compile(
    "(?:인들?|어|계|군|산|식|측|행|발|내|령|형)?"
    "(?:에서는|으로는|에서|에게|으로|까지|부터|이라고|라고|은|는|이|가|을|를|의|에|로|와|과|도|만|들)?$"
)


def readings(word: str, lang: str) -> tuple[tuple[str, bool], ...]:
    """Return what a folded word of a story may be a form of, and whether as a people's only.

    Arabic writes "and", "by", "to" and the article onto the word that follows.
    """
    made = [(word, False)]
    if lang == "ar":
        made += _arabic_readings(word)
    elif lang == "he":
        made += [(word[cut:], False) for cut in (1, 2, 3) if _HE_PREFIX.fullmatch(word[:cut])]
    elif lang == "ko":
        ends = (found.start() for found in _KO_ENDINGS.finditer(word, overlapped=True))
        made += [(word[:end], False) for end in ends if end >= 2]
    elif lang == "tr":
        cuts = (found.start() for found in _TR_ENDINGS.finditer(word, overlapped=True))
        # Names of places have an apostrophe before theirs: Maliye is no Mali.
        made += [(word[:cut], True) for cut in cuts if cut >= 3]
    return tuple(made)


def _arabic_readings(word: str) -> Iterator[tuple[str, bool]]:
    rests = [word]
    if word[:1] in "وف":
        rests.append(word[1:])
    for rest in rests:
        if rest != word:
            yield rest, False
        if rest[:2] == "لل":
            yield "ال" + rest[2:], False
            yield rest[1:], False
            yield rest[2:], True
        elif rest[:1] in "بلك":
            yield rest[1:], False
            if rest[1:3] == "ال":
                yield rest[3:], True
        if rest[:2] == "ال":
            yield rest[2:], True
