"""What the people who run the bot are told of it."""

from __future__ import annotations

import pytest

from bot.chat.texts import Texts
from bot.domain.values import Alarm, Chat, ChatKind, Failure, Place, Queue, Standing, Subject, Watch
from bot.pipeline.figures import Figures
from tests.store.samples import HOUR, NOW

TEXTS = Texts(Chat(900, ChatKind.PRIVATE, None, "en", "UTC", active=True))
CASES = (
    (Subject.FEEDS, "No feed could be read since", "Feeds are read again, after 2 h."),
    (Subject.SENDING, "Nothing could be sent since", "Messages are sent again, after 2 h."),
    (Subject.DISK, "The disk is nearly full.", "The disk has room again."),
    (Subject.RETENTION, "The database grows.", "Old rows are forgotten again."),
)


@pytest.mark.parametrize(("subject", "wrong", "well"), CASES, ids=str)
def test_alarms(subject: Subject, wrong: str, well: str) -> None:
    alarm = Alarm(subject, NOW, "5 of 7 <things> fail.")
    told = TEXTS.alarm(alarm)
    assert told.text.startswith(f"⚠️ {wrong}")
    assert "5 of 7 &lt;things&gt; fail." in told.html
    ended = alarm._replace(ended_at=NOW + 2 * HOUR)
    assert TEXTS.alarm(ended._replace(told=True)).text == f"✅ {well}"
    late = TEXTS.alarm(ended).text
    assert late.startswith("✅ ")
    for moment in (NOW, NOW + 2 * HOUR):
        assert TEXTS.moment(moment) in late


def test_figures() -> None:
    standing = Standing(
        feeds=7, feeds_failing=2, feed_due_at=NOW, last_poll_at=NOW - HOUR, last_sent_at=None,
        send_due_at=NOW, planned_at=NOW - 3 * HOUR, drafts=Queue(4, NOW), plannings=Queue(0, None),
        inbox=Queue(0, None), kept_since=None,
    )  # fmt: skip
    counts = {"stories": 1200, "chats": 3, "subscriptions": 9, "planned": 5, "failed": 1}
    failure = Failure("card 12", Place(42), "1042 A headline", NOW, "too <long>", gone=False)
    watch = Watch("feeds", NOW, NOW, 9e9, "5 of 7 feeds fail.", alarmed=True)
    figures = Figures(
        NOW, counts, 8, standing, 7200, [failure], [watch], {"429": 3, "403": 1, "5xx": 0}
    )
    text = TEXTS.stats(figures).text
    assert text.splitlines() == [
        "⚠️ 5 of 7 feeds fail.",
        "Feeds: 7, 2 failing, last read 1 h ago",
        "Stories: 1200, 4 to be read",
        "Chats: 3, with 9 subscriptions to 8 topics",
        "Sent: 7200 in the past hour (2 a second), last never",
        "Planned: 5, the oldest 3 h ago",
        "Refused by Telegram since I started: 403: 1, 429: 3",
        "Failed: 1",
        "• card 12: 1042 A headline – too <long>",
        "storywire failed list shows all, storywire failed retry sends them.",
    ]
