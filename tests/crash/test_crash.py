"""The harness with few kills: nothing lost, and nothing doubled but what was in flight."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash import report
from tests.crash.judging import run
from tests.crash.plan import Database, Plan

SEED = 20260617


@pytest.mark.timeout(300)  # 15 seconds where the machine has nothing else to do
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_few_kills(tmp_path: Path, database: Database) -> None:
    plan = Plan(database, SEED, kills=4, chats=30, workers=2, restarts=1, quiet=1, longest_hang=3)
    outcome = run(plan, tmp_path)
    assert outcome.kept, "\n".join(report.table(plan, outcome))
    assert outcome.kills == plan.kills
    assert outcome.restarts == (database == "postgres")
