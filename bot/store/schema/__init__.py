"""The tables. A change here needs a new migration in ``migrations/versions``.

Long texts that must be unique (addresses, guids, topics) are so by their fingerprint: an index
entry of PostgreSQL ends at about 2,700 bytes, an address a publisher writes does not.
"""

from bot.store.schema.base import metadata, state
from bot.store.schema.events import event_copies, event_counts, event_keys, event_stories, events
from bot.store.schema.news import SHORT_CODE, drafts, feed_chats, feeds, sightings, stories, words
from bot.store.schema.people import chats, digest_plans, subscriptions, topic_terms, topics
from bot.store.schema.queues import CARD, DAILY, WAITING, deliveries, digests
from bot.store.schema.work import inbox, marks, plannings, watches

__all__ = [
    "CARD",
    "DAILY",
    "SHORT_CODE",
    "WAITING",
    "chats",
    "deliveries",
    "digest_plans",
    "digests",
    "drafts",
    "event_copies",
    "event_counts",
    "event_keys",
    "event_stories",
    "events",
    "feed_chats",
    "feeds",
    "inbox",
    "marks",
    "metadata",
    "plannings",
    "sightings",
    "state",
    "stories",
    "subscriptions",
    "topic_terms",
    "topics",
    "watches",
    "words",
]
