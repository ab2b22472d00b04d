"""Sentences about stories and the feeds they come from."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.escape import Html, bold, join, line, link, plain
from bot.chat.lines import alone
from bot.chat.texts.parts import Parts, fill, within
from bot.domain.values import Feed, Story
from bot.text import units


class Reading(Parts):
    """Sentences about stories and feeds."""

    def which_story(self) -> Html:
        """Return the question for a story's number."""
        return plain(
            self._("Which story? Write its number, as in /story 12. /latest lists new ones.")
        )

    def no_story(self, number: str) -> Html:
        """Return the answer to an unknown number."""
        form = self._("I have no story {number}. Check the number, or see what is new: /latest")
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

    def sources(self, feeds: Sequence[Feed]) -> Html:
        """Return the feeds that are read, with how each fares."""
        if not feeds:
            return plain(
                self._(
                    "No feeds are read yet. The person who runs this bot adds them:"
                    " storywire feeds add URL"
                )
            )
        head = self._n("I read {n} feed:", "I read {n} feeds:", len(feeds)).format(n=len(feeds))
        body = within(map(self._source, feeds), self.and_more, "\n")
        return join([bold(head), body], "\n")

    def _source(self, feed: Feed) -> Html:
        name = units.cut(line(feed.title or feed.url), 60)
        if feed.failures:
            reason = units.cut(line(feed.last_error or ""), 120)
            state = self._("not reachable: {reason}") if reason else self._("not reachable")
            return fill("⚠️ {name} – " + state, name=link(name, feed.home), reason=reason)
        state = self._("read") if feed.first_read_at else self._("not read yet")
        mark = "✅ " if feed.first_read_at else "⏳ "
        return fill(mark + "{name} – " + state, name=link(alone(name, feed.lang), feed.home))
