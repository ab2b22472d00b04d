"""Sentences for the people who run the bot: what is wrong with it, and how its work stands."""

from __future__ import annotations

from datetime import datetime

from bot.chat.escape import Html, bold, join, line, plain
from bot.chat.texts.parts import Parts, fill
from bot.domain.values import Alarm, Subject
from bot.pipeline.feed_health import span
from bot.pipeline.figures import HOUR, Figures
from bot.text import units


class Watching(Parts):
    """Sentences about the bot as a whole."""

    def alarm(self, alarm: Alarm) -> Html:
        """Return what the administrators are told of trouble, or of its end."""
        wrong, well, gone_by = self._alarms(alarm.subject)
        detail = units.cut(line(alarm.detail), 400)
        if alarm.ended_at is None:
            return fill("⚠️ " + wrong, detail=detail, since=self.moment(alarm.since))
        form = "✅ " + (well if alarm.told else gone_by)
        return fill(
            form, detail=detail, since=self.moment(alarm.since), end=self.moment(alarm.ended_at),
            span=span(alarm.ended_at - alarm.since),
        )  # fmt: skip

    def _alarms(self, subject: Subject) -> tuple[str, str, str]:
        """Return what is said of trouble, of its end, and of both where it could not be told."""
        if subject is Subject.FEEDS:
            return (
                self._(
                    "No feed could be read since {since}. {detail}\nCheck the machine’s network;"
                    " /feeds lists the reasons. I keep trying and tell you when it is well again."
                ),
                self._("Feeds are read again, after {span}."),
                self._("No feed could be read from {since} to {end}. They are read again."),
            )
        if subject is Subject.SENDING:
            return (
                self._(
                    "Nothing could be sent since {since}. {detail}\nNothing is lost: it is sent"
                    " once Telegram takes it. The log and storywire doctor say why it does not."
                ),
                self._("Messages are sent again, after {span}."),
                self._(
                    "Nothing could be sent from {since} to {end}, and so I could not tell you."
                    " Messages are sent again."
                ),
            )
        if subject is Subject.DISK:
            return (
                self._(
                    "The disk is nearly full. {detail}\nMake room: on a full disk nothing can be"
                    " kept, and I stop."
                ),
                self._("The disk has room again."),
                self._("The disk was nearly full from {since} to {end}. It has room again."),
            )
        return (
            self._(
                "The database grows. {detail}\nThe log says why; a restart of the worker may mend"
                " it."
            ),
            self._("Old rows are forgotten again."),
            self._("Old rows were not forgotten from {since} to {end}. They are again."),
        )

    def stats(self, figures: Figures) -> Html:
        """Return the figures of the bot as a whole."""
        troubles = [plain(f"⚠️ {line(watch.trouble)}") for watch in figures.troubles]
        rows = [join([bold(name), plain(f": {value}")]) for name, value in self._figures(figures)]
        failed = [
            plain(f"• {one.name}: {units.cut(one.what, 60)} – {units.cut(one.reason, 120)}")
            for one in figures.failures
        ]
        if failed:
            hint = self._("storywire failed list shows all, storywire failed retry sends them.")
            failed.append(plain(hint))
        return join([*troubles, *rows, *failed], "\n")

    def _figures(self, figures: Figures) -> tuple[tuple[str, str], ...]:
        standing, counts, hourly = figures.standing, figures.counts, figures.hourly

        def ago(instant: datetime | None) -> str:
            if instant is None:
                return self._("never")
            return self._("{span} ago").format(span=span(figures.now - instant))

        planned = str(counts["planned"])
        if standing.planned_at is not None:
            planned = self._("{n}, the oldest {ago}").format(
                n=planned, ago=ago(standing.planned_at)
            )
        refused = [f"{kind}: {n}" for kind, n in sorted(figures.refused.items()) if n]
        return (
            (self._("Feeds"), self._("{n}, {bad} failing, last read {ago}").format(
                n=standing.feeds, bad=standing.feeds_failing, ago=ago(standing.last_poll_at))),
            (self._("Stories"), self._("{n}, {waiting} to be read").format(
                n=counts["stories"], waiting=standing.drafts.length)),
            (self._("Chats"), self._("{n}, with {all} subscriptions to {topics} topics").format(
                n=counts["chats"], all=counts["subscriptions"], topics=figures.topics)),
            (self._("Sent"), self._("{n} in the past hour ({rate} a second), last {ago}").format(
                n=hourly, rate=f"{hourly / HOUR.total_seconds():.2g}",
                ago=ago(standing.last_sent_at))),
            (self._("Planned"), planned),
            (self._("Refused by Telegram since I started"), ", ".join(refused) or "0"),
            (self._("Failed"), str(counts["failed"])),
        )  # fmt: skip
