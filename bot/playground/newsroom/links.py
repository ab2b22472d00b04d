"""The newsroom's addresses, absolute on the playground's own."""

from __future__ import annotations

from typing import NamedTuple

from bot.playground.newsroom.naming import id_in_letters, slug
from bot.playground.newsroom.values import Publication, Source


class Links(NamedTuple):
    """The addresses of everything the newsroom serves."""

    base: str
    """The playground's address, without a slash at the end."""

    def newsstand(self) -> str:
        """Return the page that lists the sources."""
        return f"{self.base}/news/"

    def stylesheet(self) -> str:
        """Return the style of all pages."""
        return f"{self.base}/news/style.css"

    def home(self, source: Source) -> str:
        """Return a source's home page."""
        return f"{self.base}/news/{source.profile.slug}/"

    def feed(self, source: Source) -> str:
        """Return a source's feed."""
        return f"{self.base}/news/{source.profile.slug}/{source.profile.kind}.xml"

    def article(self, publication: Publication) -> str:
        """Return a story's page; the same for ever but for the base."""
        words = slug(publication.story.title)
        page = f"{self.home(publication.source)}{id_in_letters(publication.id)}"
        return f"{page}/{words}" if words else page


def guid(publication: Publication) -> str:
    """Return the id of a story in its feed (RFC 4151), whatever address it is served at."""
    slug_ = publication.source.profile.slug
    return f"tag:newsroom.example.org,2026:{slug_}/{id_in_letters(publication.id)}"
