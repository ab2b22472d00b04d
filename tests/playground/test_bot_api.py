"""The Bot API over HTTP: calls in every form, messages, edits, updates, chats and settings."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from typing import Any

import pytest
from PIL import Image

from tests.playground.telegrams import GROUP, OTHER, TOKEN, Scene, until_polling


def picture(width: int = 30, height: int = 20, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind)
    return out.getvalue()


def without_reply(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key not in ("date", "chat", "from")}


async def photo(scene: Scene, data: bytes, token: str = TOKEN, **fields: str) -> Any:
    response = await scene.client.post(
        f"/bot{token}/sendPhoto",
        data={"chat_id": "42", **fields},
        files={"photo": ("x.png", data, "image/png")},
    )
    return response.json()


async def test_get_me_and_unknown_methods(scene: Scene) -> None:
    me = await scene.ok("getMe")
    assert (me["id"], me["is_bot"], me["username"]) == (7001, True, "storywire_7001_bot")
    assert me == await scene.ok("GETME")
    for path in (f"/bot{TOKEN}/noSuchMethod", f"/bot{TOKEN}", "/bot/getMe", f"/bot{TOKEN}/"):
        response = await scene.client.get(path)
        assert response.status_code == 404
        assert response.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_any_token_is_a_bot_of_its_own(scene: Scene) -> None:
    bots = [await scene.ok("getMe", token) for token in (TOKEN, OTHER, "no-digits", "123")]
    assert len({bot["id"] for bot in bots}) == 4
    assert bots[3]["id"] == 123


@pytest.mark.parametrize("form", ["query", "form", "multipart", "json", "raw form"])
async def test_parameters_come_in_every_form(scene: Scene, form: str) -> None:
    await scene.say(42, "hi")
    path = f"/bot{TOKEN}/sendMessage"
    fields = {"chat_id": "42", "text": "<b>Привет & 😀</b>", "parse_mode": "HTML",
              "reply_markup": '{"inline_keyboard":[[{"text":"t","callback_data":"d"}]]}',
              "disable_notification": "true"}  # fmt: skip
    if form == "query":
        response = await scene.client.get(path, params=fields)
    elif form == "form":
        response = await scene.client.post(path, data=fields)
    elif form == "multipart":
        parts = {name: (None, value) for name, value in fields.items()}
        response = await scene.client.post(path, files=parts)
    elif form == "json":
        body = {**fields, "chat_id": 42, "disable_notification": True}
        response = await scene.client.post(path, json=body)
    else:  # as `curl -d` sends it
        raw = "chat_id=42&parse_mode=HTML&text=<b>Привет %26 😀</b>"
        response = await scene.client.post(
            path,
            content=raw.encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
    message = response.json()["result"]
    assert message["text"] == "Привет & 😀"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 11}]
    assert message["from"]["is_bot"] is True
    if form != "raw form":
        assert message["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "d"
    assert (await scene.messages(42))[-1] == message


SEND_ERRORS = [
    ({}, "chat_id is empty"),
    ({"chat_id": 43, "text": "x"}, "chat not found"),
    ({"chat_id": "@nobody", "text": "x"}, "chat not found"),
    ({"chat_id": 42}, "message text is empty"),
    ({"chat_id": 42, "text": " \n"}, "message text is empty"),
    ({"chat_id": 42, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ({"chat_id": 42, "text": "x" * 4097}, "message is too long"),
    ({"chat_id": 42, "text": "😀" * 2049}, "message is too long"),
    ({"chat_id": 42, "text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
    ({"chat_id": 42, "text": "x", "reply_parameters": {"message_id": 99}},
     "message to be replied not found"),
    ({"chat_id": 42, "text": "x", "message_thread_id": 5}, "message thread not found"),
    ({"chat_id": 42, "text": "x", "reply_markup": []}, "object expected as reply markup"),
    ({"chat_id": 42, "text": "x", "reply_markup": "{"}, "can't parse reply_markup JSON object"),
]  # fmt: skip


@pytest.mark.parametrize(("parameters", "error"), SEND_ERRORS, ids=[e for _, e in SEND_ERRORS])
async def test_send_message_errors(scene: Scene, parameters: dict[str, Any], error: str) -> None:
    await scene.say(42, "hi")
    assert await scene.refused("sendMessage", **parameters) == f"Bad Request: {error}"
    assert len(await scene.messages(42)) == 1


@pytest.mark.parametrize(
    ("text", "parse_mode"),
    [
        ("x" * 4096, ""),
        ("😀" * 2048, ""),
        ("<b>" + "&amp;" * 4096 + "</b>", "HTML"),
        (f'<a href="http://example.org/{"x" * 3000}">{"y" * 4096}</a>', "HTML"),
        (" " * 100 + "x" * 4096, ""),
    ],
    ids=["units", "surrogates", "references", "link", "trimmed"],
)
async def test_lengths_count_after_the_markup(scene: Scene, text: str, parse_mode: str) -> None:
    await scene.say(42, "hi")
    await scene.ok("sendMessage", chat_id=42, text=text, parse_mode=parse_mode)


def keyboard(*buttons: object) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


BUTTONS = [
    ({"text": "a", "callback_data": "x" * 64}, None),
    ({"text": "a", "callback_data": "é" * 32}, None),
    ({"text": "a", "url": "https://example.org/x"}, None),
    ({"text": "a", "url": "http://127.0.0.1:8080/news"}, None),
    ({"text": "a", "url": "tg://resolve?domain=x"}, None),
    ({"text": "a", "switch_inline_query": ""}, None),
    ({"text": "a", "callback_data": "x" * 65}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": "é" * 33}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": ""}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "callback_data": 5}, "BUTTON_DATA_INVALID"),
    ({"text": "a", "url": "http://localhost/"},
     "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
    ({"text": "a", "url": "not a url"},
     "inline keyboard button URL 'not a url' is invalid: Wrong HTTP URL"),
    ({"text": "a"},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"url": "https://example.org"},
     'can\'t parse inline keyboard button: Can\'t find field "text"'),
    ("a", "can't parse inline keyboard button: expected an Object"),
]  # fmt: skip


@pytest.mark.parametrize(("button", "error"), BUTTONS, ids=str)
async def test_buttons(scene: Scene, button: object, error: str | None) -> None:
    await scene.say(42, "hi")
    parameters: dict[str, Any] = {"chat_id": 42, "text": "x", "reply_markup": keyboard(button)}
    if error is None:
        message = await scene.ok("sendMessage", **parameters)
        assert message["reply_markup"]["inline_keyboard"] == [[button]]
    else:
        assert await scene.refused("sendMessage", **parameters) == f"Bad Request: {error}"


async def test_other_keyboards_are_taken_and_not_shown(scene: Scene) -> None:
    await scene.say(42, "hi")
    for markup in ({"remove_keyboard": True}, {"force_reply": True}, {"keyboard": [["a"]]}):
        await scene.wait()
        message = await scene.ok("sendMessage", chat_id=42, text="x", reply_markup=markup)
        assert "reply_markup" not in message


async def test_photo_with_caption(scene: Scene) -> None:
    await scene.say(42, "hi")
    data = picture()
    sent = (await photo(scene, data, caption="<b>c</b>", parse_mode="HTML"))["result"]
    assert sent["caption"] == "c"
    assert sent["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    (size,) = sent["photo"]
    assert (size["width"], size["height"], size["file_size"]) == (30, 20, len(data))
    file = await scene.ok("getFile", file_id=size["file_id"])
    path = f"/file/bot{TOKEN}/{file['file_path']}"
    downloaded = await scene.client.get(path)
    assert (downloaded.content, downloaded.headers["content-type"]) == (data, "image/png")
    assert (await scene.client.get(path.replace(TOKEN, OTHER))).status_code == 404
    shown = await scene.client.get(f"/playground/files/{size['file_id']}")
    assert shown.content == data
    await scene.wait()
    again = await scene.ok("sendPhoto", chat_id=42, photo=size["file_id"])
    assert again["photo"] == sent["photo"]
    assert "caption" not in again
    foreign = await scene.refused("sendPhoto", OTHER, chat_id=42, photo=size["file_id"])
    assert foreign == "Bad Request: wrong file identifier/HTTP URL specified"


async def test_attached_photo(scene: Scene) -> None:
    await scene.say(42, "hi")
    response = await scene.client.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": "42", "photo": "attach://abc"},
        files={"abc": ("ü.jpg", picture(kind="JPEG"), "image/jpeg")},
    )
    assert response.json()["result"]["photo"][0]["width"] == 30
    await scene.wait()
    response = await scene.client.post(
        f"/bot{TOKEN}/sendPhoto",
        data={"chat_id": "42", "photo": "attach://other"},
        files={"abc": ("x.jpg", picture(kind="JPEG"))},
    )
    assert response.status_code == 400


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of a claimed size whose pixels nobody looks at."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"x")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


BAD_PHOTOS = [
    (b"", "file must be non-empty"),
    (b"hello", "IMAGE_PROCESS_FAILED"),
    (b"<svg/>", "IMAGE_PROCESS_FAILED"),
    (picture()[:-10], "IMAGE_PROCESS_FAILED"),
    (picture().replace(b"IDAT", b"IDAX"), "IMAGE_PROCESS_FAILED"),
    (picture(kind="JPEG")[:-300], "IMAGE_PROCESS_FAILED"),
    (bomb(9000, 2000), "PHOTO_INVALID_DIMENSIONS"),
    (bomb(2100, 100), "PHOTO_INVALID_DIMENSIONS"),
    (bomb(0, 100), "IMAGE_PROCESS_FAILED"),
]


@pytest.mark.parametrize(("data", "error"), BAD_PHOTOS, ids=range(len(BAD_PHOTOS)))
async def test_bad_photos(scene: Scene, data: bytes, error: str) -> None:
    await scene.say(42, "hi")
    answer = await photo(scene, data)
    assert (answer["ok"], answer["description"]) == (False, f"Bad Request: {error}")
    assert len(await scene.messages(42)) == 1


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP", "BMP"])
async def test_kinds_of_photos(scene: Scene, kind: str) -> None:
    await scene.say(42, "hi")
    size = (await photo(scene, picture(60, 50, kind)))["result"]["photo"][-1]
    assert (size["width"], size["height"]) == (60, 50)


async def test_a_photo_over_ten_megabytes(scene: Scene) -> None:
    await scene.say(42, "hi")
    answer = await photo(scene, picture() + bytes(10 * 1024 * 1024))
    assert "too big for a photo" in answer["description"]


@pytest.mark.parametrize(("caption", "fits"), [("x" * 1024, True), ("😀" * 513, False)])
async def test_captions_have_1024_units(scene: Scene, caption: str, fits: bool) -> None:
    await scene.say(42, "hi")
    answer = await photo(scene, picture(), caption=caption)
    assert answer["ok"] is fits
    if not fits:
        assert answer["description"] == "Bad Request: message caption is too long"


async def test_document(scene: Scene) -> None:
    await scene.say(42, "hi")
    response = await scene.client.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": "42", "caption": "all of it"},
        files={"document": ("mine.json", b"{}", "application/json")},
    )
    document = response.json()["result"]["document"]
    assert (document["file_name"], document["mime_type"]) == ("mine.json", "application/json")
    await scene.wait()
    wrong = await scene.refused("sendPhoto", chat_id=42, photo=document["file_id"])
    assert wrong == "Bad Request: can't use file of type Document as Photo"


async def test_edits(scene: Scene) -> None:
    await scene.say(42, "hi")
    sent = await scene.ok(
        "sendMessage",
        chat_id=42,
        text="one",
        reply_markup=keyboard({"text": "a", "callback_data": "b"}),
    )
    assert "edit_date" not in sent
    scene.real.advance(minutes=5)
    place = {"chat_id": 42, "message_id": sent["message_id"]}
    edited = await scene.ok("editMessageText", **place, text="<i>two</i>", parse_mode="HTML")
    assert (edited["text"], edited["entities"][0]["type"]) == ("two", "italic")
    assert edited["edit_date"] == sent["date"] + 300
    assert "reply_markup" not in edited
    assert await scene.messages(42, after=1) == [edited]
    not_modified = await scene.refused(
        "editMessageText", **place, text="<i>two</i>", parse_mode="HTML"
    )
    assert not_modified.startswith("Bad Request: message is not modified: specified new message")
    marked = await scene.ok(
        "editMessageReplyMarkup",
        **place,
        reply_markup=keyboard({"text": "c", "callback_data": "d"}),
    )
    assert marked["text"] == "two"
    assert marked["reply_markup"]["inline_keyboard"][0][0]["text"] == "c"
    assert "no caption" in await scene.refused("editMessageCaption", **place, caption="x")


async def test_edit_errors(scene: Scene) -> None:
    own = await scene.say(42, "hi")
    for message_id, error in ((own, "message can't be edited"), (99, "message to edit not found")):
        description = await scene.refused(
            "editMessageText", chat_id=42, message_id=message_id, text="x"
        )
        assert description == f"Bad Request: {error}"
    sent = (await photo(scene, picture(), caption="c"))["result"]
    place = {"chat_id": 42, "message_id": sent["message_id"]}
    assert "no text" in await scene.refused("editMessageText", **place, text="x")
    edited = await scene.ok("editMessageCaption", **place, caption="<b>d</b>", parse_mode="HTML")
    assert (edited["caption"], edited["photo"]) == ("d", sent["photo"])
    foreign = await scene.refused("editMessageCaption", OTHER, **place, caption="e")
    assert foreign == "Bad Request: message can't be edited"


async def test_edit_media(scene: Scene) -> None:
    await scene.say(42, "hi")
    sent = (await photo(scene, picture()))["result"]
    response = await scene.client.post(
        f"/bot{TOKEN}/editMessageMedia",
        data={
            "chat_id": "42",
            "message_id": str(sent["message_id"]),
            "media": '{"type":"photo","media":"attach://n","caption":"<b>n</b>","parse_mode":"HTML"}',
        },
        files={"n": ("n.png", picture(50, 40))},
    )
    edited = response.json()["result"]
    assert (edited["photo"][0]["width"], edited["caption"]) == (50, "n")


async def test_delete(scene: Scene) -> None:
    theirs = await scene.say(42, "hi")
    mine = (await scene.ok("sendMessage", chat_id=42, text="x"))["message_id"]
    assert await scene.ok("deleteMessage", chat_id=42, message_id=mine) is True
    again = await scene.refused("deleteMessage", chat_id=42, message_id=mine)
    assert again == "Bad Request: message to delete not found"
    await scene.wait()
    late = (await scene.ok("sendMessage", chat_id=42, text="y"))["message_id"]
    assert late == mine + 1  # an id is never given twice
    scene.real.advance(hours=49)
    old = await scene.refused("deleteMessage", chat_id=42, message_id=late)
    assert old == "Bad Request: message can't be deleted for everyone"
    assert [m["message_id"] for m in await scene.messages(42)] == [theirs, late]
    bad = await scene.refused("deleteMessages", chat_id=42, message_ids="no")
    assert bad.startswith("Bad Request")


async def test_forward_and_copy(scene: Scene) -> None:
    await scene.say(42, "hi")
    await scene.say(43, "hello")
    sent = (await photo(scene, picture(), caption="card"))["result"]
    source = {"from_chat_id": 42, "message_id": sent["message_id"]}
    forwarded = await scene.ok("forwardMessage", chat_id=43, **source)
    assert forwarded["photo"] == sent["photo"]
    assert forwarded["forward_origin"]["sender_user"]["id"] == 7001
    await scene.wait()
    copied = await scene.ok("copyMessage", chat_id=43, **source, caption="mine")
    message = (await scene.messages(43))[-1]
    assert copied == {"message_id": message["message_id"]}
    assert (message["caption"], "forward_origin" in message) == ("mine", False)
    missing = await scene.refused("copyMessage", chat_id=43, from_chat_id=42, message_id=99)
    assert missing == "Bad Request: message to copy not found"


async def test_replies(scene: Scene) -> None:
    first = await scene.say(42, "hi")
    sent = await scene.ok(
        "sendMessage", chat_id=42, text="x", reply_parameters={"message_id": first}
    )
    assert sent["reply_to_message"]["text"] == "hi"
    await scene.wait()
    lenient = {"message_id": 99, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await scene.ok(
        "sendMessage", chat_id=42, text="x", reply_parameters=lenient
    )


async def test_updates_are_given_until_confirmed(scene: Scene) -> None:
    await scene.ok("getMe")
    for text in ("one", "two", "three"):
        await scene.say(42, text)
    first = await scene.updates()
    assert [update["message"]["text"] for update in first] == ["one", "two", "three"]
    ids = [update["update_id"] for update in first]
    assert ids == sorted(set(ids))
    assert await scene.updates() == first
    assert await scene.updates(limit=1) == first[:1]
    assert await scene.updates(offset=ids[1]) == first[1:]
    assert await scene.updates(offset=-1) == first[2:]
    assert await scene.updates(offset=ids[2] + 1) == []


async def test_a_long_poll_ends_with_the_message(scene: Scene) -> None:
    poll = asyncio.create_task(scene.updates(timeout=30))
    await until_polling(scene)
    assert not poll.done()
    await scene.say(42, "now")
    assert [update["message"]["text"] for update in await poll] == ["now"]
    assert scene.emulator.polled


async def test_a_second_poll_ends_the_first(scene: Scene) -> None:
    first = asyncio.create_task(scene.call("getUpdates", timeout=30))
    await until_polling(scene)
    second = asyncio.create_task(scene.call("getUpdates", timeout=30))
    answer = (await first).json()
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await scene.say(42, "x")
    assert len((await second).json()["result"]) == 1


async def test_a_cancelled_poll_leaves_nothing_behind(scene: Scene) -> None:
    poll = asyncio.create_task(scene.updates(timeout=30))
    await until_polling(scene)
    poll.cancel()
    await asyncio.gather(poll, return_exceptions=True)
    await scene.say(42, "x")
    assert len(await scene.updates()) == 1


async def test_allowed_updates(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News")
    await scene.updates(allowed_updates=["my_chat_member"])
    await scene.say(42, "unseen")
    await scene.people("members", chat=42, id=42, status="kicked")
    updates = await scene.updates()
    assert [list(update)[1] for update in updates] == ["my_chat_member"]
    await scene.updates(allowed_updates=[], offset=updates[-1]["update_id"] + 1)
    await scene.say(43, "seen")
    assert [list(update)[1] for update in await scene.updates()] == ["message"]


async def test_what_people_wrote_before_any_bot_came(scene: Scene) -> None:
    """It waits for the first bot that polls, also where another one only called something."""
    await scene.say(42, "early")
    await scene.ok("getMe", OTHER)
    await scene.say(42, "later")
    assert [u["message"]["text"] for u in await scene.updates()] == ["early", "later"]
    assert [u["message"]["text"] for u in await scene.updates(OTHER)] == ["early", "later"]
    await scene.say(42, "last")
    assert await scene.updates("7003:third") == []


async def test_a_bot_with_another_history_hears_everything(scene: Scene) -> None:
    """A bot that kept its offset from a playground that was thrown away misses nothing."""
    await scene.say(42, "one")
    updates = await scene.updates(offset=5001)
    assert [(u["update_id"], u["message"]["text"]) for u in updates] == [(5001, "one")]
    await scene.say(42, "two")
    assert [u["update_id"] for u in await scene.updates(offset=5002)] == [5002]


async def test_several_bots(scene: Scene) -> None:
    for token in (TOKEN, OTHER):
        await scene.updates(token)
    await scene.say(42, "both")
    await scene.say(42, "one", bot=OTHER)
    await scene.say(42, "by id", bot=7002)
    await scene.say(42, "by name", bot="@storywire_7002_bot")
    assert [u["message"]["text"] for u in await scene.updates()] == ["both"]
    texts = [u["message"]["text"] for u in await scene.updates(OTHER)]
    assert texts == ["both", "one", "by id", "by name"]


async def test_chats_and_members(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.ok("getMe")
    await scene.say(GROUP, "hi", **{"from": {"id": 42}})
    await scene.people("members", chat=GROUP, id=43, status="administrator")
    await scene.people("members", chat=GROUP, id=44, status="creator")
    chat = await scene.ok("getChat", chat_id=GROUP)
    assert (chat["title"], chat["is_forum"]) == ("News", True)
    statuses = {
        user: (await scene.ok("getChatMember", chat_id=GROUP, user_id=user))["status"]
        for user in (42, 43, 44, 7001)
    }
    assert statuses == {42: "member", 43: "administrator", 44: "creator", 7001: "member"}
    missing = await scene.refused("getChatMember", chat_id=GROUP, user_id=99)
    assert missing == "Bad Request: user not found"
    admins = await scene.ok("getChatAdministrators", chat_id=GROUP)
    assert {admin["user"]["id"] for admin in admins} == {43, 44}
    assert await scene.ok("getChatMemberCount", chat_id=GROUP) == 4
    assert await scene.ok("leaveChat", chat_id=GROUP) is True
    left = await scene.refused("sendMessage", chat_id=GROUP, text="x")
    assert left == "Forbidden: bot is not a member of the supergroup chat"


async def test_forum_topics(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.say(GROUP, "/subscribe Syria", thread=7, **{"from": {"id": 42}})
    (update,) = await scene.updates()
    assert update["message"]["message_thread_id"] == 7
    assert update["message"]["is_topic_message"] is True
    sent = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=7)
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (7, True)
    missing = await scene.refused("sendMessage", chat_id=GROUP, text="x", message_thread_id=8)
    assert missing == "Bad Request: message thread not found"


async def test_a_bot_makes_a_topic(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="supergroup", title="News", is_forum=True)
    await scene.say(GROUP, "hi", **{"from": {"id": 42}})
    topic = await scene.ok("createForumTopic", chat_id=GROUP, name="Syria")
    thread = topic["message_thread_id"]
    sent = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=thread)
    assert sent["is_topic_message"] is True
    general = await scene.ok("sendMessage", chat_id=GROUP, text="x", message_thread_id=1)
    assert "message_thread_id" not in general


async def test_channels(scene: Scene) -> None:
    await scene.people("chats", id=GROUP, type="channel", title="Wire", username="wire_news")
    await scene.say(GROUP, "a post", **{"from": {"id": 42}})
    (update,) = await scene.updates()
    assert update["channel_post"]["sender_chat"]["id"] == GROUP
    sent = await scene.ok("sendMessage", chat_id="@wire_news", text="x")
    assert sent["chat"]["type"] == "channel"
    assert sent["from"]["is_bot"] is True


async def test_commands_by_scope_and_language(scene: Scene) -> None:
    english = [{"command": "start", "description": "Begin"}]
    german = [{"command": "start", "description": "Anfangen"}]
    groups = [{"command": "topics", "description": "Topics"}]
    await scene.ok("setMyCommands", commands=english)
    await scene.ok("setMyCommands", commands=german, language_code="de")
    await scene.ok("setMyCommands", commands=groups, scope={"type": "all_group_chats"})
    assert await scene.ok("getMyCommands") == english
    assert await scene.ok("getMyCommands", language_code="de") == german
    assert await scene.ok("getMyCommands", scope={"type": "all_private_chats"}) == []
    await scene.people("chats", id=GROUP, type="group", title="g")
    for chat, language, expected in (
        (42, "de-AT", german),
        (42, "fr", english),
        (GROUP, "", groups),
    ):
        path = f"/playground/chats/{chat}/commands?language={language}"
        menu = (await scene.client.get(path)).json()["commands"]
        assert [{k: c[k] for k in ("command", "description")} for c in menu] == expected
    await scene.ok("deleteMyCommands", language_code="de")
    assert await scene.ok("getMyCommands", language_code="de") == []


COMMANDS = [
    ([{"command": "Start", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "a", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "a", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": f"a{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ("x", "can't parse commands JSON object"),
]


@pytest.mark.parametrize(("commands", "error"), COMMANDS, ids=[error for _, error in COMMANDS])
async def test_wrong_commands(scene: Scene, commands: object, error: str) -> None:
    assert await scene.refused("setMyCommands", commands=commands) == f"Bad Request: {error}"


async def test_texts_about_the_bot(scene: Scene) -> None:
    await scene.ok("setMyDescription", description="News")
    await scene.ok("setMyDescription", description="Nachrichten", language_code="de")
    assert await scene.ok("getMyDescription", language_code="de") == {"description": "Nachrichten"}
    assert await scene.ok("getMyDescription", language_code="fr") == {"description": "News"}
    await scene.ok("setMyName", name="Wire")
    await scene.ok("setMyShortDescription", short_description="s")
    await scene.ok("setChatMenuButton", menu_button={"type": "commands"})
    assert await scene.ok("getChatMenuButton") == {"type": "commands"}
    for method in ("logOut", "close"):
        assert await scene.ok(method) is True


async def test_chat_action(scene: Scene) -> None:
    await scene.say(42, "hi")
    assert await scene.ok("sendChatAction", chat_id=42, action="typing") is True
    assert "action" in await scene.refused("sendChatAction", chat_id=42, action="dancing")
    assert len(await scene.messages(42)) == 1
