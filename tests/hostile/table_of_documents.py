"""Feeds and pages that are broken, hostile or something else, and what must come of each.

A row is: its name, the kind of error (READS where it must read well), a phrase of the message (of
what was read), the document, and its Content-Type where it is an odd one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from bot.domain import errors as e
from bot.domain.errors import Step
from tests.feeds.serving import PAGE, answer
from tests.hostile import documents as d
from tests.hostile.cases import READS, Case, Kind, Served

LARGE = Kind(e.FetchTooLarge, Step.SIZE)
NO_FEED = Kind(e.FeedError, Step.CONTENT)
FEED_WALL = Kind(e.FeedWalled, Step.WALL)
NO_ARTICLE = Kind(e.ArticleError, None)
ARTICLE_WALL = Kind(e.ArticleWalled, None)


def _typed(served: Served, content_type: str) -> Served:
    header = f"Content-Type: {content_type}"
    if isinstance(served, bytes):
        return answer(served, header)
    make = cast("Callable[[], bytes]", served)
    return lambda: answer(make(), header)


def _feed(served: Served, content_type: list[str]) -> Served:
    return _typed(served, (content_type or ["application/rss+xml"])[0])


def _page(served: Served, content_type: list[str]) -> Served:
    return _typed(served, (content_type or ["text/html"])[0])


# fmt: off
DOCUMENTS = tuple(
    Case(f"feed {name}", kind, says, _feed(served, content_type), seconds=12.0)
    for name, kind, says, served, *content_type in (
        # what is no feed
        ("empty", NO_FEED, "empty", b""),
        ("of spaces", NO_FEED, "empty", b" \r\n\t" * 99),
        ("of a byte order mark", NO_FEED, "empty", b"\xef\xbb\xbf"),
        ("of NULs", NO_FEED, "empty", bytes(999)),
        ("that is a page", NO_FEED, "web page", PAGE),
        ("that is a page with a feed", NO_FEED, "web page", d.page("x", d.ALTERNATE)),
        ("that is a login page", NO_FEED, "web page", d.page(d.LOGIN)),
        ("that is a bot wall", FEED_WALL, "human", d.BOT_WALL),
        ("that is a consent wall", FEED_WALL, "agree", d.CONSENT_WALL),
        ("that is XHTML", NO_FEED, "web page", d.XHTML),
        ("that is a sitemap", NO_FEED, "sitemap", d.SITEMAP),
        ("that is a sitemap index", NO_FEED, "sitemap", d.SITEMAP_INDEX),
        ("that is OPML", NO_FEED, "OPML", d.OPML),
        ("that is SVG", NO_FEED, "no RSS", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("that is SOAP", NO_FEED, "no RSS", b"<s:Envelope xmlns:s='urn:s'><s:Fault/></s:Envelope>"),
        ("that is JSON", NO_FEED, "JSON", b'{"news": [1, 2]}'),
        ("that is a JSON list", NO_FEED, "JSON", b"[1, 2]"),
        ("that is cut JSON", NO_FEED, "JSON", d.json_feed()[:-20]),
        ("that is JSONP", NO_FEED, "no RSS", b"callback(" + d.json_feed() + b")"),
        ("that is deep JSON", NO_FEED, "JSON", b"[" * 200_000),
        ("that is JSON of a giant number", NO_FEED, "JSON", b'{"version":' + b"9" * 9000 + b"}"),
        ("that is JSON of wrong types", NO_FEED, "JSON", d.json_feed(items={"a": 1})),
        ("that is a PDF", NO_FEED, "no RSS", b"%PDF-1.7\n" + d.noise()),
        ("that is a picture", NO_FEED, "no RSS", b"\x89PNG\r\n\x1a\n" + d.noise()),
        ("that is a film", NO_FEED, "no RSS", b"\0\0\0\x20ftypisom" + d.noise()),
        ("that is an archive", NO_FEED, "no RSS", b"PK\x03\x04" + d.noise()),
        ("that is noise", NO_FEED, "no RSS", d.noise()),
        ("that is text", NO_FEED, "no RSS", b"Welcome to our news.\n" * 99),
        ("that is a script", NO_FEED, "no RSS", b"window.location = '/';"),
        ("that is a declaration only", NO_FEED, "no RSS", b'<?xml version="1.0"?>'),
        # what attacks
        ("with a billion laughs", READS, "One", d.laughs()),
        ("with quadratic entities", READS, "One", d.made(d.quadratic)),
        ("with an external entity", READS, "One", d.declared(d.EXTERNAL, "One &x;")),
        ("with an external DTD", READS, "One", d.declared(d.DTD, "One")),
        ("with a parameter entity", READS, "One", d.declared(d.PARAMETER, "One &x;")),
        ("with XInclude", READS, "One", d.rss(d.item(inside=d.INCLUDE))),
        ("with a style sheet", READS, "One", d.rss(head=d.STYLED)),
        ("in deep nesting", NO_FEED, "tags", d.made(d.deep, 200_000)),
        ("of 100,000 items", READS, "items", d.made(d.many_items, 100_000)),
        ("of attributes", READS, "One", d.made(d.attributes, 50_000)),
        ("of namespaces", READS, "One", d.made(d.namespaces, 5000)),
        ("of document types", READS, "One", d.made(d.flood, "<!DOCTYPE a [")),
        ("of CDATA beginnings", READS, "", d.made(d.flood, "<![CDATA[")),
        ("of comment beginnings", READS, "", d.made(d.flood, "<!--")),
        ("of instructions", NO_FEED, "tags", d.made(d.flood, "<?a")),
        ("of angle brackets", NO_FEED, "tags", d.made(d.flood, "<")),
        ("of ampersands", READS, "One", d.made(d.flood, "&")),
        ("of item beginnings", READS, "", d.made(d.flood, "<item>", 100_000)),
        ("of entities", READS, "One", d.made(d.flood, "&eacute;&#8212;")),
        ("with a huge title", READS, "One", d.made(lambda: d.rss(d.item("One " * 1_250_000)))),
        ("with a huge attribute", READS, "One",
         d.made(lambda: d.rss(d.item(inside=f'<a b="{"c" * 5_000_000}"/>')))),
        ("with an endless tag name", READS, "One", d.made(d.flood, "<" + "a" * 10**6)),
        # what is broken, but readable
        ("without items", READS, "0 items", d.rss("")),
        ("cut in a tag", READS, "One", d.rss(d.item(), d.item("Two"))[:-60]),
        ("cut in CDATA", READS, "One", d.rss(d.item(), "<item><title><![CDATA[Two", tail="")),
        ("cut in an entity", READS, "One", d.rss(d.item(), "<item><title>Two &am", tail="")),
        ("with nothing closed", READS, "One", d.rss("<item><title>One<item><title>Two", tail="")),
        ("with crossed tags", READS, "One", d.rss(d.item(inside="<b><i></b></i>"))),
        ("in capitals", READS, "One", d.CAPITALS),
        ("with items outside", READS, "One", d.rss(tail="</channel>" + d.item() + "</rss>")),
        ("with control characters", READS, "One", d.rss(d.item("One\x01\x08\x1b"))),
        ("with NULs inside", READS, "One", d.rss(d.item("One\0"))),
        ("with lone surrogates", READS, "One", d.rss(d.item("One \ud800"))),
        ("with surrogate numbers", READS, "One", d.rss(d.item("One &#xD800;&#0;&#x110000;"))),
        ("with mixed encodings", READS, "One é à è ê ü | Zwei ü", d.MIXED),
        ("with a wrong label", READS, "Гавань", d.labelled("cp1251", d.CYRILLIC, "UTF-8")),
        ("with a wrong header", READS, "Гавань", d.TRUE_UTF8, "a/xml; charset=latin-1"),
        ("in windows-1256", READS, "بندر", d.labelled("windows-1256", d.ARABIC)),
        ("with an unknown label", READS, "Гавань", d.labelled("utf-8", d.CYRILLIC, "utf-9x")),
        ("that says UTF-16 and is not", READS, "One", d.rss().replace(b"UTF-8", b"UTF-16")),
        ("in UTF-16", READS, "One", d.rss().decode().encode("utf-16")),
        ("in UTF-32", READS, "One", d.rss().decode().encode("utf-32")),
        ("with two byte order marks", READS, "One", b"\xef\xbb\xbf\xef\xbb\xbf" + d.rss()),
        ("behind a warning", READS, "One", b"<br />\n<b>Warning</b>: on line 3<br />\n" + d.rss()),
        ("behind spaces", READS, "One", b"\n\n  " + d.rss()),
        ("before waste", READS, "One", d.rss() + b"<script>x()</script></html>"),
        ("written twice", READS, "One", d.rss() + d.rss()),
        ("with bare ampersands", READS, "A & B", d.rss(d.item("A & B &c; &")), "text/html"),
        ("with HTML entities", READS, "Café", d.rss(d.item("Caf&eacute;&nbsp;"))),
        ("with unknown prefixes", READS, "One", d.rss(d.item(inside="<a:b>c</a:b>"))),
        ("with odd dates", READS, "One", d.rss(d.item(inside="<pubDate>99 Foo 99999</pubDate>"))),
        ("with odd links", READS, "One", d.rss(d.item(inside="<link>javascript:alert(1)</link>"))),
        ("with an endless link", READS, "One", d.rss(d.item(inside="<link>" + "a" * 99_999))),
        ("with script in a title", READS, "One", d.rss(d.item("One &lt;script&gt;x()"))),
        ("with direction marks", READS, "One", d.rss(d.item("One \u202e\u2066\u200f"))),
        ("called a picture", READS, "One", d.rss(), "image/png"),
        ("called nothing sensible", READS, "One", d.rss(), "\\\\;;;charset=;"),
        ("in JSON of odd items", READS, "One", d.json_feed(items=[None, 1, {"title": "One"}])),
    )
)

PAGES = tuple(
    Case(f"page {name}", kind, says, _page(served, content_type), article=True, seconds=12.0)
    for name, kind, says, served, *content_type in (
        ("empty", NO_ARTICLE, "empty", b""),
        ("of NULs", NO_ARTICLE, "", bytes(999)),
        ("of noise", NO_ARTICLE, "", d.noise()),
        ("that is a PDF", NO_ARTICLE, "file", b"%PDF-1.7\n" + d.noise()),
        ("that is a picture", NO_ARTICLE, "file", b"\xff\xd8\xff\xe0" + d.noise()),
        ("that is a feed", NO_ARTICLE, "feed", d.rss()),
        ("that is JSON", NO_ARTICLE, "", b'{"news": [1, 2]}'),
        ("without text", NO_ARTICLE, "", d.NOTHING),
        ("of a script", NO_ARTICLE, "", d.page("<div></div><script>" + "x();" * 9999)),
        ("of frames", NO_ARTICLE, "", b"<html><frameset><frame src=a></frameset></html>"),
        ("that is a bot wall", ARTICLE_WALL, "human", d.BOT_WALL),
        ("that is a consent wall", ARTICLE_WALL, "agree", d.CONSENT_WALL),
        ("that is a login page", NO_ARTICLE, "", d.page(d.LOGIN)),
        ("of six megabytes", LARGE, "shorter page", d.made(d.article, "x" * 6_000_000)),
        ("of 100,000 tags", NO_ARTICLE, "tags", d.made(d.article, "<br>" * 100_000)),
        ("of deep nesting", NO_ARTICLE, "browser", d.made(d.article, "<div>" * 40_000)),
        ("of attributes", NO_ARTICLE, "attributes", d.made(d.article, d.attributes(9000).decode())),
        ("of one long word", READS, "harbour", d.made(d.article, "", "a" * 1_000_000)),
        ("of comment beginnings", READS, "", d.made(d.article, "", "", "<!--" * 40_000)),
        ("of a huge table", READS, "harbour",
         d.made(d.article, "", "", "<table>" + "<tr><td>1" * 20_000 + "</table>")),
        ("of open tags", READS, "harbour", d.article(inside="<b><i><p><div><table>")),
        ("of spaces", READS, "harbour", d.made(d.article, " " * 1_000_000)),
        ("with broken JSON-LD", READS, "harbour", d.article(head=d.TITLED + d.linked('{"@type":'))),
        ("with deep JSON-LD", READS, "harbour", d.article(head=d.TITLED + d.linked("[" * 99_999))),
        ("with odd JSON-LD", READS, "harbour", d.article(head=d.TITLED + d.linked(d.ODD_FACTS))),
        ("with a hostile base", READS, "harbour", d.article(head=d.TITLED + d.BASE)),
        ("with odd metadata", READS, "harbour", d.article(head=d.TITLED + d.ODD_METADATA)),
        ("with NULs inside", READS, "harbour", d.article(inside="\0\0\0")),
        ("with lone surrogates", READS, "harbour", d.article(inside="\ud800")),
        ("with control characters", READS, "harbour", d.article(inside="\x01\x1b&#x1;&#xD800;")),
        ("with a wrong header", READS, "Гавань", d.RUSSIAN, "a/html; charset=latin-1"),
        ("with a wrong label", READS, "Гавань", d.russian("cp1251", "utf-8")),
        ("in UTF-16", READS, "harbour", d.article().decode().encode("utf-16")),
        ("with an unknown label", READS, "harbour", d.article(), "text/html; charset=x-none"),
        ("called text", READS, "harbour", d.article(), "text/plain"),
        ("with entities of its own", READS, "harbour", d.LAUGHING),
        ("cut in the middle", READS, "harbour", d.article()[:-150]),
        ("without a head", READS, "harbour", d.ARTICLE.encode()),
    )
)
# fmt: on
