"""When a page says that its story was published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from bot.feeds import calendars, dates
from bot.feeds.articles.headlines import around, text_of
from bot.feeds.articles.structured import Facts
from bot.feeds.dates import Dated

_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date",
    "published_time", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date", "dcterms.date", "date", "article.published", "displaydate",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "og:published_time", "dc.date.created",
    "article_date_original", "originalpublicationdate", "date.issued", "og:pubdate", "created",
)  # fmt: skip
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/-])|"
    r"[/-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/.]|$)"
)
_MIDNIGHT = re.compile(r"\d{4}-\d\d-\d\d[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)?")
_OFFSET = re.compile(r"(?:GMT|UTC)\s*[+-]\s*\d|[+-]\d{2}:?\d{2}\b|\dZ\b")
_DATED: Any = etree.XPath(
    "//*[self::span or self::div or self::p or self::li or self::small or self::h6 or self::td]"
    "[contains(@class, 'date') or contains(@class, 'Date') or contains(@class, 'publish') or "
    "contains(@class, 'time') or contains(@itemprop, 'datePublished')]"
)
_UPDATED = re.compile(
    r"^\W*(?:last\s+)?(?:updated?|modified|edited|aktualisiert|stand|mis à jour|maj|actualizado|"
    r"aggiornato|atualizado|bijgewerkt|güncelleme|обновл|измен|آخر تحديث|تم التحديث|"
    r"به ?روز ?رسانی|ویرایش)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_SHOWN = 90
_OTHER_WORDS = 4
_NEAR = timedelta(hours=36)
_LEVELS = 4
"""Levels above the heading that are close to it."""


def find(
    root: etree._Element,
    facts: Facts,
    url: str | None,
    heading: etree._Element | None,
    lines: list[str],
) -> Dated | None:
    """Return when the page says it was published: as stated, as shown, or as its address says.

    ``lines`` stand below the headline, which ``heading`` shows. A time that is shown without its
    zone is no instant: its day serves.
    """
    best: Dated | None = None
    for found in _found(root, facts, heading, lines):
        if best is None:
            best = found
        if best.has_time:
            return best
        if found.has_time and abs(found.instant - best.instant) <= _NEAR:
            return found  # the same day, said more closely
    return best or _in_address(url)


def _found(
    root: etree._Element, facts: Facts, heading: etree._Element | None, lines: list[str]
) -> Iterator[Dated]:
    """Return the dates that a page gives, the clearest first, each searched for when it is due."""
    for_machines = chain(_stated(facts), _marked(root), _times(heading))
    shown = chain(lines, _dated(root, heading))
    found = chain(map(_read, for_machines), map(_shown, shown), map(_read, _other_times(root)))
    return (one for one in found if one)


def _stated(facts: Facts) -> Iterator[str]:
    values = [facts.article.get("datePublished"), *(facts.meta.get(name) for name in _METAS)]
    values += [facts.article.get("dateCreated"), facts.article.get("uploadDate")]
    for value in values:
        text = value[0] if isinstance(value, list) and value else value
        if isinstance(text, str):
            yield text


def _read(text: str) -> Dated | None:
    found = dates.parse_with_precision(text)
    if found is None:
        return None
    if found.has_time and not _MIDNIGHT.fullmatch(text.strip()):
        return found
    # the day's midnight in its own zone, as the midnight of that day
    nearest = (found.instant + timedelta(hours=12)).date()
    return Dated(datetime(nearest.year, nearest.month, nearest.day, tzinfo=UTC), has_time=False)


def _shown(line: str) -> Dated | None:
    """Return the date that a line shows and says little else but."""
    if not 6 <= len(line) <= _SHOWN or _UPDATED.search(line) or not re.search(r"\d", line):
        return None
    others = [w for w in _WORD.findall(line) if len(w) > 2 and calendars.month(w) is None]
    if len(others) > _OTHER_WORDS:
        return None
    found = _read(line)
    if found is None or not found.has_time or _is_zoned(line):
        return found
    persian = re.search(r"(?<![\d۰-۹])(?:1[34]\d\d|۱[۳۴][۰-۹]{2})(?![\d۰-۹])", line)
    if persian:  # a Persian year: in Tehran's time
        return found
    instant = found.instant
    return Dated(datetime(instant.year, instant.month, instant.day, tzinfo=UTC), has_time=False)


def _is_zoned(line: str) -> bool:
    """Return whether a line names a zone that we know."""
    zones = (word for word in _WORD.findall(line) if word.isupper() and len(word) > 1)
    return bool(_OFFSET.search(line)) or any(zone in calendars.ZONES for zone in zones)


def _marked(root: etree._Element) -> Iterator[str]:
    for element in root.iter("time", "span", "div", "p", "meta"):
        mark = (element.get("itemprop") or "").lower()
        if "published" in mark or (element.tag == "time" and element.get("pubdate") is not None):
            yield element.get("datetime") or element.get("content") or text_of(element)


def _times(heading: etree._Element | None) -> Iterator[str]:
    """Yield the dates of time elements close to the heading."""
    for holder in around(heading, _LEVELS):
        times = (str(t.get("datetime")) for t in holder.iter("time") if t.get("datetime"))
        yield from islice(times, 1)


def _other_times(root: etree._Element) -> Iterator[str]:
    """Yield the date of the first time element inside the story, else of the page's only one."""
    times = [t for t in root.iter("time") if t.get("datetime")]
    inside = (
        t for t in times if any(a.tag in {"header", "article", "main"} for a in t.iterancestors())
    )
    found = next(inside, times[0] if len(times) == 1 else None)
    if found is not None:
        yield str(found.get("datetime"))


def _dated(root: etree._Element, heading: etree._Element | None) -> Iterator[str]:
    """Yield the texts of elements close to the heading whose class speaks of a date."""
    if not (holders := around(heading, _LEVELS)):
        return
    near = (e for e in list(_DATED(root))[:60] if any(a in holders for a in e.iterancestors()))
    yield from islice((text for e in near if len(text := text_of(e)) <= _SHOWN), 10)


def _in_address(url: str | None) -> Dated | None:
    try:
        match = _IN_URL.search(urlsplit(url).path) if url else None
    except ValueError:
        return None
    if match is None:
        return None
    year, month, day = (part for part in match.groups() if part)
    return _read(f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}")
