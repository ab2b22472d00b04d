"""A page's image, canonical link and language: Open Graph, JSON-LD, then HTML."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from bot.feeds.articles.structured import Facts, name_of, url_of
from bot.feeds.language_tags import XML_LANG, language
from bot.feeds.urls import absolute

_NO_PICTURE = re.compile(  # what stands in for a picture, or the site's sign
    r"(?:site|og|share|social|fb|facebook|twitter|default|image|img|open-?graph|news|header|main|"
    r"the)?[-_]*(?:logo|default|placeholder|fallback|no-?image|no-?photo|blank|spacer|favicon)s?"
    r"(?:[-_]*(?:image|img|og|share|social|[\dx]+|large|small|fb|facebook|white|black|square|"
    r"opengraph|open-?graph|new|v\d))*\.(?:png|jpe?g|gif|svg|webp)|.*opengraph_default.*|.*\.svg",
    re.IGNORECASE,
)


def image(root: etree._Element, facts: Facts, url: str | None) -> str | None:
    """Return the address of the lead image; a site's own sign is none."""
    links = (e.get("href") for e in root.iter("link") if e.get("rel") == "image_src")
    for value in (
        facts.meta.get("og:image:secure_url"), facts.meta.get("og:image"),
        facts.meta.get("og:image:url"),
        url_of(facts.article.get("image")), url_of(facts.article.get("thumbnailUrl")),
        facts.meta.get("twitter:image"), facts.meta.get("twitter:image:src"), next(links, None),
        _first_figure(root),
    ):  # fmt: skip
        found = absolute(value, url)
        if found and not _NO_PICTURE.fullmatch(urlsplit(found).path.rpartition("/")[2]):
            return found
    return None


def _first_figure(root: etree._Element) -> str | None:
    for holder in [*root.iter("article"), *root.iter("main")][:1]:
        for figure in list(holder.iter("figure"))[:1]:
            for picture in list(figure.iter("img"))[:1]:
                source = picture.get("src") or ""
                return (
                    source
                    if source and not source.startswith("data:")
                    else (picture.get("data-src"))
                )
    return None


def canonical_link(root: etree._Element, facts: Facts, url: str | None) -> str | None:
    """Return the address the page names as its own, as it writes it, made absolute."""
    links = (
        e.get("href")
        for e in root.iter("link")
        if "canonical" in (e.get("rel") or "").lower().split()
    )
    for value in (next(links, None), facts.meta.get("og:url"), url_of(facts.article.get("url"))):
        found = absolute(value, url)
        if found and not (url and _is_root(found) and not _is_root(url)):
            return found
    return absolute(url, None)


def _is_root(url: str) -> bool:
    """Return whether an address is its site's home: a slip where a story's page names it."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def stated_language(root: etree._Element, facts: Facts) -> str | None:
    """Return the page's stated language as a BCP 47 tag."""
    stated = facts.article.get("inLanguage")
    for value in (
        root.get("lang"), root.get(XML_LANG),
        name_of(stated) if isinstance(stated, dict) else stated,
        facts.meta.get("content-language"), facts.meta.get("og:locale"), facts.meta.get("language"),
    ):  # fmt: skip
        if isinstance(value, str) and (tag := language(value)):
            return tag
    return None
