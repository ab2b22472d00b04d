"""What people mean by a topic: expectations in seventeen languages, written without the code.

``people_mean.jsonl`` holds a case a line, as ``storywire try topic`` reads it, with the answer that
the person who typed the topic would expect (``match``), or ``error`` where the topic must be
refused, and ``why``. A ``match`` of null is a matter of taste: it need only be answered.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.app.trying.topic import answer

# Where the product and the expectation part: the reason, then the cases.
_PARTED: dict[str, str] = {
    "a name inside another word of Chinese, Japanese or Thai": ("th-008"),
}
KNOWN = {case: reason for reason, cases in _PARTED.items() for case in cases.split()}

_LINES = Path(__file__).with_name("people_mean.jsonl").read_text("utf-8").splitlines()
_CASES: list[dict[str, Any]] = [json.loads(line) for line in _LINES]


def _parameter(case: dict[str, Any]) -> Any:
    """Return the case as a parameter, expected to fail where it is known to."""
    reason = KNOWN.get(case["id"])
    marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [_parameter(case) for case in _CASES])
def test_a_topic_finds_what_a_person_means(case: dict[str, Any]) -> None:
    """The answer is the one that the person who typed the topic expects."""
    got = answer(case)
    assert got["id"] == case["id"]
    if case["match"] is None:
        return
    told = f"{case['topic']!r}: {case['why']}; got {got}"
    assert bool(got["error"]) == case["error"], told
    assert got["match"] == case["match"], told


def test_every_known_parting_is_of_a_case_in_the_table() -> None:
    """A reason without its case would be a waiver for nothing."""
    assert set(KNOWN) <= {case["id"] for case in _CASES if case["match"] is not None}
    assert len({case["id"] for case in _CASES}) == len(_CASES)
