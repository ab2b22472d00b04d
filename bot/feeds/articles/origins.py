"""Who first reported a story, where its publisher only passes it on. Strict patterns only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.feeds.articles import people
from bot.feeds.articles.agencies import is_same, known
from bot.feeds.articles.structured import Facts, Json, name_of

_NAME = r"[^\W\d_a-zа-я][^|:()\[\]<>\n]{1,39}"
_PERSON = r"[^\W\d_a-zа-я][^|:()\[\]<>\n,;!?]{2,60}"
_AUTHOR_WORD = r"(?:By|Author|Por|Autor|Par|Von|Автор|Yazar|الكاتب|بقلم|نویسنده|作者)\s*[:：]?\s*"
# A paragraph that opens with "Tessera Press | Ada Quill: …".
_OPENING = re.compile(rf"(?P<origin>{_NAME}) \| (?:{_AUTHOR_WORD})?(?P<author>{_PERSON}): (?=\S)")
# A line of its own, "Tessera Press | Author: Ada Quill".
_BYLINE = re.compile(
    rf"(?P<origin>{_NAME}) \| (?:{_AUTHOR_WORD}(?P<author>{_PERSON})|(?P<named>{_PERSON}):)"
)
# An opening such as "LONDON (Agency) - …" or "Paris, 3 May (AGY) — …".
_DATELINE = re.compile(
    r"(?:(?P<place>[^\W\d_a-z][\w'’.-]*(?:[ ,/]+[\w'’.]+){0,6}),? ?)?"
    r"\((?P<origin>[^\W\d_][\w .&'’/-]{1,30})\)\s?(?:\.?[-–—]{1,2}\s?|[:.]\s)"
)
# "МОСКВА, 3 мая - РИА Новости. …", "/ТАСС/", "القاهرة - رويترز: …": known agencies only.
_AFTER_PLACE = re.compile(
    r"[^\W\d_a-z][\w'’. ,-]{1,40}?\s?[-–—./]{1,2}\s?(?P<origin>[^\W\d_a-z][\w .&'’-]{1,24}?)"
    r"\s?(?:/\.?|[-–—:.])\s"
)
_CREDIT = re.compile(
    r"(?:(?:Source|Sources|Origin|Credit|Originally published (?:by|in|on)|"
    r"First published (?:by|in|on))|منبع(?: خبر)?|المصدر|المصادر|Источник|Источники|Fuentes?|"
    r"Quellen?|Kaynak|来源|來源|Fonte|Bron|Źródło)\s*[:：]\s*(?P<origin>[^\s|:<>][^|:<>\n]{1,60})",
    re.IGNORECASE,
)
_PROVIDED = re.compile(
    r"(?:Provided|Distributed|Syndicated) by:?\s+(?P<origin>[^\W\d_][^|:<>\n]{1,60})"
)
_SECOND_HAND = re.compile(
    r"(?:This|The) (?:article|story|post|piece|report|content|interview) (?:was |is |has been )?"
    r"(?:(?:originally|first) (?:published|appeared|reported|posted)(?: \w+ \d{1,2},?)?|"
    r"republished|reproduced|syndicated)"
    r"(?: \w+ \d{1,2}, \d{4},?)? (?:by|in|on|at|from|with permission from|courtesy of) "
    r"(?P<origin>(?:the |The )?[A-Z][\w&'’.-]*(?: (?:of |the |and |& )?[A-Z][\w&'’-]*){0,4}?)"
    r"(?:\s*[,.]?$|[.,]? (?:Read|It|on|in|and|under|with|here|as)\b|[.,]\s)"
)
# "به گزارش X به نقل از Y، …"; without "نقل" only an agency, as sites name themselves so too.
_PERSIAN = re.compile(
    r"به گزارش (?P<by>[^،,:؛.\n]{2,60}?)?(?:[،,؛]?\s*(?:و )?به نقل از "
    r"(?P<origin>[^،,:؛.\n]{2,40}?))?\s*[،,؛:]"
)
_PERSIAN_QUOTED = re.compile(
    r"(?:به نقل از|منبع[:：]) (?P<origin>[^،,:؛.\n]{2,40}?)\s*(?:[،,؛:]|$)"
)
_META = (
    "article:source", "original-source-name", "syndication-source-name", "dc.source",
    "dcterms.source", "source",
)  # fmt: skip
_PICTURES = re.compile(
    r"getty|shutterstock|istock|unsplash|pexels|pixabay|alamy|flickr|photo|image|foto|bild|عکس|"
    r"صورة|фото|press release|pressemitteilung|communiqué|company|own|eigene|author|author's",
    re.IGNORECASE,
)
_PRESS = re.compile(r"\b(?:News|Agency|Press|Wire|Times|Post|Herald|Tribune)$|Presse|خبر|وكالة")
_OWN = re.compile(r"خبرنگار|گروه|سرویس|نشریه ما|ما")


_LONGEST_NOTE = 300


class Origin(NamedTuple):
    """Who first reported it."""

    name: str | None
    author: str | None
    """The author named beside the origin."""


def find(
    paragraphs: list[str],
    byline: str | None,
    lines: list[str],
    facts: Facts,
    publisher: str | None,
    *,
    agency: str | None = None,
) -> Origin:
    """Return the origin that the page states, the clearest statement first.

    ``paragraphs`` is the article's text, ``byline`` the line under its headline, ``lines`` all the
    lines there and behind the story, ``agency`` one that stands in the author's place. A publisher
    is not the origin of its own stories.
    """
    for candidate in _candidates(paragraphs, byline, lines, facts, agency):
        name = candidate.name.strip(' .،,«»"“”') if candidate.name else ""
        if (
            name
            and _is_name(name)
            and not re.search(r"\d{3}", name)
            and not is_same(name, publisher)
        ):
            agency = known(name) or ""
            written = agency if agency.casefold() == name.casefold() else name
            return Origin(written, candidate.author)
    return Origin(None, None)


def _candidates(
    paragraphs: list[str], byline: str | None, lines: list[str], facts: Facts, agency: str | None
) -> Iterator[Origin]:
    stated = facts.article.get("sourceOrganization") or _based_on(facts)
    yield Origin(name_of(stated), None)
    told = [byline or "", *paragraphs[:2]]
    for line in [*told, *lines]:
        match = _BYLINE.fullmatch(line) or (line in told and _OPENING.match(line))
        if match and "," not in match["origin"]:
            yield Origin(match["origin"].strip(), _author(match))
    for line in lines:
        yield Origin(known(line) and line, None)
    for paragraph in paragraphs[:1]:
        yield Origin(_dateline(paragraph), None)
        yield Origin(_reported(paragraph), None)
    for paragraph in [*paragraphs[:2], *paragraphs[-3:], *lines]:
        if match := _CREDIT.fullmatch(paragraph) or _PROVIDED.fullmatch(paragraph):
            yield Origin(_credited(match["origin"]), None)
    for paragraph in [*paragraphs[:1], *paragraphs[-3:]]:
        if len(paragraph) <= _LONGEST_NOTE and (match := _SECOND_HAND.search(paragraph)):
            yield Origin(match["origin"], None)
    yield Origin(agency, None)
    for name in _META:
        yield Origin(_credited(facts.meta.get(name, "")), None)


def without_marks(paragraph: str) -> str:
    """Return a paragraph without an "Origin | Name:" before it; empty where it is only a credit."""
    if _BYLINE.fullmatch(paragraph) or _CREDIT.fullmatch(paragraph):
        return ""
    match = _OPENING.match(paragraph)
    return paragraph[match.end() :] if match else paragraph


def _dateline(paragraph: str) -> str | None:
    """Return the agency of a dateline; a place in brackets after a place is none."""
    if match := _DATELINE.match(paragraph):
        name, place = match["origin"].strip(), match["place"]
        if known(name) or known(name.split("/")[0]):
            return name
        if name[0].islower():
            return None
        is_abbreviation = name.isupper() and len(name) <= 6
        return name if place is None or is_abbreviation or _PRESS.search(name) else None
    match = _AFTER_PLACE.match(paragraph)
    return match["origin"] if match and known(match["origin"]) else None


def _reported(paragraph: str) -> str | None:
    """Return whom a Persian opening names: whom it quotes, else the agency that reports."""
    match = _PERSIAN.search(paragraph[:200])
    if match is None:
        quoted = _PERSIAN_QUOTED.search(paragraph[:120])
        return quoted["origin"] if quoted and known(quoted["origin"]) else None
    if match["origin"]:
        return match["origin"]
    by = (match["by"] or "").strip(" «»")
    return by if known(by) and not _OWN.search(by) else None


def _credited(text: str) -> str | None:
    """Return the name in a credit; of a list with slashes and commas, the agency in it."""
    name = text.strip(" .()[]«»")
    parts = [part.strip() for part in re.split(r"[,/;،]", name)]
    if len(parts) > 1 and known(name) is None:
        return next((part for part in parts if known(part)), None)
    if not name or _PICTURES.search(name) or re.search(r"\.(?:\w{2,4})(?:/|$)", name):
        return None
    is_lower = name[0].islower() and name.isascii()
    return None if is_lower and known(name) is None else name


def _author(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    line = str(found["author"] or found.get("named")).strip(" :")
    return ", ".join(people.named([line], None).names) or None


def _based_on(facts: Facts) -> Json:
    based = facts.article.get("isBasedOn")
    based = based[0] if isinstance(based, list) and based else based
    return (based.get("publisher") or based.get("provider")) if isinstance(based, dict) else None


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= 40 and len(text.split()) <= 6 and "://" not in text and "@" not in text
