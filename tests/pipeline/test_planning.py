"""Who gets a story."""

from __future__ import annotations

from bot import topics
from bot.domain.values import Mode, Place, Subscription, Topic
from bot.pipeline.planning import match_all
from tests.store.samples import NOW


def test_a_topic_that_is_no_longer_understood_stops_no_other() -> None:
    """A database may be older than a change of the grammar."""
    document = topics.Document.of(title="Syria talks", text="They go on.", lang="en", source=None)
    broken, sound = (
        Subscription(number, Place(number), Topic(number, normal), normal, Mode.INSTANT, NOW)
        for number, normal in enumerate(('syria OR "', "Syria"), 1)
    )
    matched = match_all([broken, sound], document, {})
    assert [subscription for subscription, _ in matched] == [sound]
