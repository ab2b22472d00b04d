"""Copied texts: whole, cut, edited; recurring ones; a source's own stories."""

from __future__ import annotations

import pytest

from bot.summaries.events import copied_share, keys
from tests.summaries.test_events import numbers, told

TEXT = """The harbour of Kestrel Bay was closed on Monday after a freighter carrying fertiliser ran
aground at the mouth of the channel, the port authority said. Tugs from three towns tried to
pull the vessel free at high water and failed, and a second attempt is planned for the night.
No one was hurt. The captain told the coast guard that the steering had failed minutes before
the ship left its course. Fishermen who keep their boats in the inner basin said they had been
told to expect a week without work. "We have had groundings before, but never one that shut
the whole bay," said Olena Marsh, who runs the fish auction. The owner of the freighter, a
company registered in Valletta, said divers would inspect the hull as soon as the current
allowed it. Environmental officers took samples of the water and found no trace of oil. The
port handles about a tenth of the country's grain, and traders said that prices would hardly
move unless the channel stays closed until the harvest begins in August."""
WORDS = TEXT.split()
COPIES = {
    "credits": TEXT + " Additional reporting by Ana Lund. Edited in Port Sable.",
    "the beginning": " ".join(WORDS[: len(WORDS) * 6 // 10]),
    "an excerpt": " ".join(WORDS[60:125]),
    "every twelfth word another": " ".join(
        f"instead{at}" if at % 12 == 11 else word for at, word in enumerate(WORDS)
    ),
    "capitals and quotes": TEXT.upper().replace('"', "«"),
}
FORECAST = (
    "Expect {} skies over the plain with highs of {} degrees and winds from the {} at {} km/h."
)


@pytest.mark.parametrize("name", COPIES)
@pytest.mark.parametrize("title", ["Freighter blocks Kestrel Bay", "What we know", None], ids=str)
def test_a_copied_text_joins_whatever_its_headline(name: str, title: str | None) -> None:
    original = told("Kestrel Bay closed after grounding", TEXT)
    assert numbers(original, told(title, COPIES[name], minutes=300)) == [1, 1]
    assert numbers(told(title, COPIES[name]), told("Grounding", TEXT, minutes=300)) == [1, 1]


def test_another_text_on_the_matter_is_no_copy() -> None:
    other = """Grain traders shrugged off the closure of a small port this week. Stocks are ample,
    ships can go round the cape, and the harvest is months away, brokers in three towns said."""
    assert copied_share(told("Kestrel Bay", TEXT), told("Grain", other)) == 0


@pytest.mark.parametrize("title", ["Weather forecast", "Daily horoscope", "Morning briefing"])
def test_what_comes_each_day_under_one_headline_is_new_each_day(title: str) -> None:
    days = [
        told(title, " ".join(FORECAST.format(*row) for row in rows), minutes=1440 * at)
        for at, rows in enumerate([
            [("clear", 21, "north", 12), ("grey", 17, "west", 20), ("mixed", 18, "sea", 9)],
            [("heavy", 9, "east", 45), ("dark", 7, "south", 60), ("stormy", 5, "hills", 80)],
        ])
    ]  # fmt: skip
    assert numbers(*days) == [1, 2]


def test_market_reports_under_one_headline_are_told_by_their_numbers() -> None:
    tuesday = "Asian shares rose on Tuesday. The Nikkei gained 0.4% and the Hang Seng 1.1%."
    wednesday = "Asian shares rose on Wednesday. The Nikkei gained 1.2% and the Hang Seng 0.3%."
    title = "Markets wrap: stocks rise"
    assert numbers(told(title, tuesday), told(title, wednesday, minutes=1440)) == [1, 2]


def test_texts_of_the_same_facts_join_whatever_their_headlines() -> None:
    one = """Storm Bertil made landfall near Aarhus on Monday with winds of 140 km/h, cutting power
    to 30,000 homes and closing the harbour. Ferries to the islands stay in port until Tuesday, and
    the bridge over the sound is shut to lorries, the coast guard said."""
    other = """Some 30,000 homes lost electricity on Monday when storm Bertil came ashore close to
    Aarhus. The harbour was closed as winds reached 140 km/h. Lorries may not use the bridge over
    the sound, and no ferry leaves for the islands before Tuesday."""
    titles = "Coast battered", "Thirty thousand without power after Bertil"
    assert numbers(told(titles[0], one), told(titles[1], other, minutes=60)) == [1, 1]


def test_a_new_number_in_a_headline_is_news() -> None:
    """More dead than an hour ago: nobody wants that as a line on the card of the morning."""
    first = (
        "An explosion tore through the Halvorsen fireworks plant in Tromso at dawn, police said."
    )
    then = "Police said the explosion at dawn tore through the Halvorsen fireworks plant in Tromso."
    stories = [
        told("Tromso fireworks plant explosion kills 3", first),
        told("Tromso fireworks plant explosion kills 5", then, minutes=90),
    ]
    assert numbers(*stories) == [1, 2]


BLURB = "Syria is in the news again. Read here what our reporters found out on their way."
REPORT = (
    "Talks on the lake resumed in the town of Marlow on Tuesday, the mediators said. Both sides "
    "agreed to open two roads before the winter, and to meet again in the first week of the new "
    "year. A spokeswoman called the mood sober, and the hotel full."
)


@pytest.mark.parametrize(
    ("text", "titles", "expected"),
    [
        (REPORT, ("Marlow talks, part 12", "Marlow talks, part 13"), [1, 2]),
        (REPORT, ("Numbats two", "Numbats three"), [1, 2]),
        (REPORT, ("Results: Alma", "Results: Bela"), [1, 2]),
        (REPORT, ("Talks resume in Marlow", "Mediators see two roads open by winter"), [1, 1]),
        (BLURB, ("Aid reaches the valley", "Minister steps down"), [1, 2]),
        (BLURB, ("Aid reaches the valley", "Aid reaches the valley"), [1, 1]),
    ],
    ids=["numbers", "number words", "names", "a copy", "a blurb", "the same story"],
)
def test_a_series_under_one_text_is_no_event(
    text: str, titles: tuple[str, str], expected: list[int]
) -> None:
    assert numbers(*(told(title, text, minutes=at) for at, title in enumerate(titles))) == expected


def test_stories_of_one_source_join_only_with_the_same_text() -> None:
    one = told("Freighter blocks Kestrel Bay", TEXT, source="A")
    again = told("Freighter blocks Kestrel Bay", TEXT, source="A", minutes=5)
    rewritten = told("Freighter blocks bay of Kestrel", TEXT + " More soon.", source="A", minutes=9)
    elsewhere = told("Ship aground in the bay", TEXT, source="B", minutes=9)
    assert numbers(one, again, rewritten, elsewhere) == [1, 1, 2, 1]


def test_a_signature_is_small_and_its_keys_are_few() -> None:
    story = told(" ".join(f"Word{at}" for at in range(500)), TEXT * 200)
    assert len(story.sketch) <= 1024
    assert len(story.title) <= 32
    assert len(story.copies) <= 24
    assert len(keys(story)) <= 70
