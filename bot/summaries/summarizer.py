"""Our ranking as a sumy summarizer, for whoever has documents of sumy's.

``ranking`` orders the sentences of stories by the same ``scoring``.
"""

from __future__ import annotations

from typing import Any

from sumy.summarizers import AbstractSummarizer

from bot.summaries import scoring
from bot.summaries.terms import terms
from bot.text import sentences
from bot.text.stems import stem


class Tokenizer:
    """What sumy asks of a tokenizer, without the download that sumy's own needs."""

    def __init__(self, language: str | None = None) -> None:
        self.language = language

    def to_sentences(self, paragraph: str) -> tuple[str, ...]:
        """Return the sentences of a paragraph."""
        return tuple(s for part in sentences.split(paragraph, self.language) for s in part)

    def to_words(self, sentence: str) -> tuple[str, ...]:
        """Return the stems of the content words of a sentence."""
        return terms(sentence, self.language).stems


class NewsSummarizer(AbstractSummarizer):  # type: ignore[misc]  # sumy is not typed
    """Ranks news by position, headline, centrality and form, and repeats nothing."""

    def __init__(self, language: str | None = None) -> None:
        super().__init__(lambda word: stem(word, language))
        self._language = language

    def __call__(self, document: Any, sentences_count: Any) -> tuple[Any, ...]:  # noqa: ANN401 - sumy's
        """Return the best sentences of a sumy document, in its order; its headings are the title.

        ``sentences_count`` is a number, a share such as ``"20%"`` or a function, as in sumy.
        """
        lines = document.sentences
        reduced = [terms(str(line), self._language) for line in lines]
        title = " ".join(map(str, document.headings))
        case = scoring.case([*map(str, lines)], reduced, title, self._language)
        order = scoring.order(case, count=len(lines))
        rating = {lines[index]: -rank for rank, index in reversed([*enumerate(order)])}
        best: tuple[Any, ...] = self._get_best_sentences(lines, sentences_count, rating)
        return best
