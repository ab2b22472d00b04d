"""Odd and hostile servers, on loopback: each gives its clear error in bounded time and memory."""

from __future__ import annotations

import pytest

from tests.hostile.cases import Case
from tests.hostile.running import came_of
from tests.hostile.table import CASES, GROUPS


@pytest.mark.parametrize("case", GROUPS["servers"], ids=lambda case: case.id)
def test_a_server(case: Case) -> None:
    got = came_of("servers")[case.id]
    assert case.fault(got) is None, got


@pytest.mark.parametrize("case", GROUPS["waiting"], ids=lambda case: case.id)
def test_a_server_that_lets_us_wait(case: Case) -> None:
    got = came_of("waiting")[case.id]
    assert case.fault(got) is None, got


def test_the_table_is_large_and_no_name_is_there_twice() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names))
    assert len(names) >= 150
