"""One item of a feed, read from its elements."""

from __future__ import annotations

import re

from lxml import etree

from bot.domain.values import Entry
from bot.feeds import dates
from bot.feeds.dates import Dated
from bot.feeds.documents import roles
from bot.feeds.documents.names import RDF_ABOUT, fields, inner_markup, inner_text
from bot.feeds.documents.roles import Parts
from bot.feeds.documents.titles import plain_title, tidy
from bot.feeds.language_tags import XML_LANG, language
from bot.feeds.urls import absolute
from bot.text.html import one_line

MAX_BODY = 1_000_000
"""Characters that are kept of a summary or a content."""

_ADDRESSED = re.compile(
    r"[^\s@]+@[^\s@(]+\s*\((?P<after>[^()]+)\)|(?P<before>[^<>]+)<[^\s<>@]+@[^\s<>@]+>"
)
_PAGES = ("text/html", "application/xhtml+xml")
_DATES = 3
"""Dates of one kind that are tried: a garbled one takes a fifth of a millisecond."""
_LONGEST_NAME = 2_000
_Elements = list[tuple[int, etree._Element]]


class Reader:
    """Reads a feed's items, which take from it what they do not say themselves.

    ``url`` is the base of relative links; ``has_bases`` says whether xml:base occurs at all.
    """

    def __init__(
        self, url: str | None, lang: str | None, author: str | None, *, has_bases: bool
    ) -> None:
        self._url = url
        self._lang = lang
        self._author = author
        self._has_bases = has_bases

    def entry(self, item: etree._Element) -> Entry:
        """Read one item; whatever it lacks is None."""
        found = roles.parts(item)
        given = found.get
        attributes = item.attrib if len(item.attrib) else None
        guid = first_text(given(roles.GUID))
        published, updated = _dates(given(roles.PUBLISHED), given(roles.UPDATED))
        summary, content = _bodies(item, found)
        lang = None
        if attributes is not None:
            guid = guid or attributes.get(RDF_ABOUT)
            updated = updated or dates.parse_with_precision(_attribute(item, "lastmod"))
            lang = language(attributes.get(XML_LANG))
        link = self._link(item, found, attributed=attributes is not None)
        shown = published or updated
        return Entry(
            guid=bounded(guid),
            title=bounded(title(given(roles.TITLE))),
            link=link,
            published=shown and shown.instant,
            updated=updated and updated.instant,
            author=bounded(authors(given(roles.AUTHOR)) or self._author, 500),
            summary=summary,
            content=content,
            lang=lang or language(first_text(given(roles.LANGUAGE))) or self._lang,
            published_has_time=shown is None or shown.has_time,
        )

    def base(self, element: etree._Element) -> str | None:
        """Return the address that an element's links are relative to."""
        return (element.base or self._url) if self._has_bases else self._url

    def link(self, elements: _Elements | None) -> str | None:
        """Return the page that link elements lead to: RSS's link, else Atom's alternate."""
        if not elements:
            return None
        for _, element in elements:
            if (element.get("href") is None and element.get("rel") in {None, "alternate"}) and (
                link := absolute(inner_text(element).strip(), self.base(element))
            ):
                return link
        return self._alternate(elements)

    def _alternate(self, elements: _Elements) -> str | None:
        ranked = []
        for rank, element in elements:
            href = (element.get("href") or "").strip()
            kind = (element.get("type") or "text/html").lower()
            if href and (element.get("rel") or "alternate").lower().endswith("alternate"):
                ranked.append((not kind.startswith(_PAGES), -rank, href, element))
        for _, _, href, element in sorted(ranked, key=lambda r: r[:2]):
            if link := absolute(href, self.base(element)):
                return link
        return None

    def _link(self, item: etree._Element, found: Parts, *, attributed: bool) -> str | None:
        link = self.link(found.get(roles.LINK))
        if link is None and attributed:
            link = absolute(_attribute(item, "href"), self.base(item))
        return link or _permalink(found.get(roles.GUID))


def _permalink(elements: _Elements | None) -> str | None:
    """Return an id that is itself an address, unless it says that it is none."""
    for _, element in elements or ():
        if (element.get("isPermaLink") or "true").strip().lower() != "false" and (
            link := absolute(inner_text(element).strip(), None)
        ):
            return link
    return None


def _attribute(item: etree._Element, name: str) -> str | None:
    """Return an attribute, in capitals or not: CDF has its facts in them.

    Not by going through all of them, which takes lxml quadratic time.
    """
    return item.get(name) or item.get(name.upper())


def _dates(
    published: _Elements | None, updated: _Elements | None
) -> tuple[Dated | None, Dated | None]:
    """Return both dates, those of the Persian calendar only where there are no others."""
    if updated is not None and len(updated) > 1:
        updated = _latest_first(updated)
    found = _date(published), _date(updated)
    if found == (None, None) and (published or updated):
        return _date(published, persian=True), _date(updated, persian=True)
    return found


def _date(elements: _Elements | None, *, persian: bool = False) -> Dated | None:
    """Return the first date that can be read."""
    for _, element in elements[:_DATES] if elements else ():
        if found := dates.parse_with_precision(inner_text(element), persian=persian):
            return found
    return None


def _latest_first(elements: _Elements) -> _Elements:
    """Return elements by rank, those of one rank backwards: feedparser lets the last one win."""
    backwards = elements[::-1]
    backwards.sort(key=lambda pair: pair[0])
    return backwards


def _bodies(item: etree._Element, found: Parts) -> tuple[str | None, str | None]:
    """Return the short and the full text.

    Where nothing is marked as the full text, but two kinds of short ones are there, the second is
    it, as in podcasts.
    """
    content = _body(found.get(roles.CONTENT))
    shorts = found.get(roles.SUMMARY)
    if shorts is None:
        return content or _media(found.get(roles.MEDIA)), content
    if content is None and len(shorts) > 1 and shorts[0][0] != shorts[-1][0]:
        first_of_each = {rank: element for rank, element in reversed(shorts) if len(element)}
        first_of_each |= {rank: e for rank, e in reversed(shorts) if (e.text or "").strip()}
        ordered = sorted(first_of_each.values(), key=item.index)
        bodies = [body for element in ordered if (body := _body([(0, element)]))]
        if len(bodies) > 1:
            return bodies[0], bodies[1]
    return _body(shorts) or content or _media(found.get(roles.MEDIA)), content


def _body(elements: _Elements | None) -> str | None:
    for _, element in elements or ():
        if body := inner_markup(element).strip():
            return body[:MAX_BODY]
    return None


def _media(elements: _Elements | None) -> str | None:
    for _, group in elements or ():
        for element in fields(group).get("media:description", ()):
            if body := inner_markup(element).strip():
                return body
    return None


def first_text(elements: _Elements | None) -> str | None:
    """Return the first text of some elements on one line; None where all are empty."""
    for _, element in elements or ():
        if text := tidy(inner_text(element)):
            return text
    return None


def title(elements: _Elements | None) -> str | None:
    """Return the first title of some elements as plain text; None where all are empty."""
    for _, element in elements or ():
        if found := plain_title(element):
            return found
    return None


def authors(elements: _Elements | None) -> str | None:
    """Return the people that elements of the best kind name; None where there are none."""
    if not elements:
        return None
    people: dict[str, None] = {}
    best = -1
    for rank, element in elements:
        if people and rank != best:
            break
        if person := _person(element):
            people[person] = None
            best = rank
    return ", ".join(people) or None


def _person(element: etree._Element) -> str | None:
    if len(element):
        found = fields(element)
        names = [e for n in ("atom:name", "name", "atom:email", "email") for e in found.get(n, ())]
        text = next((t for e in names if (t := tidy(inner_text(e)))), "")
        if not names and not any(n in found for n in ("uri", "atom:uri", "url", "atom:url")):
            text = inner_text(element)
    else:
        text = element.text or ""
    text = text.strip()[:_LONGEST_NAME]
    if not text:
        return None
    text = one_line(text)
    if "@" in text and (match := _ADDRESSED.fullmatch(text)):
        text = (match["after"] or match["before"]).strip(" \"'")
    return text or None


def bounded(text: str | None, most: int = 2_000) -> str | None:
    """Return a text cut to so many characters; None where it is empty."""
    return text[:most] or None if text else None
