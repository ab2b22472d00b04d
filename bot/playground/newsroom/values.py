"""The newsroom's values. Instants are aware datetimes in UTC, to the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.errors import StorywireError


class SubmissionError(StorywireError):
    """A story cannot be published as it was sent; the text names the field and the fix."""


class FeedKind(StrEnum):
    """The formats in which a source serves its feed."""

    RSS = "rss"
    ATOM = "atom"


@dataclass(frozen=True, slots=True)
class Profile:
    """A publisher as the newsroom's own list of sources describes it."""

    name: str
    slug: str
    """Its part of addresses: a-z, 0-9 and hyphens."""
    # Atom says that a title is plain text; in RSS readers take tags in it for markup
    kind: FeedKind = FeedKind.ATOM
    site: str | None = None
    """The home page on example.org that an invented publisher goes by; nothing is there."""
    lang: str | None = None
    """BCP 47 language of the publisher's own pages."""
    strapline: str | None = None
    """One line about the publisher."""


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher with a feed."""

    id: int
    profile: Profile
    changed: int
    """Seconds since 1970 for Last-Modified; grows with every story, by one at least."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A story to publish, checked."""

    title: str
    """One line of plain text."""
    text: str
    """Plain text, paragraphs parted by a blank line."""
    source: str
    """The publisher's name, as readers see it."""
    published: datetime | None
    """None where the story carries no date."""
    lang: str | None = None
    """BCP 47; None leaves it to the reader to find out."""
    origin: str | None = None
    """Who first reported it, where the source syndicates."""
    author: str | None = None
    code: str | None = None
    """The publisher's own code."""
    key: str | None = None
    """The name of a story that ships with the newsroom, by which it is published once only."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A published story."""

    id: int
    source: Source
    story: Submission
    posted: datetime
    """When it entered the feed, whatever date it carries."""
