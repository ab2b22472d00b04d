"""What ``try feed``, ``try article`` and ``try card`` answer."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from PIL import Image

from tests.contract.commands import Record, jsonl, refused, run

FEED_KEYS = ["title", "link", "entries", "error"]
ENTRY_KEYS = ["id", "title", "link", "published", "updated", "author", "summary", "content", "lang"]
ARTICLE_KEYS = [
    "title", "text", "published", "author", "origin", "publisher", "home", "image",
    "canonical_url", "lang", "publisher_code", "error",
]  # fmt: skip
CARD_KEYS = ["id", "html", "text", "units", "qr_png_base64", "buttons"]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Ledger &amp;amp; Post</title><link>https://news.example.org/</link>
<language>en-GB</language>
<item><title>One &lt;b&gt;bold&lt;/b&gt; &amp;amp; more</title>
<link>/a?utm_source=rss&amp;id=1</link>
<guid isPermaLink="false">g-1</guid><pubDate>Tue, 03 Feb 2026 15:05:06 +0100</pubDate>
<dc:creator>Lena Ruiz</dc:creator><description>Short.</description>
<content:encoded><![CDATA[<p>Long.</p>]]></content:encoded></item>
<item><title>No link</title></item>
<item><link>https://news.example.org/no-title</link></item>
<item><title>Ambiguous</title><link>b</link><pubDate>03/04/2026</pubDate></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa">
<title type="html">&lt;i&gt;Atom&lt;/i&gt;</title><link href="/home"/>
<entry><id>urn:1</id><title>Updated only</title><link rel="alternate" href="x/../y"/>
<updated>2026-02-03T10:00:00+03:30</updated></entry>
<entry><id>urn:2</id><title>Both</title><link href="//other.example.org/z"/>
<published>2026-02-01T00:00:00Z</published><updated>2026-02-02T00:00:00Z</updated></entry>
</feed>"""


def feed(tmp_path: Path, data: str | bytes, *options: str, name: str = "feed.xml") -> Record:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    done = run("try", "feed", str(file), *options, cwd=tmp_path)
    assert done.code == 0, done.err
    assert list(done.record) == FEED_KEYS
    assert all(list(entry) == ENTRY_KEYS for entry in done.record["entries"])
    return done.record


def test_an_rss_feed(tmp_path: Path) -> None:
    got = feed(tmp_path, RSS, "--url", "https://news.example.org/rss/feed.xml")
    assert (got["title"], got["link"], got["error"]) == (
        "Ledger & Post", "https://news.example.org/", None,
    )  # fmt: skip
    assert got["entries"][0] == {
        "id": "g-1", "title": "One bold & more",
        "link": "https://news.example.org/a?utm_source=rss&id=1",
        "published": "2026-02-03T14:05:06Z", "updated": None, "author": "Lena Ruiz",
        "summary": "Short.", "content": "<p>Long.</p>", "lang": "en-GB",
    }  # fmt: skip
    assert [(entry["title"], entry["link"]) for entry in got["entries"][1:]] == [
        ("No link", None),
        (None, "https://news.example.org/no-title"),
        ("Ambiguous", "https://news.example.org/rss/b"),
    ]
    assert got["entries"][3]["published"] is None


def test_an_atom_feed(tmp_path: Path) -> None:
    got = feed(tmp_path, ATOM, "--url", "https://news.example.org/rss/feed.xml")
    assert (got["title"], got["link"]) == ("Atom", "https://news.example.org/home")
    one, two = got["entries"]
    assert one["published"] == one["updated"] == "2026-02-03T06:30:00Z"
    assert (one["link"], one["lang"]) == ("https://news.example.org/rss/y", "fa")
    assert (two["published"], two["updated"]) == ("2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z")
    assert two["link"] == "https://other.example.org/z"


def test_a_labelled_feed(tmp_path: Path) -> None:
    """The label that the server sent decides, when the file has none."""
    data = "<rss><channel><title>Новости</title><item><title>Мир</title></item></channel></rss>"
    got = feed(tmp_path, data.encode("cp1251"), "--content-type", "text/xml; charset=windows-1251")
    assert (got["title"], got["entries"][0]["title"]) == ("Новости", "Мир")


@pytest.mark.parametrize("data", [b"", b"<html><p>No feed"], ids=len)
def test_no_feed(tmp_path: Path, data: bytes) -> None:
    got = feed(tmp_path, data)
    assert got["entries"] == []
    assert got["error"].strip()


@pytest.mark.parametrize("part", ["feed", "article"])
def test_what_cannot_be_read(tmp_path: Path, part: str) -> None:
    """No file: the answer says it in JSON, and the exit code too. No server: in JSON."""
    missing = run("try", part, str(tmp_path / "none"), cwd=tmp_path)
    refused(missing, "none")
    unreachable = run(
        "try",
        part,
        "http://127.0.0.1:9/",
        cwd=tmp_path,
        settings={"ALLOW_PRIVATE_HOSTS": "127.0.0.1:9"},
    )
    assert unreachable.code == 0
    for done in (missing, unreachable):
        assert list(done.record) == (FEED_KEYS if part == "feed" else ARTICLE_KEYS)
        assert done.record["error"].strip()
        assert done.record.get("entries", []) == []


PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Site</title>
<link rel="canonical" href="https://news.example.org/a/309076/harbour">
<meta property="og:title" content="Harbour &amp; market reopen">
<meta property="og:site_name" content="The Ledger">
<meta property="og:image" content="https://news.example.org/i.jpg">
<meta property="article:published_time" content="2018-06-17T16:08:00+02:00">
<meta name="author" content="Lena Ruiz"></head><body><nav>Home Sport</nav><article>
<h1>Harbour &amp; market reopen</h1><p>{first}</p><p>{second}</p></article>
<p>Story Code: 309076</p><footer>All rights reserved</footer></body></html>"""
FIRST = (
    "The harbour opened again on Monday after a long winter of repairs to its northern wall. " * 3
)
SECOND = "Ferries to the islands start on Friday, and the market returns a week after that. " * 3


def article(tmp_path: Path, data: bytes, *options: str) -> Record:
    file = tmp_path / "page.html"
    file.write_bytes(data)
    done = run("try", "article", str(file), *options, cwd=tmp_path)
    assert done.code == 0, done.err
    assert list(done.record) == ARTICLE_KEYS
    return done.record


def test_an_article(tmp_path: Path) -> None:
    page = PAGE.format(first=FIRST, second=SECOND)
    got = article(tmp_path, page.encode(), "--url", "https://news.example.org/a/309076/harbour?x=1")
    text = got.pop("text")
    assert "northern wall" in text
    assert "Ferries" in text
    assert "rights reserved" not in text
    assert got == {
        "title": "Harbour & market reopen", "published": "2018-06-17T14:08:00Z",
        "author": "Lena Ruiz", "origin": None, "publisher": "The Ledger",
        "home": "https://news.example.org/", "image": "https://news.example.org/i.jpg",
        "canonical_url": "https://news.example.org/a/309076/harbour", "lang": "en",
        "publisher_code": "309076", "error": None,
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"<html><body></body></html>"], ids=len)
def test_no_article(tmp_path: Path, data: bytes) -> None:
    assert article(tmp_path, data)["error"].strip()


# -- cards

LINK = "https://news.example.org/en/article/309076/how-it-is?a=1&b=2"
FULL: Record = {
    "id": "full", "code": 1001, "publisher_code": "309076", "link": LINK, "lang": "en",
    "title": "How <Russia> & Israel “engage” 🚀 &amp; more",
    "text": f"{FIRST}\n\n{SECOND}", "published": "2018-06-17T14:08:00Z", "origin": "Harbour Agency",
    "author": "Lena <b>Ruiz</b>", "publisher": "The Ledger", "home": "https://news.example.org/",
}  # fmt: skip
LONG = "The northern wall was broken by a storm of the autumn and closed the harbour for {0} days. "
CARDS: list[Record] = [
    FULL,
    {"id": "least", "title": "T", "link": "https://news.example.org/1"},
    {"id": "nulls", **dict.fromkeys(FULL, None), "title": "T", "link": LINK} | {"id": "nulls"},
    {**FULL, "id": "long text", "text": "".join(LONG.format(n) for n in range(300))},
    {**FULL, "id": "long title", "title": "Word " * 600},
    {**FULL, "id": "rockets", "title": "🚀" * 1500, "text": "🚀 flies. " * 500},
    {**FULL, "id": "all long", **dict.fromkeys(("origin", "author", "publisher"), "Ab " * 900)},
    {**FULL, "id": "long link", "link": "https://news.example.org/" + "x" * 1100},
    {**FULL, "id": "escapes", "title": "&<>\"' &lt; &#39;" * 60, "publisher": "<&>" * 90},
    {**FULL, "id": "arabic", "title": "محادثات سوريا", "lang": "ar",
     "text": "استؤنفت المحادثات بشأن سوريا يوم الثلاثاء في بلدة مارلو."},
    {**FULL, "id": "chinese", "title": "叙利亚会谈", "text": "叙利亚会谈星期二在马洛恢复。"},
    {**FULL, "id": "no text", "text": ""},
    {**FULL, "id": "undated", "published": None},
]  # fmt: skip
BAD_CARDS: list[Record] = [
    {"title": None}, {"title": "  "}, {"title": 5}, {"link": None}, {"link": ""}, {"text": 5},
    {"published": "yesterday"}, {"published": 5}, {"code": "abc"}, {"code": 1.5}, {"author": []},
]  # fmt: skip


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[Any, Record]:
    """The cards of all stories, for a reader in Berlin."""
    stories = CARDS + [{**FULL, "id": n, **bad} for n, bad in enumerate(BAD_CARDS)]
    done = run("try", "card", "--zone", "Europe/Berlin", "--language", "de",
               cwd=tmp_path_factory.mktemp("cards"), stdin=jsonl(stories))  # fmt: skip
    assert done.code == 0, done.err
    found = {record["id"]: record for record in done.records}
    assert list(found) == [story["id"] for story in stories]
    return found


@pytest.mark.parametrize("story", CARDS, ids=lambda story: str(story["id"]))
def test_a_card_is_a_caption(
    cards: dict[Any, Record], story: Record, bot_api: httpx.Client
) -> None:
    """Its HTML is what Telegram takes as a caption, and becomes its text."""
    card = cards[story["id"]]
    assert list(card) == CARD_KEYS
    assert card["units"] == len(card["text"].encode("utf-16-le")) // 2 <= 1024
    buttons = [button for row in card["buttons"] for button in row]
    assert all(set(button) in ({"text", "url"}, {"text", "data"}) for button in buttons)
    assert any(button.get("url") == story["link"] for button in buttons)
    chat = 100 + CARDS.index(story)  # one message a second and chat
    bot_api.post(f"/playground/chats/{chat}/messages", json={"text": "hello"})
    sent = bot_api.post(
        "/bot77:cards/sendPhoto",
        data={"chat_id": chat, "caption": card["html"], "parse_mode": "HTML"},
        files={"photo": ("qr.png", base64.b64decode(card["qr_png_base64"]))},
    ).json()
    assert sent["ok"], sent
    assert sent["result"]["caption"] == card["text"]


@pytest.mark.parametrize("story", CARDS, ids=lambda story: str(story["id"]))
def test_a_card_s_code_leads_to_the_link(cards: dict[Any, Record], story: Record) -> None:
    image = Image.open(io.BytesIO(base64.b64decode(cards[story["id"]]["qr_png_base64"])))
    assert image.format == "PNG"
    (code,) = zxingcpp.read_barcodes(image.convert("L"))
    assert code.text == story["link"]


def test_a_card_has_every_field(cards: dict[Any, Record]) -> None:
    text = cards["full"]["text"]
    for part in (
        "How <Russia> & Israel “engage” 🚀 &amp; more", "2018 - 16:08", "17", "Harbour Agency",
        "Lena <b>Ruiz</b>", "The harbour opened again on Monday", "/s1001", "309076", LINK,
        "The Ledger",
    ):  # fmt: skip
        assert part in text, part
    assert 'href="https://news.example.org/"' in cards["full"]["html"]
    assert f'href="{LINK.replace("&", "&amp;")}"' in cards["full"]["html"]


def test_a_card_s_sentences_are_whole(cards: dict[Any, Record]) -> None:
    text = " ".join(cards["long text"]["text"].split())
    assert text.count("The northern wall") == text.count(" days.") >= 1


def test_a_bad_story(cards: dict[Any, Record]) -> None:
    bad = [cards[n] for n in range(len(BAD_CARDS))]
    assert [n for n, card in enumerate(bad) if not card.get("error")] == []
    assert all(card[key] is None for card in bad for key in CARD_KEYS[1:])
