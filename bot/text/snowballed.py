"""What is mended of Snowball's Russian and German, on folded words.

Its stemmers see one word at a time: a vowel that comes and goes ("рынок", "рынка") parts two forms,
and an ending that makes another word ("Zeit", "Zeitung") joins two words.
"""

from __future__ import annotations

from typing import Final

import regex

from bot.text.wordlist import word_set

# Words that end like a form of another word.
_RU_WHOLE: Final = word_set(
    """метро радио ради более менее семь часто дать стать брать кино авто какао домой после ним ними
    именно вместо вместе поэтому мало долго скоро остров покров готов здоров
    другой другая другое другие других другого другому другую другими"""
)
_RU_KNOWN: Final = {
    "проблем": "проблем", "систем": "систем", "схем": "схем", "любовь": "любв", "любви": "любв",
    "любовью": "любв", "церковь": "церкв", "церкви": "церкв", "церковью": "церкв", "огонь": "огн",
    "день": "дн", "дня": "дн", "дней": "дн", "дни": "дн", "дням": "дн", "дети": "ребенк",
    "детей": "ребенк", "детям": "ребенк", "детьми": "ребенк", "детях": "ребенк", "посол": "посл",
    "павел": "павл", "лев": "льв", "пес": "пс", "угол": "угл", "орел": "орл", "козел": "козл",
    "матери": "мат", "матерей": "мат", "матерью": "мат", "матерям": "мат", "матерями": "мат",
    "дочери": "доч", "дочерей": "доч", "дочерью": "доч", "дочерям": "доч", "ветер": "ветр",
    "писем": "письм", "окон": "окн", "земель": "земл", "песен": "песн",
    "чисел": "числ", "тюрем": "тюрьм", "сестер": "сестр", "денег": "деньг", "деньги": "деньг",
    "деньгами": "деньг", "деньгах": "деньг", "судеб": "судьб", "семей": "сем", "яиц": "яйц",
}  # fmt: skip
# странный is not of страна: the doubled н of an adjective stays.
_RU_DOUBLED: Final = regex.compile(
    "(?<=.)(нн)(?:ый|ая|ое|ые|ого|ому|ым|ом|ой|ую|ых|ыми|о|а|ы|у|е)?$"
)
_RU_FLEETING: Final = (
    (regex.compile("(?<=..[ая]н)ин$"), ""),
    (regex.compile("(?<=..[бвгджзклмнпрстфхцчшщ])[ое]к$"), "к"),
    (regex.compile("(?<=[аеиоуыэюя])ец$"), "йц"),
    (regex.compile("(?<=..)ец$"), "ц"),
    (regex.compile("(?<=...)ен$"), "н"),
)


def russian_whole(word: str) -> str | None:
    """Return the key of a folded Russian word that Snowball would cut too far, else None."""
    if word in _RU_WHOLE:
        return word
    known = _RU_KNOWN.get(word)
    if known is not None:
        return known
    doubled = _RU_DOUBLED.search(word)
    if doubled is not None:
        return word[: doubled.end(1)]
    return word if word.endswith(("ав", "иан", "ьян")) and len(word) > 4 else None  # состав


def russian_mended(stem: str) -> str:
    """Return Snowball's stem without a vowel that comes and goes."""
    for ending, kept in _RU_FLEETING:
        shorter = ending.sub(kept, stem)
        if shorter != stem:
            return shorter
    return stem


# Adjectives whose cases look like a surname's.
_RU_NO_SURNAME: Final = word_set(
    """мировым финансовым торговым правовым газовым массовым налоговым трудовым силовым деловым
    годовым кадровым передовым боевым базовым первым новым готовым здоровым суровым"""
)
# Nominatives end like a form of another word: of режим Snowball makes "реж", of режима "режим".
_RU_ADJECTIVE: Final = regex.compile(
    "(?:ого|его|ому|ему|ых|их|ими|ыми|ая|яя|ую|юю|ое|ее|ые|ие|ой)$"
)
_RU_HARD: Final = regex.compile("(?<=...)(?:а|у|ом|ы|ов|ам|ами|ах|е|ым)$")
_RU_SOFT: Final = regex.compile("(?<=...)(?:и|ю|я|ем|ей|ям|ями|ях|ев)$")


def russian_rests(word: str) -> tuple[str, ...]:
    """Return nouns in the nominative that a folded Russian word may be a case of."""
    if (
        len(word) < 5
        or word in _RU_NO_SURNAME
        or (_RU_ADJECTIVE.search(word) and not word.endswith(("ему", "ой")))
    ):
        return ()
    hard = _RU_HARD.sub("", word)
    if hard != word:
        return (hard, hard + "а") if word[-1] in "уые" else (hard,)
    soft = _RU_SOFT.sub("", word)
    return (soft + "ь", soft + "й", soft + "я") if soft != word else ()


_DE_WHOLE: Final = word_set(
    """wegen falls rechts links leider weiter weiterhin bereits selbst selber nachts abends morgens
    mittels namens willen ubrigens meistens hinter hinten unter uber"""
)
_DE_KNOWN: Final = {
    "seit": "seit'", "eier": "ei", "eiern": "ei", "eis": "eis", "eies": "ei",
    "museen": "museum", "viren": "virus", "zentren": "zentrum", "foren": "forum",
    "ministerien": "ministerium", "stadien": "stadion", "alben": "album", "konten": "konto",
    "risiken": "risiko", "visa": "visum", "themen": "thema", "mechanismen": "mechanismus",
    "materialien": "material", "kriterien": "kriterium", "gymnasien": "gymnasium",
    "morder": "morder", "busse": "bus", "bussen": "bus", "studien": "studie", "daten": "daten",
    "medien": "medium", "firmen": "firma",
    "museums": "museum", "zentrums": "zentrum", "ministeriums": "ministerium",
}  # fmt: skip
_DE_FOREIGN: Final = regex.compile("(?<=...[aoywp]|...[^e]i)s$")
_DE_SINGULARS: Final = frozenset(_DE_KNOWN.values())
# Endings that make another word: its forms are told by what follows them.
_DE_DERIVED: Final = regex.compile(
    "(.{3,}(?:ung|heit|keit|schaft|lich|isch|ist|ion|itat|ment|ik|[bs]lem|stem|trem|in(?=nen)))(?:nen|en?|er|es|em|s|n)?$"
)
_DE_PERSON: Final = regex.compile(
    "((?:.{2,}(?:(?<![al])l|k|z|hr|ball|beit|leit|tret)|.+urg)er)(?:n|s)?$"
)
_DE_FEMININE: Final = regex.compile("(?<=..(?:er|ent|ist|at|log|ont|eg))in(?:nen)?$")
_DE_PLURAL: Final = regex.compile("(?:volk|tal|lk)er")


def german_masculine(word: str) -> str:
    """Return a folded German word without -in and -innen: Ministerin, as Spanish and French do."""
    masculine: str = _DE_FEMININE.sub("", word)
    return masculine


def german_whole(word: str) -> str | None:
    """Return the key of a folded German word that Snowball would cut too far, else None."""
    if word in _DE_WHOLE:
        return word
    known = _DE_KNOWN.get(word)
    if known is not None:
        return known
    word = german_masculine(word)
    person = _DE_PERSON.match(word)
    if person is not None and not _DE_PLURAL.search(word):
        return str(person[1])
    if word in _DE_SINGULARS:
        return word
    if _DE_FOREIGN.search(word):  # Kameras, Büros
        return german_whole(word[:-1]) or word[:-1]
    found = _DE_DERIVED.match(word)
    return None if found is None else str(found[1])
