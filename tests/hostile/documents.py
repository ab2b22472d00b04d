"""Documents that are broken, hostile or no feeds at all."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

HEAD = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Example</title>'
TAIL = "</channel></rss>"
CYRILLIC = "Гавань снова открыта после долгой зимы и ремонта"
ARABIC = "الميناء يفتح من جديد بعد شتاء طويل من الإصلاحات بندر"
EXTERNAL = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DTD = '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/rss.dtd">'
PARAMETER = '<!DOCTYPE rss [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p; <!ENTITY x "y">]>'
INCLUDE = (
    '<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
)
STYLED = HEAD.replace("<rss", '<?xml-stylesheet href="file:///etc/passwd"?><rss')
ALTERNATE = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
LOGIN = "<form method=post>Name <input name=u> Password <input type=password name=p></form>"
XHTML = b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>'
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url>'
    b"<loc>https://news.example.org/1</loc></url></urlset>"
)
SITEMAP_INDEX = SITEMAP.replace(b"urlset", b"sitemapindex")
BASE = "<base href='javascript:'>"
OPML = b'<opml version="2.0"><head/><body><outline xmlUrl="https://a.example.org/"/></body></opml>'
ODD_FACTS = '{"@type":["NewsArticle",7],"headline":{"a":[]},"author":[null,{"name":[9]}],"image":3}'
ODD_METADATA = (
    '<meta property="og:image" content="javascript:x"><meta property="og:url" content="http://[">'
    '<meta property="article:published_time" content="99999-99-99T99:99"><html lang="\0">'
    '<link rel="canonical" href="//"><meta property="og:site_name" content="">'
)


def item(title: str = "One", inside: str = "") -> str:
    """Return an item of a feed."""
    return f"<item><title>{title}</title><link>https://news.example.org/1</link>{inside}</item>"


def rss(*items: str, head: str = HEAD, tail: str = TAIL) -> bytes:
    """Return a feed of items; of one ordinary item where none is given."""
    return (head + "".join(items or (item(),)) + tail).encode("utf-8", "surrogatepass")


def declared(doctype: str, title: str) -> bytes:
    """Return a feed with a document type."""
    return rss(item(title), head=HEAD.replace("<rss", f"{doctype}<rss"))


def laughs() -> bytes:
    """Return a billion laughs: ten entities, each ten times the one before."""
    lines = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol" * 10}">' for n in range(10)
    )
    return declared(f"<!DOCTYPE rss [{lines}]>", "One &l9;")


def quadratic() -> bytes:
    """Return one long entity that is used very often."""
    return declared(f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>', "One " + "&a;" * 50_000)


def flood(text: str, size: int = 2_000_000, after: str = "") -> bytes:
    """Return a feed with a text again and again before its item."""
    return rss(text * (size // len(text)) + after, item())


def many_items(count: int) -> bytes:
    """Return a feed of many short items."""
    return rss(*(f"<item><title>{n}</title></item>" for n in range(count)))


def deep(count: int) -> bytes:
    """Return a feed whose item holds elements within elements."""
    return rss(item(inside="<d>" * count + "</d>" * count))


def attributes(count: int) -> bytes:
    """Return a feed with a tag of very many attributes."""
    return rss(item(inside="<a " + " ".join(f'b{n}="c"' for n in range(count)) + "/>"))


def namespaces(count: int) -> bytes:
    """Return a feed that declares very many namespaces."""
    names = " ".join(f'xmlns:n{n}="https://ns.example.org/{n}"' for n in range(count))
    return rss(head=HEAD.replace('version="2.0"', f'version="2.0" {names}'))


def json_feed(**more: object) -> bytes:
    """Return a JSON Feed of one item."""
    return json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Example",
            "items": [{"id": "1", "title": "One", "url": "https://news.example.org/1"}],
        }
        | more
    ).encode()


def noise(size: int = 50_000) -> bytes:
    """Return bytes without any meaning, the same each time."""
    return random.Random(4).randbytes(size)


def page(body: str, head: str = "<title>Example</title>") -> bytes:
    """Return a web page."""
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>".encode(
        "utf-8", "surrogatepass"
    )


SENTENCES = (
    "<p>The harbour reopened on Monday after a winter of repairs, the port authority of the "
    "invented town said in a long statement.</p>"
) * 4
ARTICLE = f"<article><h1>Harbour reopens</h1>{SENTENCES}</article>"
TITLED = "<title>Harbour reopens</title>"


def article(before: str = "", inside: str = "", after: str = "", head: str = TITLED) -> bytes:
    """Return an article's page with something hostile in it."""
    text = ARTICLE.replace("</h1>", f"</h1>{inside}")
    return page(before + text + after, head)


def made(make: Callable[..., bytes], *values: object) -> Callable[[], bytes]:
    """Return what makes a large document when it is asked for, not when the table is read."""
    return lambda: make(*values)


def labelled(encoding: str, title: str, label: str | None = None) -> bytes:
    """Return a feed in an encoding, its label wrong where one is given."""
    head = HEAD.replace("UTF-8", label or encoding)
    return rss(item(title), head=head).decode().encode(encoding)


def linked(data: str) -> str:
    """Return JSON-LD in a page's head."""
    return f'<script type="application/ld+json">{data}</script>'


def russian(encoding: str, label: str | None = None) -> bytes:
    """Return a Russian article in an encoding, its label wrong where one is given."""
    text = f"<p>{CYRILLIC}, сообщило управление порта вымышленного города в понедельник.</p>" * 5
    named = f'<meta charset="{label}">' if label else ""
    return page(f"<article><h1>{CYRILLIC}</h1>{text}</article>", named).decode().encode(encoding)


BOT_WALL = page(
    "<h1>Just a moment...</h1><p>Verify you are human by completing the action below.</p>"
    "<noscript>Enable JavaScript and cookies to continue</noscript>",
    '<title>Just a moment...</title><script src="/cdn-cgi/challenge-platform/x.js"></script>',
)
CONSENT_WALL = page(
    "<h1>Before you continue</h1><p>We and our partners use cookies. Please accept to continue to "
    "the site, or manage your consent.</p><form action='/consent'><button>Accept all</button>"
    "<button>Reject all</button></form>",
    "<title>Your consent</title>",
)
CAPITALS = rss().replace(b"item>", b"ITEM>").replace(b"title>", b"TITLE>")
MIXED = rss(item("One é à è ê ü"), item("Two")).replace(b"Two", "Zwei ü".encode("latin-1"))
LAUGHING = laughs().split(b"]>")[0] + b"]>" + article()
RUSSIAN = russian("utf-8")
TRUE_UTF8 = labelled("utf-8", CYRILLIC)
NOTHING = page("<img src=a.png>" * 99)
"""A page without text."""
