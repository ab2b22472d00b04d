"""Feeds of every kind, and what is wrong with them."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds.documents import markup, parsing

URL = "https://news.example.org/feeds/all.xml"
WHEN = datetime(2026, 2, 3, 14, 5, 6, tzinfo=UTC)
HOPELESS = 300
"""Elements within elements, of which our parser reads some 250."""


def rss(item: str, channel: str = "", attributes: str = "") -> bytes:
    """Return an RSS feed with one item."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {attributes}><channel>'
        f"<title>Example</title>{channel}<item>{item}</item></channel></rss>"
    ).encode()


def atom(entry: str, feed: str = "", attributes: str = "") -> bytes:
    """Return an Atom feed with one entry."""
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Example</title>{feed}'
        f"<entry>{entry}</entry></feed>"
    ).encode()


def only(data: bytes, **given: Any) -> Entry:
    """Return the one entry of a feed."""
    feed = parsing.parse(data, **{"url": URL, **given})
    assert len(feed.entries) == 1
    return feed.entries[0]


def test_the_development_feeds(dev_data: Path) -> None:
    """Every file's count, first title, first link and first date."""
    expected = json.loads((dev_data / "feeds" / "expected.json").read_text("utf-8"))
    wrong = []
    for name, facts in expected.items():
        data = (dev_data / "feeds" / name).read_bytes()
        feed = parsing.parse(data, content_type=facts["content_type"], url=facts["url"])
        first = feed.entries[0] if feed.entries else None
        published = first.published.isoformat() if first and first.published else None
        got = (len(feed.entries), first and first.title, first and first.link, published)
        if got != tuple(
            facts[key] for key in ("n_entries", "first_title", "first_link", "first_published")
        ):
            wrong.append((name, got))
    assert wrong == []


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (rss("<title>Plain</title>"), "Plain"),
        (rss("<title>AT&amp;T &lt; 3</title>"), "AT&T < 3"),
        (rss("<title>AT&T and R&D</title>"), "AT&T and R&D"),
        (rss("<title>A &amp;amp; B</title>"), "A & B"),
        (rss("<title>Caf&eacute; &ndash; d&#8217;or</title>"), "Café – d’or"),
        (rss("<title>&#128512; &#xD83D;&#xDE00; &#55357;&#56832;</title>"), "😀 😀 😀"),
        (rss("<title>don&#146;t&#0;&#x1F;</title>"), "don’t"),
        (rss("<title>a\x01b\x0bc</title>"), "abc"),
        (rss("<title><![CDATA[<b>Bold</b> &amp; <i>more</i>]]></title>"), "Bold & more"),
        (rss("<title><![CDATA[A & B]]></title>"), "A & B"),
        (rss("<title>\n  Two\n  lines  </title>"), "Two lines"),
        (rss("<title></title>"), None),
        (rss("<title></title><title>Second</title>"), "Second"),
        (rss("<media:title>no</media:title><title>yes</title>"), "yes"),
        (rss("<itunes:title>no</itunes:title><title>yes</title>"), "yes"),
        (rss("<TITLE>Loud</TITLE>"), "Loud"),
        (atom('<title type="html">a &amp;lt; b &lt;b&gt;c&lt;/b&gt;</title>'), "a < b c"),
        (atom('<title type="text">a &lt;b&gt; c</title>'), "a <b> c"),
        (atom("<title>R&amp;D</title>"), "R&D"),
        (rss("<title>a &lt;object data='x'&gt;b &lt;video&gt;&lt;/video&gt;c</title>"), "a b c"),
        (rss("<title>use &lt;T&gt; and x &lt; y</title>"), "use <T> and x < y"),
        (rss("<title>&lt;!DOCTYPE html&gt;&lt;title&gt;T&lt;/title&gt;</title>"), "T"),
        (rss("<title>wait&#226;&#128;&#166; &#195;&#169;</title>"), "wait… é"),
        (rss("<title>&#226;&#171;x</title>"), "â«x"),
        (rss("<title>3 > 2 ]]&gt; 1</title>"), "3 > 2 1"),
        (rss("<title>z\u200bero\u00ad</title>"), "z\u200bero"),
        (rss("<itunes:title>only</itunes:title>"), "only"),
        (
            atom(
                '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">a <b>b</b></div>'
                "</title>"
            ),
            "a b",
        ),
    ],
    ids=lambda value: str(value)[120:170],
)  # fmt: skip
def test_titles_are_plain_text(data: bytes, title: str | None) -> None:
    assert only(data).title == title


@pytest.mark.parametrize(
    ("data", "link"),
    [
        (rss("<link>https://news.example.org/a?utm_source=rss</link>"),
         "https://news.example.org/a?utm_source=rss"),
        (rss("<link>https://news.example.org/a?x=1&y=2</link>"),
         "https://news.example.org/a?x=1&y=2"),
        (rss("<link> /a/1\n</link>"), "https://news.example.org/a/1"),
        (rss("<link>a/1</link>", attributes='xml:base="https://other.example.org/x/"'),
         "https://other.example.org/x/a/1"),
        (rss("<link/><guid>https://news.example.org/p/7</guid>"), "https://news.example.org/p/7"),
        (rss("<guid isPermaLink='false'>https://news.example.org/p/7</guid>"), None),
        (rss("<guid>tag:x</guid>"), None),
        (atom("<id>https://news.example.org/p/7</id>"), "https://news.example.org/p/7"),
        (atom("<id>urn:7</id>"), None),
        (atom("<link>https://news.example.org/p/7</link>"), "https://news.example.org/p/7"),
        (atom("<link rel='enclosure'>https://e.example.org/</link><link rel='alternate'>/a</link>"),
         "https://news.example.org/a"),
        (atom("<link rel='http://www.iana.org/assignments/relation/alternate' href='/a'/>"),
         "https://news.example.org/a"),
        (b"<CHANNEL HREF='https://x.example.org/'><ITEM HREF='/a'><T/></ITEM></CHANNEL>",
         "https://news.example.org/a"),
        (rss("<atom:link rel='alternate' href='/a/1'/>"), "https://news.example.org/a/1"),
        (rss("<atom:link rel='self' href='/self'/><link>/a/1</link>"),
         "https://news.example.org/a/1"),
        (rss("<link>javascript:alert(1)</link>"), None),
        (rss("<title>no link</title>"), None),
        (atom("<link rel='enclosure' href='/e'/><link href='/a/1'/>"),
         "https://news.example.org/a/1"),
        (atom("<link rel='alternate' type='application/json' href='/j'/><link href='/a/1'/>"),
         "https://news.example.org/a/1"),
        (atom("<link href='a'/>", attributes='xml:base="https://other.example.org/x/"'),
         "https://other.example.org/x/a"),
    ],
    ids=lambda value: str(value)[100:150],
)  # fmt: skip
def test_links_are_absolute_and_as_published(data: bytes, link: str | None) -> None:
    assert only(data).link == link


def test_relative_links_of_a_file_go_by_the_channel() -> None:
    data = rss("<link>/a/1</link>", channel="<link>https://news.example.org/</link>")
    assert only(data, url=None).link == "https://news.example.org/a/1"
    assert only(rss("<link>/a/1</link>"), url=None).link is None


@pytest.mark.parametrize(
    "item",
    [
        "<pubDate>Tue, 03 Feb 2026 14:05:06 GMT</pubDate>",
        "<pubDate>garbage</pubDate><dc:date>2026-02-03T14:05:06Z</dc:date>",
        "<published>2026-02-03T14:05:06Z</published>",
        "<updated>2026-02-03T14:05:06Z</updated>",
        "<dcterms:modified>2026-02-03T14:05:06Z</dcterms:modified>",
        "<pubDate>Tue, 03 Feb 2026 14:05:06 GMT</pubDate><updated>2026-05-05T00:00:00Z</updated>",
    ],
)
def test_published(item: str) -> None:
    assert only(rss(item)).published == WHEN


@pytest.mark.parametrize(
    "item",
    [
        "<dc:date>2026-02-03T14:05:06Z</dc:date>",
        "<updated>2025-01-01T00:00:00Z</updated><updated>2026-02-03T14:05:06Z</updated>",
        "<pubDate>Mon, 02 Feb 2026 14:05:06 GMT</pubDate><dc:date>2026-02-03T14:05:06Z</dc:date>",
    ],
    ids=["Dublin Core", "the last of two", "beside another"],
)
def test_updated(item: str) -> None:
    assert only(rss(item)).updated == WHEN


def test_the_channel_definition_format() -> None:
    item = "<ITEM LASTMOD='2026-02-03T14:05:06Z'><ABSTRACT>short</ABSTRACT></ITEM>"
    entry = only(f"<CHANNEL><TITLE>C</TITLE>{item}</CHANNEL>".encode())
    assert (entry.published, entry.updated, entry.summary) == (WHEN, WHEN, "short")


@pytest.mark.parametrize(
    ("item", "summary", "content"),
    [
        ("<description>a</description>", "a", None),
        ("<description>a</description><summary>b</summary>", "a", "b"),
        ("<summary>b</summary><description>a</description>", "b", "a"),
        ("<description>a</description><itunes:summary>b</itunes:summary>", "a", "b"),
        ("<description/><summary>b</summary>", "b", None),
        ("<description>a</description><description>b</description>", "a", None),
        ("<description>a</description><content:encoded>c</content:encoded>", "a", "c"),
        ("<content:encoded>c</content:encoded>", "c", "c"),
        ("<summary>b</summary><description>a</description><content:encoded>c</content:encoded>",
         "a", "c"),
        ("<media:group><media:description>m</media:description></media:group>", "m", None),
        ("<description>a &lt;b&gt;b&lt;/b&gt; <i>c</i></description>",
         "a &lt;b&gt;b&lt;/b&gt; <i>c</i>", None),
    ],
)  # fmt: skip
def test_summary_and_content(item: str, summary: str, content: str | None) -> None:
    entry = only(rss(item))
    assert (entry.summary, entry.content) == (summary, content)


def test_an_ambiguous_date_is_none() -> None:
    assert only(rss("<pubDate>03/02/2026 14:05:06</pubDate>")).published is None


@pytest.mark.parametrize(
    ("item", "has_time"),
    [
        ("<pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate>", True),
        ("<pubDate>24 Nov 2026</pubDate>", False),
        ("<dc:date>2026-11-24</dc:date>", False),
        ("<title>Undated</title>", True),
    ],
)
def test_a_day_without_a_time_is_known_as_one(item: str, has_time: bool) -> None:
    assert only(rss(item)).published_has_time is has_time


def test_all_fields_of_rss() -> None:
    entry = only(
        rss(
            "<guid isPermaLink='false'> n-1 </guid><title>T</title><dc:creator>A B</dc:creator>"
            "<description>short</description><content:encoded><![CDATA[<p>long</p>]]>"
            "</content:encoded><dc:language>fr_FR</dc:language>",
            channel="<language>en-GB</language>",
        )
    )
    assert (entry.guid, entry.author, entry.summary) == ("n-1", "A B", "short")
    assert (entry.content, entry.lang) == ("<p>long</p>", "fr-FR")


def test_all_fields_of_atom() -> None:
    entry = only(
        atom(
            "<id>urn:1</id><title>T</title><author><name>A</name></author><author><name>B</name>"
            "</author><summary>s</summary><content type='xhtml'><div xmlns="
            "'http://www.w3.org/1999/xhtml'><p>c &amp; d</p></div></content>"
            "<updated>2026-02-03T14:05:06Z</updated>",
            attributes="xml:lang='de'",
        )
    )
    assert (entry.guid, entry.author, entry.summary) == ("urn:1", "A, B", "s")
    assert (entry.content, entry.lang) == ("<p>c &amp; d</p>", "de")
    assert (entry.published, entry.updated) == (WHEN, WHEN)


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("desk@example.org (Jane Doe)", "Jane Doe"),
        ("Jane Doe &lt;desk@example.org&gt;", "Jane Doe"),
        ("Jane Doe", "Jane Doe"),
        ("desk@example.org", "desk@example.org"),
        (" ", None),
        ("<name>Jane Doe</name><email>desk@example.org</email>", "Jane Doe"),
        ("<uri>https://x.example.org/</uri>", None),
    ],
)
def test_authors(author: str, name: str | None) -> None:
    assert only(rss(f"<author>{author}</author>")).author == name


def test_items_without_link_or_title_count() -> None:
    data = rss("<description>one</description></item><item></item><item><title>3</title>")
    assert [e.title for e in parsing.parse(data).entries] == [None, None, "3"]


@pytest.mark.parametrize("root", ["rss", "RSS", "rdf:RDF"])
def test_items_beside_their_channel(root: str) -> None:
    data = (
        f'<{root} xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>C</title>'
        f"</channel><item rdf:about='urn:1'><title>T</title></item></{root}>"
    )
    entry = only(data.encode())
    assert (entry.title, entry.guid) == ("T", "urn:1")


def test_json_feed() -> None:
    feed = parsing.parse(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "J &amp; K",
                "home_page_url": "https://news.example.org/",
                "language": "ar",
                "authors": [{"name": "A"}],
                "items": [
                    {"id": 7, "url": "/a/1", "title": "T", "content_html": "<p>c</p>",
                     "date_published": "2026-02-03T17:35:06+03:30", "summary": "s"},
                    {"id": "8", "content_text": "note", "author": {"name": "B"}},
                    "nonsense",
                ],
            }
        ).encode(),
        url=URL,
    )  # fmt: skip
    assert (feed.title, feed.link, feed.lang) == ("J & K", "https://news.example.org/", "ar")
    one, two = feed.entries
    assert (one.guid, one.link, one.published) == ("7", "https://news.example.org/a/1", WHEN)
    assert (one.author, two.author, two.link, two.content) == ("A", "B", None, "note")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n\xef\xbb\xbf ", "empty"),
        (b"hello", "no RSS"),
        (b"<html><head><title>x</title></head></html>", "web page"),
        (b"<!doctype html><p>x", "web page"),
        (b"<?xml version='1.0'?><opml version='2.0'></opml>", "OPML"),
        (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset>", "sitemap"),
        (b"<rss></rss>", "no channel"),
        (b"{}", "no JSON Feed"),
        (b'{"items": 1}', "no JSON Feed"),
        (b"[1]", "no JSON Feed"),
        (b"{broken", "JSON"),
        (b"[" * 100_000, "JSON"),
        (b'{"items":[' + b"[],{}," * 200_000, "lists and objects"),
        (b" " + b'{"items":"' + b"x" * 5_000_000, "characters"),
        (b"<rss><channel>" + b"&" * 2_100_000, "ampersands"),
        (b"\0" * 1000, "empty"),
        (b"x" * 17_000_000, "bytes"),
        (b"<rss><channel><title>t</title>" + b"<a/>" * 500_000, "tags"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_feed_says_so(data: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        parsing.parse(data)


@pytest.mark.parametrize(
    "data",
    [
        b"\n\n  " + rss("<title>T</title>"),
        b"\xef\xbb\xbf\n" + rss("<title>T</title>"),
        b"<br />\n<b>Warning</b>: x in y on line 3<br />" + rss("<title>T</title>"),
        b"<!-- <rss> --><!DOCTYPE rss [<!ENTITY x 'y'>]>" + rss("<title>T</title>")[38:],
        rss("<title>T</title>").replace(b"</channel></rss>", b""),
        rss("<title>T</title>").replace(b"</item></channel></rss>", b"<desc"),
        rss("<title>T</title><description><p>open<br></description>"),
        rss("<title>T</title>") + b"<!-- trailing --><p>junk",
        rss("<title>T</title><x:y>unbound</x:y>"),
        rss("<title>T</title><description>a & b < c</description>"),
    ],
    ids=[
        "white space", "mark", "warning", "prolog", "cut", "cut in a tag", "open tags", "junk",
        "prefix", "bare signs",
    ],
)  # fmt: skip
def test_broken_feeds_are_read(data: bytes) -> None:
    assert only(data).title == "T"


def test_feedparser_helps_where_the_markup_is_hopeless() -> None:
    data = b"<rss><channel><title>x</title>" + b"<item><title>a</b><i></title>" * HOPELESS
    assert isinstance(parsing.attempt(data), parsing.Broken)
    assert len(parsing.parse(data).entries) == HOPELESS


@pytest.mark.parametrize(
    ("date", "published", "has_time"),
    [
        ("Tue, 03 Feb 2026 14:05:06 GMT", WHEN, True),
        ("2026-02-03", datetime(2026, 2, 3, tzinfo=UTC), False),
        ("some day", None, True),
    ],
)
def test_a_day_stays_a_day_where_feedparser_helps(
    date: str, published: datetime | None, *, has_time: bool
) -> None:
    item = f"<item><pubDate>{date}</pubDate><title>a</b><i></title>".encode()
    first = parsing.parse(b"<rss><channel><title>x</title>" + item * HOPELESS).entries[0]
    assert (first.published, first.published_has_time) == (published, has_time)


def test_items_in_comments_do_not_count() -> None:
    """They would otherwise send the feed to the slow parser at every poll."""
    data = rss("<title>T</title>").replace(b"<item>", b"<!-- <item></item> --><item>")
    assert markup.parse(data[38:].decode(), None).complete


def test_what_was_found_serves_where_feedparser_fails() -> None:
    junk = b"<item><title>a</b><i></title>" * 100_000
    data = b"<rss><channel><title>x</title><item><title>T</title></item>" + junk
    assert parsing.parse(data).entries[0].title == "T"


def test_entities_are_neither_expanded_nor_fetched() -> None:
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    data = f'<!DOCTYPE rss [<!ENTITY e0 "ha">{bomb}<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    entry = only(
        data.encode() + b"<rss><channel><item><title>&e19; &f;</title></item></channel></rss>"
    )
    assert entry.title == "&e19; &f;"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_feed_or_a_named_error(data: bytes) -> None:
    for whole in (data, rss("")[:100] + data, b'{"items":[' + data):
        with suppress(FeedError):
            assert isinstance(parsing.parse(whole), ParsedFeed)
