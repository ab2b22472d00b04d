"""Words that the archive does not have, spelt as it spells them."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bot import topics
from bot.domain.errors import TopicError
from bot.domain.ports import Store
from bot.pipeline.frequency import counted
from bot.text.normal import fold
from bot.text.tokens import words

_LOOKED: Final = 20_000
"""Words of the archive that a misspelt one is compared with, for each of its first letters."""
_NEAR: Final = 5
"""The nearest words, of which the most frequent is taken."""
_SHORT: Final = 4
"""Letters below which another word is too near to be told from a misspelt one."""
_LONG: Final = 7
"""Letters from which on two mistakes are forgiven."""


async def respell(store: Store, text: str, unknown: Collection[str]) -> str | None:
    """Return a topic with its ``unknown`` words, folded, as the archive has them.

    None where it has nothing near, or what comes of it is no topic.
    """
    better: dict[str, str] = {}
    for word in unknown:
        if len(word) >= _SHORT and word.isalpha() and (known := await _known(store, word)):
            better[word] = known
    corrected = replaced(text, better)
    if corrected == text:
        return None
    try:
        topics.parse(corrected)
    except TopicError:
        return None
    return corrected


async def _known(store: Store, word: str) -> str | None:
    """Return the word that was meant, as a story wrote it."""
    async with store.read() as unit:
        alike = await unit.stories.spelt_like(word, _LOOKED)
        near = await asyncio.to_thread(nearest, word, alike)
        needs = [topics.of_word(found) for found, _, _ in near]
        counts = await counted(unit, needs)
    held = [
        (distance, -counts[need], written)
        for (_, written, distance), need in zip(near, needs, strict=True)
        if counts[need]
    ]
    return min(held)[2] if held else None


def nearest(word: str, known: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Return the words nearest to ``word``, each as it came and with its distance, nearest first.

    The distance counts letters that are missing, too many, wrong or exchanged with their
    neighbour (optimal string alignment): one is forgiven, in long words two.
    """
    from rapidfuzz.distance import OSA  # needed only where a word is unknown

    most = 2 if len(word) >= _LONG else 1
    measured = (
        (OSA.distance(word, found, score_cutoff=most), found, written) for found, written in known
    )
    near = sorted(one for one in measured if 0 < one[0] <= most)[:_NEAR]
    return [(found, written, distance) for distance, found, written in near]


def replaced(text: str, better: Mapping[str, str]) -> str:
    """Return the text with the words that fold to a key of ``better`` exchanged."""
    for token in reversed(words(text)):
        meant = better.get(fold(token.text))
        if meant is not None:
            text = text[: token.start] + meant + text[token.end :]
    return text
