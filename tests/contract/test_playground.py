"""The people's side and the newsroom of a running playground, by their contracts."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.world.processes import Playground, text_of, wait_for

fresh = itertools.count(30_001)


def refused(answer: httpx.Response) -> None:
    assert 400 <= answer.status_code < 500, answer.text
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"].strip()


# -- people

BODIES: list[Any] = [
    {}, {"text": ""}, {"text": " "}, {"text": None}, {"text": 5}, {"text": "x" * 4097},
    {"text": "🚀" * 2049}, {"text": "x", "from": 5}, {"text": "x", "from": {"id": 1}},
    {"text": "x", "from": {"id": "x"}}, {"text": "x", "thread": "x"}, {"text": "x", "thread": -1},
    {"text": "x", "bot": "nobody"}, {"text": "\ud800"}, [], None, "x",
]  # fmt: skip
RAW = [b"", b"{", b"\xff", b'{"text": "\xff"}', b'{"text": NaN}', b"[" * 50_000]


@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_messages_that_are_refused(desk: httpx.Client, body: Any) -> None:
    chat = next(fresh)
    refused(desk.post(f"/playground/chats/{chat}/messages", content=json.dumps(body)))
    assert desk.get(f"/playground/chats/{chat}/messages").json() == {"messages": []}


@pytest.mark.parametrize("raw", RAW, ids=range(len(RAW)))
@pytest.mark.parametrize(
    "path", ["chats/5/messages", "chats", "chats/5/callbacks", "inline", "stories", "faults",
             "members", "clock"],
)  # fmt: skip
def test_bodies_that_are_no_json(desk: httpx.Client, path: str, raw: bytes) -> None:
    refused(desk.post(f"/playground/{path}", content=raw))


@pytest.mark.parametrize("chat", ["x", "0", "1.5", "9" * 30, "-", "%00"])
def test_chats_that_cannot_be(desk: httpx.Client, chat: str) -> None:
    refused(desk.post(f"/playground/chats/{chat}/messages", json={"text": "x"}))
    refused(desk.get(f"/playground/chats/{chat}/messages"))


def test_an_unknown_group(desk: httpx.Client) -> None:
    body = {"text": "x", "from": {"id": 5}}
    for answer in (
        desk.post("/playground/chats/-987654/messages", json=body),
        desk.get("/playground/chats/-987654/messages"),
        desk.post("/playground/members", json={"chat": -987654, "id": 5, "status": "member"}),
    ):
        refused(answer)
        assert answer.status_code == 404


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
@pytest.mark.parametrize("path", ["/playground/inline", "/playground/nothing", "/playground"])
def test_ways_that_are_not_there(desk: httpx.Client, method: str, path: str) -> None:
    refused(desk.request(method, path))


def test_a_private_chat_is_made_by_its_first_message(town: Playground, desk: httpx.Client) -> None:
    chat = next(fresh)
    said = desk.post(f"/playground/chats/{chat}/messages", json={"text": "/help"}).json()
    assert set(said) == {"message_id"}
    messages = wait_for(lambda: town.messages(chat)[1:] and town.messages(chat), 10, "an answer")
    person, bot = messages[:2]
    assert person["message_id"] == said["message_id"] < bot["message_id"]
    assert person["text"] == "/help"
    assert person["from"]["id"] == person["chat"]["id"] == chat
    assert person["from"]["is_bot"] is False
    assert person["from"]["first_name"]
    assert person["chat"]["type"] == "private"
    assert bot["from"]["is_bot"] is True
    assert isinstance(bot["date"], int)


def test_after_is_by_message_id(bare_playground: Playground) -> None:
    """All are returned, however many."""
    chat = next(fresh)
    write = bare_playground.post
    ids = [write(f"chats/{chat}/messages", text=str(n))["message_id"] for n in range(130)]
    assert ids == sorted(set(ids))
    assert [m["message_id"] for m in bare_playground.messages(chat)] == ids
    assert [m["text"] for m in bare_playground.messages(chat, ids[99])] == [
        str(n) for n in range(100, 130)
    ]
    assert bare_playground.messages(chat, 10**9) == []


@pytest.mark.parametrize("after", ["x", "1.5"])
def test_a_wrong_after(desk: httpx.Client, after: str) -> None:
    refused(desk.get("/playground/chats/5/messages", params={"after": after}))


def test_groups_threads_and_members(town: Playground, desk: httpx.Client) -> None:
    group, admin = -next(fresh), next(fresh)
    town.post("chats", id=group, type="supergroup", title="Readers", is_forum=True)
    town.post("members", chat=group, id=admin, status="administrator")
    said = town.post(
        f"chats/{group}/messages",
        text="/subscribe Lebanon", thread=7, **{"from": {"id": admin, "language_code": "en"}},
    )["message_id"]  # fmt: skip

    def answers() -> list[dict[str, Any]]:
        said_by_bot = [m for m in town.messages(group, said) if m["from"]["is_bot"]]
        return [m for m in said_by_bot if "Lebanon" in text_of(m)]  # it greets a new group first

    answer = wait_for(answers, 10, "an answer")[0]
    assert answer["message_thread_id"] == 7
    assert answer["chat"]["type"] == "supergroup"
    other = next(fresh)
    town.post("members", chat=group, id=other, status="member")
    for status in ("king", None, 5):
        body = {"chat": group, "id": other, "status": status}
        refused(desk.post("/playground/members", json=body))


def test_a_tap_answers_with_what_the_bot_said(town: Playground, desk: httpx.Client) -> None:
    chat = next(fresh)
    message = town.ask(chat, "/subscribe Iran")
    button = message["reply_markup"]["inline_keyboard"][0][0]
    tap = {"message_id": message["message_id"], "data": button["callback_data"]}
    path = f"/playground/chats/{chat}/callbacks"
    answer = desk.post(path, json={**tap, "from": {"id": chat}})
    assert answer.status_code == 200, answer.text
    assert answer.json()["answered"] is True
    for wrong in (
        {**tap, "message_id": 999_999}, {**tap, "message_id": "x"}, {**tap, "data": "no such"},
        {**tap, "data": ""}, {"data": tap["data"]}, {**tap, "from": {"id": 1}},
    ):  # fmt: skip
        refused(desk.post(path, json=wrong))


@pytest.mark.parametrize(
    "body",
    [{"query": "x"}, {"query": 5, "from": {"id": 5}}, {"query": "x", "from": {"id": "5"}},
     {"query": "x" * 257, "from": {"id": 5}}, {"query": "x", "from": 5}],
    ids=range(5),
)  # fmt: skip
def test_inline_queries_that_are_refused(desk: httpx.Client, body: dict[str, Any]) -> None:
    refused(desk.post("/playground/inline", json=body))


def test_the_clock(desk: httpx.Client) -> None:
    for now in ("noon", 5, "2026-06-17", "2026-06-17T12:00:00"):
        refused(desk.post("/playground/clock", json={"now": now}))
    refused(desk.post("/playground/clock", json={}))


def test_the_page(desk: httpx.Client) -> None:
    page = desk.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"


def test_strangers_are_refused(desk: httpx.Client) -> None:
    for headers in ({"Host": "evil.example.org"}, {"Origin": "https://evil.example.org"}):
        assert desk.get("/playground/feeds", headers=headers).status_code == 403


# -- the newsroom

TEXT = "The wall of the harbour was mended before the winter, the council said on Monday."
STORY = {"title": "Wall mended", "text": TEXT, "source": "Contract Desk"}
WRONG_STORIES: list[dict[str, Any]] = [
    {"title": None}, {"title": ""}, {"title": " "}, {"title": 5}, {"text": None}, {"text": ""},
    {"text": []}, {"source": None}, {"source": ""}, {"source": 5}, {"lang": 5},
    {"published": "yesterday"}, {"published": 5}, {"published": ""}, {"code": 5}, {"origin": 5},
    {"title": "a\x00b"}, {"title": "\ud800"}, {"text": "\ud800"}, {"lang": "no good!"},
    {"published": "2026-02-30T00:00:00Z"},
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG_STORIES, ids=range(len(WRONG_STORIES)))
def test_stories_that_are_refused(desk: httpx.Client, wrong: dict[str, Any]) -> None:
    refused(desk.post("/playground/stories", content=json.dumps({**STORY, **wrong})))


@pytest.mark.parametrize("missing", STORY)
def test_what_a_story_needs(desk: httpx.Client, missing: str) -> None:
    body = {key: value for key, value in STORY.items() if key != missing}
    refused(desk.post("/playground/stories", json=body))


FIELDS: list[dict[str, Any]] = [
    {}, dict.fromkeys(("lang", "published", "origin", "code")), {"code": "309076"},
    {"origin": "Harbour Agency"}, {"lang": "en"}, {"published": "2018-06-17T14:08:00Z"},
    {"published": "2018-06-17T18:38:00+04:30", "origin": "Harbour Agency", "code": "A-77"},
    {"lang": "fa", "title": "دیوار بندر", "text": "دیوار بندر پیش از زمستان ترمیم شد."},
    {"title": "<b>Wall</b> & \"gate\" 🚀 ]]> &amp;", "source": "Desk <&> \"one\""},
]  # fmt: skip


@pytest.mark.parametrize("more", FIELDS, ids=range(len(FIELDS)))
def test_a_story_is_in_its_feed_and_on_its_page(
    town: Playground, desk: httpx.Client, more: dict[str, Any]
) -> None:
    story = {**STORY, "title": f"Wall {next(fresh)}", **more}
    answer = desk.post("/playground/stories", json=story)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"url"}
    url = answer.json()["url"]
    assert url.startswith(town.address + "/")
    assert url in desk.get(town.feed_of(story["source"])).text
    page = desk.get(url)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert story["text"] in page.text


def test_two_stories_alike_have_two_addresses(desk: httpx.Client) -> None:
    one, two = (desk.post("/playground/stories", json=STORY).json()["url"] for _ in range(2))
    assert one != two


def test_its_own_stories_tell_of_the_past_week(town: Playground, desk: httpx.Client) -> None:
    feeds = desk.get("/playground/feeds").json()["feeds"]
    assert all(set(feed) == {"source", "url"} for feed in feeds)
    assert len({feed["url"] for feed in feeds}) == len(feeds)
    stories = desk.get("/playground/stories").json()["stories"]
    own = [s for s in stories if not s["source"].startswith(("Contract", "Desk", "Scene"))]
    assert len(own) >= 24
    assert {"en", "ar", "fa", "ru", "es"} <= {story["lang"] for story in own}
    now = datetime.now(UTC)
    for story in own:
        age = now - datetime.fromisoformat(story["published"])
        assert timedelta(0) <= age <= timedelta(days=7, hours=1)
