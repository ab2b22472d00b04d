"""Making a topic narrower by what a story has that the topic's other stories do not."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.domain.values import Chat, Story, Subscription
from bot.pipeline.frequency import anchors, counted, rarity
from bot.pipeline.planning import document_of
from bot.pipeline.subscribing import matching
from bot.text.stems import stem
from bot.text.stopwords import STOP_WORDS

OFFERED: Final = 3
"""Exclusions that are offered."""
_OTHERS: Final = 8
"""Of the topic's other stories, the newest that are looked at."""
_READ: Final = 16
"""Texts that are read for them."""
_LOOKED_UP: Final = 24
"""A story's words whose frequency is asked for: those in its headline and repeated ones first."""
_UNSEEN: Final = 0.6
"""What a word is worth that this story alone has: leaving it out leaves out hardly more."""


class Telling(NamedTuple):
    """A word of a story that might tell it from a topic's other stories."""

    word: str
    """Folded."""
    written: str
    """As it stands in the story."""
    weight: float
    """How much the story is about it."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A subscription with its new topic."""

    subscription: Subscription
    merged: bool
    """Whether the place followed that topic by another subscription, which ended."""


async def exclusions(
    store: Store, chat: Chat, subscription: Subscription, story: Story
) -> list[str]:
    """Return words of a story, the most telling first, to leave such stories out of a topic.

    Each as it stands in the story. Raises TopicError where the topic is not understood any more.
    """
    query = topics.parse(subscription.topic.normal)
    wanted = topics.wanted(query)
    async with store.read() as unit:
        near = await unit.stories.search(wanted, _READ, seen_by=chat.id)
    languages = (chat.language,)
    words = await asyncio.to_thread(_candidates, query, story, near, languages)
    needs = {one.word: topics.of_word(one.word) for one in words}
    async with store.read() as unit:
        counts = await counted(unit, needs.values())
    return chosen(words, {word: counts[need] for word, need in needs.items()})


def _candidates(
    query: topics.Query, story: Story, near: Iterable[Story], languages: Sequence[str]
) -> list[Telling]:
    others = (other for other in near if other.id != story.id)
    similar = matching(others, [query], languages, _OTHERS)
    return candidates(query, document_of(story), list(map(document_of, similar)), languages)


def candidates(
    query: topics.Query,
    document: topics.Document,
    others: Iterable[topics.Document],
    languages: Sequence[str] = (),
) -> list[Telling]:
    """Return a story's words that neither the topic has nor its ``others``, heaviest first.

    Words that such topics could not leave out (function words, those of scripts without spaces)
    are passed over.
    """
    lang = document.written_in
    shared = {stem(word, lang) for other in others for word in other.words()}
    common = STOP_WORDS.get(lang or "", frozenset())
    own = _own(query, document, languages)
    end = document.title_end
    found: list[Telling] = []
    for word in document.words():
        if word in common or stem(word, lang) in shared or not _leaves_out(word, own):
            continue
        spans = document.exact[word]
        # a capital letter may be a headline's or a sentence's: a small one anywhere is the word's
        written = max((document.quote(span) for span in spans), key=lambda text: text[0].islower())
        weight = min(len(spans), 4) + (3 if any(last < end for _, last in spans) else 0)
        found.append(Telling(word, written, weight))
    # sort() is stable: what stands first in the story comes first
    return sorted(found, key=lambda one: -one.weight)[:_LOOKED_UP]


def _own(
    query: topics.Query, document: topics.Document, languages: Sequence[str]
) -> topics.Document:
    """Return what the topic says and what it finds in the story, as a story."""
    words = topics.match(query, document, languages) or ()
    return topics.Document.of(
        title=" ".join(words), text=query.normal.replace("-", " "), lang=document.written_in
    )


def _leaves_out(word: str, own: topics.Document) -> bool:
    """Return whether leaving a word out leaves out nothing that the topic asks for."""
    try:
        return topics.match(topics.parse(word), own) is None
    except TopicError:  # a word that a topic cannot have alone, such as "and"
        return False


def chosen(
    words: Iterable[Telling], frequency: Mapping[str, int], most: int = OFFERED
) -> list[str]:
    """Return the most telling words as they stand in the story: those it is about, and rare ones.

    ``frequency`` is how many stories have each.
    """

    def worth(one: Telling) -> float:
        count = frequency.get(one.word, 0)
        return one.weight * rarity(count) * (_UNSEEN if count <= 1 else 1.0)

    return [one.written for one in sorted(words, key=worth, reverse=True)[:most]]


async def retopic(store: Store, subscription: Subscription, text: str) -> Changed | None:
    """Let a subscription follow the topic that ``text`` says; None where it is not there any more.

    Raises TopicError.
    """
    query = topics.parse(text)
    place, found = subscription.place, await anchors(store, query)
    async with store.write() as unit:
        before = await unit.chats.subscriptions(place)
        changed = await unit.chats.retopic(subscription.id, place, query.normal, text, found)
    if changed is None:
        return None
    twins = (s for s in before if s.id != changed.id and s.topic.id == changed.topic.id)
    return Changed(changed, merged=any(twins))
