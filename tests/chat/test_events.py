"""Events in the conversation: who else tells a story, what most sources tell, every source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.handlers.reading import midnight
from bot.domain.values import Story
from tests.chat.talks import ADMIN, Talks, buttons, data_of

GROUP = -100


async def event(world: Talks, title: str, *publishers: str, hours: float = 1) -> list[Story]:
    """Let publishers tell an event, a minute apart, the first one first."""
    told = [
        await world.publish(
            f"{title}, says {publisher}",
            publisher=publisher,
            ago=timedelta(hours=hours, minutes=-n),
        )
        for n, publisher in enumerate(publishers)
    ]
    await world.tell_one_event(*told)
    return told


async def test_a_story_is_shown_with_the_other_sources_of_its_event(world: Talks) -> None:
    one, two, three = await event(world, "Bridge opens", "Lake Post", "Hill Wire", "Coast Daily")
    card = await world.ask(f"/story {one.code}")
    assert f"also: Coast Daily /s{three.code}, Hill Wire /s{two.code}" in card["caption"]
    other = await world.ask(f"/s{two.code}")
    assert f"also: Coast Daily /s{three.code}, Lake Post /s{one.code}" in other["caption"]
    alone = await world.publish("Nothing else like it")
    assert "also:" not in (await world.ask(str(alone.code)))["caption"]


async def test_trends_are_the_events_of_most_sources(world: Talks) -> None:
    await event(world, "Minor matter", "Lake Post")
    two = await event(world, "Bridge opens", "Lake Post", "Hill Wire", hours=0.5)
    three = await event(world, "Dam breaks", "Lake Post", "Hill Wire", "Coast Daily", hours=3)
    await event(world, "Ferry sinks", "Lake Post", "Hill Wire", hours=2)
    answer = await world.ask("/trends")
    head, *told = answer["text"].split("\n\n")
    assert head == "What most sources tell today:"
    assert [one.split(",")[0] for one in told] == ["Dam breaks", "Bridge opens", "Ferry sinks"]
    assert told[0].split("\n")[1:] == [
        f"Coast Daily · 17 Jun 2026 - 09:02 · 3 sources · /s{three[2].code}",
        f"also: Hill Wire /s{three[1].code}, Lake Post /s{three[0].code}",
    ]
    commands = [one for one in answer["entities"] if one["type"] == "bot_command"]
    assert len(commands) == 7
    assert f"/s{two[0].code}" in told[1]


async def test_a_young_day_has_the_past_24_hours(world: Talks) -> None:
    await event(world, "Bridge opens", "Lake Post", "Hill Wire")
    await event(world, "Dam breaks", "Lake Post", "Hill Wire", "Coast Daily", hours=13)
    await event(world, "Ferry sinks", "Lake Post", "Hill Wire", hours=25)
    head, *told = (await world.ask("/trends"))["text"].split("\n\n")
    assert head == "What most sources told in the past 24 hours:"
    assert [one.split(",")[0] for one in told] == ["Dam breaks", "Bridge opens"]


async def test_without_trends_the_answer_leads_on(world: Talks) -> None:
    text = (await world.ask("/trends"))["text"]
    assert "no event was told by two" in text
    for command in ("/latest", "/sources", "/addfeed"):
        assert command in text


@pytest.mark.parametrize(
    ("zone", "began"),
    [
        ("UTC", datetime(2026, 6, 17, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 6, 16, 22, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 6, 17, 12, tzinfo=UTC)),
        ("America/Los_Angeles", datetime(2026, 6, 17, 7, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_local_midnight(zone: str, began: datetime) -> None:
    assert midnight(zone, datetime(2026, 6, 17, 12, 30, tzinfo=UTC)) == began


def test_a_day_that_begins_with_a_gap() -> None:
    """In Cairo the clock went from 00:00 to 01:00 on 26 April 2024."""
    noon = datetime(2024, 4, 26, 12, tzinfo=UTC)
    assert midnight("Africa/Cairo", noon) == datetime(2024, 4, 25, 22, tzinfo=UTC)


@pytest.mark.parametrize("every", [False, True])
async def test_digest_now_has_one_line_for_each_event(world: Talks, every: bool) -> None:
    await world.ask("/subscribe Bridge")
    one, two = await event(world, "Bridge opens", "Lake Post", "Hill Wire")
    async with world.store.write() as unit:
        await unit.chats.set_every_source(42, every)
    text = (await world.ask("/digest now"))["text"]
    assert text.count("Bridge opens, says Lake Post ·") == every
    assert text.count("Bridge opens, says Hill Wire ·") == 1
    assert (f"/s{two.code} · also: Lake Post /s{one.code}" in text) is not every


async def every_source(world: Talks, chat: int) -> bool:
    async with world.store.read() as unit:
        found = await unit.chats.get(chat)
    assert found is not None
    return found.every_source


async def test_every_source_can_ring_by_itself(world: Talks) -> None:
    shown = await world.ask("/settings")
    assert "One event, one card: a card names the other sources" in shown["text"]
    labels = [text for text, _ in buttons(shown)]
    assert labels[-2:] == ["✓ One event, one card", "Every source"]

    answer = await world.press(shown, data_of(shown, "Every source"))
    assert "its own card" in answer["text"]
    shown = await world.edited(shown)
    assert [text for text, _ in buttons(shown)][-2:] == ["One event, one card", "✓ Every source"]
    assert "Every source: each source’s story" in shown["text"]
    assert await every_source(world, 42)

    await world.press(shown, data_of(shown, "One event, one card"))
    await world.settle()
    assert not await every_source(world, 42)


async def test_in_a_group_administrators_choose_it(world: Talks) -> None:
    await world.group()
    shown = await world.ask("/settings", GROUP, person=5)
    data = data_of(shown, "Every source")
    assert (await world.press(shown, data, person=5))["show_alert"]
    assert not await every_source(world, GROUP)
    await world.press(shown, data, person=ADMIN)
    await world.settle()
    assert await every_source(world, GROUP)
