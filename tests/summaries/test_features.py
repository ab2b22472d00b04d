"""What speaks against a sentence on a card."""

from __future__ import annotations

import pytest

from bot.summaries import rank, scoring
from bot.summaries.features import balanced
from bot.summaries.terms import terms
from tests.summaries.articles import BODY


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, 'He said: "The port is closed."'),
        (True, '"Closed," he said, "until May."'),
        (True, 'The ("old") port.'),
        (True, "The fishermen's boats."),
        (True, "Он сказал: «Порт закрыт»."),
        (True, "Er sagte: „Zu.“"),
        (True, 'قال: "الميناء مغلق".'),
        (False, 'He said: "The port is closed.'),
        (False, 'It is closed." Holt, the mayor, said so."'),
        (False, "We are the men of the port.' There were nine."),
        (True, "'We are the men of the port.'"),
        (False, "The port (closed."),
        (False, "«Порт закрыт."),
        (False, "「港は閉まった。"),
    ],
    ids=repr,
)
def test_balanced(expected: bool, text: str) -> None:
    assert balanced(text) is expected


@pytest.mark.parametrize(
    "awkward",
    [
        "The harbour where the talks of Aldmoor resumed on Monday is seen here.",
        "The mayor of Aldmoor is shown, left, at the harbour talks on Monday.",
        "The harbour talks of Aldmoor resumed on Monday with three questions: 1.",
        "A boat in the harbour of Aldmoor, pictured on Monday when the talks resumed.",
        "The harbour talks of Aldmoor resumed on Monday with these three questions:",
        "Will the harbour talks of Aldmoor resume on Monday after a break?",
        'The harbour talks of Aldmoor resumed on Monday. "We met again, the mayor said.',
    ],
)
def test_a_card_shows_what_reads_awkwardly_after_all_else(awkward: str) -> None:
    text = "\n\n".join((BODY[0], awkward.strip(), *BODY[1:3], BODY[4], BODY[5]))
    ranked = sorted(rank(text, title=None, lang="en"), key=lambda sentence: sentence.rank)
    assert {sentence.text for sentence in ranked[:4]} <= set(BODY)


SCENE = "Gulls circle above silent cranes while dawn breaks."


@pytest.mark.parametrize(("expected", "more"), [(False, 0), (True, 6)], ids=["short", "long"])
def test_a_long_article_may_open_with_a_scene(expected: bool, more: int) -> None:
    rest = [f"The harbour talks of Aldmoor went into round {number}." for number in range(more)]
    texts = [SCENE, *BODY[:6], *rest]
    case = scoring.case(texts, [terms(text, "en") for text in texts], "", "en")
    assert bool(case.features[0].lone) is expected
