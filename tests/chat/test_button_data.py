"""What the data of a pressed button may hold."""

from __future__ import annotations

import pytest

from bot.chat import keyboards


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("007", 7), ("9" * 18, 10**18 - 1),
        ("", None), ("-1", None), ("1.0", None), (" 1", None), ("²", None), ("٣", None),
        ("9" * 19, None),
    ],
)  # fmt: skip
def test_a_number_is_one_that_an_id_can_be(text: str, value: int | None) -> None:
    assert keyboards.natural(text) == value


@pytest.mark.parametrize(
    ("argument", "count", "start"),
    [("", 30, 0), ("12", 30, 12), ("24", 30, 24), ("36", 30, 24), ("12", 12, 0), ("12", 0, 0)],
)
def test_a_page_of_a_list_that_became_shorter_is_its_last(
    argument: str, count: int, start: int
) -> None:
    assert keyboards.page_start(argument, count, 12) == start
