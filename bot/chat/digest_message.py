"""The digest: one message, one line an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from types import MappingProxyType
from typing import Final

from bot.chat import also_line, dates
from bot.chat.escape import Html, bold, join, line, link, plain
from bot.chat.lines import paragraph, row
from bot.domain.ports import NO_ALSO
from bot.domain.values import Also, DigestKind, Story
from bot.summaries import digest_line
from bot.text import units

MESSAGE: Final = 4096
"""UTF-16 units that Telegram allows in a message, entities not counted."""
ENTITIES: Final = 100
"""Entities that Telegram allows; it drops further ones without a word."""

LABELS: Final = MappingProxyType(
    {
        DigestKind.DAILY: "Digest · {day}",
        DigestKind.QUIET: "Digest after quiet hours · {day}",
        DigestKind.PAUSE: "The pause is over. Digest · {day}",
        DigestKind.CAP: "Digest of what went over the hourly limit · {day}",
        DigestKind.BACK: "Digest of what waited while I could not write here · {day}",
        "nothing": "The pause is over. No story on the topics here came meanwhile.",
        "more": "and {count} more: /latest",
    }
)

_LINE_ENTITIES: Final = 2
"""A linked headline, and the code, which Telegram itself makes tappable."""
_FRAME_ENTITIES: Final = 10
"""The heading, /latest, and some room for what Telegram marks itself: addresses, hashtags."""
_TITLE: Final = 200
_PUBLISHER: Final = 60
_ALSO: Final = 40
_NAMED: Final = (also_line.MOST, 2, 1)
"""Other sources that a line names: fewer where some event would have no line else."""
_BRIEF: Final = 280


@dataclass(frozen=True, slots=True)
class DigestMessage:
    """A digest, finished."""

    html: str
    """Telegram's HTML."""
    text: str
    """What is shown of it."""
    units: int
    """The length of ``text`` in UTF-16 units."""
    shown: int
    """How many of its stories it shows; it names the number of the others."""


def render(
    stories: Sequence[Story],
    *,
    zone: str,
    language: str,
    local_date: date,
    also: Mapping[int, Sequence[Also]] = NO_ALSO,
    kind: DigestKind = DigestKind.DAILY,
    more: int = 0,
    room: int = MESSAGE,
) -> DigestMessage:
    """Return a digest of at most ``room`` UTF-16 units and 100 entities.

    It says how many stories have no line: those without room, and ``more`` besides.

    Every story that has room gets its line: headline, publisher, code, and by ``also`` (of story
    ids) who else tells it. What room is left then goes to a sentence each, from the top. A story
    of the day shows its clock time, another its day. Raises ValueError for an unknown zone.
    """
    if kind is DigestKind.PAUSE and not stories:
        nothing = plain(LABELS["nothing"])
        return DigestMessage(nothing.html, nothing.text, nothing.units, 0)
    heading = bold(LABELS[kind].format(day=dates.full_day(local_date, language)))
    total = len(stories) + more
    lines: list[Html] = []
    shown = 0
    for most in _NAMED:
        lines = [
            _line(story, _when(story, zone, language, local_date), also.get(story.id, ()), most)
            for story in stories[: _tappable(stories, also, most)]
        ]
        shown = _shown(heading, lines, total, room)
        if shown == len(stories):
            break
    items = _with_briefs(stories[:shown], lines[:shown], heading, total, room)
    body = _message(heading, items, total - shown)
    return DigestMessage(body.html, body.text, body.units, shown)


def _tappable(stories: Sequence[Story], also: Mapping[int, Sequence[Also]], most: int) -> int:
    """Return how many lines Telegram has entities for."""
    costs = (_LINE_ENTITIES + also_line.commands(also.get(one.id, ()), most) for one in stories)
    return sum(total <= ENTITIES - _FRAME_ENTITIES for total in accumulate(costs))


def _shown(heading: Html, lines: Sequence[Html], total: int, room: int) -> int:
    """Return how many lines fit, with the number of the others where not all do."""
    for count in range(len(lines), 0, -1):
        if _message(heading, lines[:count], total - count).units <= room:
            return count
    return 0


def _with_briefs(
    stories: Sequence[Story], lines: Sequence[Html], heading: Html, total: int, room: int
) -> list[Html]:
    items = list(lines)
    left = room - _message(heading, items, total - len(items)).units
    for n, story in enumerate(stories):
        brief = _brief(story)
        if brief and brief.units + 1 <= left:
            items[n] = join((items[n], brief), "\n")
            left -= brief.units + 1
    return items


def _message(heading: Html, items: Sequence[Html], others: int) -> Html:
    more = LABELS["more"].format(count=others) if others else ""
    return join((heading, *items, more), "\n\n")


def _when(story: Story, zone: str, language: str, today: date) -> str:
    if story.published is None:
        return ""
    return dates.brief(
        story.published,
        zone=zone,
        language=language,
        today=today,
        has_time=story.published_has_time,
    )


def _line(story: Story, when: str, also: Sequence[Also], most: int) -> Html:
    title = paragraph(units.cut(line(story.title), _TITLE), story.lang)
    publisher = units.cut(line(story.publisher or ""), _PUBLISHER)
    others = also_line.render(also, name=_ALSO, most=most)
    return row((link(title, story.link), publisher, when, f"/s{story.code}", others), " · ")


def _brief(story: Story) -> Html:
    """Return a sentence that adds to the headline; empty where none does."""
    brief = line(digest_line(story.title, story.extract) or "")
    if not brief or units.length(brief) > _BRIEF:
        return Html()
    return plain(paragraph(brief, story.lang))
