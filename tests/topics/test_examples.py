"""Every example of docs/topics.md does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import TopicError
from bot.topics import Document, anchors, match, parse
from tests.topics.strategies import fulfilled

PAGE = Path(__file__).parents[2] / "docs" / "topics.md"


def _rows(columns: int, heading: str) -> list[list[str]]:
    """Return the rows of the tables with this heading."""
    rows: list[list[str]] = []
    inside = False
    for line in PAGE.read_text("utf-8").splitlines():
        if not line.startswith("|"):
            inside = False
        elif line == heading:
            inside = True
        elif inside and not line.startswith("|---"):
            cells = line.replace("\\|", "\0").strip("|").split("|")
            rows.append([cell.strip().replace("\0", "|").strip("`") for cell in cells])
    assert rows
    assert all(len(row) == columns for row in rows)
    return rows


STORIES = _rows(4, "| topic | lang | story | finds |")
REFUSED = _rows(2, "| topic | suggestion |")


@pytest.mark.parametrize(
    ("topic", "lang", "story", "finds"), STORIES, ids=[f"{row[1]}: {row[0]}" for row in STORIES]
)
def test_an_example_finds_the_words_it_names(topic: str, lang: str, story: str, finds: str) -> None:
    expected = None if finds == "–" else tuple(finds.split(", "))
    query, document = parse(topic), Document.of(title=None, text=story, lang=lang)
    assert match(query, document) == expected
    assert expected is None or fulfilled(anchors(query), document.terms)


@pytest.mark.parametrize(("topic", "suggestion"), REFUSED, ids=[row[0] for row in REFUSED])
def test_a_topic_that_cannot_be_is_refused_with_its_suggestion(topic: str, suggestion: str) -> None:
    with pytest.raises(TopicError) as caught:
        parse(topic)
    assert caught.value.suggestion == (None if suggestion == "–" else suggestion)
