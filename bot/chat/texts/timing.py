"""Sentences about the digest, the time zone and the settings."""

from __future__ import annotations

from datetime import datetime

from bot.chat.escape import Html, bold, join, line, plain
from bot.chat.texts.parts import fill
from bot.chat.texts.quiet import Quieting
from bot.domain.values import DigestPlan
from bot.pipeline.silence import silence
from bot.text import units


class Timing(Quieting):
    """Sentences about when."""

    def digest_plan(self, plan: DigestPlan, *, fed: bool, saved: bool = False) -> Html:
        """Return when the digest comes, and next; ``fed`` is whether any topic fills it."""
        here = self.here()
        if not plan.time:
            form = self._("Your digest is off.")
            if not self._private:
                form = self._("The digest of {here} is off.")
            how = self._("A button below, or /digest 08:00, turns it on.")
            return join(
                [fill(form, here=here), self._("/digest 08:00 turns it on.") if saved else how], " "
            )
        form = self._("Your digest comes {schedule}.")
        if not self._private:
            form = self._("The digest of {here} comes {schedule}.")
        lines = [fill(form, schedule=self.schedule(plan), here=here)]
        if plan.next_at:
            lines.append(self._next(plan.next_at))
        if not fed:
            lines.append(plain(self._("No topic fills it yet: choose Digest or Both in /topics.")))
        if not saved:
            lines.append(
                plain(self._("/digest 19:30, /digest days mon,fri, /digest off, /digest now"))
            )
        return join(lines, "\n")

    def _next(self, due: datetime) -> Html:
        """Return when the next digest comes: quiet hours and pauses hold it, too."""
        held = silence(self._chat, due)
        if held is None or held.start > due:
            return fill(self._("The next: {moment}."), moment=self.moment(due))
        if held.end is None:
            return plain(self._("The next comes after the pause, which /resume ends."))
        form = self._("The next: {moment}, after the pause.")
        if self._chat.pause is None:
            form = self._("The next: {moment}, after the quiet hours.")
        return fill(form, moment=self.moment(held.end))

    def digest_unclear(self, argument: str) -> Html:
        """Return the answer to a /digest that cannot be understood."""
        form = self._(
            "I do not understand “{argument}”. Write a time, as in /digest 08:00 or /digest 7:30pm,"
            " days, as in /digest days mon,tue, or /digest now or /digest off."
        )
        return fill(form, argument=units.cut(line(argument), 60))

    def digest_empty(self) -> Html:
        """Return the answer to /digest now where there is nothing."""
        return plain(self._("Nothing new on your topics since the last digest. /latest has more."))

    def zone_now(self, now: datetime) -> Html:
        """Return the chat's time zone and its time."""
        how = self._("Tap yours, or write it: /timezone Berlin")
        return join([self._zone_is(now), how], " ")

    def _zone_is(self, now: datetime) -> Html:
        form = self._("Your time zone is {zone}; it is {moment} there.")
        if not self._private:
            form = self._("The time zone of {here} is {zone}; it is {moment} there.")
        zone = bold(self.zone(self._chat.zone))
        return fill(form, zone=zone, moment=self.moment(now), here=self.here())

    def zone_set(self, plan: DigestPlan, now: datetime) -> Html:
        """Return the answer to a changed time zone; the texts' chat has the new one."""
        head = self._zone_is(now)
        if not plan.next_at:
            return head
        form = self._("The next digest: {moment}.")
        if plan.next_at <= now:
            form = self._("Its time for the digest has passed today, so that comes now.")
        return join([head, fill(form, moment=self.moment(plan.next_at))], "\n")

    def zone_unknown(self, text: str, *, choices: bool) -> Html:
        """Return the answer to words that are no time zone."""
        form = self._("I know no time zone “{text}”. Write a city or a name like Europe/Berlin:")
        if choices:
            form = self._("Which time zone do you mean by “{text}”?")
        return fill(form, text=units.cut(line(text), 60))

    def settings(self, plan: DigestPlan, now: datetime) -> Html:
        """Return the settings, above their buttons."""
        digest = self.schedule(plan) if plan.time else self._("off")
        lines = [
            bold(self._("Settings")),
            fill(
                self._("Time zone: {zone}, it is {moment}"),
                zone=self.zone(self._chat.zone),
                moment=self.moment(now),
            ),
            fill(self._("Digest: {schedule}"), schedule=digest),
        ]
        if plan.next_at:
            lines.append(
                fill(self._("The next digest: {moment}"), moment=self.moment(plan.next_at))
            )
        lines += [plain(self.quiet_short())]
        if paused := self.paused_line(now):
            lines.append(plain(paused))
        return join([*lines, self.events_told(every=self._chat.every_source)], "\n")

    def events_told(self, *, every: bool) -> str:
        """Return what a second source's story of an event does: a card, or a line on the first."""
        if every:
            return self._("Every source: each source’s story of an event comes as its own card.")
        return self._("One event, one card: a card names the other sources as they come.")
