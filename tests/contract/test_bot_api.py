"""The Bot API of a playground: Telegram's limits and errors, its files, several bots."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.world.processes import Playground

TOKEN = "8001:limits"
fresh = itertools.count(20_001)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)

Call = Callable[..., dict[str, Any]]


@pytest.fixture
def call(bare_playground: Playground) -> Call:
    """Call a method; return Telegram's answer, checked for its form."""
    client = httpx.Client(base_url=bare_playground.address, timeout=30, trust_env=False)

    def method(name: str, token: str = TOKEN, **body: Any) -> dict[str, Any]:
        response = client.post(f"/bot{token}/{name}", json=body)
        answer: dict[str, Any] = response.json()
        if answer["ok"]:
            assert response.status_code == 200
            assert set(answer) <= {"ok", "result", "description"}
        else:
            assert answer["error_code"] == response.status_code
            assert answer["description"]
        return answer

    return method


@pytest.fixture
def chat(bare_playground: Playground, call: Call) -> int:
    """A person who has just started the bot."""
    number = next(fresh)
    call("getMe")
    bare_playground.post(f"chats/{number}/messages", text="/start", bot=TOKEN)
    return number


def keyboard(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "b", "callback_data": data}]]}


TOO_LONG: list[tuple[str, dict[str, Any], bool]] = [
    ("sendMessage", {"text": "x" * 4096}, True),
    ("sendMessage", {"text": "x" * 4097}, False),
    ("sendMessage", {"text": "🚀" * 2048}, True),
    ("sendMessage", {"text": "🚀" * 2048 + "x"}, False),
    ("sendMessage", {"text": "<b>" + "&amp;" * 4096 + "</b>", "parse_mode": "HTML"}, True),
    ("sendMessage", {"text": "<b>" + "&amp;" * 4097 + "</b>", "parse_mode": "HTML"}, False),
    ("sendMessage", {"text": ""}, False),
    ("sendMessage", {"text": "  \n "}, False),
    ("sendMessage", {"text": "<b></b>", "parse_mode": "HTML"}, False),
    ("sendMessage", {}, False),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("x" * 64)}, True),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("x" * 65)}, False),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("é" * 32)}, True),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("é" * 33)}, False),
    ("sendMessage", {"text": "x", "reply_markup": keyboard("")}, False),
    ("sendMessage", {"text": "x", "reply_markup": json.dumps(keyboard("x"))}, True),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, False),
    ("sendMessage", {"text": "x", "parse_mode": "XML"}, False),
]


@pytest.mark.parametrize(("method", "body", "taken"), TOO_LONG, ids=range(len(TOO_LONG)))
def test_lengths(call: Call, chat: int, method: str, body: dict[str, Any], taken: bool) -> None:
    answer = call(method, chat_id=chat, **body)
    assert answer["ok"] is taken, answer
    assert taken or answer["error_code"] == 400


@pytest.mark.parametrize(
    ("caption", "taken"),
    [("x" * 1024, True), ("x" * 1025, False), ("🚀" * 512, True), ("🚀" * 512 + "x", False),
     ("<b>" + "&lt;" * 1024 + "</b>", True), ("", True)],
    ids=range(6),
)  # fmt: skip
def test_captions(bot_api: httpx.Client, chat: int, caption: str, taken: bool) -> None:
    answer = bot_api.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": chat, "caption": caption, "parse_mode": "HTML"},
        files={"photo": PNG},
    )
    assert answer.json()["ok"] is taken, answer.text


@pytest.mark.parametrize(
    "html",
    ["<b>x", "x</b>", "<b><i>x</b></i>", "<div>x</div>", "a < b", "<a href=x", "<b x>y", "<",
     "<br>", "<script>x</script>"],
)  # fmt: skip
def test_html_that_cannot_be_parsed(call: Call, chat: int, html: str) -> None:
    answer = call("sendMessage", chat_id=chat, text=html, parse_mode="HTML")
    assert answer["error_code"] == 400
    assert "can't parse entities" in answer["description"]


def test_entities_count_utf_16(call: Call, chat: int, bare_playground: Playground) -> None:
    html = '🚀 <b>ب<i>🚀</i></b> &lt;<a href="https://news.example.org/?a=1&amp;b">x</a> /s1001'
    answer = call("sendMessage", chat_id=chat, text=html, parse_mode="HTML")
    message = answer["result"]
    assert message["text"] == "🚀 ب🚀 <x /s1001"
    found = [
        (e["type"], e["offset"], e["length"], e.get("url")) for e in message["entities"]
    ]  # fmt: skip
    assert sorted(found, key=str) == sorted(
        [("bold", 3, 3, None), ("italic", 4, 2, None),
         ("text_link", 8, 1, "https://news.example.org/?a=1&b"), ("bot_command", 10, 6, None)],
        key=str,
    )  # fmt: skip
    shown = bare_playground.messages(chat)[-1]
    assert shown["from"]["is_bot"] is True
    assert {k: shown[k] for k in ("text", "entities")} == {
        k: message[k] for k in ("text", "entities")
    }


def test_one_a_second_and_chat(call: Call, chat: int) -> None:
    assert call("sendMessage", chat_id=chat, text="1")["ok"]
    refusal = call("sendMessage", chat_id=chat, text="2")
    assert refusal["error_code"] == 429
    wait = refusal["parameters"]["retry_after"]
    assert isinstance(wait, int)
    assert 1 <= wait <= 3
    assert str(wait) in refusal["description"]
    time.sleep(wait + 0.05)
    assert call("sendMessage", chat_id=chat, text="3")["ok"]


def test_thirty_a_second(call: Call, bare_playground: Playground) -> None:
    token = "8002:crowd"
    call("getMe", token)
    chats = [next(fresh) for _ in range(45)]
    for number in chats:
        bare_playground.post(f"chats/{number}/messages", text="/start", bot=token)
    began = time.monotonic()
    answers = [call("sendMessage", token, chat_id=number, text="x") for number in chats]
    took = time.monotonic() - began
    refused = [answer for answer in answers if not answer["ok"]]
    assert {answer["error_code"] for answer in refused} <= {429}
    if took < 1:
        assert len(answers) - len(refused) == 30
        assert all(answer["parameters"]["retry_after"] >= 1 for answer in refused)


def test_chats_that_do_not_hear(call: Call, bare_playground: Playground, chat: int) -> None:
    never = next(fresh)
    assert call("sendMessage", chat_id=never, text="x")["error_code"] in (400, 403)
    assert "chat not found" in call("sendMessage", chat_id="x", text="x")["description"]
    bare_playground.post("members", chat=chat, id=chat, status="kicked")
    blocked = call("sendMessage", chat_id=chat, text="x")
    assert blocked["error_code"] == 403
    assert blocked["description"] == "Forbidden: bot was blocked by the user"


def test_a_photo_is_kept_and_sent_again(bot_api: httpx.Client, chat: int, call: Call) -> None:
    sent = bot_api.post(
        f"/bot{TOKEN}/sendPhoto", data={"chat_id": chat}, files={"photo": ("a.png", PNG)}
    ).json()["result"]
    file_id = sent["photo"][-1]["file_id"]
    file = call("getFile", file_id=file_id)["result"]
    data = bot_api.get(f"/file/bot{TOKEN}/{file['file_path']}")
    assert data.content == PNG
    assert bot_api.get(f"/file/bot8009:other/{file['file_path']}").status_code == 404
    assert bot_api.get(f"/file/bot{TOKEN}/../../etc/passwd").status_code == 404
    time.sleep(1.05)
    again = call("sendPhoto", chat_id=chat, photo=file_id, caption="again")
    assert again["result"]["photo"][-1]["file_id"]


@pytest.mark.parametrize("path", ["/bot8001:limits/noSuchMethod", "/bot/getMe", "/bot8001:limits"])
def test_what_is_not_there(bot_api: httpx.Client, path: str) -> None:
    answer = bot_api.post(path)
    assert answer.status_code == 404
    assert answer.json()["ok"] is False


@pytest.mark.parametrize("form", ["json", "form", "query", "multipart"])
def test_every_form_of_a_request(bot_api: httpx.Client, chat: int, form: str) -> None:
    path, body = f"/bot{TOKEN}/sendMessage", {"chat_id": str(chat), "text": "hi"}
    answer = {
        "json": lambda: bot_api.post(path, json=body),
        "form": lambda: bot_api.post(path, data=body),
        "query": lambda: bot_api.get(path, params=body),
        "multipart": lambda: bot_api.post(path, files={k: (None, v) for k, v in body.items()}),
    }[form]()
    assert answer.json()["result"]["text"] == "hi"


def test_two_bots_hear_their_own(call: Call, bare_playground: Playground) -> None:
    one, two, person = "8101:one", "8102:two", next(fresh)
    first, second = (call("getMe", token)["result"] for token in (one, two))
    assert first["id"] != second["id"]
    assert first["is_bot"] is True
    bare_playground.post(f"chats/{person}/messages", text="to two", bot=two)
    bare_playground.post(f"chats/{person}/messages", text="to all")
    heard = {token: hear(call, token, person) for token in (one, two)}
    assert heard == {one: ["to all"], two: ["to two", "to all"]}


def hear(call: Call, token: str, person: int) -> list[str]:
    """Return what a bot hears of a person, past whatever waited for the first bot that asks."""
    texts, offset = [], 0
    while updates := call("getUpdates", token, offset=offset)["result"]:
        offset = updates[-1]["update_id"] + 1
        messages = [update["message"] for update in updates if "message" in update]
        texts += [m["text"] for m in messages if m["chat"]["id"] == person]
    return texts


def test_updates_are_confirmed_by_their_offset(call: Call, bare_playground: Playground) -> None:
    token, person = "8103:updates", next(fresh)
    call("getMe", token)
    for text in ("a", "b"):
        bare_playground.post(f"chats/{person}/messages", text=text, bot=token)
    both = call("getUpdates", token)["result"]
    assert [update["message"]["text"] for update in both] == ["a", "b"]
    assert [u["update_id"] for u in call("getUpdates", token)["result"]] == [
        u["update_id"] for u in both
    ]
    (rest,) = call("getUpdates", token, offset=both[-1]["update_id"])["result"]
    assert rest["message"]["text"] == "b"
    began = time.monotonic()
    assert call("getUpdates", token, offset=rest["update_id"] + 1, timeout=1)["result"] == []
    assert 0.9 < time.monotonic() - began < 5


def test_edits_show_in_place(call: Call, chat: int, bare_playground: Playground) -> None:
    sent = call("sendMessage", chat_id=chat, text="old")["result"]
    edit = {"chat_id": chat, "message_id": sent["message_id"]}
    assert "not modified" in call("editMessageText", **edit, text="old")["description"]
    assert call("editMessageText", **edit, text="new")["ok"]
    shown = [m for m in bare_playground.messages(chat) if m["message_id"] == sent["message_id"]]
    assert [(m["text"], isinstance(m["edit_date"], int)) for m in shown] == [("new", True)]
    assert call("deleteMessage", **edit)["result"] is True
    assert "not found" in call("editMessageText", **edit, text="x")["description"]


@pytest.mark.parametrize("kind", ["429", "500", "403", "400"])
def test_faults(call: Call, chat: int, bare_playground: Playground, kind: str) -> None:
    fault = {"method": "sendMessage", "chat": chat, "kind": kind, "times": 2, "seconds": 7}
    bare_playground.post("faults", **fault)
    for _ in range(2):
        answer = call("sendMessage", chat_id=chat, text="x")
        assert answer["error_code"] == int(kind)
        if kind == "429":
            assert answer["parameters"] == {"retry_after": 7}
    assert call("sendMessage", chat_id=chat, text="x")["ok"]


def test_slow_and_cut_connections(
    bot_api: httpx.Client, chat: int, bare_playground: Playground
) -> None:
    def send(text: str, timeout: float = 5) -> dict[str, Any]:
        body = {"chat_id": chat, "text": text}
        answer = bot_api.post(f"/bot{TOKEN}/sendMessage", json=body, timeout=timeout).json()
        assert isinstance(answer, dict)
        return answer

    fault = {"method": "sendMessage", "chat": chat, "times": 1}
    bare_playground.post("faults", **fault, kind="delay", seconds=0.5)
    began = time.monotonic()
    assert send("late")["ok"]
    assert time.monotonic() - began >= 0.5
    bare_playground.post("faults", **fault, kind="hang", seconds=20)
    with pytest.raises(httpx.TimeoutException):
        send("hang", timeout=0.5)
    bare_playground.post("faults", **fault, kind="drop")
    with pytest.raises(httpx.TransportError):
        send("drop")


def test_a_group_moves(call: Call, bare_playground: Playground) -> None:
    group = -next(fresh)
    bare_playground.post("chats", id=group, type="group", title="Readers")
    bare_playground.post("faults", method="sendMessage", chat=group, kind="migrate", times=1)
    moved = call("sendMessage", chat_id=group, text="x")
    assert moved["error_code"] == 400
    new = moved["parameters"]["migrate_to_chat_id"]
    assert call("sendMessage", chat_id=new, text="x")["ok"]


@pytest.mark.parametrize(
    "body",
    [{}, {"kind": "700"}, {"kind": 429.5}, {"kind": "500", "times": 0},
     {"kind": "500", "times": "x"}, {"kind": "500", "chat": "x"}, {"kind": "500", "method": 5},
     {"kind": "hang", "seconds": -1}, {"kind": "500", "seconds": "x"}],
    ids=str,
)  # fmt: skip
def test_wrong_faults(bot_api: httpx.Client, body: dict[str, Any]) -> None:
    answer = bot_api.post("/playground/faults", json=body)
    assert answer.status_code == 400
    assert set(answer.json()) == {"error"}


def test_stats(bare_playground: Playground, call: Call) -> None:
    token = "8104:counted"
    before = bare_playground.stats()
    call("getMe", token)
    call("getMe", token)
    call("sendMessage", token, chat_id=1, text="x")
    after = bare_playground.stats()
    assert before != after
    assert "getMe" in json.dumps(after)
    assert "400" in json.dumps(after) or "403" in json.dumps(after)
