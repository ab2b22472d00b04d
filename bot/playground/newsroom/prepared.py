"""The stories that ship with the newsroom: read from the package and dated from the first start."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from bot.playground.newsroom.labels import labels_for
from bot.playground.newsroom.submissions import paragraphs
from bot.playground.newsroom.values import FeedKind, Profile, Submission

LANGUAGES = ("en", "ar", "fa", "ru", "es")
"""The languages the newsroom's own stories are written in."""

# Agencies write "on Tuesday"; which day that is depends on when the playground first started.
_WEEKDAY = re.compile(r"\{weekday([+-]\d)?\}")


class Prepared(NamedTuple):
    """A story as it ships, before it has a date."""

    story: Submission
    """Undated; its key is the name of the story."""
    days_ago: int | None
    """Published this many days before the first start, at ``at``."""
    at: time | None
    """UTC."""
    minutes_ago: int | None
    """Or so many minutes before the first start. Without either the story carries no date."""


@cache
def profiles() -> tuple[Profile, ...]:
    """Return the newsroom's own publishers."""
    return tuple(
        Profile(**{**entry, "kind": FeedKind(entry["kind"])})
        for entry in _toml("sources.toml")["source"]
    )


@cache
def stories() -> tuple[Prepared, ...]:
    """Return the stories that are published at the first start."""
    return tuple(
        _prepared(entry, lang)
        for lang in LANGUAGES
        for entry in _toml(f"stories/{lang}.toml")["story"]
    )


@cache
def drafts() -> tuple[Prepared, ...]:
    """Return the stories that wait for the newsroom's "publish the next story" button."""
    return tuple(_prepared(e, e["lang"]) for e in _toml("stories/drafts.toml")["story"])


def first_edition(first_start: datetime) -> list[Submission]:
    """Return the stories dated over the seven days before the first start, the oldest first."""
    dated = [(_published(prepared, first_start), prepared) for prepared in stories()]
    # An undated story stands in the middle: neither the newest nor the first to leave the feed.
    middle = first_start - timedelta(days=3)
    dated.sort(key=lambda pair: pair[0] or middle)
    return [on_day(p.story, published, first_start) for published, p in dated]


def on_day(story: Submission, published: datetime | None, today: datetime) -> Submission:
    """Return the story with its date and the weekdays in its text filled in."""
    day = (published or today).date()
    weekdays = labels_for(story.lang).weekdays

    def name(found: re.Match[str]) -> str:
        return weekdays[(day + timedelta(days=int(found[1] or 0))).weekday()]

    return Submission(
        title=story.title,
        text=_WEEKDAY.sub(name, story.text),
        source=story.source,
        published=published,
        lang=story.lang,
        origin=story.origin,
        author=story.author,
        code=story.code,
        key=story.key,
    )


def _published(prepared: Prepared, first_start: datetime) -> datetime | None:
    if prepared.minutes_ago is not None:
        instant = first_start - timedelta(minutes=prepared.minutes_ago)
        return instant.replace(second=0, microsecond=0)
    if prepared.days_ago is None or prepared.at is None:
        return None
    day = first_start.date() - timedelta(days=prepared.days_ago)
    return datetime.combine(day, prepared.at, first_start.tzinfo)


def _prepared(entry: Mapping[str, Any], lang: str) -> Prepared:
    at = entry.get("time")
    story = Submission(
        title=entry["title"],
        # Lines are folded in the file for whoever edits it; a reader sees paragraphs.
        text="\n\n".join(" ".join(p.split()) for p in paragraphs(entry["text"])),
        source=entry["source"],
        published=None,
        lang=lang,
        origin=entry.get("origin"),
        author=entry.get("author"),
        code=entry.get("code"),
        key=entry["key"],
    )
    return Prepared(story, entry.get("days_ago"), at, entry.get("minutes_ago"))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text("utf-8"))
