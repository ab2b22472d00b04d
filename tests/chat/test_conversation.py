"""What people ask, and what the bot answers: the real bot on the emulated Telegram."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.values import Anchor, ChatKind, Mode, Place
from tests.chat.talks import NOW, Talks, buttons, data_of

# -- first words


async def test_start_greets_and_offers_topics(world: Talks) -> None:
    answer = await world.ask("/start")
    assert "Welcome" in answer["text"]
    assert "Your time zone is UTC" in answer["text"]
    offered = [text for text, data in buttons(answer) if data.startswith("follow:")]
    assert offered[:3] == ["Syria", "Iran", "Climate"]
    pressed = await world.ask("/start")
    await world.press(pressed, data_of(pressed, "Syria"))
    await world.settle()
    assert "You now follow Syria." in (await world.said())[-1]["text"]
    assert (await world.said())[0]["text"] == answer["text"], "the greeting stays"


async def test_start_offers_what_the_week_is_about(world: Talks) -> None:
    for n in range(3):
        await world.publish(f"Kenya votes, day {n}")
    await world.publish("Kenya of old", ago=timedelta(days=30))
    assert buttons(await world.ask("/start"))[0][0] == "Kenya"


async def test_the_time_zone_button_of_the_greeting(world: Talks) -> None:
    answer = await world.ask("/start")
    await world.press(answer, "zones")
    zones = await world.next(42, answer["message_id"])
    await world.press(zones, data_of(zones, "Asia/Tehran"))
    changed = await world.edited(zones)
    assert "Asia/Tehran" in changed["text"]
    assert "15:30" in changed["text"]


async def test_help_lists_every_command(world: Talks) -> None:
    from bot.chat.commands import COMMANDS

    text = (await world.ask("/help"))["text"]
    assert all((f"/{one.name}" in text) is not one.runs_bot for one in COMMANDS)
    mine = (await world.ask("/help", chat=1))["text"]  # 1 is of ADMIN_IDS
    assert all(f"/{command.name}" in mine for command in COMMANDS)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [("/subscrbe Syria", "/subscribe"), ("/topic", "/topics"), ("/setings", "/settings")],
)
async def test_an_unknown_command_gets_the_nearest(world: Talks, typed: str, nearest: str) -> None:
    assert f"Did you mean {nearest}?" in (await world.ask(typed))["text"]


async def test_a_command_like_none_gets_the_help(world: Talks) -> None:
    assert "/help" in (await world.ask("/xyzzy"))["text"]


async def test_a_link_is_answered_with_how_feeds_are_added(world: Talks) -> None:
    answer = await world.ask("https://example.org/feed?a=1&b=<2>")
    assert "storywire feeds add https://example.org/feed?a=1&b=<2>" in answer["text"]


# -- following


async def test_subscribe_answers_everything_in_one_message(world: Talks) -> None:
    for n in range(4):
        await world.publish(f"Syria <talks> & hopes, day {n}", ago=timedelta(hours=9 - n))
    await world.publish("Football in Peru")
    await world.publish("Syrian songs of old", ago=timedelta(days=20))
    sent = await world.write("/subscribe Syria")
    answer = await world.next(42, sent)
    text = answer["text"]
    assert "You now follow Syria." in text
    assert "I look for stories with Syria" in text
    assert "4 stories" in text
    assert text.index("day 3") < text.index("day 2") < text.index("day 1")
    assert "day 0" not in text
    assert "Syria <talks> & hopes" in text
    assert "Example News · 17 Jun 2026 - 06:00 · /s" in text
    labels = [label for label, _ in buttons(answer)]
    assert labels == ["✓ Instant", "Digest", "Both", "Only “Syria”"]
    await world.settle()
    assert len(await world.said(after=sent)) == 1
    (topic,) = await world.topics()
    assert (topic.text, topic.mode) == ("Syria", Mode.INSTANT)


async def test_the_latest_are_shown_however_old(world: Talks) -> None:
    await world.publish("Syrian songs of old", ago=timedelta(days=900))
    text = (await world.ask("/sub Syria"))["text"]
    assert "no story" in text
    assert "Syrian songs of old" in text


async def test_subscribing_twice_says_so_and_shows_the_same(world: Talks) -> None:
    await world.publish("Syria talks resume")
    first = await world.ask("/subscribe Syria")
    await world.press(first, data_of(first, "Both"))
    again = await world.ask("/subscribe  SYRIA")
    assert "You follow Syria already." in again["text"]
    assert "Syria talks resume" in again["text"]
    assert [label for label, _ in buttons(again)][:3] == ["Instant", "Digest", "✓ Both"]
    assert len(await world.topics()) == 1


async def test_a_busy_topic_starts_in_the_digest(world: Talks) -> None:
    for n in range(141):
        await world.publish(f"Oil price {n}", ago=timedelta(minutes=70 * n))
    answer = await world.ask("/subscribe oil")
    assert "141 stories" in answer["text"]
    assert "more than 20 a day" in answer["text"]
    assert "every day at 08:00 (UTC)" in answer["text"]
    assert [label for label, _ in buttons(answer)] == ["Instant", "✓ Digest", "Both"]


async def test_twenty_a_day_is_not_too_much(world: Talks) -> None:
    for n in range(140):
        await world.publish(f"Oil price {n}", ago=timedelta(minutes=70 * n))
    answer = await world.ask("/subscribe oil")
    assert [label for label, _ in buttons(answer)] == ["✓ Instant", "Digest", "Both"]


async def test_modes_are_changed_by_button_again_and_again(world: Talks) -> None:
    answer = await world.ask("/subscribe Syria")
    for label, mode in [("Digest", Mode.DIGEST), ("Both", Mode.BOTH), ("Both", Mode.BOTH)]:
        pressed = await world.press(answer, data_of(answer, label))
        assert pressed["text"]
        assert (await world.topics())[0].mode is mode
    await world.settle()
    (shown,) = await world.said()
    assert [text for text, _ in buttons(shown)][:3] == ["Instant", "Digest", "✓ Both"]


async def test_a_digest_topic_schedules_the_digest(world: Talks) -> None:
    answer = await world.ask("/subscribe Syria")
    await world.press(answer, data_of(answer, "Digest"))
    async with world.store.read() as unit:
        plan = await unit.digests.plan_of(Place(42))
    assert plan.next_at == datetime(2026, 6, 18, 8, 0, tzinfo=UTC)


async def test_a_button_of_a_stopped_topic_shows_how_it_stands(world: Talks) -> None:
    answer = await world.ask("/subscribe Syria")
    await world.ask("/unsubscribe syria")
    pressed = await world.press(answer, data_of(answer, "Both"))
    assert "had its day" in pressed["text"]
    assert "You follow no topic yet" in (await world.edited(answer))["text"]


async def test_a_topic_that_cannot_be_understood(world: Talks) -> None:
    answer = await world.ask("/subscribe (oil OR gas")
    assert "bracket" in answer["text"]
    assert "👉(oil OR gas" in answer["text"]
    assert await world.topics() == []


async def test_subscribe_without_a_topic_asks_for_one(world: Talks) -> None:
    answer = await world.ask("/subscribe")
    assert "Which topic?" in answer["text"]
    await world.press(answer, data_of(answer, "Iran"))
    await world.settle()
    assert [topic.text for topic in await world.topics()] == ["Iran"]


async def test_topics_lists_and_changes(world: Talks) -> None:
    assert "no topic yet" in (await world.ask("/topics"))["text"]
    await world.ask("/subscribe Syria")
    await world.ask('/subscribe "Bashar al-Assad" OR <b>')
    listed = await world.ask("/topics")
    assert "1. Syria – Instant" in listed["text"]
    await world.press(listed, data_of(listed, "Syria"))
    panel = await world.edited(listed)
    await world.press(panel, data_of(panel, "Digest"))
    changed = await world.edited(panel)
    assert ("✓ Digest") in [label for label, _ in buttons(changed)]
    await world.press(changed, "topics")
    back = await world.edited(changed)
    assert "1. Syria – Digest" in back["text"]


async def test_many_topics_have_pages(world: Talks) -> None:
    async with world.store.write() as unit:
        await unit.chats.ensure(42, ChatKind.PRIVATE, None, "en", NOW)
        for n in range(30):
            name = f"topic{n:02}"
            await unit.chats.subscribe(Place(42), name, name, [Anchor(name)], Mode.INSTANT, NOW)
    first = await world.ask("/topics")
    assert "topic11" in first["text"]
    assert "topic12" not in first["text"]
    await world.press(first, data_of(first, "»"))
    second = await world.edited(first)
    assert "13. topic12" in second["text"]
    assert {"«", "»"} <= {label for label, _ in buttons(second)}


async def test_unsubscribe_by_name_and_by_button(world: Talks) -> None:
    assert "no topic yet" in (await world.ask("/unsubscribe Syria"))["text"]
    for topic in ("Syria", "Iran", "(oil OR gas) Peru"):
        await world.ask(f"/subscribe {topic}")
    assert "no longer follow Syria" in (await world.ask("/unsubscribe SYRIA"))["text"]
    other = await world.ask("/unsubscribe Iraq")
    assert "not among the topics" in other["text"]
    await world.press(other, data_of(other, "✕ Iran"))
    left = await world.edited(other)
    assert "no longer follow Iran" in left["text"]
    assert [label for label, _ in buttons(left)] == ["✕ (oil OR gas) Peru"]
    assert "no longer follow" in (await world.ask("/unsubscribe (oil OR gas) peru"))["text"]
    assert await world.topics() == []


async def test_a_button_pressed_twice_is_answered_twice(world: Talks) -> None:
    await world.ask("/subscribe Syria")
    listed = await world.ask("/unsubscribe")
    data = data_of(listed, "✕ Syria")
    await world.press(listed, data)
    left = await world.edited(listed)
    assert buttons(left) == []
    assert await world.topics() == []


# -- stories


async def test_every_way_to_a_story(world: Talks) -> None:
    told = await world.publish("Salt caravans return", publisher_code="309076")
    for text in (
        f"/story {told.code}", f"/story #{told.code}", str(told.code), f"/s{told.code}",
        f"/start s{told.code}", "/story 309076", "309076", "#309076", "/s309076", "۳۰۹۰۷۶",
        "/start s309076", "/story 00309076",
    ):  # fmt: skip
        answer = await world.ask(text)
        assert "Salt caravans return" in answer["caption"], text
        assert answer["photo"]


async def test_an_unknown_number_says_what_to_do(world: Talks) -> None:
    for text in ("/story 77", "77", "/s77", "/start s77"):
        answer = (await world.ask(text))["text"]
        assert "no story 77" in answer
        assert "/latest" in answer
        assert "/search" in answer
    assert "no story <b>" in (await world.ask("/story <b>"))["text"]
    assert "/story 12" in (await world.ask("/story"))["text"]


async def test_where_codes_meet_the_person_chooses(world: Talks) -> None:
    ours = await world.publish("Ours")
    theirs = await world.publish("Theirs", publisher_code=str(ours.code))
    question = await world.ask(str(ours.code))
    assert "1. Ours" in question["text"]
    assert "2. Theirs" in question["text"]
    await world.press(question, data_of(question, "2. Theirs"))
    card = await world.next(42, question["message_id"])
    assert "Theirs" in card["caption"]
    assert f"/s{theirs.code}" in card["caption"]


async def test_a_forwarded_card_finds_its_story(world: Talks) -> None:
    told = await world.publish("Salt caravans return")
    card = await world.ask(f"/s{told.code}")
    forward = {"chat": 42, "message_id": card["message_id"]}
    body = {"forward": forward, "from": {"id": 43}}
    sent = await world.post("/playground/chats/43/messages", body)
    answer = await world.next(43, sent["message_id"])
    assert "Salt caravans return" in answer["caption"]


async def test_latest_is_of_my_topics_else_of_all(world: Talks) -> None:
    assert "no stories yet" in (await world.ask("/latest"))["text"]
    await world.publish("Salt caravans return")
    syria = await world.publish("Syria talks resume")
    everything = (await world.ask("/latest"))["text"]
    assert "Salt caravans return" in everything
    await world.ask("/subscribe Syria")
    mine = (await world.ask("/latest"))["text"]
    assert f"/s{syria.code}" in mine
    assert "Salt caravans return" not in mine


async def test_plain_words_try_a_topic(world: Talks) -> None:
    await world.publish("Syria talks resume")
    answer = await world.ask("Syria")
    assert "Syria talks resume" in answer["text"]
    assert await world.topics() == []
    await world.press(answer, data_of(answer, "Subscribe"))
    assert "You now follow Syria." in (await world.edited(answer))["text"]


async def test_a_topic_too_long_for_a_button_is_still_followed(world: Talks) -> None:
    topic = " OR ".join(f"سوریه{letter}" for letter in "ابپتثج") + ' OR "دو واژه & <یک>"'
    answer = await world.ask(topic)
    assert data_of(answer, "Subscribe") == "take"
    await world.press(answer, "take")
    await world.settle()
    (followed,) = await world.topics()
    from bot.topics import parse

    assert followed.topic.normal == parse(topic).normal


async def test_sources_tell_how_each_feed_fares(world: Talks) -> None:
    assert "No feeds" in (await world.ask("/sources"))["text"]
    async with world.store.write() as unit:
        await unit.feeds.add("https://a.example.org/feed", NOW, title="A & B <Press>")
        feed, _ = await unit.feeds.add("https://b.example.org/feed", NOW)
        await unit.feeds.failed(feed.id, next_due_at=NOW, error="b.example.org answered 503")
    text = (await world.ask("/sources"))["text"]
    assert "A & B <Press> – not read yet" in text
    assert "not reachable: b.example.org answered 503" in text


async def test_long_lists_stay_within_a_message(world: Talks) -> None:
    async with world.store.write() as unit:
        for n in range(300):
            await unit.feeds.add(f"https://{n}.example.org/{'feed/' * 20}", NOW)
    assert "more." in (await world.ask("/sources"))["text"]
    for n in range(12):
        await world.publish(f"Syria {n} " + "🚀 long headline " * 40)
    assert "/s" in (await world.ask("/latest"))["text"]
