"""From an article to ranked sentences, and from those to what fits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.values import Sentence
from bot.summaries import features, scoring
from bot.summaries.article import Fault, Line, read
from bot.summaries.openings import leans, leans_in_its_language
from bot.summaries.scoring import CARD, WEIGHTS
from bot.text import language
from bot.text.units import length

KEPT: Final = 12
"""Sentences that ``rank`` keeps: more than any card or digest shows."""
_ENOUGH: Final = 3
"""Plain sentences from which on a card does without the awkward ones."""
_SAID: Final = 0.8
"""Share of a sentence's content words in one chosen before from which on it says nothing new."""
_FEWEST_WORDS: Final = 5
"""Different content words below which that tells nothing."""
_COMPARED: Final = 120
"""Sentences that are compared with each other, so that the longest article takes bounded time."""


def rank(text: str, *, title: str | None, lang: str | None) -> tuple[Sentence, ...]:
    """Return an article's best sentences, at most twelve, in its order, each with its rank.

    ``lang`` is a BCP 47 tag; None is found out. What publishers print around an article is left
    out, and questions, captions and halves are, unless little else is there.
    """
    return sentences(card_lines(text, title=title, lang=lang))


def card_lines(text: str, *, title: str | None, lang: str | None) -> list[Line]:
    """Return what a card may show of an article, the best first, at most twelve sentences."""
    lang = lang or language.detect(text)
    lines = _best(text, title, lang, card=True)
    good = [line for line in lines if line.fault is Fault.NONE]
    awkward = features.awkward([line.text for line in good])
    plain = [line for line, bad in zip(good, awkward, strict=True) if not bad]
    shown = (plain if len(plain) >= _ENOUGH else good or lines)[:KEPT]
    # The order sees to it that the first leans on nothing, unless all of a short article is shown.
    while len(shown) >= _ENOUGH and leans(min(shown, key=_position).text, lang):
        shown.remove(min(shown, key=_position))
    return shown


def best_lines(text: str, *, title: str | None, lang: str | None) -> list[Line]:
    """Return all sentences of an article, the best first; those with a fault come last."""
    return _best(text, title, lang or language.detect(text), card=False)


def _best(text: str, title: str | None, lang: str | None, *, card: bool) -> list[Line]:
    lines = read(text, title=title, lang=lang)
    good = [line for line in lines if line.fault is Fault.NONE]
    faulty = [line for line in lines if line.fault is not Fault.NONE]
    compared, rest = good[:_COMPARED], good[_COMPARED:]
    ordered, said = _told_once(_ordered(compared, title, lang, card=card))
    return [*ordered, *rest, *sorted([*said, *faulty], key=lambda line: line.fault)]


def _told_once(ordered: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Return ranked lines without those that say nothing new, and the latter, with that fault."""
    kept: list[Line] = []
    said: list[Line] = []
    bodies: list[frozenset[str]] = []
    for line in ordered:
        words = frozenset(line.terms.stems)
        # what comes after those that are kept is not shown: with few to compare, time is bounded
        if len(words) >= _FEWEST_WORDS and any(
            len(words & body) >= _SAID * len(words) for body in bodies[:KEPT]
        ):
            said.append(line._replace(fault=Fault.REPEATED))
        else:
            kept.append(line)
            bodies.append(words)
    return kept, said


def sentences(ranked: Iterable[Line]) -> tuple[Sentence, ...]:
    """Return ranked lines as sentences in the article's order."""
    made = (
        Sentence(line.text, line.position, rank, line.paragraph) for rank, line in enumerate(ranked)
    )
    return tuple(sorted(made, key=lambda sentence: sentence.position))


def fit(
    sentences: Sequence[Sentence],
    *,
    units: int | None = None,
    count: int | None = None,
    lang: str | None = None,
) -> tuple[Sentence, ...]:
    """Return the best sentences that fit, whole, in the article's order.

    ``units`` is the room in UTF-16 units when they are joined by one space, ``count`` how many
    there may be; None sets no limit. One that does not fit is passed over for the next best. The
    first leans on nothing before it, where there is another choice; ``lang`` is guessed if None.
    """
    ranked = sorted(sentences, key=lambda sentence: sentence.rank)
    chosen = _within(ranked, units, count)
    # The order sees to it that the first leans on nothing; what did not fit may have undone it.
    while chosen and _leans(min(chosen, key=_place), chosen, lang):
        ranked.remove(min(chosen, key=_place))
        again = _within(ranked, units, count)
        if len(again) < (1 if count is None else len(chosen)):
            break
        chosen = again
    return tuple(sorted(chosen, key=_place))


def _leans(first: Sentence, chosen: Iterable[Sentence], lang: str | None) -> bool:
    if lang is not None:
        return leans(first.text, lang)
    return leans_in_its_language(first.text, " ".join(sentence.text for sentence in chosen))


def _within(ranked: Sequence[Sentence], room: int | None, count: int | None) -> list[Sentence]:
    """Return the first sentences that there is room for."""
    chosen: list[Sentence] = []
    used = 0
    for sentence in ranked:
        if count is not None and len(chosen) >= count:
            break
        needed = length(sentence.text) + bool(chosen)
        if room is None or used + needed <= room:
            chosen.append(sentence)
            used += needed
    return chosen


def _position(line: Line) -> int:
    return line.position


def _place(sentence: Sentence) -> int:
    return sentence.position


def _ordered(
    lines: Sequence[Line], title: str | None, lang: str | None, *, card: bool
) -> list[Line]:
    # What NewsSummarizer does, not by it: sumy imports all of nltk, 30 MB of a bot's memory.
    texts, reduced = [line.text for line in lines], [line.terms for line in lines]
    case = scoring.case(texts, reduced, title or "", lang)
    weights = CARD if card else WEIGHTS
    best = scoring.order(case, count=len(lines), weights=weights, following=card)
    return [lines[index] for index in best]
