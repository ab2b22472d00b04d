"""Addresses at which feeds are known to be, told from a site's address alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import parse_qs, quote, urlencode, urlsplit

COMMON = ("/feed", "/rss.xml", "/feed.xml", "/rss", "/atom.xml", "/index.xml", "/feed.json")
"""Paths at which feeds stand most often, the likeliest first."""
NEWS_SITEMAPS = ("/sitemap-news.xml", "/news-sitemap.xml")
"""Paths at which news sitemaps stand most often."""


class Site(NamedTuple):
    """A site's address taken apart."""

    root: str
    """Scheme and host."""
    host: str
    """Lower case, without ``www.`` and ``m.``."""
    parts: tuple[str, ...]
    """The segments of the path that are not empty."""
    query: dict[str, list[str]]


Rule = Callable[[Site], list[str]]


def by_rule(url: str) -> list[str]:
    """Return the feeds of an address whose site has a known form, the best first; else none."""
    site = _site(url)
    if site is None:
        return []
    for pattern, rule in _RULES:
        if pattern.fullmatch(site.host):
            return rule(site)
    # Mastodon and its kin stand on any host: @name is their form, and their feed is beside it.
    if len(site.parts) == 1 and re.fullmatch(r"@[\w.-]{1,60}", site.parts[0]):
        return [f"{site.root}/{site.parts[0]}.rss"]
    return []


def _site(url: str) -> Site | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        query = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return None
    bare = re.sub(r"^(?:www|m|mobile|old|new)\.(?=[^.]+\.)", "", host)
    segments = tuple(segment for segment in parts.path.split("/") if segment)
    return Site(f"{parts.scheme}://{parts.netloc}", bare, segments, query)


def _youtube(site: Site) -> list[str]:
    base = "https://www.youtube.com/feeds/videos.xml?"
    if playlist := site.query.get("list"):
        return [base + urlencode({"playlist_id": playlist[0]})]
    match site.parts:
        case ("channel", channel, *_):
            return [base + urlencode({"channel_id": channel})]
        case ("user", user, *_):
            return [base + urlencode({"user": user})]
    return []  # @names: the page itself names its feed


def _reddit(site: Site) -> list[str]:
    match site.parts:
        case ("r" | "user" | "u", name, *_):
            kind = "r" if site.parts[0] == "r" else "user"
            return [f"https://www.reddit.com/{kind}/{name}/.rss"]
        case ():
            return ["https://www.reddit.com/.rss"]
    return []


def _medium(site: Site) -> list[str]:
    if site.host != "medium.com":
        return [f"{site.root}/feed"]
    if site.parts and site.parts[0] == "tag":
        return [f"https://medium.com/feed/tag/{site.parts[1]}"] if len(site.parts) > 1 else []
    known = site.parts and site.parts[0] not in {"feed", "m", "me", "search", "about"}
    return [f"https://medium.com/feed/{site.parts[0]}"] if known else []


def _github(site: Site) -> list[str]:
    match site.parts:
        case (user,) if user not in {"features", "topics", "trending", "search", "about"}:
            return [f"https://github.com/{user}.atom"]
        case (user, repo, "commits" | "tree", branch, *_):
            return [f"https://github.com/{user}/{repo}/commits/{branch}.atom"]
        case (user, repo, "commits", *_):
            return [f"https://github.com/{user}/{repo}/commits.atom"]
        case (user, repo, "tags", *_):
            return [f"https://github.com/{user}/{repo}/tags.atom"]
        case (user, repo, *_):
            ours = f"https://github.com/{user}/{repo}/"
            return [f"{ours}{name}.atom" for name in ("releases", "tags", "commits")]
    return []


def _google_news(site: Site) -> list[str]:
    if not site.parts or site.parts[0] in {"home", "rss"}:
        return ["https://news.google.com/rss"]
    query = urlencode(site.query, doseq=True)
    return [f"https://news.google.com/rss/{quote('/'.join(site.parts))}?{query}".rstrip("?")]


def _bluesky(site: Site) -> list[str]:
    match site.parts:
        case ("profile", name, *_):
            return [f"https://bsky.app/profile/{name}/rss"]
    return []


def _at(*paths: str) -> Rule:
    return lambda site: [site.root + path for path in paths]


def _wordpress(site: Site) -> list[str]:
    match site.parts:
        case ("category" | "tag" | "author" as kind, name, *_):
            return [f"{site.root}/{kind}/{name}/feed/", f"{site.root}/feed/"]
    return [f"{site.root}/feed/"]


def _stack(site: Site) -> list[str]:
    match site.parts:
        case ("questions", "tagged", tag, *_):
            return [f"{site.root}/feeds/tag/{tag}"]
    return [f"{site.root}/feeds"]


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r"youtube\.com", _youtube),
        (r"reddit\.com", _reddit),
        (r"(?:[\w-]+\.)?medium\.com", _medium),
        (r"[\w-]+\.substack\.com", _at("/feed")),
        (r"[\w-]+\.wordpress\.com", _wordpress),
        (r"[\w-]+\.blogspot\.[a-z.]{2,6}", _at("/feeds/posts/default")),
        (r"[\w-]+\.tumblr\.com", _at("/rss")),
        (r"github\.com", _github),
        (r"news\.google\.com", _google_news),
        (r"bsky\.app", _bluesky),
        (r"news\.ycombinator\.com", _at("/rss")),
        (r"stackoverflow\.com|[\w-]+\.stackexchange\.com", _stack),
    )
)
