"""The Bot API over HTTP: calls in every form, messages, photos and edits."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

from tests.playground.telegrams import OTHER, TOKEN, Scene, photo, picture


def without_reply(message: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in message.items() if key not in ("date", "chat", "from")}


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
