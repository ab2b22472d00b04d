"""``storywire try events``: lines of stories in, the event of each out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.app.trying.events import Events
from bot.app.trying.lines import answers
from tests.contract.commands import Record, jsonl, run

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
STORIES: list[Record] = [
    {"id": "a", "title": "Bus falls into river near Lahore, killing 2", "lang": "en"},
    {"id": "b", "title": "Harbour opens again in Kestrel Bay", "text": "", "lang": "en"},
    {"id": "c", "title": "Two killed as bus plunges into river near Lahore", "text": None},
    {"id": "d", "title": "Three killed as bus plunges into river near Multan"},
]


def events(records: list[Any]) -> list[Record]:
    """Answer records as the command does, without starting it."""
    found = answers(jsonl(records).splitlines(), Events().answer, ("event",))
    return [json.loads(line) for line in found]


def test_stories_of_one_event_share_its_value(tmp_path: Path) -> None:
    done = run("try", "events", cwd=tmp_path, stdin=jsonl(STORIES))
    assert done.code == 0, done.err
    found = done.records
    assert [sorted(record) for record in found] == [["event", "id"]] * 4
    assert [record["id"] for record in found] == ["a", "b", "c", "d"]
    a, b, c, d = (record["event"] for record in found)
    assert a == c
    assert len({a, b, d}) == 3


@pytest.mark.parametrize("ids", [[1, 2, 3, 4], ["d", "c", "b", "a"], [None] * 4, [[], {}, 0, 1.5]])
def test_what_the_ids_are_changes_nothing(ids: list[Any]) -> None:
    named = [{**story, "id": one} for story, one in zip(STORIES, ids, strict=True)]
    found = events(named)
    assert [record["id"] for record in found] == ids
    assert [r["event"] for r in found] == [r["event"] for r in events(STORIES)]


def test_a_bad_line_is_answered_and_the_rest_is_done() -> None:
    bad = [
        {"id": 1, "title": 5}, {"id": 2, "text": []}, {"id": 3, "lang": {}},
        {"id": 4, "published": "yesterday"}, {"id": 5, "published": 1700000000}, [],
        {"id": 6, "published": "0001-01-01T00:00:00+14:00"},
    ]  # fmt: skip
    found = events([STORIES[0], *bad, STORIES[2]])
    assert [record["event"] for record in found[1:-1]] == [None] * len(bad)
    assert all(record["error"] for record in found[1:-1])
    assert found[0]["event"] == found[-1]["event"] is not None


@pytest.mark.parametrize(
    "published",
    ["2026-03-02T12:00:00Z", "2026-03-02T12:00:00+03:30", "2026-03-02T12:00:00", "2026-03-02", None,
     "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"],
)  # fmt: skip
def test_any_instant_will_do(published: str | None) -> None:
    found = events([{**story, "published": published} for story in STORIES])
    assert found[0]["event"] == found[2]["event"]


def test_strange_words_are_stories_too() -> None:
    strange = [
        {}, {"title": ""}, {"title": "ـ 3 ـ"}, {"title": "\ud800"}, {"title": "?!"},
        {"title": "a" * 100_000},
        {"title": "\x00\u202e", "text": "\u200f" * 9}, {"title": "5", "lang": "no such language"},
    ]  # fmt: skip
    assert all(isinstance(record["event"], int) for record in events(strange))


def test_order_and_hash_seed_alone_decide_nothing(tmp_path: Path) -> None:
    stdin = jsonl(_stream(400))
    runs = {
        run("try", "events", cwd=tmp_path, stdin=stdin, settings={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "77")
    }
    assert len(runs) == 1


def test_answers_come_while_the_stream_is_open() -> None:
    """Thousands of lines, with nothing but order to go by: the first answers stand."""
    stream = _stream(3000)
    found = events(stream)
    assert found[:500] == events(stream[:500])


def _stream(size: int) -> list[Record]:
    towns = ("Oslo", "Lima", "Quito", "Perth", "Dakar", "Turin", "Izmir", "Basra", "Hanoi", "Natal")
    things = ("harbour", "bakery", "library", "stadium", "bridge", "museum", "orchard", "station")
    return [
        {
            "id": at,
            "title": f"{things[at % 8].title()} {at // 13} opens in {towns[at % 10]}",
            "lang": "en",
            "published": f"{NOON + timedelta(minutes=at):%Y-%m-%dT%H:%M:%SZ}",
        }
        for at in range(size)
    ]


def test_a_value_is_json_of_its_own() -> None:
    (record,) = events(STORIES[:1])
    assert json.loads(json.dumps(record)) == record
