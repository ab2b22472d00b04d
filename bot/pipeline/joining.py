"""Joining a story to the event that it tells, in the transaction that gives it its code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ports import Unit
from bot.domain.values import Draft, Reading, Story, Told
from bot.pipeline import event_records
from bot.summaries import events
from bot.summaries.events import Event, Signature, Twin

_DAY = timedelta(days=1)


def signature(reading: Reading, draft: Draft) -> Signature:
    """Return what of a story tells its event. Its source is its publisher, else its feed."""
    source = reading.publisher.casefold() if reading.publisher else f"feed {draft.feed.id}"
    return events.signature(
        reading.title, reading.text, reading.lang, told_at(reading, draft.seen_at), source=source
    )


def told_at(reading: Reading, seen_at: datetime) -> datetime:
    """Return when a story came out, as well as is known.

    A day without a time stands for its midnight: what was seen within it came out by then.
    """
    if reading.published is None:
        return seen_at
    if reading.published_has_time:
        return reading.published
    return max(reading.published, min(seen_at, reading.published + _DAY))


async def join(unit: Unit, story: Story, own: Signature, now: datetime) -> Story:
    """Give a story its event, which it joins or opens; ``own`` is its signature.

    What that costs depends on the story's keys and on how many events are kept of each, not on
    how many stories there are.
    """
    counted = await unit.events.begin()
    counts = dict(await unit.events.counts(events.counted_keys(own)))
    rarity = events.rarity(counts, counted)
    listed = await unit.events.listed(events.keys(own))
    having = await unit.events.having(events.looked_up(listed, rarity), events.LISTED)
    near = events.nearest_copies(
        await unit.events.copies(events.copy_keys(own), events.TWINS), own.exact
    )
    signed = await unit.events.signatures(near)
    asked = events.most_shared(having, rarity)
    known = await _known(unit, {*asked, *(event_id for event_id, _ in signed.values())})
    # their keys weigh, too
    counts |= await unit.events.counts(_keys(known[one] for one in asked if one in known))
    twins = [
        Twin(known[signed[one][0]], event_records.signature(signed[one][1]))
        for one in near
        if one in signed
    ]
    found = events.join(own, [known[one] for one in asked if one in known], twins, rarity=rarity)
    told = _told(story, own, found or Event(0))
    event_id = await unit.events.keep(found.number if found else None, told, now)
    return replace(story, event_id=event_id)


async def _known(unit: Unit, event_ids: Iterable[int]) -> dict[int, Event]:
    records = await unit.events.records(frozenset(event_ids))
    return {one: event_records.event(one, record) for one, record in records.items()}


def _keys(of: Iterable[Event]) -> frozenset[str]:
    return frozenset(key for event in of for key in (*event.terms, *event.lead))


def _told(story: Story, own: Signature, event: Event) -> Told:
    """Return what is kept of a story and of its event with it."""
    return Told(
        story_id=story.id,
        record=event_records.packed(event.joined(own)),
        signature=event_records.packed_signature(own),
        keys=events.keys(own),
        counted=events.counted_keys(own) - event.terms.keys(),
        hashes=frozenset(events.copy_keys(own)),
    )
