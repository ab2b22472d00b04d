"""Sentences about why a story came, and about making its topic narrower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from bot.chat.escape import Html, Piece, join, line, plain
from bot.chat.lines import alone
from bot.chat.texts.parts import fill
from bot.chat.texts.understanding import Understanding
from bot.domain.values import Came, DeliveryState, Story, Subscription
from bot.pipeline.explaining import Reason, Why
from bot.text import units

_WORDS: Final = 8
"""Words that are named of each place."""
_TOPICS: Final = 5
"""Topics that are told of one story."""


class Explaining(Understanding):
    """Sentences about why a story came."""

    def which_why(self) -> Html:
        """Return the question for the story to explain."""
        return plain(
            self._(
                "Why which story came? Write its number, as in /why 1012,"
                " or answer its card with /why."
            )
        )

    def why(self, told: Why) -> Html:
        """Return which topics brought a story, by which words, and where they stand in it."""
        parts = [self.story(told.story)]
        if told.reasons:
            parts += [self._reason(told, reason) for reason in told.reasons[:_TOPICS]]
        elif told.came is not None:
            parts.append(self._no_more(told, told.came))
        if told.came is None:
            parts.append(plain(self._asked_for(matches=bool(told.reasons))))
        notes = [self._way(told.came), self._gone(told)]
        return join([*parts, join(notes, "\n")], "\n\n")

    def _reason(self, told: Why, reason: Reason) -> Html:
        topic, found = self.topic(reason.subscription.text), reason.found
        if told.came is None:
            form = self._("It matches your topic {topic}:")
            if not self._private:
                form = self._("It matches this chat’s topic {topic}:")
        else:
            form = self._("Your topic {topic} brought it:")
            if not self._private:
                form = self._("This chat’s topic {topic} brought it:")
        source = units.cut(line(told.story.publisher or ""), 60)
        where: list[tuple[str, Piece]] = [
            (self._("in the headline: {words}"), self._words(found.headline)),
            (self._("in the text: {words}"), self._words(found.text)),
            (self._("by its source: {words}"), source if found.source else ""),
            (self._("by its language: {words}"), self._language(found.lang) if found.lang else ""),
        ]
        rows = [join(["• ", fill(each, words=words)]) for each, words in where if words]
        return join([fill(form, topic=topic), *rows], "\n")

    def _words(self, words: Sequence[str]) -> Html:
        shown: list[Piece] = [alone(units.cut(line(word), 60), None) for word in words[:_WORDS]]
        if len(words) > _WORDS:
            shown.append("…")
        return join(shown, ", ")

    def _no_more(self, told: Why, came: Came) -> Html:
        """Return how a story came that no topic would bring now."""
        topic = self.topic(told.brought_by.text) if told.brought_by else Html()
        if told.brought_by is None:
            form = self._(
                "A topic that is followed here no longer brought it, by: {words}."
                " /subscribe brings it back."
            )
            if not came.words:
                form = self._(
                    "A topic that is followed here no longer brought it. /subscribe brings it back."
                )
        elif told.text_gone:
            form = self._("The topic {topic} brought it, by: {words}.")
            if not came.words:
                form = self._("The topic {topic} brought it.")
        else:
            form = self._(
                "The topic {topic} brought it, by: {words}. Topic or story have changed since:"
                " it would not come now. /topics"
            )
        return fill(form, topic=topic, words=self._words(came.words))

    def _asked_for(self, *, matches: bool) -> str:
        """Return how a story came that no topic brought."""
        if matches:
            return self._(
                "No topic brought it by itself: it was asked for, or it is older than the topic."
            )
        return self._(
            "None of the topics here asks for it. It was shown because somebody asked: by its"
            " number, or with /latest, /trends or /search. To have such stories come by"
            " themselves, send me a word of it, and tap Subscribe."
        )

    def _way(self, came: Came | None) -> str:
        if came is None:
            return ""
        if came.state is DeliveryState.JOINED:
            return self._("Another source’s card of the same event names it: “also”.")
        if came.held_back:
            return self._("It did not ring – quiet hours, a pause or your limit – and waited.")
        if came.state is DeliveryState.HELD:
            return self._("It came for the digest.")
        return ""

    def _gone(self, told: Why) -> str:
        if not told.text_gone:
            return ""
        return self._("I keep its headline only: its text has been deleted here.")

    def fewer_like(self, subscription: Subscription, words: Sequence[str]) -> Html:
        """Return the question which word shall keep stories out of a topic."""
        topic = self.topic(subscription.text)
        if words:
            return fill(self._("Which word shall keep stories out of {topic}?"), topic=topic)
        form = self._(
            "I see no word that tells this story from the others on {topic}. Choose one yourself:"
            " /subscribe your topic -word, then /unsubscribe the old one."
        )
        return fill(form, topic=topic)

    def fewer_like_which(self, subscription: Subscription, stories: Iterable[Story]) -> Html:
        """Return the question which of a topic's latest stories there shall be fewer of."""
        topic, rows = self.topic(subscription.text), list(map(self.story, stories))
        if not rows:
            return fill(self._("{topic} has found no story so far."), topic=topic)
        head = fill(self._("{topic}: fewer like which of these?"), topic=topic)
        numbered = [fill("{n}. {row}", n=str(n), row=row) for n, row in enumerate(rows, 1)]
        return join([head, *numbered], "\n\n")

    def fewer_button(self, topic: str = "") -> str:
        """Return the label of the button for fewer stories like one; of one topic of several."""
        label = self._("Fewer like this")
        return f"{topic}: {label}" if topic else label

    def fewer_like_button(self) -> str:
        """Return the label of the button that asks which stories there shall be fewer of."""
        return self._("Fewer like …")

    def panel_button(self) -> str:
        """Return the label of the button that opens a topic's panel."""
        return self._("Topic ›")

    def headlines_button(self, topic: str = "") -> str:
        """Return the label of the button that lets a topic look at headlines only."""
        label = self._("Only headlines")
        return f"{topic}: {label}" if topic else label

    def anywhere_button(self) -> str:
        """Return the label of the button that lets a topic look at texts again."""
        return self._("Texts too")

    def undo_button(self) -> str:
        """Return the label of the button that takes the last change back."""
        return self._("↩ Undo")
