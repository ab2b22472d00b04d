"""Who wrote a story: names out of what publishers write in the author's place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from bot.feeds import calendars
from bot.feeds.articles import agencies
from bot.text.html import one_line

_BY = re.compile(
    r"^(?:(?:written|posted|story|text|words|reporting|report|analysis|opinion|review|interview|"
    r"commentary|published|article|exclusive|contributed|reported|compiled|edited)\s+)?"
    r"(?:by|von|por|par|door|av|от|автор(?:ы)?|автор текста|текст|autor(?:a|es|as)?|auteure?s?|"
    r"author(?:s|\(s\))?|yazar|نویسنده|نویسندگان|الكاتب|الكاتبة|بقلم|كتب|كتبت|تحرير|به قلم|作者|文)"
    r"(?:\s*[:：]\s*|\s+(?=\S))",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+[|•·–—]\s*|\s*[|•·]\s+|\s+[-]\s+|\s+(?:@\w+|\S+@\S+)|\s*\(@?\w+\)\s*$|\n|\t|\s{3,}|"
    r"(?<=\w{4})(?<!Prof)\.\s+|"  # Ada Quill. Harbour Post
    r"\s*,?\s+(?:(?:on|am|le|el)\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|\d{1,2}[./ ])",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*[,;،؛、]\s*(?:(?:and|und|et|y|e|и|و)\s+)?|\s+(?:and|und|et|y|og|och|ve|и|و|&)\s+|\s*&\s*"
)
_ROLE = re.compile(
    r"\b(?:editor|editors|correspondent|reporter|reporters|writer|columnist|contributor|"
    r"contributing|analyst|producer|chief|bureau|staff|intern|photographer|journalist|"
    r"presenter|anchor|director|professor|lecturer|researcher|fellow|critic|blogger|desk|team|"
    r"newsroom|redaktion|redakteur\w*|korrespondent\w*|reporterin|autorin|rédaction|rédacteur|"
    r"rédactrice|correspondant\w*|journaliste|envoyé\w*|redacción|redactora?|corresponsal|"
    r"enviad[oa]|periodista|redazione|redação|repórter|jornalista|redactie|verslaggever|"
    r"редакция|редактор|корреспондент\w*|обозреватель|журналист\w*|специально|"
    r"columna|special to|for the|news service|wire services?|wire reports?|agencies|agencia)\b|"
    r"خبرنگار|سردبیر|گروه|تحریریه|دبیر|مراسل|محرر|التحرير|صحفي|كاتب",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"https?://|www\.|@|\.(?:txt|html?|php)$|^\W*$|^[\d\W]+$|\.(?:com|org|net|co|ir|ru|de|fr|es|info|tv|io)\b|"
    r"^(?:\w*admin\w*|administrator|editor|editorial|staff|null|none|unknown|anonymous|guest|"
    r"undefined|user|author|n/?a|updated?|published|posted|\w+day|follow|share|comments?|гость|админ\w*|аноним|редакция|redaktion|redacción|rédaction|"
    r"redazione|redação|مدیر|ادمین|مهمان|مدير|admin istrator|webmaster|default|test|website)$",
    re.IGNORECASE,
)
_LETTERS = re.compile(  # MD, Ph.D., R.D.N.
    r"^(?:ph\.?d|m\.?d|r\.?d\.?n?|m\.?s\.?c?|m\.?a|b\.?s\.?c?|b\.?a|m\.?b\.?a|d\.?o|r\.?n|"
    r"cpt|cscs|mph|pharmd|dds|esq|dphil|dr)\.?(?:\s*\(\w+\))?$",
    re.IGNORECASE,
)
_HEIR = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_ORGANISATION = re.compile(
    r"\b(?:news|media|press|times|post|tribune|magazine|agency|network|tv|radio|group|inc|ltd|"
    r"llc|gmbh|foundation|institute|university|ministry|council|association)$",
    re.IGNORECASE,
)
_MANY = 12
_LONGEST = 300


class Authors(NamedTuple):
    """Who an author's line names."""

    names: tuple[str, ...]
    """People, in order."""
    agency: str | None
    """The agency that it names beside or in place of them."""


NOBODY = Authors((), None)
"""A line that names none."""


def named(lines: Iterable[str], publisher: str | None) -> Authors:
    """Return the people and the agency that author fields name, as they write them.

    Roles, titles, addresses, teams and the publisher itself are no people.
    """
    people: list[str] = []
    agency: str | None = None
    for line in list(lines)[:_MANY]:
        found = _read(one_line(line), publisher)
        people += found.names
        agency = agency or found.agency
    return Authors(tuple(dict.fromkeys(people))[:_MANY], agency)


def _read(line: str, publisher: str | None) -> Authors:
    if not 2 <= len(line) <= _LONGEST:
        return NOBODY
    people: list[str] = []
    agency: str | None = agencies.known(line)
    if agency:
        return Authors((), agency)
    for number, piece in enumerate(_CUT.split(_BY.sub("", line, count=1))):
        for part in _AND.split(piece):
            name = _BY.sub("", part.strip(' ,;:|-–—*"“”')).strip()
            first = name.split(" ", 1)[0]
            if known := agencies.known(name) or (_ROLE.search(name) and agencies.known(first)):
                agency = agency or str(known)
            elif _HEIR.match(name) and people:
                people[-1] += f", {name}"
            elif " " not in name and agency and not people:
                continue  # Reuters, Washington
            elif number == 0 and _is_person(name, publisher) and not _is_place(name, people):
                people.append(name)
    return Authors(tuple(people), agency)


def _is_place(name: str, people: list[str]) -> bool:
    """Return whether a single word stands behind whole names: ``Ada Quill, Berlin``."""
    return bool(people) and " " not in name and all(" " in person for person in people)


def _is_person(name: str, publisher: str | None) -> bool:
    """Return whether a part of an author's line can be a person's name."""
    if not 2 <= len(name) <= 60 or len(name.split()) > 6:
        return False
    if re.search(r"\d", name) or calendars.month(name) is not None:
        return False  # a date
    if _NOBODY.search(name) or _LETTERS.match(name) or _ROLE.search(name):
        return False
    if re.fullmatch(r"[A-Z]{4,}", name):
        return False  # a station's call sign
    if publisher and agencies.is_same(name, publisher):
        return False
    return not (len(name.split()) > 1 and _ORGANISATION.search(name))
