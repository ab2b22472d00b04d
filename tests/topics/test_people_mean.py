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
    "a plural that Snowball does not fold": ("ru-008 ru-075 ru-079 es-073 es-075"),
    "a form that Snowball does not fold": ("en-005 fr-011 ru-005 de-069 tr-064"),
    "two words that Snowball folds into one": (
        "en-311 ru-092 es-078 es-079 es-080 es-081 fr-088 de-087"
    ),
    "two words that differ by their accent": ("fr-087"),
    "a country's demonym meets another word": ("tr-047"),
    "a country's demonym or other name is missing": ("ru-108 ar-100"),
    "a Persian ending or prefix set apart by a space, or a possessive": ("fa-081"),
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
