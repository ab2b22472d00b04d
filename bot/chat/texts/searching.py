"""Sentences about searches in the archive."""

from __future__ import annotations

from typing import Final

from bot.chat.escape import Html, Piece, join, plain
from bot.chat.texts.parts import fill
from bot.chat.texts.understanding import Understanding
from bot.pipeline.searching import Result, Results

_QUERY: Final = 600
"""UTF-16 units of a query that are shown: all of it, as pages may be read from the message."""


class Searching(Understanding):
    """Sentences about searches."""

    def which_search(self) -> Html:
        """Return the question what to search for."""
        return plain(
            self._("What shall I search for? Write it after the command, as in /search Syria oil")
        )

    def found(self, results: Results, text: str) -> Html:
        """Return a page of a search: its query first, in bold, and the stories in two lines."""
        head = self.topic(text, _QUERY)
        if not results.results:
            return join([head, self._nothing(results, text)], "\n")
        rows = [
            fill("{n}. {story}", n=str(number), story=self._result(result))
            for number, result in enumerate(results.results, results.start + 1)
        ]
        head = join([head, self._total(results), self._did_you_mean(results)], "\n")
        return join([head, *rows], "\n\n")

    def _total(self, results: Results) -> Piece:
        first, count = results.start + 1, results.count
        last = results.start + len(results.results)
        if first == 1 and results.following is None:
            return self._n("{n} story", "{n} stories", last).format(n=last)
        if results.more:
            form = self._("{first}–{last} of more than {n} stories, the best first")
        else:
            form = self._("{first}–{last} of {n} stories, the best first")
        return form.format(first=first, last=last, n=max(count, last))

    def _nothing(self, results: Results, text: str) -> Html:
        if results.start:
            return plain(self._("Further on there is nothing; « leads back."))
        lines: list[Piece] = [self.understood(results.query, text), self._("There is none so far.")]
        if results.suggestion:
            return join([join(lines, " "), self._did_you_mean(results)], "\n")
        lines.append(self._("Try fewer words, or subscribe: then it comes when it is published."))
        return join(lines, " ")

    def _did_you_mean(self, results: Results) -> Html:
        if not results.suggestion:
            return Html()
        topic = self.topic(results.suggestion, _QUERY)
        return fill(self._("Did you mean {topic}?"), topic=topic)

    def _result(self, result: Result) -> Html:
        others = self._n("{n} more of this event", "{n} more of this event", result.others)
        return self.story(
            result.story, *([others.format(n=result.others)] if result.others else [])
        )

    def did_you_mean_button(self, topic: str) -> str:
        """Return the label of the button that searches for a corrected topic."""
        return self._("Did you mean “{topic}”?").format(topic=topic)

    def search_button(self) -> str:
        """Return the label of the button that shows all that the archive has of a topic."""
        return self._("More…")
