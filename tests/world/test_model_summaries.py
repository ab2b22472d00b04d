"""A language model writes summaries: good ones are shown as its own, else the extract is."""

from __future__ import annotations

from pathlib import Path

from tests.models import speaking
from tests.world.world import opened

TALKS = (
    "Talks on Syria resumed in the lakeside town of Marlow on Tuesday, the mediators said. "
    "Both sides agreed to open 2 roads before the winter.\n\n"
    "The next round begins in a week. A spokeswoman called the mood sober and the work long."
)
BAKERS = (
    "A family of bakers from Syria won the bread prize of Elmsworth. Its rye loaf had rested for "
    "19 hours.\n\nThe jury praised the crust. The shop opens at 5 in the morning."
)
CHOIR = (
    "A choir of students from Syria sang at the opening of the old theatre. The hall had been "
    "closed for years.\n\nTickets were gone in a day. Another concert follows in spring."
)
STORIES = {
    # headline: text, what the model says, whether that is good
    "Syria talks resume": (
        TALKS, "Talks on Syria resumed in Marlow. Both sides will open 2 roads before winter.", True
    ),
    "Syrian bakers win": (BAKERS, "A family of bakers from Syria had rested for 20 hours.", False),
    "Choir sings for Syria": (CHOIR, None, False),
}  # fmt: skip


async def test_cards_say_whose_the_summary_is(tmp_path: Path, database_url: str) -> None:
    async with speaking() as server, opened(tmp_path, database_url) as world:
        server.says = lambda text: STORIES[text.partition("\n")[0]][1]
        await world.stop()
        model = {"summary_url": server.url, "summary_model": "tiny"}
        world.settings = world.settings.model_copy(update=model)
        await world.start()
        anna = world.chat(42)
        await anna.say("/subscribe Syria")
        for title, (text, _, _) in STORIES.items():
            await world.publish(title, text)
        await world.settle()
        assert len(server.asked) == len(STORIES)
        for title, (text, said, good) in STORIES.items():
            (card,) = await anna.cards(title)
            shown = f"Summary by tiny\n{said}" if good else f"Extract\n{text.partition('. ')[0]}"
            assert f"\n\n{shown}" in card

        server.status = 500
        await world.publish("A port in Syria reopens", TALKS.replace("Talks on", "A port in"))
        await world.settle()
        await world.publish("Rain floods a street in Syria", CHOIR.replace("sang", "waded"))
        await world.settle()
        assert len(server.asked) == len(STORIES) + 1, "it is left alone for a while"
        for title in ("A port in Syria reopens", "Rain floods a street in Syria"):
            (card,) = await anna.cards(title)
            assert "\n\nExtract\n" in card
        code = next(text for text in await anna.texts() if "Summary by" in text)
        assert "/s1001" in code
        assert "Summary by tiny" in (await anna.say("/s1001"))["caption"]
