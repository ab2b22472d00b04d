"""Buttons under messages, and the data that comes back when they are pressed.

Data is a verb and its arguments, parted by colons, at most 64 bytes as Telegram allows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Final, NamedTuple

from bot import topics
from bot.chat.cards import Button
from bot.chat.escape import line
from bot.chat.texts import Texts
from bot.chat.texts.feeds import PAGE as FEEDS_PAGE
from bot.chat.texts.following import PAGE
from bot.chat.texts.understanding import understood
from bot.domain.errors import TopicError
from bot.domain.values import DigestPlan, Feed, Mode, Notice, Story, Subscription
from bot.feeds.discovery import Found
from bot.pipeline.digest_times import WEEKDAYS
from bot.pipeline.explaining import Why
from bot.pipeline.feed_health import span
from bot.pipeline.searching import Results
from bot.text import units

Keyboard = tuple[tuple[Button, ...], ...]

DATA_BYTES: Final = 64
"""Telegram's limit for callback_data."""
DIGEST_TIMES: Final = ("07:00", "08:00", "09:00", "12:00", "18:00", "21:00")
PACES: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 360))
"""Intervals that an administrator may choose for a feed."""
MOST_REASONS: Final = 3
"""Topics of a story that its explanation has buttons for."""
MARK: Final = "✓ "
_LABEL: Final = 40
_DIGITS: Final = 18
"""The most digits that every 64-bit integer can have."""


class Pressed(NamedTuple):
    """A button's data, read."""

    verb: str
    argument: str
    """Empty where there is none; may itself hold colons."""


def read(data: str) -> Pressed:
    """Return the verb and the argument of a button's data."""
    verb, _, argument = data.partition(":")
    return Pressed(verb, argument)


def natural(text: str) -> int | None:
    """Return the number that a button's data holds; None for anything else.

    Data may come from anybody's program: digits of other scripts, and more of them than an id has.
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None


def page_start(argument: str, count: int, size: int) -> int:
    """Return where a page begins; a list that became shorter meanwhile shows its last page."""
    return max(0, min(natural(argument) or 0, (count - 1) // size * size))


def write(verb: str, *arguments: object) -> str | None:
    """Return a button's data, None where it is longer than Telegram allows."""
    data = ":".join([verb, *map(str, arguments)])
    return data if len(data.encode()) <= DATA_BYTES else None


def follow(names: Iterable[str], width: int = 3) -> Keyboard:
    """Return buttons that subscribe to topics; names too long for their data are left out."""
    buttons = (_button(name, write("follow", name)) for name in names)
    return _rows([button for button in buttons if button.data], width)


def take(label: str, name: str) -> Keyboard:
    """Return the one button that subscribes to the topic that the message shows, however long.

    Where the data has no room for it, it is read from the message itself when pressed.
    """
    return ((_button(label, write("take", name) or "take"),),)


def subscribed(texts: Texts, subscription: Subscription) -> Keyboard:
    """Return the buttons under the answer to /subscribe.

    Those are instant, digest and both, the present one marked, and the other names of places.
    """
    return (_modes(texts, subscription, "mode"), *_names(texts, subscription))


def _names(texts: Texts, subscription: Subscription) -> Keyboard:
    """Return the button that takes off the other names of a topic's places, or brings them back."""
    query = understood(subscription)
    if query is None:
        return ()
    if topics.place_names(query) and _differs(query, topics.without_names):
        return ((_button(texts.exact_button(query), write("exact", subscription.id)),),)
    if topics.exact_names(query) and _differs(query, topics.with_names):
        named = topics.parse(topics.with_names(query))
        return ((_button(texts.names_button(named), write("names", subscription.id)),),)
    return ()


def _differs(query: topics.Query, change: Callable[[topics.Query], str]) -> bool:
    """Return whether a change makes another topic of it, which is none too long or senseless."""
    try:
        return topics.parse(change(query)) != query
    except TopicError:
        return False


def panel(texts: Texts, subscription: Subscription) -> Keyboard:
    """Return the buttons of one topic: how it arrives, what it finds, stop, and back."""
    return (
        _modes(texts, subscription, "panel"),
        *_names(texts, subscription),
        _narrowing(texts, subscription),
        (_button(texts.stop_button(), write("stop", subscription.id, "topics")),),
        (_button(texts.back_button(), "topics"),),
    )


def _narrowing(texts: Texts, subscription: Subscription) -> tuple[Button, ...]:
    """Return the buttons for fewer stories of a topic, or for those that a former press took."""
    fewer = _button(texts.fewer_like_button(), write("like", subscription.id))
    query = understood(subscription)
    if query is None:
        return (fewer,)
    if _differs(query, topics.in_headlines):
        return (fewer, _button(texts.headlines_button(), write("heads", subscription.id)))
    if _differs(query, topics.anywhere):
        return (fewer, _button(texts.anywhere_button(), write("whole", subscription.id)))
    return (fewer,)


def reasons(texts: Texts, told: Why) -> Keyboard:
    """Return the buttons that make the topics narrower that brought a story."""
    shown = told.reasons[:MOST_REASONS]
    rows = []
    for subscription, _ in shown:
        topic = subscription.text if len(shown) > 1 else ""
        fewer = _button(texts.fewer_button(topic), write("fewer", subscription.id, told.story.id))
        heads = _button(texts.headlines_button(topic), write("heads", subscription.id))
        rows.append((heads,) if told.text_gone else (fewer, heads))
    return tuple(rows)


def like(texts: Texts, subscription: Subscription, found: Sequence[Story]) -> Keyboard:
    """Return a button for each of a topic's stories that there shall be fewer of, and back."""
    shown = [
        _button(f"{n}. {story.title}", write("fewer", subscription.id, story.id, "panel"))
        for n, story in enumerate(found, 1)
    ]
    back = _button(texts.back_button(), write("topic", subscription.id))
    return (*_rows(shown, 1), (back,))


def fewer(texts: Texts, subscription: Subscription, words: Iterable[str], back: str) -> Keyboard:
    """Return a button for each word that leaves stories out of a topic; ``back`` is data."""
    shown = [
        _button(f"-{word}", write("less", subscription.id, word))
        for word in words
        if write("more", subscription.id, word)
    ]
    return (
        *_rows([button for button in shown if button.data], 3),
        (_button(texts.back_button(), back),),
    )


def refined(texts: Texts, subscription: Subscription, undo: str, word: str = "") -> Keyboard:
    """Return the button that takes a change back by the verb ``undo``, if any, and the panel's."""
    data = write(undo, subscription.id, *([word] if word else []))
    back = _button(texts.panel_button(), write("topic", subscription.id))
    return ((_button(texts.undo_button(), data), back),) if undo else ((back,),)


def search(label: str, text: str) -> Keyboard:
    """Return the one button that searches for what the message shows first, however long."""
    return ((_button(label, _finding(0, 0, text)),),)


def tried(texts: Texts, text: str) -> Keyboard:
    """Return the buttons under a topic that was tried: follow it, or see all of it."""
    (follow_it,), (more,) = take(texts.follow_button(), text) + search(texts.search_button(), text)
    return ((follow_it, more),)


def found(texts: Texts, results: Results, text: str) -> Keyboard:
    """Return the buttons of a page of a search: its stories, its neighbours, and to follow it."""
    numbers = [
        _button(str(number), write("story", result.story.id))
        for number, result in enumerate(results.results, results.start + 1)
    ]
    back, on = (
        () if start is None else (_button(arrow, _finding(start, results.before, text)),)
        for arrow, start in (("«", results.previous), ("»", results.following))
    )
    ((follow_it,),) = take(texts.follow_button(), text)
    turning = (*back, follow_it, *on)
    return (*_meant(texts, results), *([tuple(numbers)] if numbers else []), turning)


def _meant(texts: Texts, results: Results) -> Keyboard:
    """Return the button that searches for what was meant, where its data has the room."""
    data = results.suggestion and write("find", 0, 0, results.suggestion)
    if not results.suggestion or not data:
        return ()
    return ((_button(texts.did_you_mean_button(results.suggestion), data),),)


def _finding(start: int, before: int, text: str) -> str:
    """Return data that searches; a query that it has no room for is read from the message."""
    return write("find", start, before, text) or f"find:{start}:{before}"


def topic_list(mine: Sequence[Subscription], first: int) -> Keyboard:
    """Return a button for each topic of the page, which opens its panel."""
    shown = [_button(s.text, write("topic", s.id)) for s in mine[first : first + PAGE]]
    return (*_rows(shown, 2), *_pages(len(mine), first, "topics"))


def stops(mine: Sequence[Subscription], first: int) -> Keyboard:
    """Return a button for each topic of the page, which stops it."""
    shown = [_button(f"✕ {s.text}", write("stop", s.id)) for s in mine[first : first + PAGE]]
    return (*_rows(shown, 2), *_pages(len(mine), first, "stops"))


def stories(found: Sequence[Story], verb: str = "story") -> Keyboard:
    """Return a button for each story, which shows its card, or does what ``verb`` says."""
    return tuple(
        (_button(f"{n}. {story.title}", write(verb, story.id)),) for n, story in enumerate(found, 1)
    )


def zones(texts: Texts, names: Iterable[str], *, home: bool = False) -> Keyboard:
    """Return a button for each zone. ``home`` is for /settings: its buttons lead back there."""
    shown = [_button(texts.zone(name), write("zone", _flag(home), name)) for name in names]
    return (*_rows(shown, 2), *((_back(texts),) if home else ()))


def digest(texts: Texts, plan: DigestPlan, *, home: bool = False) -> Keyboard:
    """Return the buttons of the digest: times, days, off; ``home`` as above."""
    flag = _flag(home)
    times = [
        _button((MARK if time == plan.time else "") + time, write("digest", flag, time))
        for time in DIGEST_TIMES
    ]
    chosen = (plan.days or WEEKDAYS) if plan.time else ()
    days = [
        _button((MARK if day in chosen else "") + texts.day(day), write("day", flag, day))
        for day in WEEKDAYS
    ]
    off = _button(("" if plan.time else MARK) + texts.off_button(), write("digest", flag, "off"))
    return (*_rows(times, 3), *_rows(days, 4), (off, *(_back(texts) if home else ())))


def settings(texts: Texts, *, every_source: bool) -> Keyboard:
    """Return the buttons of /settings; of the last two the present one is marked."""
    one = ("" if every_source else MARK) + texts.one_card_button()
    every = (MARK if every_source else "") + texts.every_source_button()
    return (
        (
            _button(texts.zone_button(), "settings:zone"),
            _button(texts.digest_button(), "settings:digest"),
            _button(texts.quiet_button(), "settings:quiet"),
        ),
        (_button(one, write("every", "off")), _button(every, write("every", "on"))),
    )


def greeting(texts: Texts, names: Iterable[str]) -> Keyboard:
    """Return the buttons under the greeting: topics, and the time zone."""
    return (*follow(names), (_button(texts.zone_button(), "zones"),))


def offer(texts: Texts, found: Found) -> Keyboard:
    """Return the button that adds the feed offered."""
    return ((_button(texts.add_button(), _adding(found.url, 0)),),)


def choices(found: Sequence[Found], known: Sequence[bool]) -> Keyboard:
    """Return a button for each feed that does not serve the chat yet, which adds it."""
    return tuple(
        (_button(f"➕ {number + 1}. {one.title}", _adding(one.url, number)),)
        for number, (one, mine) in enumerate(zip(found, known, strict=True))
        if not mine
    )


def _adding(url: str, number: int) -> str | None:
    """Return data that names the address; one too long is read from the message's links."""
    return write("add", url) or write("add", f"#{number}")


def added(texts: Texts, feed: Feed, *, admin: bool) -> Keyboard:
    """Return the buttons under the answer that a feed was added."""
    remove = _button(texts.remove_button(), write("drop", feed.id))
    public = _button(texts.public_button(), write("public", feed.id))
    return ((remove, public),) if admin else ((remove,),)


def noticed(texts: Texts, notice: Notice) -> Keyboard:
    """Return the button under a notice: the chat's to remove its feed, or the feed's panel."""
    feed = notice.feed
    if notice.chat_ids:
        return ((_button(texts.remove_button(), write("drop", feed.id)),),)
    return ((_button(feed.title or feed.url, write("feed", feed.id)),),)


def sources(own: Sequence[Feed], first: int) -> Keyboard:
    """Return a button for each of the chat's own feeds of the page, which removes it."""
    page = own[first : first + FEEDS_PAGE]
    shown = [_button(f"✕ {feed.title or feed.url}", write("drop", feed.id)) for feed in page]
    return (*_rows(shown, 2), *_pages(len(own), first, "sources", FEEDS_PAGE))


def feed_list(listed: Sequence[Feed], first: int) -> Keyboard:
    """Return a numbered button for each feed of the page, which opens its panel."""
    page = enumerate(listed[first : first + FEEDS_PAGE], first + 1)
    shown = [
        _button(f"{number}. {feed.title or feed.url}", write("feed", feed.id))
        for number, feed in page
    ]
    return (*_rows(shown, 2), *_pages(len(listed), first, "feeds", FEEDS_PAGE))


def feed_panel(texts: Texts, feed: Feed) -> Keyboard:
    """Return an administrator's buttons of one feed."""
    own = _button(
        ("" if feed.pace else MARK) + texts.own_pace_button(), write("pace", feed.id, "own")
    )
    paces = [
        _button(
            (MARK if feed.pace == pace else "") + span(pace),
            write("pace", feed.id, int(pace.total_seconds())),
        )
        for pace in PACES
    ]
    public = _button(texts.public_button(), write("public", feed.id))
    remove = _button(texts.remove_button(), write("unfeed", feed.id))
    change = (remove,) if feed.public else (public, remove)
    return ((own, *paces), change, (_button(texts.back_button(), "feeds"),))


def sure_to_remove(texts: Texts, feed: Feed) -> Keyboard:
    """Return the buttons of the question before a feed is removed for everybody."""
    yes = _button(texts.remove_button(), write("unfeed", feed.id, "yes"))
    return ((yes, _button(texts.back_button(), write("feed", feed.id))),)


def _modes(texts: Texts, subscription: Subscription, verb: str) -> tuple[Button, ...]:
    return tuple(
        _button(
            (MARK if mode is subscription.mode else "") + texts.mode(mode),
            write(verb, subscription.id, mode.value),
        )
        for mode in Mode
    )


def _flag(home: bool) -> str:
    return "s" if home else ""


def _back(texts: Texts) -> tuple[Button, ...]:
    return (_button(texts.back_button(), "settings"),)


def _pages(count: int, first: int, verb: str, page: int = PAGE) -> Keyboard:
    arrows = []
    if first > 0:
        arrows.append(_button("«", write(verb, max(0, first - page))))
    if first + page < count:
        arrows.append(_button("»", write(verb, first + page)))
    return (tuple(arrows),) if arrows else ()


def _rows(buttons: Sequence[Button], width: int) -> Keyboard:
    return tuple(tuple(buttons[n : n + width]) for n in range(0, len(buttons), width))


def _button(text: str, data: str | None) -> Button:
    return Button(units.cut(line(text), _LABEL), data=data)
