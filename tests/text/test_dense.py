"""Names in runs without spaces: the longest, from left to right."""

from __future__ import annotations

import pytest

from bot.text import dense

KNOWN = dense.by_opening(
    [("GN", "几内亚"), ("GW", "几内亚比绍"), ("CN", "中国"), ("XX", "中国"), ("JP", "日")]
)


@pytest.mark.parametrize(
    ("run", "found"),
    [
        ("", []),
        ("中", []),
        ("日中国", [("CN", 1, 3)]),
        ("几内亚比绍和几内亚", [("GW", 0, 5), ("GN", 6, 9)]),
        ("中中国国", [("CN", 1, 3)]),
        ("几内", []),
    ],
    ids=str,
)
def test_names_are_found(run: str, found: list[tuple[str, int, int]]) -> None:
    assert list(dense.find(run, KNOWN)) == found
