"""Feeds of the newsroom's sources: RSS 2.0 and Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime

from lxml import etree

from bot.playground.clock import stamp
from bot.playground.newsroom.labels import base
from bot.playground.newsroom.links import Links, guid
from bot.playground.newsroom.submissions import paragraphs
from bot.playground.newsroom.values import FeedKind, Publication, Source

CONTENT_TYPES = {
    FeedKind.RSS: "application/rss+xml; charset=utf-8",
    FeedKind.ATOM: "application/atom+xml; charset=utf-8",
}
"""Of each feed format."""

_ATOM = "http://www.w3.org/2005/Atom"
_ATOM_ALONE: dict[None, str] = {None: _ATOM}
_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SUMMARY_LENGTH = 400


def render_feed(source: Source, stories: Sequence[Publication], links: Links) -> bytes:
    """Return a source's feed, in the source's format, with the stories in the order given."""
    render = _rss if source.profile.kind is FeedKind.RSS else _atom
    root = render(source, stories, links)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)


def summary(text: str) -> str:
    """Return the first paragraph of a text, whole words of it where it is long."""
    first = " ".join(paragraphs(text)[0].split())
    if len(first) <= _SUMMARY_LENGTH:
        return first
    cut = first[:_SUMMARY_LENGTH]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"


def _rss(source: Source, stories: Sequence[Publication], links: Links) -> etree._Element:
    rss = etree.Element("rss", version="2.0", nsmap={"dc": _DC, "atom": _ATOM})
    channel = etree.SubElement(rss, "channel")
    _add(channel, "title", source.profile.name)
    _add(channel, "link", links.home(source))
    _add(channel, "description", source.profile.strapline or source.profile.name)
    _add(channel, "language", _common_language(stories))
    _add(channel, "lastBuildDate", _rfc822(datetime.fromtimestamp(source.changed, UTC)))
    etree.SubElement(
        channel,
        f"{{{_ATOM}}}link",
        rel="self",
        type="application/rss+xml",
        href=links.feed(source),
    )
    for publication in stories:
        story = publication.story
        item = etree.SubElement(channel, "item")
        _add(item, "title", story.title)
        _add(item, "link", links.article(publication))
        _add(item, "guid", guid(publication), isPermaLink="false")
        _add(item, "pubDate", None if story.published is None else _rfc822(story.published))
        _add(item, f"{{{_DC}}}creator", story.author)
        _add(item, f"{{{_DC}}}language", story.lang)
        # RSS descriptions are HTML: a "<" of the story is written twice over.
        _add(item, "description", _as_html(summary(story.text)))
    return rss


def _atom(source: Source, stories: Sequence[Publication], links: Links) -> etree._Element:
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap=_ATOM_ALONE)  # type: ignore[arg-type]  # the stubs forget None
    _set_language(feed, _common_language(stories))
    _add(feed, f"{{{_ATOM}}}title", source.profile.name)
    _add(feed, f"{{{_ATOM}}}subtitle", source.profile.strapline)
    _add(feed, f"{{{_ATOM}}}id", f"tag:newsroom.example.org,2026:{source.profile.slug}")
    _add(feed, f"{{{_ATOM}}}updated", stamp(datetime.fromtimestamp(source.changed, UTC)))
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="alternate", href=links.home(source))
    etree.SubElement(feed, f"{{{_ATOM}}}link", rel="self", href=links.feed(source))
    for publication in stories:
        story = publication.story
        entry = etree.SubElement(feed, f"{{{_ATOM}}}entry")
        _set_language(entry, story.lang)
        _add(entry, f"{{{_ATOM}}}title", story.title, type="text")
        etree.SubElement(
            entry, f"{{{_ATOM}}}link", rel="alternate", href=links.article(publication)
        )
        _add(entry, f"{{{_ATOM}}}id", guid(publication))
        # Atom wants "updated" always; an undated story that had it would be dated after all.
        date = None if story.published is None else stamp(story.published)
        _add(entry, f"{{{_ATOM}}}published", date)
        _add(entry, f"{{{_ATOM}}}updated", date)
        if story.author:
            author = etree.SubElement(entry, f"{{{_ATOM}}}author")
            _add(author, f"{{{_ATOM}}}name", story.author)
        _add(entry, f"{{{_ATOM}}}summary", summary(story.text))
    return feed


def _common_language(stories: Sequence[Publication]) -> str | None:
    """Return the language of all stories, or None: it would speak for stories that name none."""
    languages = {base(publication.story.lang) for publication in stories}
    return languages.pop() if len(languages) == 1 else None


def _set_language(element: etree._Element, lang: str | None) -> None:
    if lang is not None:
        element.set(_XML_LANG, lang)


def _add(parent: etree._Element, tag: str, text: str | None, **attributes: str) -> None:
    if text is not None:
        etree.SubElement(parent, tag, attributes).text = text


def _as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _rfc822(instant: datetime) -> str:
    return format_datetime(instant, usegmt=True)
