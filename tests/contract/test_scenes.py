"""Scenes 1 to 4 of a new user, by HTTP only, on the wall clock."""

from __future__ import annotations

import io
import itertools
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import zxingcpp
from PIL import Image

from tests.world.processes import Message, Playground, Process, free_port, text_of, wait_for

fresh = itertools.count(50_001)
TEXT = (
    "Talks on {0} resumed in the lakeside town of Marlow on Tuesday, the mediators said. "
    "Both sides agreed to open two roads before the winter. A spokeswoman called the mood sober."
)
SOON = 5.0
"""Seconds from Publish to the card."""


def labels(message: Message) -> dict[str, dict[str, Any]]:
    """Return a message's buttons by their labels."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return {button["text"]: button for row in rows for button in row}


def press(town: Playground, chat: int, message: Message, label: str) -> Any:
    """Press the button whose label holds these letters."""
    button = next(b for text, b in labels(message).items() if label.lower() in text.lower())
    return town.post(
        f"chats/{chat}/callbacks",
        message_id=message["message_id"], data=button["callback_data"], **{"from": {"id": chat}},
    )  # fmt: skip


def card_on(town: Playground, chat: int, title: str, seconds: float = SOON) -> Message:
    """Wait for the only card with a title."""

    def found() -> list[Message]:
        return [card for card in town.cards(chat) if title in text_of(card)]

    return wait_for(found, seconds, f"a card {title!r}")[0]


def test_a_person_subscribes_and_gets_the_card(town: Playground, desk: httpx.Client) -> None:
    """Scene 2, all fields, with the entities where Telegram would have them."""
    anna = next(fresh)
    assert labels(town.ask(anna, "/start"))
    answer = town.ask(anna, "/subscribe Syria")
    assert "Syrian" in text_of(answer)
    assert {"instant", "digest", "both"} <= {
        word for label in labels(answer) for word in label.lower().split()
    }
    began = time.monotonic()
    title = "Syria & <Iraq> 🚀 talks resume"
    url = town.publish(
        title, TEXT.format("Syria"), "Scene Post", origin="Harbour Agency", code="909076",
        published="2018-06-17T14:08:00Z", lang="en",
    )  # fmt: skip
    card = card_on(town, anna, title)
    assert time.monotonic() - began <= SOON
    caption = card["caption"]
    assert caption.startswith(title)
    for part in (
        "17 Jun 2018 - 14:08", "Harbour Agency", "Talks on Syria resumed in the lakeside town of",
        "Read more", "/s1", "909076", url, "Scene Post",
    ):  # fmt: skip
        assert part in caption, part
    coded = caption.encode("utf-16-le")
    shown = [
        (e["type"], coded[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in card["caption_entities"]
    ]
    assert ("bold", title) in shown
    assert ("text_link", "Read more") in shown
    assert ("text_link", "Scene Post") in shown
    assert any(kind == "bot_command" and text.startswith("/s1") for kind, text in shown)
    links = {e.get("url") for e in card["caption_entities"] if e["type"] == "text_link"}
    assert url in links
    assert any(button.get("url") == url for button in labels(card).values())
    image = desk.get(f"/playground/files/{card['photo'][-1]['file_id']}")
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(image.content)).convert("L"))
    assert code.text == url


def test_codes_bring_the_card(town: Playground) -> None:
    """Scene 3: ours and the publisher's, in every form."""
    boris = next(fresh)
    town.ask(boris, "/subscribe Zanzibar")
    title = "Zanzibar ferry sails"
    town.publish(title, TEXT.format("Zanzibar"), "Scene Post", code="912345")
    caption = card_on(town, boris, title)["caption"]
    code = next(w for w in caption.split() if w.startswith("/s"))[2:]
    ways = (f"/story {code}", code, f"/s{code}", f"/start s{code}", "/story 912345", "912345")
    with ThreadPoolExecutor(len(ways)) as people:
        for answer in people.map(lambda way: town.ask(next(fresh), way), ways):
            assert title in text_of(answer)
            assert "photo" in answer
    unknown = text_of(town.ask(boris, "/story 99999999"))
    assert "99999999" in unknown
    assert "/" in unknown.replace("/story", "")


COMMANDS = [
    [("/subscribe Harbour", "Harbour"), ("/topics", "Harbour"), ("/latest", "/s"),
     ("/unsubscribe", "?")],
    [("/settings", "UTC"), ("/timezone Europe/Berlin", "Berlin"), ("/settings", "Berlin")],
    [("/digest 07:15", "07:15"), ("/digest", "07:15"), ("/digest off", ""), ("/digest now", "")],
    [("/help", "/subscribe"), ("/nosuchcommand", "/help"), ("/subscribe", "/subscribe")],
    [("/subscribe (", ""), ("/timezone Mars", ""), ("/story", ""), ("/digest 25:00", "08:00")],
]  # fmt: skip


def test_commands(town: Playground) -> None:
    """Scene 3: every command is answered, with what it is about."""

    def talk(commands: list[tuple[str, str]]) -> list[str]:
        person = next(fresh)
        said = [(text_of(town.ask(person, command)), part) for command, part in commands]
        return [text for text, part in said if part not in text]

    with ThreadPoolExecutor(len(COMMANDS)) as people:
        assert list(people.map(talk, COMMANDS)) == [[]] * len(COMMANDS)


def test_unsubscribing(town: Playground) -> None:
    """By words and by button; what was stopped brings nothing."""
    dora, erik = next(fresh), next(fresh)
    for person in (dora, erik):
        town.ask(person, "/subscribe Quokkas")
    assert "Quokkas" in text_of(town.ask(dora, "/unsubscribe Quokkas"))
    press(town, erik, town.ask(erik, "/unsubscribe"), "Quokkas")
    witness = next(fresh)
    town.ask(witness, "/subscribe Quokkas")
    town.publish("Quokkas return", TEXT.format("quokkas"), "Scene Post")
    card_on(town, witness, "Quokkas return")
    time.sleep(1)
    assert town.cards(dora) + town.cards(erik) == []


def test_digest_only(town: Playground) -> None:
    """Scene 3: a digest topic rings no card, and ``/digest now`` has it with its code."""
    frida, witness = next(fresh), next(fresh)
    press(town, frida, town.ask(frida, "/subscribe Wombats"), "digest")
    town.ask(witness, "/subscribe Wombats")
    town.publish("Wombats vote", TEXT.format("wombats"), "Scene Post")
    card_on(town, witness, "Wombats vote")
    assert town.cards(frida) == []
    digest = text_of(town.ask(frida, "/digest now"))
    assert "Wombats vote" in digest
    assert "/s1" in digest


def test_kill_and_start_again(tmp_path: Path) -> None:
    """Scene 4, and the playground's memory: nothing is lost, at most one card twice."""
    port = free_port()
    process = Process("run", data=tmp_path, port=port)
    with process, Playground(port) as people:
        people.wait_ready()
        message = people.ask(5, "/subscribe Numbats")
        people.publish("Numbats one", TEXT.format("numbats"), "Den")
        card_on(people, 5, "Numbats one")
        people.publish("Numbats two", TEXT.format("numbats two"), "Den")
        process.kill()
        process.start()
        people.wait_ready()
        card_on(people, 5, "Numbats two")
        people.publish("Numbats three", TEXT.format("numbats three"), "Burrow")
        card_on(people, 5, "Numbats three")
        time.sleep(1)
        titles = Counter(text_of(card).splitlines()[0] for card in people.cards(5))
        assert set(titles) == {"Numbats one", "Numbats two", "Numbats three"}
        # the one message in flight at the kill may come twice
        assert titles.total() <= 4
        assert titles["Numbats three"] == 1
        assert message["message_id"] in [m["message_id"] for m in people.messages(5)]
        assert people.messages(5)[0]["text"] == "/subscribe Numbats"
        began = time.monotonic()
        assert process.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 10


def test_a_bot_apart(tmp_path: Path, bare_playground: Playground) -> None:
    """Scene 5's way: a token and another Bot API server, and a real feed added beside it."""
    host = bare_playground.address.removeprefix("http://")
    source = "Apart"
    bare_playground.publish("First", TEXT.format("nothing"), source)
    token = "9002:SecretPart"
    settings = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": bare_playground.address,
                "ALLOW_PRIVATE_HOSTS": host, "POLL_SECONDS": "1"}  # fmt: skip
    process = Process("run", data=tmp_path, port=free_port(), **settings)
    with process:
        chat = next(fresh)
        wait_for(lambda: token[:4] in str(bare_playground.get("bots")), 20, "the bot to poll")
        bare_playground.wait_ready()
        process.command("feeds", "add", bare_playground.feed_of(source))
        said = bare_playground.post(f"chats/{chat}/messages", text="/subscribe Bilbies", bot=token)
        wait_for(lambda: bare_playground.messages(chat, said["message_id"]), 10, "an answer")
        bare_playground.publish("Bilbies seen", TEXT.format("bilbies"), source)
        assert source in card_on(bare_playground, chat, "Bilbies seen", 10)["caption"]
        began = time.monotonic()
        assert process.end(signal.SIGINT) == 0
        assert time.monotonic() - began < 10
    assert token.split(":")[1] not in process.output
