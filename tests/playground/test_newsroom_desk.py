"""Handing in stories: what is taken, what is refused, and that nothing answered is lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseError, StorywireError
from bot.playground.newsroom import Newsroom, prepared

from .newsrooms import BASE, START, Hands, Reading

STORY = {"title": "Talks resume", "text": "They talk again.", "source": "Hill Post"}


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Reading]:
    reading = Reading(tmp_path, with_stories=False)
    yield reading
    await reading.close()


async def test_story_appears_once_in_its_feed_and_on_its_page(desk: Reading) -> None:
    url = await desk.post(**STORY, lang="en", published="2018-06-17T16:08:00+02:00", code="309076")
    (entry,) = (await desk.feed("Hill Post")).entries
    assert (entry.link, entry.title) == (url, "Talks resume")
    assert entry.published == "2018-06-17T14:08:00Z"
    assert "They talk again." in await desk.page(url)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"title": ["a"]}, "title"),
        ({"title": " \n "}, "title"),
        ({"title": "x" * 1001}, "title"),
        ({"title": "half \ud83d"}, "title"),
        ({"title": "nul \x00"}, "title"),
        ({"text": None}, "text"),
        ({"text": ""}, "text"),
        ({"text": {"p": "a"}}, "text"),
        ({"text": "x" * 500_001}, "text"),
        ({"source": None}, "source"),
        ({"source": "\t"}, "source"),
        ({"source": True}, "source"),
        ({"source": "x" * 201}, "source"),
        ({"lang": 1}, "lang"),
        ({"lang": "klingon language"}, "lang"),
        ({"lang": "e"}, "lang"),
        ({"origin": 5}, "origin"),
        ({"author": {}}, "author"),
        ({"code": 309076}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"published": "yesterday"}, "published"),
        ({"published": ""}, "published"),
        ({"published": 1529251680}, "published"),
        ({"published": "2018-02-30T10:00:00Z"}, "published"),
        ({"published": "0001-01-01T00:00:00+05:00"}, "published"),
        ({"published": "9999-12-31T23:59:59-05:00"}, "published"),
    ],
    ids=str,
)
async def test_bad_field_is_named(desk: Reading, change: dict[str, object], field: str) -> None:
    answer = await desk.http.post(
        "/playground/stories", content=json.dumps({**STORY, **change}).encode()
    )
    assert answer.status_code == 400
    assert answer.json()["error"].startswith(field)
    assert desk.newsroom.feeds() == []


@pytest.mark.parametrize("field", ["title", "text", "source"])
async def test_missing_field_is_named(desk: Reading, field: str) -> None:
    sent = {name: value for name, value in STORY.items() if name != field}
    answer = await desk.http.post("/playground/stories", json=sent)
    assert (answer.status_code, answer.json()["error"].split()[0]) == (400, field)


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"story"', b"null", b"\xff\xfe", b"[" * 200_000, b"title=a&text=b"],
    ids=lambda body: repr(body[:12]),
)
async def test_what_is_no_json_object_is_refused(desk: Reading, body: bytes) -> None:
    answer = await desk.http.post("/playground/stories", content=body)
    assert answer.status_code == 400
    assert "JSON" in answer.json()["error"]


async def test_very_large_body_is_refused(desk: Reading) -> None:
    answer = await desk.http.post("/playground/stories", content=b" " * 2_000_001)
    assert answer.status_code == 413
    assert answer.json()["error"]


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ({}, "2026-03-18T10:00:00Z"),
        ({"published": None}, None),
        ({"published": "2018-06-17T16:08:00Z"}, "2018-06-17T16:08:00Z"),
        ({"published": "2018-06-17T16:08:00.750+04:30"}, "2018-06-17T11:38:00Z"),
        ({"published": "2018-06-17T16:08:00"}, "2018-06-17T16:08:00Z"),
        ({"published": "2031-01-01T00:00:00Z"}, "2031-01-01T00:00:00Z"),
        ({"published": "1875-05-20T09:00:00Z"}, "1875-05-20T09:00:00Z"),
    ],
    ids=str,
)
async def test_date_is_kept_as_given(
    desk: Reading, published: dict[str, object], expected: str | None
) -> None:
    await desk.post(**STORY, **published)
    (listed,) = (await desk.http.get("/playground/stories")).json()["stories"]
    assert listed["published"] == expected
    assert listed["posted"] == "2026-03-18T10:00:00Z"


async def test_optional_fields_may_be_null_or_empty(desk: Reading) -> None:
    await desk.post(**STORY, lang=None, origin=None, author="", code=None, unknown=1)
    (listed,) = (await desk.http.get("/playground/stories")).json()["stories"]
    assert [listed[name] for name in ("lang", "origin", "author", "code")] == [None] * 4


async def test_same_story_twice_is_two_stories(desk: Reading) -> None:
    first, second = await desk.post(**STORY), await desk.post(**STORY)
    assert first != second
    assert {e.link for e in (await desk.feed("Hill Post")).entries} == {first, second}


async def test_sources_of_one_slug_have_their_own_feeds(desk: Reading) -> None:
    names = ["Cafe News", "Café News", "CAFE: news", "Источник", "خبر", "日本", "???", "..", "🗞"]
    for name in names:
        await desk.post(title=f"By {name}", text="Text.", source=name)
    assert [name for name, _ in desk.newsroom.feeds()] == names
    assert len({url for _, url in desk.newsroom.feeds()}) == len(names)
    for name in names:
        feed = await desk.feed(name)
        assert (feed.feed.title, [e.title for e in feed.entries]) == (name, [f"By {name}"])


async def test_source_name_is_one_whatever_its_spaces_and_composition(desk: Reading) -> None:
    for name in ["Café  News", " Cafe\u0301 News\n"]:
        await desk.post(title="T", text="Text.", source=name)
    assert [name for name, _ in desk.newsroom.feeds()] == ["Café News"]


async def test_new_source_is_announced_before_the_answer(desk: Reading) -> None:
    told: list[tuple[str, str]] = []

    async def announce(source: str, url: str) -> None:
        await asyncio.sleep(0.01)
        assert len((await desk.feed(source)).entries) >= 1
        told.append((source, url))

    desk.newsroom.on_new_source = announce
    together = [desk.post(**STORY) for _ in range(5)]
    await asyncio.gather(*together)
    assert told == desk.newsroom.feeds()
    await desk.post(**STORY)
    assert len(told) == 1


async def test_failed_announcement_is_said_and_made_again(desk: Reading) -> None:
    async def fail(_source: str, _url: str) -> None:
        raise StorywireError("the database is away")

    told: list[str] = []

    async def announce(source: str, _url: str) -> None:
        told.append(source)

    desk.newsroom.on_new_source = fail
    answer = await desk.http.post("/playground/stories", json=STORY)
    assert answer.status_code == 503
    assert "the database is away" in answer.json()["error"]
    desk.newsroom.on_new_source = announce
    await desk.post(**STORY)
    assert told == ["Hill Post"]


async def test_feeds_are_given_once_the_bot_polls(desk: Reading) -> None:
    await desk.post(**STORY)
    desk.newsroom.ready = lambda: False
    early = await desk.http.get("/playground/feeds")
    assert (early.status_code, list(early.json())) == (503, ["error"])
    desk.newsroom.ready = lambda: True
    answer = await desk.http.get("/playground/feeds")
    url = f"{BASE}/news/hill-post/atom.xml"
    assert answer.json() == {"feeds": [{"source": "Hill Post", "url": url}]}


async def test_drafts_are_published_in_order_then_none_is_left(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    told = []
    for ready in prepared.drafts():
        reading.clock.forward(minutes=1)
        answer = (await reading.http.post("/playground/stories/next")).json()
        assert (answer["title"], answer["source"]) == (ready.story.title, ready.story.source)
        (newest, *_) = (await reading.feed(answer["source"])).entries
        assert newest.link == answer["url"]
        told.append(answer["url"])
        await reading.restart()
    assert len(set(told)) == len(told)
    answer = await reading.http.post("/playground/stories/next")
    assert (answer.status_code, list(answer.json())) == (404, ["error"])
    await reading.close()


async def test_restart_keeps_stories_dates_and_addresses(tmp_path: Path) -> None:
    reading = Reading(tmp_path)
    await reading.post(**STORY)
    before = (await reading.http.get("/playground/stories")).json()
    reading.clock.forward(days=3)
    await reading.restart()
    assert (await reading.http.get("/playground/stories")).json() == before
    assert len(reading.newsroom.feeds()) == len(prepared.profiles()) + 1
    await reading.close()


async def test_publisher_keeps_its_feed_where_its_slug_is_taken(tmp_path: Path) -> None:
    """A source posted before a publisher of that slug shipped with the newsroom stays as it is."""
    early = Reading(tmp_path, with_stories=False)
    await early.post(title="T", text="Text.", source="Levant-Courier")
    await early.close()
    later = Reading(tmp_path)
    assert dict(later.newsroom.feeds())["Levant-Courier"] == f"{BASE}/news/levant-courier/atom.xml"
    assert dict(later.newsroom.feeds())["Levant Courier"] == f"{BASE}/news/levant-courier-2/rss.xml"
    await later.close()


def test_unusable_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match=r"file.*STORYWIRE_DATA"):
        Newsroom(tmp_path / "file", Hands(START), BASE)


PUBLISHER = """
import asyncio, sys
from pathlib import Path
from tests.playground.newsrooms import BASE, Hands
from bot.playground.newsroom import Newsroom
from bot.playground.newsroom.values import Submission

async def publish():
    newsroom = Newsroom(Path(sys.argv[1]), Hands(), BASE, with_stories=False)
    for number in range(100_000):
        print(await newsroom.publish(Submission(f"No {number}", "Text.", "Wire", None)), flush=True)

asyncio.run(publish())
"""


@pytest.fixture
def answered(tmp_path: Path) -> list[str]:
    """Return the addresses a newsroom answered until it was killed in the middle of a story."""
    with subprocess.Popen(
        [sys.executable, "-c", PUBLISHER, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(150)]
        process.kill()
        lines += list(process.stdout)
    return [line.strip() for line in lines if line.endswith("\n")]


async def test_kill_loses_no_story_that_was_answered(answered: list[str], tmp_path: Path) -> None:
    reading = Reading(tmp_path, with_stories=False)
    links = [entry.link for entry in (await reading.feed("Wire")).entries]
    assert set(answered) <= set(links)
    assert len(links) - len(answered) <= 1
    await reading.close()
