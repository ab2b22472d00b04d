"""Finding a site's feeds by the address of any of its pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AddressRefused, FeedError, FetchError, FetchRefused, Step
from bot.feeds import alternates, places
from bot.feeds.discovery import MOST_REQUESTS, Finder, NothingFound, spellings
from bot.feeds.documents.newssitemap import is_news
from bot.feeds.documents.newssitemap import parse as parse_sitemap
from bot.feeds.tags import tags
from bot.feeds.web.fetching import Limits
from bot.feeds.web.http import HttpSource
from tests.feeds.serving import RSS, Server, answer, redirect, serving
from tests.timers import FastTimer

ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Example Atom</title><entry>'
    b"<title>Old</title><updated>2026-06-01T00:00:00Z</updated></entry><entry><title>New</title>"
    b"<updated>2026-06-02T00:00:00Z</updated></entry></feed>"
)
NEWS = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
    b"<loc>https://news.example.org/a/1</loc><news:news><news:publication><news:name>Example Wire"
    b"</news:name><news:language>en</news:language></news:publication><news:publication_date>"
    b"2026-06-02T10:00:00Z</news:publication_date><news:title>Ferry &amp; fog</news:title>"
    b"</news:news></url><url><loc>https://news.example.org/about</loc></url></urlset>"
)


def page(*head: str, body: str = "") -> bytes:
    return f"<!doctype html><html lang=en><head>{''.join(head)}</head><body>{body}".encode()


def link(href: str, title: str = "", kind: str = "application/rss+xml", more: str = "") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}" {more}>'


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as running:
        yield running


@pytest.fixture
async def finder(server: Server) -> AsyncIterator[Finder]:
    timer = FastTimer()
    async with HttpSource(timer, [server.host], limits=Limits(silence=0.5)) as source:
        yield Finder(source, timer)


def asked(server: Server) -> list[str]:
    return [request.path for request in server.asked]


async def test_a_feeds_own_address_is_asked_once(server: Server, finder: Finder) -> None:
    server.pages["/feed.xml"] = answer(ATOM)
    (found,) = await finder.find(server.url("/feed.xml"))
    assert (found.title, found.entries, found.lang) == ("Example Atom", 2, "en")
    assert found.headlines == ("New", "Old")
    assert found.newest is not None
    assert found.newest.day == 2
    assert asked(server) == ["/feed.xml"]


async def test_a_page_names_its_feeds(server: Server, finder: Finder) -> None:
    """The news come before the comments, twins once, and what is no feed not at all."""
    server.pages |= {
        "/": answer(
            page(
                link("/comments/feed", "Example » Comments Feed"),
                link("/all.xml", "Example"),
                link("all.atom", "Example as Atom", "application/atom+xml"),
                link("/gone.xml", "Gone"),
                link("/wp-json/1", "JSON", "application/json"),
            )
        ),
        "/all.xml": answer(RSS),
        "/all.atom": answer(RSS),
        "/comments/feed": answer(ATOM),
        "/wp-json/1": answer(b"{}"),
    }
    (found,) = await finder.find(server.url("/"))
    assert found.url == server.url("/all.xml")
    assert "/wp-json/1" not in asked(server)
    assert "/comments/feed" not in asked(server)


async def test_several_feeds_to_choose_from(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/": answer(page(link("/a.xml", "A"), link("/b.xml", "B"))),
        "/a.xml": answer(RSS),
        "/b.xml": answer(ATOM),
    }
    found = await finder.find(server.url("/"))
    assert [one.title for one in found] == ["Example News", "Example Atom"]


async def test_an_article_without_feeds_leads_to_the_front_page(
    server: Server, finder: Finder
) -> None:
    server.pages |= {
        "/world/story.html": answer(page(body="<p>A story.</p>")),
        "/": answer(page(link("/all.xml"))),
        "/all.xml": answer(RSS),
    }
    (found,) = await finder.find(server.url("/world/story.html"))
    assert found.url == server.url("/all.xml")


async def test_links_that_look_like_feeds(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/": answer(page(body='<a href="/contact">Us</a><a href="/services/rss">Our <b>RSS</b>')),
        "/services/rss": answer(RSS),
    }
    (found,) = await finder.find(server.url("/"))
    assert found.url == server.url("/services/rss")


async def test_common_paths(server: Server, finder: Finder) -> None:
    server.pages |= {"/": answer(page()), "/rss.xml": answer(RSS)}
    (found,) = await finder.find(server.url("/"))
    assert found.url == server.url("/rss.xml")


async def test_a_news_sitemap_is_the_last_resort(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/": answer(page()),
        "/robots.txt": answer(f"User-agent: *\nSitemap: {server.url('/maps/news.xml')}".encode()),
        "/maps/news.xml": answer(NEWS),
    }
    (found,) = await finder.find(server.url("/"))
    assert (found.title, found.headlines) == ("Example Wire", ("Ferry & fog",))
    assert found.is_sitemap


async def test_nothing_at_all(server: Server, finder: Finder) -> None:
    """Few requests, and an answer that says which."""
    server.pages["/some/story"] = answer(page())
    with pytest.raises(NothingFound) as refused:
        await finder.find(server.url("/some/story"))
    assert "No feed was found at 127.0.0.1" in str(refused.value)
    assert "/feed and 3 more" in str(refused.value)
    assert "“RSS”" in str(refused.value)
    paths = [path for path in asked(server) if path != "/robots.txt"]
    assert len(paths) == len(set(paths)) < MOST_REQUESTS


async def test_a_named_feed_that_cannot_be_read_is_said(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/": answer(page(link("/all.xml"))),
        "/all.xml": answer(b"", status="403 Forbidden"),
    }
    with pytest.raises(NothingFound, match=r"names one at .*/all.xml, but: .*HTTP 403"):
        await finder.find(server.url("/"))


async def test_a_page_that_is_refused_may_have_a_feed_beside_it(
    server: Server, finder: Finder
) -> None:
    server.pages |= {"/": answer(b"", status="403 Forbidden"), "/feed": answer(RSS)}
    (found,) = await finder.find(server.url("/"))
    assert found.url == server.url("/feed")


async def test_a_host_that_refuses_is_left_alone(server: Server, finder: Finder) -> None:
    no = answer(b"", status="403 Forbidden")
    server.pages |= dict.fromkeys(["/", *places.COMMON, "/story", "/story/feed"], no)
    with pytest.raises(NothingFound, match="refused us") as refused:
        await finder.find(server.url("/story"))
    assert len(set(asked(server)) - {"/robots.txt"}) == 3
    assert isinstance(refused.value.cause, FetchRefused)
    assert refused.value.step is Step.STATUS


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Unavailable", "500 Broken"])
async def test_a_host_in_trouble_is_asked_once(server: Server, finder: Finder, status: str) -> None:
    server.pages["/"] = answer(b"", status=status)
    with pytest.raises(FetchError, match=status[:3]):
        await finder.find(server.url("/"))
    assert asked(server) == ["/"]


async def test_robots_are_heeded_where_we_only_guess(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/": answer(page()),
        "/robots.txt": answer(b"User-agent: *\nDisallow: /"),
        "/feed": answer(RSS),
    }
    with pytest.raises(NothingFound):
        await finder.find(server.url("/"))
    assert "/feed" not in asked(server)


async def test_a_feed_that_moved_for_good(server: Server, finder: Finder) -> None:
    server.pages |= {
        "/old.xml": redirect("/new.xml", "301 Moved Permanently"),
        "/new.xml": answer(RSS),
        "/detour.xml": redirect("/new.xml"),
    }
    assert (await finder.find(server.url("/old.xml")))[0].url == server.url("/new.xml")
    assert (await finder.find(server.url("/detour.xml")))[0].url == server.url("/detour.xml")


async def test_without_a_scheme_http_serves_where_https_does_not(
    server: Server, finder: Finder
) -> None:
    server.pages["/feed.xml"] = answer(RSS)
    (found,) = await finder.find(f"{server.host}/feed.xml")
    assert found.url == server.url("/feed.xml")


@pytest.mark.parametrize(
    "body",
    [b"", b"%PDF-1.7 binary", b'{"a": 1}', b"<opml><body/></opml>", b"<urlset></urlset>"],
    ids=["empty", "pdf", "json", "opml", "sitemap"],
)
async def test_what_is_neither_feed_nor_page(server: Server, finder: Finder, body: bytes) -> None:
    server.pages["/x"] = answer(body)
    with pytest.raises(FeedError) as refused:
        await finder.find(server.url("/x"))
    assert str(refused.value)
    assert asked(server) == ["/x"]


@pytest.mark.parametrize(
    "typed", ["ftp://x.example.org/", "two words", "", "http://a:b@x.example.org/", "127.0.0.1"]
)
async def test_addresses_that_are_not_asked(finder: Finder, typed: str) -> None:
    with pytest.raises(AddressRefused):
        await finder.find(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("example.org", "https://example.org"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:https://example.org/rss", "https://example.org/rss"),
        ("<https://example.org/>", "https://example.org/"),
        ("//example.org/x", "https://example.org/x"),
        ("HTTP://example.org", "HTTP://example.org"),
    ],
)
def test_spellings(typed: str, first: str) -> None:
    assert spellings(typed)[0] == first


YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://www.youtube.com/channel/UC123/videos", f"{YOUTUBE}channel_id=UC123"),
        ("https://m.youtube.com/playlist?list=PL9", f"{YOUTUBE}playlist_id=PL9"),
        ("https://www.youtube.com/@name", None),
        ("https://old.reddit.com/r/news/comments/1/x/", "https://www.reddit.com/r/news/.rss"),
        ("https://www.reddit.com/u/name", "https://www.reddit.com/user/name/.rss"),
        ("https://medium.com/@name/a-story-12", "https://medium.com/feed/@name"),
        ("https://paper.medium.com/", "https://paper.medium.com/feed"),
        ("https://name.substack.com/p/post", "https://name.substack.com/feed"),
        ("https://name.wordpress.com/2026/06/x/", "https://name.wordpress.com/feed/"),
        (
            "https://name.wordpress.com/category/sea/",
            "https://name.wordpress.com/category/sea/feed/",
        ),
        ("https://name.blogspot.com/", "https://name.blogspot.com/feeds/posts/default"),
        ("https://github.com/user/repo", "https://github.com/user/repo/releases.atom"),
        ("https://github.com/user", "https://github.com/user.atom"),
        ("https://github.com/u/r/commits/main/", "https://github.com/u/r/commits/main.atom"),
        ("https://social.example.org/@name", "https://social.example.org/@name.rss"),
        (
            "https://news.google.com/search?q=Syria&hl=en",
            "https://news.google.com/rss/search?q=Syria&hl=en",
        ),
        ("https://news.example.org/a", None),
        ("https://[::1", None),
    ],
)
def test_forms_that_tell_the_feed(url: str, feed: str | None) -> None:
    assert next(iter(places.by_rule(url)), None) == feed


URL = "https://news.example.org/en/world/story"


def names(html: Iterable[str] | str, url: str = URL) -> list[str]:
    return [one.url for one in alternates.named("".join(html), url)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<LINK REL=Alternate TYPE=application/rss+xml HREF=/a>', ["https://news.example.org/a"]),
        ("<link rel='feed' href='/a'>", ["https://news.example.org/a"]),
        ('<link rel="alternate feed" href="a?x=1&amp;y=2">',
         ["https://news.example.org/en/world/a?x=1&y=2"]),
        ('<base href="https://cdn.example.org/x/">' + link("a.xml"),
         ["https://cdn.example.org/x/a.xml"]),
        (link("feed://news.example.org/a"), ["https://news.example.org/a"]),
        (link("/a", kind="application/rss+xml; charset=utf-8"), ["https://news.example.org/a"]),
        (link("/feed.json", kind="application/feed+json"), ["https://news.example.org/feed.json"]),
        (link("/x", kind="application/json+oembed"), []),
        ('<link rel="alternate stylesheet" type="text/css" href="/rss.css">', []),
        ('<link rel="alternate" hreflang="de" href="/de/">', []),
        ("<!-- " + link("/a") + " -->" + link("/b"), ["https://news.example.org/b"]),
        ("<script>'" + link("/a") + "'</script>" + link("/b"), ["https://news.example.org/b"]),
        (link("javascript:void(0)") + link("mailto:x@example.org"), []),
        ('<a href="/about">x</a><a href="/rss/">x</a>', ["https://news.example.org/rss/"]),
        ('<a href="/feedback">x</a><a href="/rss.png">x</a>', []),
        (link("/a", "x > y"), ["https://news.example.org/a"]),
        (link("/a#x") + link("/a"), ["https://news.example.org/a"]),
    ],
)  # fmt: skip
def test_feeds_that_a_page_names(html: str, expected: list[str]) -> None:
    assert names(html) == expected


def test_the_section_and_the_language_come_first() -> None:
    html = (
        "<html lang=en>",
        link("/fr/rss.xml", "Monde", more="hreflang=fr"),
        link("/en/comments/feed"),
        link("/rss.xml", "All"),
        link("/en/sport/rss.xml", "Sport"),
        link("/en/world/rss.xml", "World"),
    )
    paths = [url.removeprefix("https://news.example.org") for url in names(html)]
    assert paths[0] == "/en/world/rss.xml"
    assert paths[-2:] == ["/fr/rss.xml", "/en/comments/feed"]


@given(st.text("<>\"'=/ abklnsceript!-hrf&;", max_size=300))
def test_any_page_can_be_looked_through(text: str) -> None:
    for tag in tags(text):
        assert tag.name
    assert isinstance(names(text), list)


@pytest.mark.parametrize(
    "unit",
    ["<a ", '<a b="', "<!--", "<script>", "<link rel='", "<a =", "<a href=x>", "<a" + " " * 400],
)
@pytest.mark.timeout(5)
def test_hostile_pages_take_no_longer(unit: str) -> None:
    assert sum(1 for _ in tags(unit * (2_000_000 // len(unit)))) <= 20_000


def test_a_news_sitemap_read_as_a_feed() -> None:
    text = NEWS.decode()
    assert is_news(text)
    feed = parse_sitemap(text, "https://news.example.org/sitemap-news.xml")
    (entry,) = feed.entries
    assert (entry.title, entry.link, entry.lang) == (
        "Ferry & fog", "https://news.example.org/a/1", "en",
    )  # fmt: skip
    assert entry.published is not None
    assert entry.published.isoformat() == "2026-06-02T10:00:00+00:00"


@pytest.mark.parametrize("text", ["<urlset", "<urlset><url/></urlset>", "<urlset><url><loc>x"])
def test_a_sitemap_without_news(text: str) -> None:
    with pytest.raises(FeedError):
        parse_sitemap(text, "https://news.example.org/s.xml")


async def test_a_news_sitemap_can_be_polled(server: Server) -> None:
    server.pages["/news.xml"] = answer(NEWS)
    async with HttpSource(FastTimer(), [server.host]) as source:
        answered = await source.feed(server.url("/news.xml"))
    assert answered.feed is not None
    assert [entry.title for entry in answered.feed.entries] == ["Ferry & fog"]
