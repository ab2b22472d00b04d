"""What people do with topics: judge them, ask why a story came, search, and ask for fewer."""

from __future__ import annotations

import asyncio

from tests.world.processes import Message
from tests.world.world import PATIENCE, Chat, World

TALKS = (
    "Talks resumed in the lakeside town of Marlow on Tuesday, the mediators said. The Syrians "
    "agreed to open two roads before the winter, and the next round begins in a week."
)


def labels(message: Message) -> list[str]:
    """Return what a message's buttons say."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


async def pressed(chat: Chat, message: Message, label: str) -> Message:
    """Press a button; return the message once the answer has taken its place."""
    until = asyncio.get_running_loop().time() + PATIENCE
    now = await chat.press(message, label)
    while now == message and asyncio.get_running_loop().time() < until:
        await asyncio.sleep(0.01)
        now = (await chat.messages(message["message_id"] - 1))[0]
    return now


async def test_a_countrys_other_names_are_taken_off_and_brought_back(world: World) -> None:
    anna = world.chat(42)
    await world.publish("Syrian bakers win a prize")
    await world.publish("Bridge opens in Syria")
    await world.settle()
    answer = await anna.say("/subscribe Syria")
    assert "2 stories, fewer than one a day" in answer["text"]
    assert "Syrian" in answer["text"].split("\n\n")[1]  # what was added
    exact = await pressed(anna, answer, "Only “Syria”")
    assert 'You now follow "Syria".' in exact["text"]
    assert "1 story" in exact["text"]

    await world.publish("Syrian choir sings")
    await world.publish("Choir sings in Syria")
    await world.settle()
    assert len(await anna.cards("Syrian choir sings")) == 0
    assert len(await anna.cards("Choir sings in Syria")) == 1

    await pressed(anna, exact, "Also ")
    await world.publish("Syrian poets meet")
    await world.settle()
    assert len(await anna.cards("Syrian poets meet")) == 1
    listed = await anna.say("/topics")
    assert "1. Syria – Instant, 2 this week" in listed["text"]


async def test_a_card_tells_why_it_came_and_there_shall_be_fewer_like_it(world: World) -> None:
    anna = world.chat(42)
    await anna.say("/subscribe Syria")
    await world.publish("Syria talks resume", TALKS, "Levant Post")
    await world.publish("Syria wins football match", "The football was fast.", "Levant Post")
    await world.settle()
    cards = [m for m in await anna.messages() if "photo" in m]
    talks = next(m for m in cards if "talks" in m["caption"])
    why = await anna.say("/why", reply_to=talks["message_id"])
    for part in ("Your topic Syria brought it", "in the headline: Syria", "in the text: Syrians"):
        assert part in why["text"], part

    cup = next(m for m in cards if "football" in m["caption"])
    await anna.press(cup, "Why?")
    told = await anna.answer(why["message_id"])
    assert "Syria wins football match" in told["text"]
    offered = await pressed(anna, told, "Fewer like this")
    changed = await pressed(anna, offered, "-football")
    assert "You now follow Syria -football." in changed["text"]

    await world.publish("Syria loses at football", source="Levant Post")
    await world.publish("Syria opens a bridge", source="Levant Post")
    await world.settle()
    assert await anna.cards("loses") == []
    assert len(await anna.cards("bridge")) == 1
    undone = await pressed(anna, changed, "Undo")
    assert "You now follow Syria." in undone["text"]
    heads = await pressed(anna, await pressed(anna, undone, "Topic"), "Only headlines")
    assert "You now follow title:Syria." in heads["text"]


async def test_the_archive_is_searched_page_by_page_and_followed(world: World) -> None:
    anna = world.chat(42)
    for n in range(6):
        await world.publish(f"Harbour news {n}: ferry sails", source=f"Desk {n}")
    await world.settle()
    assert await anna.cards() == []
    mistyped = await anna.say("/search ferry harbuor")
    found = await pressed(anna, mistyped, "Did you mean “ferry")
    assert found["text"].startswith("ferry Harbour\n"), found["text"]
    assert labels(found)[-2:] == ["Subscribe", "»"]
    second = await pressed(anna, found, "»")
    assert "6." in second["text"]
    followed = await pressed(anna, second, "Subscribe")
    assert "You now follow ferry Harbour." in followed["text"]
    await world.publish("Ferry rams a harbour wall")
    await world.settle()
    assert len(await anna.cards("rams")) == 1
