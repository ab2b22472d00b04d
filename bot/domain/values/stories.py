"""Articles as pages have them, and the stories made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from urllib.parse import urlsplit

from bot.domain.errors import Wall


class Sentence(NamedTuple):
    """A sentence of an article, as the summary ranked it."""

    text: str
    """The sentence, letter for letter but for white space."""
    position: int
    """Its place in the article, from 0."""
    rank: int
    """Its worth for the summary: 0 is the best."""
    paragraph: int
    """The paragraph it stands in, from 0."""


class TextFrom(StrEnum):
    """Where a story's text comes from."""

    PAGE = "page"
    FEED = "feed"
    """The page could not be read, or said less than the feed."""
    PAY = "pay"
    """A paywall: the feed's text, or what the page shows of itself."""
    CONSENT = "consent"
    """A consent wall, likewise."""
    BOTS = "bots"
    """A wall against bots, likewise."""


@dataclass(frozen=True, slots=True)
class Article:
    """What a page says (contract of ``storywire try article``)."""

    title: str | None
    text: str
    """Plain text, paragraphs parted by a blank line."""
    published: datetime | None
    published_has_time: bool
    """False where the page gives a day only."""
    author: str | None
    origin: str | None
    """Who first reported it, where the publisher syndicates."""
    publisher: str | None
    home: str | None
    """The publisher's home page."""
    image: str | None
    canonical_url: str | None
    lang: str | None
    publisher_code: str | None
    wall: Wall | None = None
    """What keeps visitors from the rest of the text, where ``text`` is only its beginning."""


@dataclass(frozen=True, slots=True)
class Story:
    """A story that was read and has its code."""

    id: int
    code: int
    """Our number: short, sequential, for ever."""
    publisher_code: str | None
    """The publisher's own number."""
    title: str
    text: str
    """The article as plain text; empty once the retention has passed."""
    extract: tuple[Sentence, ...]
    """Ranked sentences, in the article's order."""
    published: datetime | None
    published_has_time: bool
    seen_at: datetime
    origin: str | None
    author: str | None
    publisher: str | None
    home: str | None
    link: str
    """Canonical address."""
    lang: str | None
    photo_file_id: str | None
    """Telegram's id of the QR photo once it was uploaded."""
    text_from: TextFrom = TextFrom.PAGE
    summary: str | None = None
    """What a language model wrote of it, on one line; None where only the extract serves."""
    summary_by: str | None = None
    """The model's name; None where there is no summary."""
    event_id: int | None = None
    """The event it tells; None where that was not asked (yet)."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a draft gave: everything of a Story but its id, code and photo."""

    publisher_code: str | None
    title: str
    text: str
    extract: tuple[Sentence, ...]
    published: datetime | None
    published_has_time: bool
    origin: str | None
    author: str | None
    publisher: str | None
    home: str | None
    link: str
    lang: str | None
    text_from: TextFrom = TextFrom.PAGE
    summary: str | None = None
    summary_by: str | None = None


class Also(NamedTuple):
    """Another source's story of an event, as a card or a digest names it."""

    code: int
    """The story's code."""
    publisher: str
    """Who published it."""

    @classmethod
    def of(cls, code: int, publisher: str | None, link: str) -> Also:
        """Return a story by who published it: by its host where it has no publisher."""
        return cls(code, publisher or urlsplit(link).hostname or link)


class Trend(NamedTuple):
    """An event that several sources tell."""

    story: Story
    """The story that stands for it."""
    also: tuple[Also, ...]
    """The others, one a source."""
