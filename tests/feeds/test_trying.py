"""The contracts of ``storywire try feed``, ``try article`` and ``try url``."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.app.trying import article, feed, url
from bot.domain.errors import FetchFailed
from tests.feeds.serving import PAGE, RSS, Server, answer


class Trying(Protocol):
    """A part that reads a file or an address."""

    async def answer_source(self, source: str) -> dict[str, Any]: ...


ENTRY_KEYS = ["id", "title", "link", "published", "updated", "author", "summary", "content", "lang"]


def test_a_feed() -> None:
    data = RSS.replace(b"</item>", b"<pubDate>Tue, 03 Feb 2026 14:05:06 GMT</pubDate></item>")
    got = feed.answer(data)
    assert list(got) == ["title", "link", "entries", "error"]
    assert (got["title"], got["link"], got["error"]) == (
        "Example News", "https://news.example.org/", None,
    )  # fmt: skip
    (entry,) = got["entries"]
    assert list(entry) == ENTRY_KEYS
    assert entry["published"] == "2026-02-03T14:05:06Z"
    assert entry["updated"] is None


def test_no_feed() -> None:
    got = feed.answer(b"<html></html>")
    assert (got["title"], got["link"], got["entries"]) == (None, None, [])
    assert "web page" in got["error"]


async def test_a_feed_file_with_its_base_and_label(tmp_path: Path) -> None:
    data = "<rss><channel><title>Новости</title><item><link>/a</link></item></channel></rss>"
    file = tmp_path / "feed.xml"
    file.write_bytes(data.encode("cp1251"))
    got = await feed.answer_source(
        str(file),
        url="https://news.example.org/f",
        content_type="text/xml; charset=windows-1251",
    )
    assert got["title"] == "Новости"
    assert got["entries"][0]["link"] == "https://news.example.org/a"


async def test_a_packed_page(tmp_path: Path) -> None:
    file = tmp_path / "page.html.gz"
    file.write_bytes(gzip.compress(PAGE))
    got = await article.answer_source(str(file), url="https://news.example.org/a/1")
    assert list(got) == [*article.KEYS, "error"]
    assert (got["title"], got["error"]) == ("Harbour reopens", None)
    assert got["canonical_url"] == "https://news.example.org/a/1"


@pytest.mark.parametrize("part", [feed, article])
async def test_a_file_that_is_not_there(part: Trying, tmp_path: Path) -> None:
    """The contract: exit 0 unless the input cannot be read at all."""
    with pytest.raises(FetchFailed, match="none"):
        await part.answer_source(str(tmp_path / "none"))


async def test_addresses_go_through_the_guard(server: Server) -> None:
    server.pages |= {"/feed": answer(RSS), "/page": answer(PAGE)}
    refused = await feed.answer_source(server.url("/feed"))
    assert "not allowed" in refused["error"]
    assert server.asked == []
    got = await feed.answer_source(server.url("/feed"), exceptions=[server.host])
    assert got["entries"][0]["title"] == "One"
    page = await article.answer_source(server.url("/page"), exceptions=[server.host])
    assert page["title"] == "Harbour reopens"
    missing = await article.answer_source(server.url("/none"), exceptions=[server.host])
    assert missing["text"] is None
    assert "404" in missing["error"]


def test_url() -> None:
    got = url.answer({"id": 7, "url": "http://127.0.0.1/"})
    assert (got["id"], got["allowed"]) == (7, False)
    assert list(got) == ["id", "allowed", "reason"]
    allowed = url.answer({"url": "http://127.0.0.1:81/"}, exceptions=["127.0.0.1:81"])
    assert (allowed["id"], allowed["allowed"]) == (None, True)


@pytest.mark.parametrize("record", [{}, {"url": None}, {"url": 3}])
def test_a_record_without_an_address(record: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="url"):
        url.answer(record)
