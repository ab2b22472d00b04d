"""Cards that do not ring: of a silent chat, or beyond its limit of cards an hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.values import DeliveryState, Place, PlannedDelivery, Restraint
from bot.pipeline.holding import HOUR, hold_back

NOW = datetime(2026, 6, 17, 12, 0, tzinfo=UTC)
HERE = Place(42, 7)
CARD = PlannedDelivery(HERE, 1, ("Syria",), DeliveryState.PLANNED, in_digest=False)
HELD = replace(CARD, state=DeliveryState.HELD, held_back=True)
JOINED = replace(CARD, state=DeliveryState.JOINED, card_id=5)
FOR_DIGEST = replace(CARD, state=DeliveryState.HELD, in_digest=True)


def ago(*minutes: float) -> tuple[datetime, ...]:
    return tuple(NOW - timedelta(minutes=one) for one in minutes)


SILENT = Restraint(silent=True, cap=None, rang=(), has_digest=True)
TWO = Restraint(silent=False, cap=2, rang=(), has_digest=True)

CASES = [
    ("nothing restrains", CARD, None, CARD, None, None),
    ("a silence", CARD, SILENT, HELD, None, None),
    ("an also-line makes no sound", JOINED, SILENT, JOINED, None, None),
    ("what waits anyway", FOR_DIGEST, SILENT, FOR_DIGEST, None, None),
    ("both ways", replace(CARD, in_digest=True), SILENT, replace(HELD, in_digest=True), None, None),
    ("the first of two", CARD, TWO, CARD, ago(0), None),
    ("the second", CARD, TWO._replace(rang=ago(59)), CARD, ago(59, 0), None),
    ("the third", CARD, TWO._replace(rang=ago(59, 5)), HELD, None, None),
    ("an hour later", CARD, TWO._replace(rang=ago(60, 5)), CARD, ago(5, 0), None),
    ("a limit that was higher", CARD, TWO._replace(rang=ago(50, 40, 30)), HELD, None, None),
    ("no digest to wait for", CARD, TWO._replace(rang=ago(59, 5), has_digest=False), HELD, None,
     NOW + timedelta(minutes=1)),
    ("no digest, a limit that was higher", CARD,
     TWO._replace(rang=ago(50, 40, 30), has_digest=False), HELD, None,
     NOW + timedelta(minutes=20)),
    ("a silence with a limit", CARD, TWO._replace(silent=True, rang=ago(9, 5), has_digest=False),
     HELD, None, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "restraint", "expected", "rang", "rest"),
    [case[1:] for case in CASES],
    ids=[case[0] for case in CASES],
)
def test_what_rings(
    one: PlannedDelivery,
    restraint: Restraint | None,
    expected: PlannedDelivery,
    rang: tuple[datetime, ...] | None,
    rest: datetime | None,
) -> None:
    restraints: Mapping[Place, Restraint] = {HERE: restraint} if restraint else {}
    held = hold_back([one], restraints, NOW)
    assert held.planned == (expected,)
    assert held.rang.get(HERE) == rang
    assert held.rest.get(HERE) == rest


@given(st.integers(1, 8), st.lists(st.integers(0, 90), min_size=1, max_size=60))
def test_no_hour_has_more_cards_than_the_limit(cap: int, gaps: list[int]) -> None:
    """And a card rings wherever the hour before it had room."""
    rang: tuple[datetime, ...] = ()
    times: list[datetime] = []
    now = NOW
    for gap in gaps:
        now += timedelta(minutes=gap)
        restraint = Restraint(silent=False, cap=cap, rang=rang, has_digest=True)
        held = hold_back([CARD], {HERE: restraint}, now)
        has_room = sum(one > now - HOUR for one in times) < cap
        assert (held.planned[0] == CARD) == has_room
        if has_room:
            times.append(now)
            rang = held.rang[HERE]
            assert len(rang) <= cap
