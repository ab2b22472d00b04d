"""The newsroom's feeds, read back as any feed is."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.playground.newsroom import naming, prepared
from bot.playground.newsroom.values import FeedKind

from .newsrooms import BASE, Reading


@pytest.fixture
async def reading(tmp_path: Path) -> AsyncIterator[Reading]:
    opened = Reading(tmp_path)
    yield opened
    await opened.close()


async def test_every_story_stands_once_in_its_feed(reading: Reading) -> None:
    links, ids = [], []
    for profile in prepared.profiles():
        feed = await reading.feed(profile.name)
        assert feed.version == ("rss20" if profile.kind is FeedKind.RSS else "atom10")
        assert feed.feed.title == profile.name
        assert feed.feed.link == f"{BASE}/news/{profile.slug}/"
        assert feed.feed.language == profile.lang
        links += [entry.link for entry in feed.entries]
        ids += [entry.id for entry in feed.entries]
    listed = (await reading.http.get("/playground/stories")).json()["stories"]
    assert sorted(links) == sorted(story["url"] for story in listed)
    assert len(set(ids)) == len(ids) == len(prepared.stories())
    assert all(link.startswith(f"{BASE}/news/") for link in links)


async def test_entries_carry_what_the_story_says(reading: Reading) -> None:
    stories = (await reading.http.get("/playground/stories")).json()["stories"]
    told = {story["url"]: story for story in stories}
    for profile in prepared.profiles():
        for entry in (await reading.feed(profile.name)).entries:
            story = told[entry.link]
            assert entry.title == story["title"]
            assert entry.get("author") == story["author"]
            date = entry.get("published_parsed")
            iso = date and time.strftime("%Y-%m-%dT%H:%M:%SZ", date)
            assert iso == story["published"]
            assert 40 < len(entry.summary) <= 600


async def test_undated_story_has_no_date_at_all(reading: Reading) -> None:
    for source in ("Levant Courier", "The Northgate Ledger"):
        await reading.post(title="Undated", text="Text.", source=source, published=None)
        entries = (await reading.feed(source)).entries
        entry = next(entry for entry in entries if entry.title == "Undated")
        assert not {"published", "updated"} & set(entry)


async def test_newest_date_comes_first(reading: Reading) -> None:
    for day in ("2026-03-10", "2026-03-30", "2026-03-01"):
        await reading.post(title=day, text="T.", source="Wire", published=f"{day}T00:00:00Z")
    titles = [entry.title for entry in (await reading.feed("Wire")).entries]
    assert titles == ["2026-03-30", "2026-03-10", "2026-03-01"]


@pytest.mark.parametrize("source", ["Levant Courier", "Wire"], ids=["rss", "atom"])
@pytest.mark.parametrize(
    "title",
    [
        "A <b>bold</b> & 'bare' \"title\" 🎉",
        "a &amp; b",
        "]]> <!-- x -->",
        "حمص: 5 < 6",
        "东方 & 𝕏",
    ],
)
async def test_title_and_summary_arrive_letter_for_letter(
    reading: Reading, source: str, title: str
) -> None:
    await reading.post(title=title, text=f"{title} ends.", source=source)
    answer = await reading.http.get(dict(reading.newsroom.feeds())[source])
    assert answer.headers["content-type"].endswith("charset=utf-8")
    # feedparser takes tags in a plain title for markup, so the XML itself is asked here
    root = etree.fromstring(answer.content)
    titles = [node.text for node in root.iter("{*}title")]
    assert title in titles
    entry = (await reading.feed(source)).entries[0]
    if source == "Levant Courier":  # HTML, as RSS has it
        assert "<b>" not in title or "&lt;b&gt;" in entry.summary
    assert entry.summary.endswith("ends.")


async def test_summary_is_the_first_paragraph_in_whole_words(reading: Reading) -> None:
    await reading.post(title="T", text="First, in\none go.\n\nSecond.", source="Wire")
    await reading.post(title="U", text="word " * 20_000, source="Long")
    await reading.post(title="V", text="字" * 20_000, source="Unbroken")
    assert (await reading.feed("Wire")).entries[0].summary == "First, in one go."
    long = (await reading.feed("Long")).entries[0].summary
    assert long.endswith("word…")
    assert len((await reading.feed("Unbroken")).entries[0].summary) == len(long) + 1 == 401


async def test_language_is_left_out_where_no_story_names_one(reading: Reading) -> None:
    """A feed's language would speak for the story that left it to the reader."""
    await reading.post(title="T", text="نص عربي.", source="Levant Courier")
    await reading.post(title="T", text="Текст.", source="Вечерний меридиан")
    for source, lang in (("Levant Courier", "en"), ("Вечерний меридиан", "ru")):
        answer = await reading.http.get(dict(reading.newsroom.feeds())[source])
        assert "<language>" not in answer.text
        assert 'xml:lang="ru"' not in answer.text.split("<entry")[0]
        assert lang in answer.text


async def test_burst_between_two_polls_is_all_in_the_feed(reading: Reading) -> None:
    urls = [
        await reading.post(title=f"No {n}", text="T.", source="Wire", published="2001-01-01")
        for n in range(450)
    ]
    assert [entry.link for entry in (await reading.feed("Wire")).entries] == urls[::-1]
    reading.clock.forward(days=2)
    assert len((await reading.feed("Wire")).entries) == 200


async def test_unchanged_feed_is_not_sent_again(reading: Reading) -> None:
    url = dict(reading.newsroom.feeds())["Levant Courier"]
    first = await reading.http.get(url)
    tag, date = first.headers["etag"], first.headers["last-modified"]
    for headers in (
        {"If-None-Match": tag},
        {"If-None-Match": f'"other", W/{tag}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": date},
    ):
        again = await reading.http.get(url, headers=headers)
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for headers in (
        {"If-None-Match": '"other"', "If-Modified-Since": date},
        {"If-Modified-Since": "Sun, 17 Jun 2018 16:08:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ):
        assert (await reading.http.get(url, headers=headers)).status_code == 200
    await reading.restart()
    again = await reading.http.get(url, headers={"If-None-Match": tag, "If-Modified-Since": date})
    assert again.status_code == 304


async def test_two_stories_in_one_second_are_two_changes(reading: Reading) -> None:
    await reading.post(title="One", text="T.", source="Wire")
    url = dict(reading.newsroom.feeds())["Wire"]
    for title in ("Two", "Three"):
        before = await reading.http.get(url)
        await reading.post(title=title, text="T.", source="Wire")
        for name, header in (("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")):
            after = await reading.http.get(url, headers={name: before.headers[header]})
            assert after.status_code == 200
            assert title in after.text


async def test_only_the_sources_own_format_is_served(reading: Reading) -> None:
    for path in ("/news/levant-courier/atom.xml", "/news/no-such/rss.xml"):
        assert (await reading.http.get(path)).status_code == 404


@given(st.integers(min_value=0, max_value=10**12))
def test_id_in_letters_reads_back(number: int) -> None:
    letters = naming.id_in_letters(number)
    assert naming.id_from_letters(letters) == number
    assert letters.isalpha()


@given(st.text(max_size=12))
def test_other_letters_are_no_id(text: str) -> None:
    number = naming.id_from_letters(text)
    assert number is None or naming.id_in_letters(number) == text


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Iran's R&D stays <1% of output", "irans-r-d-stays-1-of-output"),
        ("Aleppo–Latakia: a “new” line", "aleppo-latakia-a-new-line"),
        ("Código 309076 y más", "codigo-y-mas"),
        ("حلب ASML دمشق", "asml"),
        ("东方", ""),
        ("«Заречье» отыгралось с 0:3", ""),
        ("x" * 80, "x" * 60),
    ],
)
def test_slug(title: str, expected: str) -> None:
    assert naming.slug(title) == expected
