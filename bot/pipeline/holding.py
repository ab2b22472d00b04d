"""Which cards do not ring: those of a silent chat, and those beyond its cap. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.values import DeliveryState, Place, PlannedDelivery, Restraint

HOUR = timedelta(hours=1)
"""Within which a cap counts: any hour, not the clock's."""


class Held(NamedTuple):
    """What is planned of a story, some of it held back."""

    planned: tuple[PlannedDelivery, ...]
    rang: Mapping[Place, tuple[datetime, ...]]
    """Where there is a cap and a card rings: when the cards of the past hour were planned."""
    rest: Mapping[Place, datetime]
    """Where the cap holds one back and no digest brings it: when a card may ring again."""


def hold_back(
    planned: Iterable[PlannedDelivery], restraints: Mapping[Place, Restraint], now: datetime
) -> Held:
    """Return what is planned, with HELD for the next digest what must not ring now."""
    kept: list[PlannedDelivery] = []
    rang: dict[Place, tuple[datetime, ...]] = {}
    rest: dict[Place, datetime] = {}
    for one in planned:
        restraint = restraints.get(one.place)
        if restraint is None or one.state is not DeliveryState.PLANNED:
            kept.append(one)
            continue
        recent = tuple(at for at in restraint.rang if at > now - HOUR)
        is_over = restraint.cap is not None and len(recent) >= restraint.cap
        if restraint.silent or is_over:
            kept.append(replace(one, state=DeliveryState.HELD, held_back=True))
            if restraint.cap and not restraint.silent and not restraint.has_digest:
                rest[one.place] = recent[-restraint.cap] + HOUR
            continue
        kept.append(one)
        if restraint.cap is not None:
            rang[one.place] = (*recent, now)
    return Held(tuple(kept), rang, rest)
