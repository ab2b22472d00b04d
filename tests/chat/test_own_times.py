"""Digest, time zone and settings, as a person sets them: the real bot on the emulated Telegram."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.domain.values import Place
from tests.chat.talks import Talks, buttons, data_of


async def test_the_digest_is_shown_set_and_turned_off(world: Talks) -> None:
    shown = await world.ask("/digest")
    assert "every day at 08:00 (UTC)" in shown["text"]
    assert "18 Jun 2026 - 08:00" in shown["text"]
    await world.ask("/timezone Europe/Berlin")
    evening = (await world.ask("/digest 8:30pm"))["text"]
    assert "every day at 20:30 (Europe/Berlin)" in evening
    assert "17 Jun 2026 - 20:30" in evening
    days = (await world.ask("/digest days mon,thu"))["text"]
    assert "Mon, Thu at 20:30" in days
    assert "18 Jun 2026 - 20:30" in days
    assert "off" in (await world.ask("/digest off"))["text"]
    async with world.store.read() as unit:
        assert (await unit.digests.plan_of(Place(42))).next_at is None
    assert "08:00" in (await world.ask("/digest 8"))["text"]
    assert "do not understand" in (await world.ask("/digest 25:00"))["text"]


async def test_the_digests_buttons(world: Talks) -> None:
    shown = await world.ask("/digest")
    await world.press(shown, data_of(shown, "18:00"))
    later = await world.edited(shown)
    assert "18:00" in later["text"]
    assert "✓ 18:00" in [label for label, _ in buttons(later)]
    await world.press(later, data_of(later, "Wed"))
    no_wednesday = await world.edited(later)
    assert "Mon, Tue, Thu" in no_wednesday["text"]
    assert "18 Jun 2026 - 18:00" in no_wednesday["text"]
    await world.press(no_wednesday, data_of(no_wednesday, "Off"))
    assert "off" in (await world.edited(no_wednesday))["text"]


async def test_digest_now_shows_all_and_consumes_nothing(world: Talks) -> None:
    assert "no topic yet" in (await world.ask("/digest now"))["text"]
    await world.ask("/subscribe Syria")
    assert "Nothing new" in (await world.ask("/digest now"))["text"]
    told = await world.publish("Syria talks resume")
    await world.publish("Salt caravans return")
    for _ in range(2):
        text = (await world.ask("/digest now"))["text"]
        assert f"/s{told.code}" in text
        assert "Salt caravans" not in text
    world.clock.advance(hours=30)
    assert "Nothing new" in (await world.ask("/digest now"))["text"]


@pytest.mark.parametrize("typed", ["Europe/Berlin", "europe/berlin", "Berlin", "germany"])
async def test_the_time_zone_is_set(world: Talks, typed: str) -> None:
    await world.ask("/subscribe Syria")
    answer = (await world.ask(f"/timezone {typed}"))["text"]
    assert "Europe/Berlin" in answer
    assert "14:00" in answer
    async with world.store.read() as unit:
        chat = await unit.chats.get(42)
        plan = await unit.digests.plan_of(Place(42))
    assert chat is not None
    assert chat.zone == plan.zone == "Europe/Berlin"
    assert plan.next_at == datetime(2026, 6, 18, 6, 0, tzinfo=UTC)


async def test_a_misspelt_zone_is_offered(world: Talks) -> None:
    answer = await world.ask("/timezone Berln")
    await world.press(answer, data_of(answer, "Europe/Berlin"))
    assert "Europe/Berlin" in (await world.edited(answer))["text"]
    assert "no time zone “<xyz>”" in (await world.ask("/timezone <xyz>"))["text"]


async def test_settings_are_one_message_changed_in_place(world: Talks) -> None:
    message = await world.ask("/settings")
    assert "Time zone: UTC" in message["text"]
    await world.press(message, data_of(message, "🌍 Time zone"))
    zones = await world.edited(message)
    await world.press(zones, data_of(zones, "Asia/Tehran"))
    back = await world.edited(zones)
    assert "Time zone: Asia/Tehran" in back["text"]
    await world.press(back, data_of(back, "🗞 Digest"))
    times = await world.edited(back)
    await world.press(times, data_of(times, "21:00"))
    changed = await world.edited(times)
    assert "21:00 (Asia/Tehran)" in changed["text"]
    await world.press(changed, data_of(changed, "‹ Back"))
    assert "Digest: every day at 21:00" in (await world.edited(changed))["text"]
    assert len(await world.said()) == 1
