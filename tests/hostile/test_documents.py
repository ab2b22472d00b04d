"""Broken and hostile documents: each is read, or refused by name, in bounded time and memory."""

from __future__ import annotations

import pytest

from tests.hostile.cases import Case
from tests.hostile.running import came_of
from tests.hostile.table import GROUPS


@pytest.mark.parametrize("case", GROUPS["documents"], ids=lambda case: case.id)
def test_a_feed(case: Case) -> None:
    got = came_of("documents")[case.id]
    assert case.fault(got) is None, got


@pytest.mark.parametrize("case", GROUPS["pages"], ids=lambda case: case.id)
def test_a_page(case: Case) -> None:
    got = came_of("pages")[case.id]
    assert case.fault(got) is None, got
