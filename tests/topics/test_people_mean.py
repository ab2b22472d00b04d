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
_PARTED = {
    "a translated operator that dangles is taken for a word in silence": (
        "ar-035 fa-034 ru-039 es-041 fr-045 de-040 tr-039 zh-047"
    ),
    "nothing but German stop words is looked for": "de-042",
    "a name inside another word of Chinese, Japanese or Thai": (
        "zh-056 zh-057 zh-069 zh-085 zh-086 zh-087 zh-088 zh-089 zh-090 zh-096 zh-098 ja-011 th-008"
    ),
    "a publisher's name written without spaces is not searched by substring": "zh-040",
    "Thai sara am does not meet itself": "th-004",
    "a country's name is not known in a language outside the interface's nine": (
        "ja-002 th-002 ko-006 he-007 hi-007 uk-006 uk-007 pt-009 it-009"
    ),
    "a demonym or case in a language outside the interface's nine": (
        "he-001 he-002 he-011 hi-001 hi-002 uk-001 uk-002 uk-004 uk-005 "
        "pt-001 pt-002 pt-004 pt-005 pt-006 pt-013 it-001 it-004 it-005 it-006 it-008 it-013"
    ),
    "Korean particles and endings": "ko-002 ko-011",
    "Hebrew prefixes": "he-005 he-006",
    "a plural that Snowball does not fold": "hi-004 pt-007 ru-008 ru-075 ru-079 es-073 es-075",
    "a form that Snowball does not fold": "en-005 fr-011 ru-005 de-069 tr-064",
    "two words that Snowball folds into one": (
        "en-311 ru-092 es-078 es-079 es-080 es-081 fr-088 de-087"
    ),
    "two words that differ by their accent": "fr-087",
    "a country's demonym meets another word": "ru-068 tr-047",
    "a country's demonym or other name is missing": "ru-050 ru-054 ru-108 ar-100",
    "an elided pronoun before a verb is read as an acronym": "fr-050",
    "the article and a name that begins with lam: للبنان": "ar-070",
    "a Persian ending or prefix set apart by a space, or a possessive": "fa-003 fa-081 fa-112",
    "thousands set apart by a space": "fr-074 ru-112",
    "a number with a Turkish case ending": "tr-065",
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
