"""When a card was noted, as logs tell."""

from __future__ import annotations

from pathlib import Path

from tests.crash.items import Item
from tests.crash.law import Call
from tests.crash.notes import ANSWERING, Note, noted, read

LOG = """\
{"event": "delivery 3 of story 1002 sent", "timestamp": "1970-01-01T00:00:20.500000Z", "chat": 7}
{"event": "delivery 4 of story 1002 waits 1.0 s: x", "timestamp": "1970-01-01T00:00:21Z", "chat": 8}
storywire: the database is away
{"event": "delivery 4 of story 1002 sent", "timestamp": "1970-01-"""


def test_notes_are_read(tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text(LOG, encoding="utf-8")
    assert list(read("worker", log, began=100.0)) == [Note("worker", 7, 120.5)]


def test_a_card_was_noted_when_its_process_said_so_next() -> None:
    card, other, answer = Item(7, 100_001), Item(8, 100_001), Item(7, 900_001)
    notes = [Note("worker", 7, 1.0), Note("worker", 7, 3.0), Note("another", 8, 3.0)]
    calls = [
        Call("worker", card, 2.0, 2.5, 200),
        Call("worker", card, 2.0, 2.5, 500),
        Call("worker", other, 2.0, 2.5, 200),
        Call("worker", answer, 2.0, 2.5, 200),
    ]
    assert [call.noted for call in noted(calls, notes)] == [3.0, None, None, 2.5 + ANSWERING]
