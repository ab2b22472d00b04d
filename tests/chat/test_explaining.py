"""/why, and the buttons that make a topic narrower."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import topics
from bot.chat import keyboards
from bot.chat.texts import Texts
from bot.domain.values import (
    Came,
    ChatKind,
    DeliveryState,
    Mode,
    Place,
    PlannedDelivery,
    Story,
    Subscription,
    Topic,
)
from bot.pipeline.explaining import Why, reasons_of
from tests.chat.stories import chat, story
from tests.chat.talks import ADMIN, NOW, Talks, buttons, data_of

TEXTS = Texts(chat())
TOLD = story(
    title="Syria talks resume",
    text="Damascus spoke. The Syrians were heard.",
    publisher="Levant Post",
)


def followed(text: str, number: int = 3) -> Subscription:
    """A topic that a chat follows."""
    topic = Topic(number, topics.parse(text).normal)
    return Subscription(number, Place(42), topic, text, Mode.INSTANT, NOW)


def came(state: DeliveryState = DeliveryState.SENT, words: tuple[str, ...] = ("Syria",)) -> Came:
    """How a story came."""
    return Came(3, words, state, in_digest=False, planned_at=NOW)


def told(*names: str, came_by: Came | None = None, by: str = "", of: Story = TOLD) -> Why:
    """Why a story came to a chat that follows some topics."""
    mine = [followed(name, number) for number, name in enumerate(names, 3)]
    return Why(of, tuple(reasons_of(of, mine, ("en",))), came_by, followed(by) if by else None)


GONE = story(title="Talks resume", text="", extract=())
HELD, JOINED = DeliveryState.HELD, DeliveryState.JOINED


@pytest.mark.parametrize(
    ("why", "parts"),
    [
        (
            told("Syria", came_by=came()),
            ["Your topic Syria brought it:\n• in the headline: Syria\n• in the text: Syrians"],
        ),
        (
            told("talks source:levant lang:en", "Peru", came_by=came()),
            ["• in the headline: talks\n• by its source: Levant Post\n• by its language: English"],
        ),
        (
            told("Syria", "talks", came_by=came(HELD)),
            ["topic Syria brought it", "topic talks brought it", "It came for the digest."],
        ),
        (told("Syria", came_by=came(JOINED)), ["Another source’s card"]),
        (told("Syria"), ["It matches your topic Syria:", "No topic brought it by itself"]),
        (told("Peru"), ["None of the topics here asks for it", "/search", "Subscribe"]),
        (
            told(came_by=came()),
            ["A topic that is followed here no longer brought it, by: Syria.", "/subscribe"],
        ),
        (told("Peru", came_by=came(), by="Peru"), ["Topic or story have changed since", "/topics"]),
        (
            told("Syria", came_by=came(), by="Syria", of=GONE),
            ["The topic Syria brought it, by: Syria.", "its text has been deleted here"],
        ),
        (told(came_by=came(words=())), ["no longer brought it. /subscribe"]),
    ],
)  # fmt: skip
def test_what_is_said(why: Why, parts: list[str]) -> None:
    text = TEXTS.why(why).text
    assert text.startswith(why.story.title)
    assert all(part in text for part in parts), text


def test_a_group_is_told_of_its_own_topic() -> None:
    texts = Texts(chat(kind=ChatKind.GROUP, title="Lake"))
    assert "This chat’s topic Syria brought it" in texts.why(told("Syria", came_by=came())).text
    assert "It matches this chat’s topic Syria" in texts.why(told("Syria")).text


def test_each_of_several_topics_has_its_buttons() -> None:
    one = keyboards.reasons(TEXTS, told("Syria"))
    assert [button.text for button in one[0]] == ["Fewer like this", "Only headlines"]
    both = keyboards.reasons(TEXTS, told("Syria", "talks"))
    assert [button.text for row in both for button in row][2:] == [
        "talks: Fewer like this", "talks: Only headlines",
    ]  # fmt: skip
    bare = keyboards.reasons(TEXTS, told("talks", of=GONE))
    assert [button.data for row in bare for button in row] == ["heads:3"]
    assert keyboards.reasons(TEXTS, told("Peru")) == ()


async def deliver(world: Talks, found: Story, words: tuple[str, ...] = ("Syria",)) -> None:
    """Let the first topic bring a story, as planning would."""
    (mine, *_) = await world.topics()
    planned = PlannedDelivery(mine.place, mine.id, words, DeliveryState.HELD, in_digest=True)
    async with world.store.write() as unit:
        await unit.deliveries.plan(found.id, [planned], world.clock.now())


async def test_every_way_to_ask_why(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    found = await world.publish("Syria talks resume", publisher_code="309076")
    await deliver(world, found)
    card = await world.ask(f"/s{found.code}")
    for text, more in (
        (f"/why {found.code}", {}), (f"/why s{found.code}", {}), ("/why 309076", {}),
        ("/why", {"reply_to": card["message_id"]}),
    ):  # fmt: skip
        answer = await world.ask(text, **more)
        assert "Your topic Syria brought it:" in answer["text"], text
    await world.press(card, data_of(card, "Why?"))
    await world.settle()
    pressed = (await world.said())[-1]
    assert "Your topic Syria brought it:" in pressed["text"]
    assert pressed["message_id"] != card["message_id"]
    assert "Why which story" in (await world.ask("/why"))["text"]
    assert "no story 77" in (await world.ask("/why 77"))["text"]


async def test_where_numbers_meet_the_person_chooses_what_to_explain(world: Talks) -> None:
    ours = await world.publish("Ours")
    await world.publish("Theirs", publisher_code=str(ours.code))
    question = await world.ask(f"/why {ours.code}")
    await world.press(question, data_of(question, "2. Theirs"))
    answer = await world.next(42, question["message_id"])
    assert "None of the topics here asks for it" in answer["text"]


async def test_fewer_like_a_story_and_undone(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    await world.publish("Syria talks resume in Marlow", ago=timedelta(hours=3))
    cup = await world.publish(
        "Syria wins football match", "Football in Marlow: Syria beat Peru at football."
    )
    why = await world.ask(f"/why {cup.code}")
    await world.press(why, data_of(why, "Fewer like this"))
    offered = await world.edited(why)
    words = [label for label, data in buttons(offered) if data.startswith("less:")]
    assert len(words) == 3
    assert words[0] == "-football"
    assert not {"-Syria", "-Marlow"} & set(words)
    await world.press(offered, data_of(offered, "-football"))
    changed = await world.edited(offered)
    assert changed["text"].startswith("You now follow Syria -football.")
    assert "but not with football" in changed["text"]
    assert "Syria wins" not in changed["text"]
    assert [one.text for one in await world.topics()] == ["Syria -football"]
    await world.press(changed, data_of(changed, "↩ Undo"))
    assert (await world.edited(changed))["text"].startswith("You now follow Syria.")
    assert [one.text for one in await world.topics()] == ["Syria"]


async def test_only_headlines_and_back_in_the_panel(world: Talks) -> None:
    await world.ask("/subscribe Syria OR Iraq")
    await world.press(await world.ask("/topics"), "topic:1")
    await world.settle()
    panel = (await world.said())[-1]
    assert "I look for stories with Syria" in panel["text"]
    await world.press(panel, data_of(panel, "Only headlines"))
    changed = await world.edited(panel)
    assert "You now follow title:(Syria OR Iraq)." in changed["text"]
    await world.press(changed, data_of(changed, "Topic ›"))
    panel = await world.edited(changed)
    await world.press(panel, data_of(panel, "Texts too"))
    assert "You now follow Syria OR Iraq." in (await world.edited(panel))["text"]


async def test_fewer_in_the_panel_asks_like_which(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    await world.publish("Syria wins football match")
    listed = await world.ask("/topics")
    await world.press(listed, data_of(listed, "Syria"))
    panel = await world.edited(listed)
    await world.press(panel, data_of(panel, "Fewer like …"))
    which = await world.edited(panel)
    await world.press(which, data_of(which, "1. Syria wins football match"))
    offered = await world.edited(which)
    assert "-football" in dict(buttons(offered))
    await world.press(offered, data_of(offered, "‹ Back"))
    assert "fewer like which" in (await world.edited(offered))["text"]


async def test_a_places_names_go_and_come_back(world: Talks) -> None:
    await world.publish("Syrian songs")
    answer = await world.ask("/subscribe Syria")
    await world.press(answer, data_of(answer, "Digest"))
    answer = await world.edited(answer)
    await world.press(answer, data_of(answer, "Only “Syria”"))
    exact = await world.edited(answer)
    assert 'You now follow "Syria".' in exact["text"]
    assert "with exactly “Syria”" in exact["text"]
    assert "Syrian songs" not in exact["text"]
    (mine,) = await world.topics()
    assert (mine.text, mine.mode) == ('"Syria"', Mode.DIGEST)
    label = next(label for label, _ in buttons(exact) if label.startswith("Also "))
    assert label == "Also Syrian, Syrians …"
    await world.press(exact, data_of(exact, label))
    back = await world.edited(exact)
    assert "You now follow Syria." in back["text"]
    assert "Syrian songs" in back["text"]


async def test_a_topic_that_is_followed_already_becomes_one_with_it(world: Talks) -> None:
    await world.ask('/subscribe "Syria"')
    answer = await world.ask("/subscribe Syria")
    await world.press(answer, data_of(answer, "Only “Syria”"))
    assert "The two are one topic now." in (await world.edited(answer))["text"]
    assert [one.text for one in await world.topics()] == ['"Syria"']


async def test_only_administrators_refine_a_groups_topic(world: Talks) -> None:
    await world.group()
    answer = await world.ask("/subscribe Syria", -100, person=ADMIN)
    refused = await world.press(answer, data_of(answer, "Only “Syria”"), person=7)
    assert "administrators" in refused["text"]
    assert [one.text for one in await world.topics(-100)] == ["Syria"]


async def test_what_would_be_too_long_is_refused_and_not_offered(world: Talks) -> None:
    words = [f"word{n:05}" for n in range(25)]
    found = await world.publish(" ".join(words), "Football on Sunday, and football again.")
    await world.ask(f"/subscribe {' '.join(words)}")
    why = await world.ask(f"/why {found.code}")
    await world.press(why, data_of(why, "Fewer like this"))
    offered = await world.edited(why)
    refused = await world.press(offered, data_of(offered, "-football"))
    assert "is the most" in refused["text"]
    listed = await world.ask("/topics")
    await world.press(listed, "topic:1")
    assert "Only headlines" not in dict(buttons(await world.edited(listed)))


async def test_buttons_of_a_topic_that_was_stopped_show_how_it_stands(world: Talks) -> None:
    found = await world.publish("Syria wins football match")
    answer = await world.ask("/subscribe Syria")
    why, other = await world.ask(f"/why {found.code}"), await world.ask(f"/why {found.code}")
    await world.press(other, data_of(other, "Fewer like this"))
    offered = await world.edited(other)
    await world.ask("/unsubscribe Syria")
    for message, label in (
        (answer, "Only “Syria”"), (why, "Only headlines"), (offered, "-football"),
    ):  # fmt: skip
        pressed = await world.press(message, data_of(message, label))
        assert "had its day" in pressed["text"]
        assert "You follow no topic yet" in (await world.edited(message))["text"]


async def test_topics_tell_how_each_did(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    await world.ask("/subscribe oil")
    await deliver(world, await world.publish("Syria talks"))
    await deliver(world, await world.publish("Syria talks on"))
    text = (await world.ask("/topics"))["text"]
    assert "1. Syria – Instant, 2 this week" in text
    assert "2. oil – Instant, none yet" in text
    world.clock.advance(days=8)
    assert "1. Syria – Instant, none this week" in (await world.ask("/topics"))["text"]
