"""The newsroom's pages: every field of a card can be read back from them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import trafilatura
from lxml import html

from bot.playground.newsroom import prepared
from bot.playground.newsroom.submissions import paragraphs

from .newsrooms import BASE, START, Reading


@pytest.fixture
async def reading(tmp_path: Path) -> AsyncIterator[Reading]:
    opened = Reading(tmp_path)
    yield opened
    await opened.close()


def ask(page: str, xpath: str) -> Any:
    """Return what an XPath finds in a page."""
    return html.fromstring(page).xpath(xpath)


def facts(page: str) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    (script,) = ask(page, "//script[@type='application/ld+json']/text()")
    found: dict[str, Any] = json.loads(script)
    return found


def body(page: str) -> list[str]:
    """Return the paragraphs of a page's article."""
    return [part.text_content() for part in ask(page, "//*[@itemprop='articleBody']/p")]


async def test_every_card_field_can_be_read_back(reading: Reading) -> None:
    stories = (await reading.http.get("/playground/stories")).json()["stories"]
    slugs = {profile.name: profile.slug for profile in prepared.profiles()}
    for story in stories:
        page = await reading.page(story["url"])
        said = facts(page)
        assert said["@type"] == "NewsArticle"
        assert said["headline"] == story["title"] == ask(page, "string(//h1)")
        assert said["inLanguage"] == story["lang"] == ask(page, "string(/html/@lang)")
        date = story["published"] and story["published"].replace("Z", "+00:00")
        assert said.get("datePublished") == date
        assert said.get("author", {}).get("name") == story["author"]
        assert said.get("sourceOrganization", {}).get("name") == story["origin"]
        assert said.get("creditText") == story["origin"]
        home = f"{BASE}/news/{slugs[story['source']]}/"
        assert (said["publisher"]["name"], said["publisher"]["url"]) == (story["source"], home)
        assert ask(page, "//link[@rel='canonical']/@href") == [story["url"]]
        assert ask(page, "//meta[@property='og:site_name']/@content") == [story["source"]]
        assert ask(page, "//meta[@property='og:title']/@content") == [story["title"]]
        code = story["code"] and f"Story Code: {story['code']}"
        assert ask(page, "string(//*[@class='story-code'])") == (code or "")


async def test_every_text_is_found_by_an_extractor(reading: Reading) -> None:
    """And nothing else is: no byline, date, code or navigation gets into the text."""
    edition = {story.title: story for story in prepared.first_edition(START)}
    stories = (await reading.http.get("/playground/stories")).json()["stories"]
    for story in stories:
        found: Any = trafilatura.bare_extraction(
            await reading.page(story["url"]),
            favor_precision=True,
            include_comments=False,
            with_metadata=True,
        )
        # trafilatura drops the zero-width non-joiners that Persian is written with
        expected = edition[story["title"]].text.replace("\u200c", "")
        assert found.text.replace("\u200c", "").split("\n") == paragraphs(expected)
        assert found.date == (story["published"] and story["published"][:10])
        assert (found.sitename, found.url) == (story["source"], story["url"])


@pytest.mark.parametrize("lang", ["en", "en-GB", "ar", "fa-IR", "zh-Hant", "xx", "he", None])
async def test_page_says_its_language_and_direction(reading: Reading, lang: str | None) -> None:
    url = await reading.post(title="T", text="Text.", source="Wire", lang=lang, author="Someone")
    tree = html.fromstring(await reading.page(url))
    expected = {"ar": "rtl", "fa-IR": "rtl", "he": "rtl", None: "auto"}.get(lang, "ltr")
    assert (tree.get("lang"), tree.get("dir")) == (lang, expected)


@pytest.mark.parametrize(
    "text",
    [
        "One sentence.",
        "<script>alert(1)</script> & </p> &amp; <!-- no comment -->",
        "First.\n\nSecond 🎉.\n\nThird: حلب.",
        "汉字" * 30_000,
        "\n\n".join(f"Paragraph {n} of many, with a few words to fill it." for n in range(2_000)),
    ],
    ids=["sentence", "markup", "paragraphs", "unbroken", "100 KB"],
)
async def test_any_text_stands_on_its_page(reading: Reading, text: str) -> None:
    page = await reading.page(await reading.post(title="T", text=text, source="Wire"))
    assert body(page) == text.split("\n\n")


@pytest.mark.parametrize("break_", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\n\n\n", "\r\r"], ids=repr)
async def test_blank_lines_part_paragraphs(reading: Reading, break_: str) -> None:
    url = await reading.post(title="T", text=f" One.{break_}Two.\n", source="Wire")
    assert body(await reading.page(url)) == ["One.", "Two."]


async def test_line_within_a_paragraph_is_kept(reading: Reading) -> None:
    url = await reading.post(title="T", text="Roses,\nviolets.", source="Wire")
    assert '<p dir="auto">Roses,<br>violets.</p>' in await reading.page(url)


async def test_nothing_a_story_says_is_markup(reading: Reading) -> None:
    sharp = "</script><script>x()</script><img src=x onerror=y>\"'&"
    page = await reading.page(
        await reading.post(
            title=sharp, text=sharp, source=sharp[:60], origin=sharp, author=sharp, code='"><i>'
        )
    )
    assert len(ask(page, "//script")) == 1
    assert not ask(page, "//img | //i")
    said = facts(page)
    assert (said["headline"], said["author"]["name"], said["creditText"]) == (sharp,) * 3
    assert ask(page, "string(//*[@class='byline'])") == f"{sharp} | Author: {sharp}"
    answer = await reading.http.get(said["url"])
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


async def test_home_page_lists_the_stories_and_names_the_feed(reading: Reading) -> None:
    for profile in prepared.profiles():
        home = f"{BASE}/news/{profile.slug}/"
        page = await reading.page(home)
        feed = dict(reading.newsroom.feeds())[profile.name]
        assert ask(page, "//link[@rel='alternate']/@href") == [feed]
        links = ask(page, "//ul[@class='stories']//a/@href")
        assert links == [entry.link for entry in (await reading.feed(profile.name)).entries]


async def test_newsstand_lists_the_sources(reading: Reading) -> None:
    page = await reading.page(f"{BASE}/news/")
    assert len(ask(page, "//ul[@class='stories']//a")) == len(prepared.profiles())


async def test_story_is_found_whatever_words_end_its_address(reading: Reading) -> None:
    url = await reading.post(title="Some words", text="Text.", source="Wire")
    assert url.endswith("/some-words")
    for address in (url.removesuffix("/some-words"), url.replace("some", "other")):
        page = await reading.page(address)
        assert ask(page, "//link[@rel='canonical']/@href") == [url]


@pytest.mark.parametrize(
    "path",
    ["/news/nobody/", "/news/wire/zzzzz/x", "/news/wire/309076", "/news/levant-courier/{id}"],
)
async def test_missing_page_says_so(reading: Reading, path: str) -> None:
    url = await reading.post(title="T", text="Text.", source="Wire")
    answer = await reading.http.get(path.replace("{id}", url.split("/")[5]))
    assert answer.status_code == 404
    assert "No such story" in answer.text


async def test_robots_may_read_everything(reading: Reading) -> None:
    answer = await reading.http.get("/robots.txt")
    assert answer.text == "User-agent: *\nAllow: /\n"
    assert answer.headers["content-type"].startswith("text/plain")
