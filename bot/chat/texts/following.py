"""Sentences about topics: following them, how they were understood, and stopping them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.chat.escape import Html, join, line, plain
from bot.chat.texts.parts import fill
from bot.chat.texts.understanding import Understanding, understood
from bot.domain.errors import TopicError
from bot.domain.values import DigestPlan, Mode, Subscription
from bot.pipeline.subscribing import WEEK, Preview, Subscribed

OFFERED: Final = (
    "Syria",
    "Iran",
    "Climate",
    "Ukraine",
    "Gaza",
    "Israel",
    "Russia",
    "China",
    "Iraq",
    "Turkey",
    "Egypt",
    "India",
    "Pakistan",
    "Afghanistan",
    "Lebanon",
    "Yemen",
    "Saudi Arabia",
    "Germany",
    "France",
    "Spain",
    "Mexico",
    "Brazil",
    "Argentina",
    "Japan",
    "Nigeria",
    "Kenya",
    "Sudan",
    "Ethiopia",
    "Elections",
    "Economy",
    "Oil",
    "Football",
    "Health",
    "Technology",
)
"""Topics that are offered, where the stories of the week have them; the first ones always."""

PAGE: Final = 12
"""Topics that a list shows at a time."""


class Following(Understanding):
    """Sentences about topics."""

    def which_topic(self) -> Html:
        """Return the question for a topic."""
        return plain(
            self._("Which topic? Write it after the command, as in /subscribe Syria, or tap one:")
        )

    def subscribed(self, result: Subscribed) -> Html:
        """Return the one answer to /subscribe."""
        mode = self.arrives(result.subscription.mode, result.plan)
        if result.new and result.preview.busy:
            mode = join([plain(self._("That is more than 20 a day, so:")), mode], " ")
        head = self.followed(result.subscription.text, new=result.new)
        return join([head, self.preview(result.preview, result.subscription.text), mode], "\n\n")

    def changed(self, result: Subscribed) -> Html:
        """Return the answer to a changed topic; not ``new`` where it became one with another."""
        head = self.followed(result.subscription.text, new=result.new)
        if not result.new:
            head = join([head, self._("The two are one topic now.")], " ")
        mode = self.arrives(result.subscription.mode, result.plan)
        return join([head, self.preview(result.preview, result.subscription.text), mode], "\n\n")

    def followed(self, text: str, *, new: bool) -> Html:
        """Return that a topic is followed, from now on or already."""
        return fill(self._subscribed_form(new=new), topic=self.topic(text), here=self.here())

    def _subscribed_form(self, *, new: bool) -> str:
        if self._private:
            return (
                self._("You now follow {topic}.") if new else self._("You follow {topic} already.")
            )
        if new:
            return self._("{here} now follows {topic}.")
        return self._("{here} follows {topic} already.")

    def tried(self, text: str, preview: Preview) -> Html:
        """Return the answer to plain words: what a topic of them brings."""
        head = fill(self._("On {topic}:"), topic=self.topic(text, 600))
        return join([head, self.preview(preview, text)], "\n\n")

    def preview(self, preview: Preview, text: str) -> Html:
        """Return how a topic was understood, its past week and its latest stories."""
        lines = [
            self.understood(preview.query, text),
            self._week(preview),
        ]
        return join([join(lines, "\n"), self.stories(preview.latest)], "\n\n")

    def _week(self, preview: Preview) -> Html:
        count, latest = preview.count, len(preview.latest)
        rate = self._rate(count)
        if not count:
            form = self._("In the past week it would have brought no story.")
        elif preview.about:
            form = self._("In the past week it would have brought about {n} stories, {rate}.")
        else:
            form = self._n(
                "In the past week it would have brought {n} story, {rate}.",
                "In the past week it would have brought {n} stories, {rate}.",
                count,
            )
        tail = self._n("The latest:", "The latest {n}:", latest) if latest else ""
        return join([fill(form, n=str(count), rate=rate), fill(tail, n=str(latest))], " ")

    def _rate(self, count: int) -> str:
        """Return how many stories a day to expect of a topic that brought ``count`` in a week."""
        a_day = round(count / WEEK.days)
        if a_day == 0:
            return self._("fewer than one a day")
        return self._n("about {n} a day", "about {n} a day", a_day).format(n=a_day)

    def arrives(self, mode: Mode, plan: DigestPlan) -> Html:
        """Return how a topic's stories arrive, as a sentence."""
        if mode is Mode.INSTANT:
            return plain(self._("Stories come at once, each as a card."))
        if not plan.time:
            form = self._("Stories wait for your digest, which is off. /digest 08:00 turns it on.")
            if mode is Mode.BOTH:
                form = self._(
                    "Stories come at once; your digest is off. /digest 08:00 turns it on."
                )
            return plain(form)
        form = self._("Stories come together in your digest, {schedule}.")
        if mode is Mode.BOTH:
            form = self._("Stories come at once, and again in your digest, {schedule}.")
        return fill(form, schedule=self.schedule(plan))

    def topic_refused(self, error: TopicError, text: str) -> Html:
        """Return why a topic cannot be understood, where, and what to write instead."""
        lines = [plain(str(error))]
        if error.position is not None and 0 <= error.position < len(text):
            start = max(0, error.position - 20)
            before, after = text[start : error.position], line(text[error.position :][:20])
            before = line(before) + " " * before[-1:].isspace()
            lines.append(fill(self._("It is here: {before}👉{after}"), before=before, after=after))
        if error.suggestion:
            form = self._("Did you mean {topic}?")
            lines.append(fill(form, topic=self.topic(error.suggestion, 600)))
        return join(lines, "\n")

    def too_many_topics(self, most: int) -> Html:
        """Return the answer where a chat follows as many topics as it may."""
        form = self._("That is topic {n}, the most for one chat. /unsubscribe makes room.")
        return fill(form, n=str(most + 1))

    def topics_list(
        self,
        mine: Sequence[Subscription],
        first: int,
        brought: Mapping[int, int],
        now: datetime,
    ) -> Html:
        """Return the topics from number ``first`` on; the buttons below change them.

        ``brought`` is how many stories each has brought in the past week, by subscription.
        """
        if self._private:
            head = self._n("You follow {n} topic:", "You follow {n} topics:", len(mine))
        else:
            head = self._n("{here} follows {n} topic:", "{here} follows {n} topics:", len(mine))
        rows = [
            fill(
                "{n}. {topic} – {mode}, {count}",
                n=str(number),
                topic=self.topic(subscription.text, 60),
                mode=self.mode(subscription.mode),
                count=self._this_week(subscription, brought.get(subscription.id, 0), now),
            )
            for number, subscription in enumerate(mine[first : first + PAGE], first + 1)
        ]
        tail = self._("Tap a topic to change what it finds, how it arrives, or to stop it.")
        return join(
            [fill(head, n=str(len(mine)), here=self.here()), join(rows, "\n"), tail], "\n\n"
        )

    def _this_week(self, subscription: Subscription, count: int, now: datetime) -> str:
        """Return how many stories a topic has brought in the past week."""
        if count:
            return self._n("{n} this week", "{n} this week", count).format(n=count)
        if subscription.created_at > now - WEEK:
            return self._("none yet")
        return self._("none this week")

    def no_topics(self) -> Html:
        """Return the answer where nothing is followed."""
        tail = self._("Tap one to follow it, or send me your own words.")
        head = plain(self._("You follow no topic yet."))
        if not self._private:
            head = fill(self._("{here} follows no topic yet."), here=self.here())
            tail = self._("An administrator adds one: /subscribe Syria, for example.")
        return join([head, tail], " ")

    def topic_panel(self, subscription: Subscription, plan: DigestPlan) -> Html:
        """Return what is said above one topic's buttons."""
        lines = [self.topic(subscription.text), self.arrives(subscription.mode, plan)]
        query = understood(subscription)
        if query is not None:
            lines.insert(1, self.understood(query, subscription.text))
        return join(lines, "\n")

    def which_to_end(self) -> Html:
        """Return the question which topic to stop."""
        return plain(self._("Which topic shall stop? Tap it:"))

    def unsubscribed(self, text: str) -> Html:
        """Return the answer where a topic was stopped."""
        if self._private:
            form = self._("You no longer follow {topic}. /subscribe brings it back.")
        else:
            form = self._("{here} no longer follows {topic}. /subscribe brings it back.")
        return fill(form, topic=self.topic(text), here=self.here())

    def not_followed(self, text: str) -> Html:
        """Return the answer where a topic to stop is not followed."""
        form = self._("{topic} is not among the topics here. Tap the one to stop:")
        return fill(form, topic=self.topic(text))
