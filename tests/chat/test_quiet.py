"""Quiet hours, pauses and limits, as people set them: the real bot on the emulated Telegram."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.values import (
    Chat,
    DeliveryState,
    Pause,
    Place,
    PlannedDelivery,
    QuietHours,
    Silence,
)
from tests.chat.talks import ADMIN, NOW, Talks, buttons, data_of


async def chat_of(world: Talks, number: int = 42) -> Chat:
    """A chat as it is kept."""
    async with world.store.read() as unit:
        chat = await unit.chats.get(number)
    assert chat is not None
    return chat


async def test_quiet_hours_are_shown_set_and_taken_away(world: Talks) -> None:
    assert "quiet hours are off" in (await world.ask("/quiet"))["text"]
    await world.ask("/timezone Berlin")
    answer = (await world.ask("/quiet 10pm to 7am"))["text"]
    assert "from 22:00 to 07:00 (Europe/Berlin)" in answer
    chat = await chat_of(world)
    assert chat.quiet == QuietHours("22:00", "07:00")
    assert chat.silence == Silence(NOW + timedelta(hours=8), NOW + timedelta(hours=17))
    await world.ask("/timezone London")
    assert (await chat_of(world)).silence == Silence(
        NOW + timedelta(hours=9), NOW + timedelta(hours=18)
    )
    assert "quiet hours are off" in (await world.ask("/quiet off"))["text"]
    assert (await chat_of(world)).silence is None


async def test_what_is_not_understood_is_said_with_an_example(world: Talks) -> None:
    for words, example in (
        ("/quiet sometimes", "/quiet 22:00-07:00"),
        ("/quiet 22-22", "/pause 2 days"),
        ("/quiet cap 0", "/quiet cap 10"),
        ("/pause 3 sheep", "/pause 3h"),
        ("/pause until 2026-01-01", "is past"),
        ("/pause 3 years", "/pause alone"),
        ("/resume", "Nothing is paused"),
    ):
        assert example in (await world.ask(words))["text"], words
    assert (await chat_of(world)).silence is None


async def test_the_panel_of_the_settings(world: Talks) -> None:
    """Hours, limit and pause are set where they stand, in the one message."""
    message = await world.ask("/settings")
    assert "Quiet hours: off" in message["text"]
    for label, text in (
        ("🌙 Quiet hours", "quiet hours are off"),
        ("23:00–07:00", "from 23:00 to 07:00 (UTC)"),
        ("10 an hour", "At most 10 cards an hour"),
        ("⏸ Pause 24 h", "Paused until 18 Jun 2026 - 12:00"),
        ("▶ Resume", "from 23:00 to 07:00 (UTC)"),
        ("‹ Back", "Quiet hours: 23:00 to 07:00; at most 10 cards an hour"),
    ):
        await world.press(message, data_of(message, label))
        message = await world.edited(message)
        assert text in message["text"], label
    chat = await chat_of(world)
    assert (chat.quiet, chat.cap) == (QuietHours("23:00", "07:00"), 10)
    assert "✓ One event, one card" in [label for label, _ in buttons(message)]
    assert len(await world.said()) == 1


async def test_the_digest_says_that_a_pause_holds_it(world: Talks) -> None:
    await world.ask("/quiet 22-9")
    assert "18 Jun 2026 - 09:00, after the quiet hours" in (await world.ask("/digest"))["text"]
    answer = (await world.ask("/pause until 18 June 23:00"))["text"]
    assert "they come at 19 Jun 2026 - 09:00" in answer
    assert "19 Jun 2026 - 09:00, after the pause" in (await world.ask("/digest"))["text"]
    await world.ask("/pause")
    assert "/resume" in (await world.ask("/digest"))["text"]
    assert (await world.ask("/subscribe Syria"))["text"].endswith(
        "Stories come at once, each as a card.\nIt is paused here: they wait for /resume."
    )


async def test_resuming_at_night_waits_for_the_morning(world: Talks) -> None:
    await world.ask("/quiet 11-14")
    await world.ask("/pause until tomorrow")
    answer = (await world.ask("/resume"))["text"]
    assert answer == (
        "The pause is over. Quiet hours last until 17 Jun 2026 - 14:00; what waited comes then."
    )
    assert (await chat_of(world)).pause is None


async def test_what_waited_comes_when_the_night_is_called_off(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    await world.ask("/quiet 11-14")
    told = await world.publish("Syria talks resume")
    (subscription,) = await world.topics()
    card = PlannedDelivery(Place(42), subscription.id, ("Syria",), DeliveryState.HELD, False)
    async with world.store.write() as unit:
        await unit.deliveries.plan(told.id, [replace(card, held_back=True)], NOW)
    assert "1 story waited and comes now" in (await world.ask("/quiet off"))["text"]
    async with world.store.write() as unit:
        (digest,) = await unit.digests.take(NOW, 9)
    assert digest.stories == (told,)


async def test_in_a_group_its_administrators_decide(world: Talks) -> None:
    await world.group()
    for command in ("/quiet 22-7", "/quiet cap 5", "/pause 3h"):
        assert "administrators" in (await world.ask(command, -100, person=7))["text"]
    assert (await chat_of(world, -100)).silence is None
    answer = (await world.ask("/quiet 22-7", -100, person=ADMIN))["text"]
    assert answer.startswith("Quiet hours of Lake & friends are from 22:00 to 07:00 (UTC).")
    answer = (await world.ask("/pause 3h", -100, person=ADMIN))["text"]
    assert answer.startswith("Lake & friends is paused until 17 Jun 2026 - 15:00")
    assert (await chat_of(world, -100)).pause == Pause(NOW, NOW + timedelta(hours=3))
    panel = await world.ask("/quiet", -100, person=7)
    refused = await world.press(panel, data_of(panel, "▶ Resume"), person=7)
    assert refused["show_alert"]
    assert "administrators" in (await world.ask("/resume", -100, person=7))["text"]
    answer = (await world.ask("/resume", -100, person=ADMIN))["text"]
    assert answer == "The pause of Lake & friends is over. Nothing came meanwhile."
