"""Sentences about stories."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat import also_line
from bot.chat.escape import Html, bold, join, line, plain
from bot.chat.texts.parts import Parts, fill, within
from bot.domain.values import Story, Trend
from bot.text import units


class Reading(Parts):
    """Sentences about stories."""

    def which_story(self) -> Html:
        """Return the question for a story's number."""
        return plain(
            self._("Which story? Write its number, as in /story 12. /latest lists new ones.")
        )

    def no_story(self, number: str) -> Html:
        """Return the answer to an unknown number."""
        form = self._(
            "I have no story {number}. Check the number, look for it by its words, as in"
            " /search Syria, or see what is new: /latest"
        )
        return fill(form, number=bold(units.cut(line(number), 60)))

    def several(self, number: str, stories: Sequence[Story]) -> Html:
        """Return the question which story a number means."""
        form = self._("{number} is the number of {n} stories. Which one?")
        head = fill(form, number=bold(number), n=str(len(stories)))
        rows = [
            fill("{n}. {story}", n=str(n), story=self.story(s)) for n, s in enumerate(stories, 1)
        ]
        return join([head, *rows], "\n\n")

    def latest(self, stories: Sequence[Story], *, mine: bool) -> Html:
        """Return the newest stories."""
        if stories:
            head = self._("The latest on your topics:") if mine else self._("The latest stories:")
            if mine and not self._private:
                head = self._("The latest on this chat’s topics:")
            return join([bold(head), self.stories(stories)], "\n\n")
        if mine:
            return plain(
                self._("Nothing on your topics so far. It comes here when it is published. /topics")
            )
        return plain(self._("There are no stories yet. I am reading the feeds: /sources"))

    def trends(self, found: Sequence[Trend], *, today: bool = False) -> Html:
        """Return the events with the most sources, of the chat's day or of the past 24 hours."""
        if not found:
            return plain(
                self._(
                    "In the past 24 hours no event was told by two of the sources I read here."
                    " /latest shows the newest stories, /sources the feeds, /addfeed adds one."
                )
            )
        head = self._("What most sources tell today:")
        if not today:
            head = self._("What most sources told in the past 24 hours:")
        return within([bold(head), *map(self._event, found)], self.and_more, "\n\n")

    def _event(self, trend: Trend) -> Html:
        """Return an event: the story that stands for it, and who else tells it."""
        count = len(trend.also) + 1
        sources = self._n("{n} source", "{n} sources", count).format(n=count)
        others = also_line.render(trend.also, name=40)
        return join((self.story(trend.story, sources), others), "\n")
