"""What a person expects of a topic, language by language (docs/topics.md has the principles)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.trying.topic import answer

# language; topic; story; + found, - not found; languages the chat reads, if not the story's
_CASES = Path(__file__).with_name("expectations.txt").read_text("utf-8")
ROWS = [[cell.strip() for cell in line.split(";")] for line in _CASES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=["; ".join(row[:4]) for row in ROWS])
def test_a_topic_finds_what_a_person_expects(row: list[str]) -> None:
    lang, topic, story, found, *languages = row
    record: dict[str, object] = {"topic": topic, "text": story, "lang": lang}
    if languages:
        record["languages"] = languages[0].split()
    result = answer(record)
    assert result["error"] is None
    assert result["match"] is (found == "+")
