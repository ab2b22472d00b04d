"""Who publishes a page, and where its home is."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from bot.feeds.articles import agencies
from bot.feeds.articles.agencies import squashed
from bot.feeds.articles.blocks import Block
from bot.feeds.articles.headlines import SEPARATED, is_site, page_title, text_of
from bot.feeds.articles.structured import Facts, name_of, url_of
from bot.feeds.urls import absolute, home, host
from bot.text.html import one_line

_METAS = ("og:site_name", "application-name", "apple-mobile-web-app-title", "dc.publisher")
_PLATFORMS = frozenset(
    {"blogger", "blogspot", "wordpress", "wordpress.com", "wix", "wix.com", "tumblr", "drupal",
     "joomla", "squarespace", "weebly", "home", "homepage", "startseite", "inicio", "accueil",
     "главная", "الرئيسية", "صفحه اصلی", "news", "hosted", "site", "website", "web", "blog",
     "my site", "untitled", "default", "u.s.", "us", "uk", "world"}
)  # fmt: skip
_PRESS = re.compile(
    r"\b(?:news|times|post|daily|herald|tribune|gazette|journal|chronicle|guardian|telegraph|"
    r"press|agency|magazine|review|radio|tv|zeitung|nachrichten|tagblatt|kurier|presse|journal|"
    r"le monde|gazette|diario|periódico|noticias|jornal|notícias|giornale|corriere|gazete\w*|"
    r"haber\w*|газета|новости|вести|известия|ведомости|агентство|портал)\b|"
    r"خبرگزاری|روزنامه|سایت|پایگاه|خبر|نیوز|وكالة|صحيفة|جريدة|موقع|قناة|شبكة|اخبار|أخبار|"
    r"新闻|日报|网|新聞|뉴스|일보",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|حقوق|авторские)", re.IGNORECASE)
_SERVICE = re.compile(r"\b(?:service|bureau|desk|wire|staff)\b", re.IGNORECASE)
_HOMES = frozenset({"/", "./", "../", "index.html", "/index.html", "/index.php"})
_TAILS = frozenset({"", "news", "online", "tv", "press", "web", "today", "media", "daily", "post"})
_SMALL = frozenset({"of", "the", "and", "de", "la", "le", "el", "du", "di", "it", "in", "on"})
_SIGN = re.compile(r"(?P<name>[\w .&'’/]{2,40}?)(?:[\s-]+logo)?", re.IGNORECASE)
_LONGEST = 80


def name(root: etree._Element, facts: Facts, found: list[Block], url: str | None) -> str | None:
    """Return the publisher's name: as the page states it, else as its title ends with it.

    An agency is not the publisher of a page that names another site as its own. The end of a
    title serves only where the page says elsewhere that it is the site's name.
    """
    stated = [_tidy(name_of(facts.article.get("publisher")), url)]
    stated += [_tidy(facts.meta.get(meta), url) for meta in _METAS]
    names = [line for line in stated if line]
    own = [line for line in names if agencies.known(line) is None]
    if names and names[0] not in own and own and not _is_agency_home(names[0], url):
        return own[0]
    if len(names) > 1 and _SERVICE.search(names[0]) and stated[1]:
        return stated[1]  # the wire desk of a newspaper
    return names[0] if names else _in_title(root, found, url) or _signed(root, url)


def home_page(facts: Facts, url: str | None) -> str | None:
    """Return the publisher's home page: as stated where it is on the page's host, else its root."""
    stated = facts.article.get("publisher")
    link = absolute(url_of(stated.get("url")) if isinstance(stated, dict) else None, url)
    if link and url and _site(link) != _site(url):
        link = None
    return link or home(url)


def _tidy(text: str | None, url: str | None) -> str | None:
    """Return a stated name without the slogan behind it; None where it is none."""
    line = one_line(text or "").strip(" |-–—·")
    parts = [part.strip() for part in SEPARATED.split(line) if part.strip()]
    if len(parts) > 1 and (
        is_site(parts[0], None, url) or is_site(parts[-1], None, url) or len(line) > 40
    ):
        line = parts[0]
    if (
        not line
        or line.startswith("@")
        or len(line) > _LONGEST
        or "://" in line
        or line.casefold() in _PLATFORMS
    ):
        return None
    return line


def _is_agency_home(line: str, url: str | None) -> bool:
    where = squashed(host(url))
    agency = agencies.known(line) or line
    return squashed(agency) in where or squashed(line) in where


def _in_title(root: etree._Element, found: list[Block], url: str | None) -> str | None:
    """Return the last or first part of the page's title, where the page shows that it is its name.

    It is the host's name, or sounds like a newspaper's, or stands in the copyright line, the
    feed's title or a picture's alternative text as it does here.
    """
    title = one_line(page_title(root))
    parts = [part.strip() for part in SEPARATED.split(title) if part.strip()]
    if len(parts) < 2:
        return None
    claims = [b.text for b in found if len(b.text) < 200 and _COPYRIGHT.search(b.text)]
    claims += [e.get("title") or "" for e in root.iter("link") if "rss" in (e.get("type") or "")]
    claims += [text_of(e) for e in root.iter("a") if e.get("href") in _HOMES][:10]
    claims += [e.get("alt") or "" for e in list(root.iter("img"))[:30]]
    claimed = [squashed(claim) for claim in claims]
    for part in (parts[-1], parts[0]):
        if len(part) > 40 or part.casefold() in _PLATFORMS:
            continue
        plain = squashed(part)
        is_last = part == parts[-1]
        if is_site(part, None, url) or (is_last and (_is_host(part, url) or _PRESS.search(part))):
            return part
        if len(plain) > 3 and any(plain in claim for claim in claimed):
            return part
    return None


def _signed(root: etree._Element, url: str | None) -> str | None:
    """Return the name on the site's sign or its link home, where it is the host's too."""
    signs = [e.get("alt") or "" for e in list(root.iter("img"))[:10]]
    signs += [text_of(e) for e in list(root.iter("a"))[:40] if e.get("href") in _HOMES]
    firsts = [SEPARATED.split(sign.strip())[0] for sign in signs]
    names = [match["name"].strip() for first in firsts if (match := _SIGN.fullmatch(first))]
    return next((line for line in names if _is_host(line, url)), None)


def _is_host(line: str, url: str | None) -> bool:
    """Return whether a name is its host's: Harbour International of harbournews.example.org."""
    if is_site(line, None, url):
        return True
    words = line.split()
    if not 1 <= len(words) <= 4 or any(w[0].islower() and w not in _SMALL for w in words[1:]):
        return False
    first, whole = squashed(words[0]), squashed(line)
    labels = [squashed(label) for label in host(url).split(".")[:-1] if len(label) > 4]
    return any(
        whole.startswith(label)
        or (len(first) > 4 and label.startswith(first) and label[len(first) :] in _TAILS)
        for label in labels
    )


def _site(url: str) -> str:
    """Return the last two labels of an address's host: enough to tell a strange one."""
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])
