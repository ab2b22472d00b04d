"""Sentences about quiet hours, pauses and the limit of cards an hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.chat.escape import Html, bold, join, line, plain
from bot.chat.texts.parts import Parts, fill
from bot.domain.values import Chat, DigestPlan, Silence
from bot.pipeline.digest_times import known_zone, local_date
from bot.pipeline.silence import silence
from bot.text import units


class Quieting(Parts):
    """Sentences about when nothing is pushed."""

    def quiet_panel(self, plan: DigestPlan, now: datetime, *, saved: bool = False) -> Html:
        """Return the chat's quiet hours, limit and pause; not ``saved``: and how to set them."""
        paused = self.paused_line(now)
        lines = [*([plain(paused)] if paused else []), self._hours(), self._limit(plan)]
        if not saved:
            how = self._("/quiet 22:00-07:00, /quiet off, /quiet cap 10, /quiet cap off, /pause 3h")
            lines.append(plain(how))
        return join(lines, "\n")

    def _hours(self) -> Html:
        quiet = self._chat.quiet
        if quiet is None:
            form = self._("Your quiet hours are off: cards come at any time.")
            if not self._private:
                form = self._("The quiet hours of {here} are off: cards come at any time.")
            return fill(form, here=self.here())
        form = self._(
            "Quiet hours are from {start} to {end} ({zone}). I push nothing then; what comes"
            " meanwhile waits, and comes as one digest at {end}."
        )
        if not self._private:
            form = self._(
                "Quiet hours of {here} are from {start} to {end} ({zone}). I push nothing then;"
                " what comes meanwhile waits, and comes as one digest at {end}."
            )
        zone = self.zone(self._chat.zone)
        return fill(form, start=quiet.start, end=quiet.end, zone=zone, here=self.here())

    def _limit(self, plan: DigestPlan) -> Html:
        cap = self._chat.cap
        if cap is None:
            return plain(self._("The limit of cards an hour is off."))
        if plan.time:
            form = self._n(
                "At most {n} card an hour comes by itself; what is more waits for the next digest.",
                "At most {n} cards an hour come by themselves; what is more waits for the next"
                " digest.",
                cap,
            )
        else:
            form = self._n(
                "At most {n} card an hour comes by itself; what is more comes together when the"
                " hour is over, as the digest is off.",
                "At most {n} cards an hour come by themselves; what is more comes together when the"
                " hour is over, as the digest is off.",
                cap,
            )
        return fill(form, n=str(cap))

    def quiet_short(self) -> str:
        """Return the quiet hours and the limit in a few words, for the settings."""
        quiet, cap = self._chat.quiet, self._chat.cap
        hours = self._("off")
        if quiet is not None:
            hours = self._("{start} to {end}").format(start=quiet.start, end=quiet.end)
        text = self._("Quiet hours: {hours}").format(hours=hours)
        if cap is None:
            return text
        limit = self._n("at most {n} card an hour", "at most {n} cards an hour", cap).format(n=cap)
        return f"{text}; {limit}"

    def paused_line(self, now: datetime) -> str:
        """Return that the chat is paused, and until when; empty where it is not."""
        if not is_paused(self._chat, now):
            return ""
        until = self._chat.pause and self._chat.pause.until
        if until is None:
            return self._("Paused until somebody sends /resume.")
        return self._("Paused until {moment}; /resume ends it.").format(moment=self.moment(until))

    def waits(self, now: datetime) -> Html:
        """Return until when stories wait; empty where they come at once."""
        lasting = silence(self._chat, now)
        if lasting is None or lasting.start > now:
            return Html()
        if lasting.end is None:
            return plain(self._("It is paused here: they wait for /resume."))
        form = self._("It is quiet until {moment}: they wait until then.")
        if is_paused(self._chat, now):
            form = self._("It is paused here until {moment}: they wait until then.")
        return fill(form, moment=self.moment(lasting.end))

    def paused(self, now: datetime) -> Html:
        """Return the answer to /pause; the texts' chat has the new pause."""
        until = self._chat.pause and self._chat.pause.until
        if until is None:
            form = self._("Paused until you send /resume.")
            if not self._private:
                form = self._("{here} is paused until an administrator sends /resume.")
        else:
            form = self._("Paused until {moment}; /resume ends it earlier.")
            if not self._private:
                form = self._("{here} is paused until {moment}; /resume ends it earlier.")
        moment = bold(self.moment(until)) if until else ""
        lines = [
            fill(form, here=self.here(), moment=moment),
            plain(
                self._(
                    "I push nothing meanwhile and still answer what I am asked. The stories wait,"
                    " and come as one digest."
                )
            ),
        ]
        end = _end(silence(self._chat, now))
        if until and end and end > until:
            then = self._("That is within your quiet hours, so they come at {moment}.")
            if not self._private:
                then = self._("That is within the quiet hours, so they come at {moment}.")
            lines.append(fill(then, moment=self.moment(end)))
        return join(lines, "\n")

    def resumed(self, brought: int, now: datetime) -> Html:
        """Return the answer to /resume; ``brought`` is how many stories waited."""
        head = self._("The pause is over.")
        if not self._private:
            head = self._("The pause of {here} is over.")
        return join([fill(head, here=self.here()), self._then(brought, now)], " ")

    def _then(self, brought: int, now: datetime) -> Html:
        lasting = silence(self._chat, now)
        if lasting is not None and lasting.start <= now and lasting.end is not None:
            form = self._("Quiet hours last until {moment}; what waited comes then.")
            return fill(form, moment=self.moment(lasting.end))
        return plain(self.brought(brought) or self._("Nothing came meanwhile."))

    def brought(self, count: int) -> str:
        """Return how many stories waited and come now; empty where none did."""
        if not count:
            return ""
        return self._n(
            "{n} story waited and comes now, in a digest.",
            "{n} stories waited and come now, in one digest.",
            count,
        ).format(n=count)

    def not_paused(self, now: datetime) -> Html:
        """Return the answer to /resume where nothing is paused."""
        form = self._("Nothing is paused here. /pause 3h, /pause until monday 8:00 would do that.")
        lasting = silence(self._chat, now)
        if lasting is not None and lasting.start <= now and lasting.end is not None:
            form = self._(
                "Nothing is paused here: it is quiet until {moment}. /quiet off ends that."
            )
            return fill(form, moment=self.moment(lasting.end))
        return plain(form)

    def quiet_unclear(self, argument: str) -> Html:
        """Return the answer to a /quiet that cannot be understood."""
        form = self._(
            "I do not understand “{argument}”. Write the hours, as in /quiet 22:00-07:00 or /quiet"
            " 10pm to 7am; a limit of cards an hour, as in /quiet cap 10; or /quiet off."
        )
        return fill(form, argument=_shown(argument))

    def quiet_all_day(self) -> Html:
        """Return the answer to quiet hours that end when they begin."""
        return plain(
            self._(
                "Those hours end when they begin. Write two times, as in /quiet 22:00-07:00; for"
                " whole days there is /pause 2 days."
            )
        )

    def cap_out_of_range(self, most: int) -> Html:
        """Return the answer to a limit that is none."""
        form = self._(
            "The limit is from 1 to {most} cards an hour, as in /quiet cap 10; /quiet cap off takes"
            " it away. For none at all there is /pause."
        )
        return fill(form, most=str(most))

    def pause_unclear(self, argument: str, now: datetime) -> Html:
        """Return the answer to a /pause that cannot be understood."""
        form = self._(
            "I do not understand “{argument}”. Write for how long, as in /pause 3h or /pause 2"
            " days; or until when, as in /pause until monday 8:00 or /pause until {date}; or"
            " /pause alone: until you send /resume."
        )
        day = local_date(known_zone(self._chat.zone), now + timedelta(days=14))
        return fill(form, argument=_shown(argument), date=day.isoformat())

    def pause_past(self, moment: datetime) -> Html:
        """Return the answer to a pause that would have ended already."""
        form = self._("{moment} is past. Write a time to come, as in /pause until tomorrow 8:00.")
        return fill(form, moment=self.moment(moment))

    def pause_too_long(self) -> Html:
        """Return the answer to a pause of more than a year."""
        return plain(
            self._("That is more than a year away. /pause alone lasts until you send /resume.")
        )

    def quiet_button(self) -> str:
        """Return the label of the button that leads to the quiet hours."""
        return self._("🌙 Quiet hours")

    def limit_button(self, cap: int | None) -> str:
        """Return the label of the button that sets a limit of cards an hour, or none."""
        return self._("No limit") if cap is None else self._("{n} an hour").format(n=cap)

    def pause_button(self, hours: int) -> str:
        """Return the label of the button that pauses for some hours."""
        return self._("⏸ Pause {n} h").format(n=hours)

    def resume_button(self) -> str:
        """Return the label of the button that ends a pause."""
        return self._("▶ Resume")


def is_paused(chat: Chat, now: datetime) -> bool:
    """Return whether a chat is paused."""
    pause = chat.pause
    return pause is not None and (pause.until is None or pause.until > now)


def _end(one: Silence | None) -> datetime | None:
    return one.end if one else None


def _shown(argument: str) -> str:
    return units.cut(line(argument), 60)
