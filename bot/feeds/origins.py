"""Who first reported a story, where its publisher only passes it on. Strict patterns only."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.feeds.structured import Facts, Json, name_of

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
    r"(?:(?P<place>[^\W\d_a-z][\w'’.-]*(?:[ ,/]+[\w'’.]+){0,5}),? )?"
    r"\((?P<origin>[^\W\d_a-z][\w .&'’/-]{1,30})\)\s?[-–—]{1,2}\s"
)
_CREDIT = re.compile(
    r"(?:Source|Origin|Originally published (?:by|in)|First published (?:by|in)|منبع|المصدر|"
    r"Источник|Fuente|Quelle|Kaynak|来源|Fonte)\s*[:：]\s*(?P<origin>[^\s|:<>][^|:<>\n]{1,39})",
    re.IGNORECASE,
)
_META = (
    "article:source", "original-source-name", "syndication-source-name", "dc.source",
    "dcterms.source", "source",
)  # fmt: skip


class Origin(NamedTuple):
    """Who first reported it."""

    name: str | None
    author: str | None
    """The author named beside the origin."""


def find(paragraphs: list[str], byline: str | None, facts: Facts, publisher: str | None) -> Origin:
    """Return the origin that the page states, the clearest statement first.

    ``paragraphs`` is the article's text, ``byline`` the line under its headline. A publisher is
    not the origin of its own stories.
    """
    stated = facts.article.get("sourceOrganization") or _based_on(facts)
    candidates = [Origin(name_of(stated), None)]
    candidates += [
        Origin(match["origin"].strip(), _author(match))
        for line in [byline or "", *paragraphs[:2]]
        if (match := _BYLINE.fullmatch(line) or _OPENING.match(line))
    ]
    candidates += [Origin(_agency(paragraph), None) for paragraph in paragraphs[:1]]
    candidates += [
        Origin(match["origin"].strip(" ."), None)
        for paragraph in [*paragraphs[:2], *paragraphs[-3:]]
        if (match := _CREDIT.fullmatch(paragraph))
    ]
    candidates += [Origin(facts.meta.get(name), None) for name in _META]
    for candidate in candidates:
        if candidate.name and _is_name(candidate.name) and not _same(candidate.name, publisher):
            return candidate
    return Origin(None, None)


def without_marks(paragraph: str) -> str:
    """Return a paragraph without an "Origin | Name:" before it; empty where it is only a credit."""
    if _BYLINE.fullmatch(paragraph) or _CREDIT.fullmatch(paragraph):
        return ""
    match = _OPENING.match(paragraph)
    return paragraph[match.end() :] if match else paragraph


def _agency(paragraph: str) -> str | None:
    """Return the agency of a dateline; a place in brackets after a place is none."""
    match = _DATELINE.match(paragraph)
    if match is None:
        return None
    name, place = match["origin"].strip(), match["place"]
    is_agency = place is None or place.isupper() or (name.isupper() and len(name) <= 6)
    return name if is_agency or name.endswith(("News", "Agency", "Press")) else None


def _author(match: re.Match[str]) -> str:
    found = match.groupdict()
    return str(found["author"] or found.get("named")).strip(" :")


def _based_on(facts: Facts) -> Json:
    based = facts.article.get("isBasedOn")
    based = based[0] if isinstance(based, list) and based else based
    return (based.get("publisher") or based.get("provider")) if isinstance(based, dict) else None


def _is_name(text: str) -> bool:
    return 2 <= len(text) <= 40 and len(text.split()) <= 6 and "://" not in text and "@" not in text


def _same(name: str, publisher: str | None) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"\W|^the\s", "", text.casefold())

    one, other = sorted((bare(name), bare(publisher or "")), key=len)
    return bool(one) and other.startswith(one)
