"""A page's title, dates, author and publisher: JSON-LD first, then Open Graph, then HTML."""

from __future__ import annotations

import re
from datetime import datetime
from urllib.parse import urlsplit

from lxml import etree

from bot.feeds import dates
from bot.feeds.structured import Facts, name_of, names_of, url_of
from bot.feeds.urls import absolute, home
from bot.text.html import one_line

_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "parsely-pub-date",
    "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "dc.date.issued",
    "dcterms.created", "dc.date", "dcterms.date", "date", "article.published", "displaydate",
    "cxenseparse:recs:publishtime", "rnews:datepublished", "og:published_time", "dc.date.created",
    "article_date_original", "originalpublicationdate",
)  # fmt: skip
_AUTHORS = (
    "author", "article:author_name", "parsely-author", "byl", "dc.creator", "sailthru.author",
)  # fmt: skip
_IN_URL = re.compile(
    r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2]|[a-z]{3})[/-](0?[1-9]|[12]\d|3[01])(?=[/-])|"
    r"[/-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[/.]|$)"
)
_SEPARATED = re.compile(r"\s+(?:[|•·»—–:]|-{1,2}|::)\s+")
_BY = re.compile(
    r"(?:written )?(?:by|von|por|par|от|автор|نویسنده|بقلم|الكاتب)\s*[:：]?\s+", re.IGNORECASE
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_NO_AUTHOR = re.compile(
    r"https?://|www\.|@|^\W*$|^(?:admin|administrator|editor|staff|null|none|unknown)$",
    re.IGNORECASE,
)


def title(root: etree._Element, facts: Facts, site: str | None) -> str | None:
    """Return the headline, without the site's name behind it."""
    stated = [
        *names_of(facts.article.get("headline"))[:1],
        facts.meta.get("og:title"), facts.meta.get("twitter:title"), facts.meta.get("dc.title"),
    ]  # fmt: skip
    headings = [_text(h) for h in root.iter("h1")]
    written = next((_text(t) for t in root.iter("title")), None)
    page = one_line(written or "")
    for candidate in stated:
        if candidate and (line := _without_site(one_line(candidate), site)):
            return line
    for heading in headings:  # the page's title tells which heading is the story's
        if heading and len(heading) > 5 and heading.casefold() in page.casefold():
            return heading
    return _without_site(page, site) or next((h for h in headings if h), None)


def _without_site(line: str, site: str | None) -> str:
    pieces = _SEPARATED.split(line)
    if site and len(pieces) > 1:
        bare = site.casefold()
        if pieces[-1].casefold() == bare:
            return line[: line.rindex(pieces[-1])].rstrip(" |•·»—–:-")
        if pieces[0].casefold() == bare:
            return line[line.index(pieces[1], len(pieces[0])) :]
    return line


def published(root: etree._Element, facts: Facts, url: str | None) -> tuple[datetime, bool] | None:
    """Return when the page says it was published, and whether it gives a time of day."""
    stated = [facts.article.get("datePublished"), *(facts.meta.get(name) for name in _DATES)]
    stated += [facts.article.get("dateCreated"), facts.article.get("uploadDate")]
    for value in stated:
        if isinstance(value, str) and (found := dates.parse_with_precision(value)):
            return found
    times = [t for t in root.iter("time") if t.get("datetime")]
    marked = [
        t
        for t in times
        if t.get("pubdate") is not None or "published" in (t.get("itemprop") or "").lower()
    ]
    near = [
        t for t in times if any(a.tag in {"header", "article", "main"} for a in t.iterancestors())
    ]
    spans = [
        e
        for e in root.iter("span", "div", "p")
        if (e.get("itemprop") or "").lower() == "datepublished"
    ]
    for element in [*marked, *spans, *near[:1], *(times if len(times) == 1 else [])]:
        text = element.get("datetime") or element.get("content") or _text(element)
        if found := dates.parse_with_precision(text):
            return found
    if url and (match := _IN_URL.search(urlsplit(url).path)):
        year, month, day = (part for part in match.groups() if part)
        return dates.parse_with_precision(
            f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}"
        )
    return None


def author(root: etree._Element, facts: Facts, publisher: str | None) -> str | None:
    """Return the author's name, or several joined by commas; None where only the site is named."""
    marked = [
        _text(e) for e in root.iter("a", "span") if "author" in (e.get("rel"), e.get("itemprop"))
    ]
    candidates = [
        names_of(facts.article.get("author")),
        [facts.meta.get(name, "") for name in _AUTHORS],
        [facts.meta.get("article:author", "")],
        marked[:3],
    ]  # fmt: skip
    for number, names in enumerate(candidates):
        people = [n for name in names if (n := _person(name, publisher))]
        if people:
            return ", ".join(dict.fromkeys(people if number in {0, 3} else people[:1]))
    return None


def _person(name: str, publisher: str | None) -> str | None:
    line = _BY.sub("", one_line(name), count=1) if _BY.match(one_line(name)) else one_line(name)
    line = line.strip(" ,;|")
    if not 2 <= len(line) <= 120 or _NO_AUTHOR.search(line):
        return None
    return None if publisher and line.casefold() == publisher.casefold() else line


def publisher(facts: Facts) -> str | None:
    """Return the publisher's name as the page states it."""
    for value in (
        name_of(facts.article.get("publisher")),
        facts.meta.get("og:site_name"),
        facts.meta.get("application-name"),
        facts.meta.get("apple-mobile-web-app-title"),
        facts.meta.get("dc.publisher"),
    ):
        if value and (line := one_line(value)) and len(line) <= 80 and "://" not in line:
            return line
    return None


def publisher_home(facts: Facts, url: str | None) -> str | None:
    """Return the publisher's home page: stated, else the root of the page's own site."""
    stated = facts.article.get("publisher")
    link = url_of(stated.get("url")) if isinstance(stated, dict) else None
    found = absolute(link, url)
    return found or home(url)


def image(facts: Facts, url: str | None) -> str | None:
    """Return the address of the lead image."""
    for value in (
        facts.meta.get("og:image:secure_url"), facts.meta.get("og:image"),
        facts.meta.get("og:image:url"),
        url_of(facts.article.get("image")), url_of(facts.article.get("thumbnailUrl")),
        facts.meta.get("twitter:image"), facts.meta.get("twitter:image:src"),
    ):  # fmt: skip
        if found := absolute(value, url):
            return found
    return None


def canonical_link(root: etree._Element, facts: Facts, url: str | None) -> str | None:
    """Return the address the page names as its own, as it writes it, made absolute."""
    links = (
        e.get("href")
        for e in root.iter("link")
        if "canonical" in (e.get("rel") or "").lower().split()
    )
    for value in (next(links, None), facts.meta.get("og:url"), url_of(facts.article.get("url"))):
        if found := absolute(value, url):
            return found
    return absolute(url, None)


def language(root: etree._Element, facts: Facts) -> str | None:
    """Return the page's stated language as a BCP 47 tag."""
    stated = facts.article.get("inLanguage")
    for value in (
        root.get("lang"), root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        name_of(stated) if isinstance(stated, dict) else stated,
        facts.meta.get("content-language"), facts.meta.get("og:locale"), facts.meta.get("language"),
    ):  # fmt: skip
        tag = value.strip().replace("_", "-") if isinstance(value, str) else ""
        if _LANGUAGE.fullmatch(tag):
            return tag
    return None


def byline(root: etree._Element) -> str | None:
    """Return the line under the headline that names who wrote the story."""
    for element in root.iter("p", "div", "span"):
        if "byline" in (element.get("class") or "").lower():
            line = _text(element)
            return line if 3 <= len(line) <= 120 else None
    return None


def _text(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())
