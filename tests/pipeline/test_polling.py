"""One poll and what is stored of it, with a source that says what a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.domain.errors import (
    FeedError,
    FetchError,
    FetchFailed,
    FetchGone,
    FetchRefused,
    FetchUnresolved,
    SendLater,
    SendRefused,
    SendUnsure,
    Step,
)
from bot.domain.values import (
    Article,
    ChatKind,
    Entry,
    Feed,
    FeedAnswer,
    Hints,
    Notice,
    NoticeKind,
    ParsedFeed,
)
from bot.pipeline.notifying import AGAIN, Notifier
from bot.pipeline.polling import Poller, PollPolicy
from bot.store import SqlStore
from tests.timers import SetClock

URL = "https://news.example.org/feed"
NEW = "https://news.example.org/new"
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NOTHING = ParsedFeed("News", None, "en", ())


@dataclass
class Source:
    """Answers in turn, the last one again and again."""

    answers: list[FeedAnswer | FetchError | FeedError]
    asked: list[str] = field(default_factory=list)

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        self.asked.append(url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, FeedAnswer):
            return answer
        raise answer

    async def article(self, url: str) -> Article:
        raise AssertionError(url)


@dataclass
class Desk:
    """A reader of feeds, with its clock."""

    store: SqlStore
    source: Source = field(default_factory=lambda: Source([good()]))
    policy: PollPolicy = field(default_factory=lambda: PollPolicy(chance=lambda: 0.5))
    clock: SetClock = field(default_factory=SetClock)

    async def add(self, url: str = URL) -> Feed:
        async with self.store.write() as unit:
            return (await unit.feeds.add(url, self.clock.now()))[0]

    async def poll(self, *answers: FeedAnswer | FetchError | FeedError) -> Feed:
        """Poll what is due once for each answer, and return the first feed as it is then."""
        for answer in answers:
            self.source.answers = [answer]
            async with self.store.read() as unit:
                (feed, *_) = await unit.feeds.due(self.clock.now(), 9)
            await Poller(self.store, self.source, self.clock, self.policy).poll(feed)
            seen = await self.feeds()
            self.clock.set(max(self.clock.now(), seen[0].next_due_at))
        return (await self.feeds())[0]

    async def feeds(self) -> list[Feed]:
        async with self.store.read() as unit:
            return await unit.feeds.all()

    async def notices(self) -> list[Notice]:
        async with self.store.read() as unit:
            return await unit.feeds.notices(self.clock.now(), 9)


@pytest.fixture
async def desk(store: SqlStore) -> Desk:
    desk = Desk(store)
    await desk.add()
    return desk


def good(
    feed: ParsedFeed | None = NOTHING, url: str = URL, fresh: timedelta | None = None
) -> FeedAnswer:
    return FeedAnswer(feed, None, None, url, fresh)


def hinted(*hints: object) -> FeedAnswer:
    return good(replace(NOTHING, hints=Hints(*hints)))  # type: ignore[arg-type]  # Hints' own


async def test_the_base_serves_where_a_feed_tells_nothing(desk: Desk) -> None:
    began = desk.clock.now()
    feed = await desk.poll(good(), good(None), good())
    assert feed.next_due_at == began + 3 * 15 * MINUTE
    assert feed.interval is None


async def test_a_feeds_own_rhythm(desk: Desk) -> None:
    began = desk.clock.now()
    entries = tuple(
        Entry(str(n), str(n), None, began - n * 4 * HOUR, None, None, None, None, None)
        for n in range(9)
    )
    feed = await desk.poll(good(replace(NOTHING, entries=entries)))
    assert (feed.interval, feed.next_due_at) == (2 * HOUR, began + 2 * HOUR)
    feed = await desk.poll(good(None))
    assert feed.interval == 2.1 * HOUR


async def test_chance_parts_feeds_that_were_added_together(store: SqlStore) -> None:
    spread = iter([0.0, 0.999])
    desk = Desk(store, policy=PollPolicy(chance=lambda: next(spread)))
    began = desk.clock.now()
    for path in ("a", "b"):
        await desk.add(f"https://{path}.example.org/feed")
        async with store.read() as unit:
            (feed,) = await unit.feeds.due(began, 9)
        await Poller(store, Source([good(url=feed.url)]), desk.clock, desk.policy).poll(feed)
    first, second = (feed.next_due_at - began for feed in await desk.feeds())
    assert first == 13.5 * MINUTE
    assert 16 * MINUTE < second < 16.5 * MINUTE


async def test_after_a_rest_each_feed_is_read_once(desk: Desk) -> None:
    await desk.poll(good())
    desk.clock.advance(days=5, minutes=4)
    back = desk.clock.now()
    feed = await desk.poll(good())
    assert 7 * MINUTE < feed.next_due_at - back < 23 * MINUTE
    async with desk.store.read() as unit:
        assert await unit.feeds.due(back, 9) == []


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (hinted(HOUR), 60 * MINUTE),
        (hinted(99 * DAY), DAY),
        (good(fresh=40 * MINUTE), 40 * MINUTE),
        (good(None, fresh=40 * MINUTE), 40 * MINUTE),
        (good(fresh=365 * DAY), HOUR),
        (good(fresh=timedelta()), 15 * MINUTE),
        (hinted(None, frozenset({12, 13})), 2 * HOUR + 3 * MINUTE),
        (hinted(None, frozenset(range(24))), 15 * MINUTE),
        (hinted(None, frozenset(), frozenset({2})), 12 * HOUR + 3 * MINUTE),
    ],
    ids=[
        "ttl", "a ttl of months", "fresh", "fresh at 304", "fresh for a year", "stale",
        "hours", "all hours", "a day",
    ],
)  # fmt: skip
async def test_hints(desk: Desk, answer: FeedAnswer, wait: timedelta) -> None:
    """It is Wednesday noon."""
    began = desk.clock.now()
    feed = await desk.poll(answer)
    assert feed.next_due_at == began + wait


async def test_an_administrators_pace_goes_before_hints(desk: Desk) -> None:
    async with desk.store.write() as unit:
        await unit.feeds.set_pace(URL, 2 * MINUTE)
    began = desk.clock.now()
    paced = await desk.poll(hinted(HOUR, frozenset({12})))
    assert paced.next_due_at == began + 2 * MINUTE
    async with desk.store.write() as unit:
        await unit.feeds.set_pace(URL, timedelta(seconds=1))
    began = desk.clock.now()
    assert (await desk.poll(good())).next_due_at == began + MINUTE


async def test_failures_are_told_apart_and_waited_for(desk: Desk) -> None:
    began = desk.clock.now()
    feed = await desk.poll(FetchUnresolved("no such host"))
    assert (feed.failed_step, feed.last_error, feed.failures) == (Step.DNS, "no such host", 1)
    assert feed.next_due_at == began + 30 * MINUTE
    feed = await desk.poll(FeedError("no feed"))
    assert (feed.failed_step, feed.failures) == (Step.CONTENT, 2)
    assert feed.next_due_at == began + 90 * MINUTE
    now = desk.clock.now()
    feed = await desk.poll(good())
    assert (feed.failed_step, feed.failures, feed.last_good_at) == (None, 0, now)
    assert feed.next_due_at == now + 15 * MINUTE


@pytest.mark.parametrize("kind", [FetchRefused, FetchFailed])
@pytest.mark.parametrize(
    ("asked", "wait"), [(7200, 2 * HOUR), (10, 30 * MINUTE), (10**8, 7 * DAY)], ids=str
)
async def test_retry_after(
    desk: Desk, kind: type[FetchError], asked: float, wait: timedelta
) -> None:
    began = desk.clock.now()
    feed = await desk.poll(kind("wait", asked))
    assert feed.next_due_at == began + wait


async def test_exempt_hosts_are_read_every_base(store: SqlStore) -> None:
    """Whatever their hints and failures, but a wait they ask for is kept."""
    policy = PollPolicy(timedelta(seconds=2), is_exempt=lambda _: True)
    desk = Desk(store, policy=policy)
    await desk.add()
    slow = hinted(HOUR, frozenset(range(23)))
    began = desk.clock.now()
    feed = await desk.poll(slow, FetchUnresolved("no"), FeedError("no"), good(fresh=HOUR))
    assert feed.next_due_at == began + timedelta(seconds=8)
    feed = await desk.poll(FetchFailed("busy", 30))
    assert feed.next_due_at == began + timedelta(seconds=38)


async def test_a_feed_that_is_gone_ends_with_one_notice(desk: Desk) -> None:
    gone = FetchGone("gone for good (HTTP 410)")
    feed = await desk.poll(gone)
    assert feed.ended_at is not None
    desk.clock.advance(days=9)
    async with desk.store.read() as unit:
        assert await unit.feeds.due(desk.clock.now(), 9) == []
    (notice,) = await desk.notices()
    assert notice == Notice(NoticeKind.ENDED, feed, ())


async def test_a_notice_of_a_chats_own_feed_is_for_its_chats(desk: Desk) -> None:
    (feed,) = await desk.feeds()
    async with desk.store.write() as unit:
        for chat in (8, 7):
            await unit.chats.ensure(chat, ChatKind.PRIVATE, None, None, desk.clock.now())
            await unit.feed_chats.join(feed.id, chat, desk.clock.now() + chat * MINUTE)
        await unit.feed_chats.set_public(feed.id, False)
    await desk.poll(FetchGone("gone"))
    assert [notice.chat_ids for notice in await desk.notices()] == [(7, 8)]


async def test_a_feed_that_fails_for_three_days_is_told_of_once(desk: Desk) -> None:
    began = desk.clock.now()
    told = []
    for _ in range(20):
        await desk.poll(FetchUnresolved("no such host"))
        for notice in await desk.notices():
            told.append((notice.kind, desk.clock.now() - began))
            async with desk.store.write() as unit:
                await unit.feeds.told(notice.feed.id, notice.kind, desk.clock.now())
    ((kind, after),) = told
    assert kind is NoticeKind.FAILING
    assert 3 * DAY <= after < 5 * DAY


async def test_three_polls_must_agree_on_a_new_address(desk: Desk) -> None:
    led = good(url=NEW)
    feed = await desk.poll(led, led)
    assert (feed.url, feed.moving_to, feed.moving_seen) == (URL, NEW, 2)
    feed = await desk.poll(good(url=f"{NEW}er"))
    assert (feed.url, feed.moving_seen) == (URL, 1)
    feed = await desk.poll(led, good(), led, led, FetchUnresolved("no"), led, led)
    assert (feed.url, feed.moving_seen) == (URL, 2)
    feed = await desk.poll(good(None, url=NEW))
    assert (feed.url, feed.moving_to, feed.moving_seen) == (NEW, None, 0)


async def test_two_feeds_at_one_address_become_one(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    kept = await desk.add(NEW)
    async with desk.store.write() as unit:
        await unit.feeds.polled(
            kept.id, now=desk.clock.now(), next_due_at=desk.clock.now() + 9 * DAY, answer=good()
        )
    led = good(url=NEW)
    await desk.poll(led, led, led)
    assert [feed.id for feed in await desk.feeds()] == [kept.id]
    assert f"{URL} has moved to {NEW}, which is read already" in caplog.text


async def test_a_feed_led_to_one_that_was_removed_stays(desk: Desk) -> None:
    await desk.add(NEW)
    async with desk.store.write() as unit:
        await unit.feeds.remove(NEW)
    led = good(url=NEW)
    assert (await desk.poll(led, led, led, led)).url == URL


@dataclass
class Notices:
    """Hears notices, or fails."""

    error: Exception | None = None
    heard: list[NoticeKind] = field(default_factory=list)

    async def tell(self, notice: Notice) -> None:
        if self.error:
            raise self.error
        self.heard.append(notice.kind)


@pytest.mark.parametrize(
    ("error", "wait"),
    [
        (SendUnsure("time-out"), AGAIN),
        (SendLater("wait", 3600), HOUR),
        (SendLater("wait", 3), AGAIN),
    ],
    ids=str,
)
async def test_a_notice_that_cannot_be_told_waits(
    desk: Desk, error: Exception, wait: timedelta
) -> None:
    await desk.poll(FetchGone("gone"))
    notices = Notices(error)
    notifier = Notifier(desk.store, notices, desk.clock)
    assert await notifier.tell_due() == 1
    notices.error = None
    desk.clock.set(desk.clock.now() + wait - timedelta(seconds=1))
    assert await notifier.tell_due() == 0
    desk.clock.advance(seconds=1)
    assert await notifier.tell_due() == 1
    assert await notifier.tell_due() == 0
    assert notices.heard == ["ended"]


async def test_a_notice_that_is_refused_is_not_repeated(desk: Desk) -> None:
    await desk.poll(FetchGone("gone"))
    notifier = Notifier(desk.store, Notices(SendRefused("too long")), desk.clock)
    assert [await notifier.tell_due(), await notifier.tell_due()] == [1, 0]
