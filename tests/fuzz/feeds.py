"""What a feed may be made of, and how it breaks: shared by Hypothesis and the coverage fuzzer."""

from __future__ import annotations

from tests.hostile import documents as d

TOKENS = (
    b"<item>", b"</item>", b"<entry>", b"</entry>", b"<title>", b"</title>", b"<link>", b"</link>",
    b'<link href="', b"<guid isPermaLink='false'>", b"<pubDate>", b"Tue, 03 Feb 2026 14:05:06 GMT",
    b"<description>", b"<content:encoded>", b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<!DOCTYPE a [",
    b'<!ENTITY a "b">', b"]>", b"&amp;", b"&#0;", b"&#xD800;", b"&eacute;", b"&a;", b"&", b"<",
    b">", b'"', b"'", b"/>", b"<?xml version='1.0' encoding='", b"?>", b"utf-8", b"utf-16",
    b"gb18030",
    b"windows-1256", b"xml:base='", b"xml:lang='fa'", b"xmlns:x='",
    b"xmlns='http://www.w3.org/2005/Atom'",
    b"type='xhtml'", b"type=\"html\"", b"<div>", b"</div>", b"<dc:date>", b"<media:content url='",
    b"<rss version='2.0'>", b"<feed>", b"<rdf:RDF>", b"<channel>", b"</channel>", b"</rss>",
    b"\x00", b"\x1b", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\x80",
    b'{"version":"https://jsonfeed.org/version/1.1","items":[', b'"url":', b"null", b"1e999", b"]}",
    b"http://[", b"javascript:", b"//", b"\r\n", b"\t", b"\xe2\x80\xae", b"<ttl>99", b"<skipHours>",
)  # fmt: skip
"""Pieces that the parser looks for, whole and broken."""

ATOM = (
    b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" '
    b'xml:base="https://news.example.org/"><title type="html">Example &amp;amp; more</title>'
    b'<link href="/"/><entry><id>urn:1</id><title>One</title><link rel="alternate" href="a/1"/>'
    b"<updated>2026-02-03T14:05:06Z</updated><author><name>Ann</name></author>"
    b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text</p></div></content>'
    b'</entry><entry><title type="text">Two</title><summary>More</summary></entry></feed>'
)
RDF = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    b"<channel><title>Example</title><link>https://news.example.org/</link></channel>"
    b'<item rdf:about="1"><title>One</title><link>https://news.example.org/1</link>'
    b"<dc:date>2026-02-03T14:05:06+01:00</dc:date><dc:creator>Ann</dc:creator></item></rdf:RDF>"
)
FULL = d.rss(
    d.item(
        inside="<guid>1</guid><pubDate>Tue, 03 Feb 2026 14:05:06 GMT</pubDate>"
        "<description>&lt;p&gt;Text &amp;amp; more&lt;/p&gt;</description>"
        "<content:encoded><![CDATA[<p>Text</p>]]></content:encoded>"
    ),
    d.item("Two", "<enclosure url='/a.mp3' type='audio/mpeg'/><category>a</category>"),
    head="<ttl>60</ttl>".join((d.HEAD, "")),
)
SEEDS = (
    FULL, ATOM, RDF, d.json_feed(), d.CAPITALS, d.MIXED, d.BOT_WALL, d.SITEMAP, d.OPML,
    d.laughs(), d.declared(d.PARAMETER, "One &x;"), d.labelled("windows-1256", d.ARABIC),
    d.rss().decode().encode("utf-16"), d.rss(d.item(), "<item><title><![CDATA[Two", tail=""),
)  # fmt: skip
"""Where mutations begin."""
