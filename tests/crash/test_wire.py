"""Which item a call brings."""

from __future__ import annotations

import httpx
import pytest

from tests.crash.items import Item
from tests.crash.wire import Packet, item_of

CARD = "<b>Zanadu report 100017</b>\n<i>by the desk</i>\nstory 3"
CASES: dict[str, tuple[str, dict[str, str], bool, Item | None]] = {
    "a card": ("sendPhoto", {"chat_id": "1001", "caption": CARD}, True, Item(1001, 100_017)),
    "a card by file id": (
        "sendPhoto",
        {"chat_id": "1001", "photo": "AgAC123456", "caption": CARD},
        False,
        Item(1001, 100_017),
    ),
    "an answer": (
        "sendMessage",
        {"text": "No story has the number 900003.", "chat_id": "-1001"},
        False,
        Item(-1001, 900_003),
    ),
    "an answer that lists a story": (
        "sendMessage",
        {"chat_id": "1", "text": "The latest:\n\n<b>Zanadu report 100017</b>"},
        False,
        None,
    ),
    "an answer about nothing": ("sendMessage", {"chat_id": "1", "text": "Hello"}, False, None),
    "a longer number": ("sendMessage", {"chat_id": "1", "text": "1000170"}, False, None),
    "a poll": ("getUpdates", {"offset": "900003"}, False, None),
    "an edit": ("editMessageCaption", {"chat_id": "1001", "caption": CARD}, False, None),
    "typing": ("sendChatAction", {"chat_id": "1001", "action": "typing"}, False, None),
}


@pytest.mark.parametrize(("method", "fields", "upload", "item"), CASES.values(), ids=CASES)
def test_items(method: str, fields: dict[str, str], upload: bool, item: Item | None) -> None:
    files = {"photo": ("photo.png", b"\x89PNG 100099", "image/png")} if upload else None
    address = f"http://127.0.0.1/bot7:crash/{method}"
    request = httpx.Request("POST", address, data=fields, files=files)
    request.read()
    head = f"POST {request.url.path} HTTP/1.1\r\n\r\n".encode()
    assert item_of(Packet(head, request.content)) == item
