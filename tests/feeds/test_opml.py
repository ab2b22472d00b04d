"""Lists of feeds in and out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.domain.errors import FeedError
from bot.feeds import starter
from bot.feeds.documents import opml
from bot.feeds.documents.opml import Outline
from bot.feeds.web.guard import verdict

LIST = b"""<?xml version="1.0"?>
<opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World"><outline title="Deep">
<outline text="One &amp;amp; two" type="rss" xmlUrl="https://one.example.org/feed" htmlUrl="https://one.example.org/"/>
</outline>
<outline type="rss" XMLURL="https://two.example.org/feed"/>
</outline>
<outline text="again" xmlUrl="https://one.example.org/feed"/>
<outline text="no address" type="rss"/>
<outline text="local" xmlUrl="file:///etc/passwd"/>
<outline text="T&uuml;rkiye" xmlurl="https://three.example.org/feed"/>
</body></opml>"""


def test_reading() -> None:
    assert opml.read(LIST) == [
        Outline(
            "https://one.example.org/feed", "One & two", "https://one.example.org/", "World / Deep"
        ),
        Outline("https://two.example.org/feed", None, None, "World"),
        Outline("https://three.example.org/feed", "Türkiye", None, None),
    ]


def test_writing_is_what_other_readers_take() -> None:
    data = opml.write(
        [Outline("https://one.example.org/f?a=1&b=2", 'A "B" <C>', None, "X / Y")], "T"
    )
    root = etree.fromstring(data)
    (feed,) = root.findall("body/outline/outline/outline")
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "T")
    assert {str(key): str(value) for key, value in feed.attrib.items()} == {
        "type": "rss",
        "text": 'A "B" <C>',
        "title": 'A "B" <C>',
        "xmlUrl": "https://one.example.org/f?a=1&b=2",
    }


@pytest.mark.parametrize(
    ("outline", "url"),
    [
        ('type="rss" xmlUrl="HTTPS://x.example.org/f"', "HTTPS://x.example.org/f"),
        ('type="rss" url="https://x.example.org/f"', "https://x.example.org/f"),
        ('type="Atom" XmlUrl=" https://x.example.org/f "', "https://x.example.org/f"),
        ('xmlUrl="feed://x.example.org/f"', "https://x.example.org/f"),
        ('xmlUrl="feed:https://x.example.org/f"', "https://x.example.org/f"),
        ('xmlUrl="https://x.example.org/f?a=1&b=2"', "https://x.example.org/f?a=1&b=2"),
        ('type="link" url="https://x.example.org/"', None),
        ('type="include" url="https://x.example.org/list.opml"', None),
        ('xmlUrl="javascript:alert(1)"', None),
        ('xmlUrl=""', None),
    ],
)
def test_ways_to_write_an_outline(outline: str, url: str | None) -> None:
    read = opml.read(f"<opml><body><outline {outline}/></body></opml>".encode())
    assert [one.url.partition(":")[2] for one in read] == ([url.partition(":")[2]] if url else [])


@pytest.mark.parametrize(
    "data",
    [
        '<OPML><BODY><OUTLINE TEXT="Ж" XMLURL="https://x.example.org/f"/></BODY></OPML>'.encode(
            "cp1251"
        ).replace(b"<OPML", b"<?xml version='1.0' encoding='windows-1251'?><OPML"),
        '\ufeff<opml xmlns="http://opml.org/spec2"><body><outline text="Ж" '
        'xmlUrl="https://x.example.org/f"/></body></opml>'.encode("utf-16"),
        '<?xml version="1.0" encoding="iso-8859-1"?><opml><body><outline text="Ж" '
        'xmlUrl="https://x.example.org/f"/></body></opml>'.encode(),
    ],
    ids=["capitals, windows-1251", "UTF-16, namespace", "mislabelled UTF-8"],
)
def test_lists_of_other_writers(data: bytes) -> None:
    (outline,) = opml.read(data)
    assert (outline.title, outline.url) == ("Ж", "https://x.example.org/f")


def _many(count: int, inside: str = "") -> bytes:
    one = '<outline text="T" type="rss" xmlUrl="https://x.example.org/{}"/>'
    return f"<opml><body>{inside}{''.join(map(one.format, range(count)))}</body></opml>".encode()


@pytest.mark.timeout(10)
def test_ten_thousand_feeds_are_a_list() -> None:
    assert len(opml.read(_many(10_000))) == 10_000


LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))


@pytest.mark.parametrize(
    "data",
    [
        _many(20_001),
        b"<opml><body>" + b'<outline text="x">' * 100_000 + b"</body></opml>",
        b"<opml><body><outline " + b" ".join(b'a%d="1"' % n for n in range(50_000)),
        b"<opml><body><outline text='&#0;' xmlUrl='https://x.example.org/'></body>",
    ],
    ids=["too many", "deep", "attributes", "broken"],
)
@pytest.mark.timeout(10)
def test_hostile_lists_are_refused(data: bytes) -> None:
    with pytest.raises(FeedError):
        opml.read(data)


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "doctype",
    [
        b'<!DOCTYPE opml [<!ENTITY l0 "ha">' + LAUGHS + b"]>",
        b'<!DOCTYPE opml [<!ENTITY l8 SYSTEM "file:///etc/hostname">]>',
        b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x.dtd">',
    ],
    ids=["laughs", "file", "dtd"],
)
def test_entities_bring_nothing_in(doctype: bytes) -> None:
    body = b'<opml><body><outline text="a&l8;b" xmlUrl="https://x.example.org/f"/></body></opml>'
    (outline,) = opml.read(doctype + body)
    assert outline.title is not None
    assert len(outline.title) < 20


OUTLINES = st.lists(
    st.builds(
        Outline,
        url=st.integers(0, 10**6).map(lambda n: f"https://news.example.org/{n}?a=1&b=2"),
        title=st.none() | st.text("abc é<&\"'سوریه", min_size=1).map(lambda t: f"T {t} T"),
        home=st.none() | st.just("https://news.example.org/"),
        folder=st.none() | st.sampled_from(["World", "World / Asia", "اخبار"]),
    ),
    unique_by=lambda outline: outline.url,
    max_size=8,
)


@given(OUTLINES)
def test_round_trip(outlines: list[Outline]) -> None:
    expected = {o._replace(title=" ".join(o.title.split()) if o.title else o.url) for o in outlines}
    read = opml.read(opml.write(outlines, "Storywire"))
    assert {o._replace(title=o.title) for o in read} == expected


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no OPML"),
        (b"<rss/>", "no OPML"),
        (b"<html></html>", "no OPML"),
        (b"<?xml version='1.0'?>\n<opml>\n<body>\n<outline text='x'>\n</body></opml>", "Line 5"),
        (b"<opml><body><outline text='x", "Line 1"),
        (b"<opml>" + b"x" * 11_000_000, "bytes"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_read_says_where(data: bytes, says: str) -> None:
    with pytest.raises(FeedError, match=says):
        opml.read(data)


def test_the_starter_feeds_are_many_and_allowed() -> None:
    assert len(starter.FEEDS) >= 16
    assert len({feed.url for feed in starter.FEEDS}) == len(starter.FEEDS)
    assert len({feed.language for feed in starter.FEEDS}) >= 9
    assert len({feed.region for feed in starter.FEEDS}) >= 6
    for feed in starter.FEEDS:
        assert verdict(feed.url, resolver=lambda *_: ["8.8.8.8"]).allowed
