"""What sentences are made of: filled formats, bounded lists, names, times, modes, story lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from gettext import NullTranslations
from typing import Final

from bot.chat import dates
from bot.chat.escape import Html, Piece, bold, join, line, plain
from bot.chat.lines import alone, row
from bot.domain.values import Chat, ChatKind, DigestPlan, Mode, Story
from bot.pipeline.digest_times import WEEKDAYS
from bot.text import units

_ROOM: Final = 3800
"""UTF-16 units that a list may fill, inside Telegram's 4096."""
_PART: Final = re.compile(r"\{(\w+)\}")


def fill(template: str, **parts: Piece) -> Html:
    """Return a sentence with its ``{named}`` parts put in; raw text is escaped."""
    pieces: list[Piece] = []
    end = 0
    for found in _PART.finditer(template):
        pieces += [template[end : found.start()], parts[found.group(1)]]
        end = found.end()
    return join([*pieces, template[end:]])


def within(lines: Iterable[Html], more: Callable[[int], Html], gap: str, room: int = _ROOM) -> Html:
    """Return as many of the lines as a message holds, and what ``more`` says of the rest."""
    kept: list[Html] = []
    rest = list(lines)
    used = 0
    while rest and used + rest[0].units + len(gap) <= room and len(kept) < 90:
        used += rest[0].units + len(gap)
        kept.append(rest.pop(0))
    return join([*kept, more(len(rest))] if rest else kept, gap)


class Parts:
    """Parts of what the bot says to one chat, in its language and time zone."""

    def __init__(self, chat: Chat) -> None:
        catalogue = NullTranslations()
        self._ = catalogue.gettext
        self._n = catalogue.ngettext
        self._chat = chat
        self._private = chat.kind is ChatKind.PRIVATE

    def topic(self, text: str, most: int = 120) -> Html:
        """Return a topic as it is shown in a sentence."""
        return bold(alone(units.cut(line(text), most), None))

    def here(self) -> Html:
        """Return the name of the chat as a sentence's subject; only for groups and channels."""
        return bold(units.cut(line(self._chat.title or self._("This chat")), 80))

    def moment(self, instant: datetime, *, has_time: bool = True) -> str:
        """Return date and clock time in the chat's zone."""
        chat = self._chat
        return dates.moment(instant, zone=chat.zone, language=chat.language, has_time=has_time)

    def zone(self, zone: str) -> str:
        """Return a time zone's name for people: IANA's, or UTC+3 for its Etc/GMT-3."""
        if zone.startswith("Etc/GMT") and zone[7:8] in {"+", "-"}:
            return "UTC" + {"+": "-", "-": "+"}[zone[7]] + zone[8:]
        return zone.replace("_", " ")

    def mode(self, mode: Mode) -> str:
        """Return how stories arrive, as a button says it."""
        return {
            Mode.INSTANT: self._("Instant"),
            Mode.DIGEST: self._("Digest"),
            Mode.BOTH: self._("Both"),
        }[mode]

    def day(self, day: str) -> str:
        """Return the short name of one of WEEKDAYS."""
        names = dates.locale_of(self._chat.language).days["stand-alone"]["abbreviated"]
        return str(names[WEEKDAYS.index(day)])

    def schedule(self, plan: DigestPlan) -> str:
        """Return when digests come: "every day at 08:00 (UTC)"; plan.time must not be empty."""
        days = ", ".join(self.day(day) for day in plan.days)
        form = (
            self._("{days} at {time} ({zone})") if days else self._("every day at {time} ({zone})")
        )
        return fill(form, days=days, time=plan.time, zone=self.zone(plan.zone)).text

    def story(self, story: Story, *facts: str) -> Html:
        """Return a story in two lines: its headline, and where, when and its tappable code.

        Further ``facts`` stand before the code.
        """
        title = units.cut(line(story.title), 200)
        when = self._("undated")
        if story.published is not None:
            when = self.moment(story.published, has_time=story.published_has_time)
        name = units.cut(line(story.publisher or ""), 60)
        told = row((name, when, *facts, f"/s{story.code}"), " · ")
        return join((bold(alone(title, story.lang)), told), "\n")

    def stories(self, stories: Sequence[Story]) -> Html:
        """Return stories one under the other, as many as a message holds."""
        return within(map(self.story, stories), self.and_more, "\n\n", room=3000)

    def and_more(self, count: int) -> Html:
        """Return what ends a list that is longer than shown."""
        return plain(self._n("… and {n} more.", "… and {n} more.", count).format(n=count))

    def follow_button(self) -> str:
        """Return the label of the button that subscribes."""
        return self._("Subscribe")

    def stop_button(self) -> str:
        """Return the label of the button that unsubscribes."""
        return self._("✕ Unsubscribe")

    def back_button(self) -> str:
        """Return the label of the button that leads back."""
        return self._("‹ Back")

    def off_button(self) -> str:
        """Return the label of the button that turns the digest off."""
        return self._("Off")

    def zone_button(self) -> str:
        """Return the label of the button that leads to the time zones."""
        return self._("🌍 Time zone")

    def one_card_button(self) -> str:
        """Return the label of the button that joins what sources tell of one event."""
        return self._("One event, one card")

    def every_source_button(self) -> str:
        """Return the label of the button that lets each source's story come by itself."""
        return self._("Every source")

    def digest_button(self) -> str:
        """Return the label of the button that leads to the digest's times."""
        return self._("🗞 Digest")
