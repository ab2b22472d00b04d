"""One event told once, as the people in the chats see it."""

from __future__ import annotations

import re

from tests.world.processes import text_of
from tests.world.world import World

TEXT = (
    "The ferry Alma ran aground off Port Selby on Tuesday with 212 people aboard, the harbour "
    "office of Syria said. Lifeboats from three villages took everybody off within four hours.\n\n"
    "Captain Idris Vane had reported a failing rudder at noon. Divers will look at the hull on "
    "Thursday, and the line to Marlow stays closed until then, the office said."
)


async def test_one_event_is_one_card_that_names_who_else_tells_it(world: World) -> None:
    anna, bert = world.chat(42), world.chat(43)
    await anna.say("/subscribe Syria")
    await bert.say("/subscribe Syria")
    await bert.press(await bert.say("/settings"), "Every source")
    assert "no event was told by two" in (await anna.say("/trends"))["text"]

    await world.publish("Ferry runs aground off Port Selby", TEXT, "Levant Post")
    await world.settle()
    await world.publish("Ferry Alma runs aground off Port Selby", TEXT, "Harbour Daily")
    for _ in range(3):
        await world.settle()

    (card,) = [message for message in await anna.messages() if "photo" in message]
    also = re.search(r"^also: Harbour Daily /s(\d+)$", card["caption"], re.MULTILINE)
    assert also is not None, card["caption"]
    assert "edit_date" in card
    assert len(await bert.cards()) == 2

    trends = (await anna.say("/trends"))["text"]
    assert "2 sources" in trends
    assert f"/s{also[1]}" in trends
    other = text_of(await anna.say(f"/s{also[1]}"))
    assert "Ferry Alma runs aground" in other
    assert re.search(r"^also: Levant Post /s\d+$", other, re.MULTILINE)
    digest = (await anna.say("/digest now"))["text"]
    assert digest.count("runs aground") == 1
    assert f"also: Harbour Daily /s{also[1]}" in digest or "also: Levant Post /s" in digest
