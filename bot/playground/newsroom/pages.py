"""The newsroom's HTML: articles, a source's home page, the newsstand. All text is escaped here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from bot.playground.newsroom.labels import date_line, direction, labels_for
from bot.playground.newsroom.links import Links
from bot.playground.newsroom.submissions import paragraphs
from bot.playground.newsroom.syndication import CONTENT_TYPES, summary
from bot.playground.newsroom.values import Profile, Publication, Source


def render_article(publication: Publication, links: Links) -> str:
    """Return a story's page: what a reader sees, and the same for machines in its head.

    It holds no date but the story's own, so that nobody dates an undated story by its page.
    """
    story, source = publication.story, publication.source
    labels = labels_for(story.lang)
    return _template("article.html").substitute(
        root=_root(story.lang),
        title=escape(story.title),
        source=escape(source.profile.name),
        link=links.article(publication),
        home=links.home(source),
        feed=links.feed(source),
        feed_type=_feed_type(source),
        stylesheet=links.stylesheet(),
        newsstand=links.newsstand(),
        summary=escape(summary(story.text)),
        meta="\n".join(_meta(publication, links)),
        json_ld=_in_script(_news_article(publication, links)),
        latest_label=escape(labels.latest),
        feed_label=escape(labels.feed),
        newsstand_label=escape(labels.newsstand),
        byline=_byline(publication),
        dateline=_dateline(publication),
        paragraphs="\n".join(_paragraph(part) for part in paragraphs(story.text)),
        code=_code_line(story.code),
        footer=_imprint(source.profile),
    )


def render_home(source: Source, stories: Sequence[Publication], links: Links) -> str:
    """Return a source's home page with these stories."""
    profile = source.profile
    labels = labels_for(profile.lang)
    feed = links.feed(source)
    alternate = (
        f'<link rel="alternate" type="{_feed_type(source)}" title="{escape(profile.name)}"'
        f' href="{feed}">'
    )
    return _template("listing.html").substitute(
        root=_root(profile.lang),
        title=escape(profile.name),
        link=links.home(source),
        alternate=alternate,
        stylesheet=links.stylesheet(),
        strapline=escape(profile.strapline or labels.latest),
        nav=f'<a href="{feed}">{escape(labels.feed)}</a>'
        f' <a href="{links.newsstand()}">{escape(labels.newsstand)}</a>',
        items="\n".join(_story_item(publication, links) for publication in stories),
        footer=_imprint(profile),
    )


def render_newsstand(sources: Sequence[Source], links: Links) -> str:
    """Return the page that lists all sources."""
    return _template("listing.html").substitute(
        root=_root("en"),
        title="The playground's newsstand",
        link=links.newsstand(),
        alternate="",
        stylesheet=links.stylesheet(),
        strapline="Every newspaper here is invented, and so is its news.",
        nav=f'<a href="{links.base}/">Chat</a>',
        items="\n".join(
            f'<li><a dir="auto" href="{links.home(source)}">{escape(source.profile.name)}</a>'
            f'<span class="note" dir="auto">{escape(source.profile.strapline or "")}</span></li>'
            for source in sources
        ),
        footer="Storywire playground",
    )


def render_missing(links: Links) -> str:
    """Return the page for an address where no story is."""
    return _template("listing.html").substitute(
        root=_root("en"),
        title="No such story",
        link=links.newsstand(),
        alternate="",
        stylesheet=links.stylesheet(),
        strapline="Nothing was published at this address. All newspapers are on the newsstand.",
        nav=f'<a href="{links.newsstand()}">Newsstand</a>',
        items="",
        footer="Storywire playground",
    )


def _meta(publication: Publication, links: Links) -> Iterable[str]:
    story = publication.story
    properties = {
        "og:type": "article",
        "og:site_name": publication.source.profile.name,
        "og:title": story.title,
        "og:description": summary(story.text),
        "og:url": links.article(publication),
        "article:published_time": story.published and story.published.isoformat(),
    }
    for name, content in properties.items():
        if content:
            yield f'<meta property="{name}" content="{escape(content)}">'
    if story.author:
        yield f'<meta name="author" content="{escape(story.author)}">'


def _news_article(publication: Publication, links: Links) -> dict[str, object]:
    """Return the story in the terms of https://schema.org/NewsArticle."""
    story, source = publication.story, publication.source
    link = links.article(publication)
    facts: dict[str, object | None] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": link},
        "url": link,
        "headline": story.title,
        "datePublished": story.published and story.published.isoformat(),
        "inLanguage": story.lang,
        "author": story.author and {"@type": "Person", "name": story.author},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": source.profile.name,
            "url": links.home(source),
        },
        "sourceOrganization": story.origin
        and {"@type": "NewsMediaOrganization", "name": story.origin},
        "creditText": story.origin,
        "identifier": story.code,
    }
    return {name: fact for name, fact in facts.items() if fact}


def _in_script(value: object) -> str:
    # Nothing is unescaped inside a script element, so the text must not be able to close it.
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _byline(publication: Publication) -> str:
    story = publication.story
    parts = []
    if story.origin:
        parts.append(f'<span class="origin">{escape(story.origin)}</span>')
    if story.author:
        label = escape(labels_for(story.lang).author)
        parts.append(f'{label} <span class="author" rel="author">{escape(story.author)}</span>')
    return f'<p class="byline">{" | ".join(parts)}</p>' if parts else ""


def _dateline(publication: Publication) -> str:
    story = publication.story
    if story.published is None:
        return ""
    line = escape(date_line(story.published, story.lang))
    instant = story.published.isoformat()
    return f'<p class="dateline"><time datetime="{instant}">{line}</time></p>'


def _paragraph(text: str) -> str:
    lines = (escape(line.strip()) for line in text.split("\n"))
    return f'<p dir="auto">{"<br>".join(lines)}</p>'


def _code_line(code: str | None) -> str:
    # In English on every page: readers of news know the line by these words.
    line = f'<p class="story-code"><bdi dir="ltr">Story Code: {escape(code or "")}</bdi></p>'
    return line if code else ""


def _story_item(publication: Publication, links: Links) -> str:
    story = publication.story
    labels = labels_for(publication.source.profile.lang)
    when = date_line(story.published, story.lang) if story.published else labels.undated
    return (
        f'<li><a dir="auto" href="{links.article(publication)}">{escape(story.title)}</a>'
        f'<span class="note">{escape(when)}</span></li>'
    )


def _imprint(profile: Profile) -> str:
    site = "" if profile.site is None else f" · {profile.site.removeprefix('https://')}"
    return escape(f"{profile.name}{site} · {labels_for(profile.lang).footer}")


def _root(lang: str | None) -> str:
    named = "" if lang is None else f' lang="{escape(lang)}"'
    return f'{named} dir="{direction(lang)}"'


def _feed_type(source: Source) -> str:
    return CONTENT_TYPES[source.profile.kind].split(";")[0]


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / name).read_text("utf-8"))
