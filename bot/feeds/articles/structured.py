"""What a page says of itself for machines: JSON-LD and meta tags."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from lxml import etree

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""A value of JSON."""

_ARTICLES = frozenset(
    {
        "NewsArticle", "Article", "ReportageNewsArticle", "AnalysisNewsArticle", "Report",
        "OpinionNewsArticle", "BackgroundNewsArticle", "ReviewNewsArticle", "BlogPosting",
        "LiveBlogPosting", "AdvertiserContentArticle", "TechArticle", "ScholarlyArticle",
        "SocialMediaPosting", "VideoObject", "DiscussionForumPosting", "ClaimReview", "Review",
        "MedicalWebPage", "Recipe", "HowTo", "PodcastEpisode", "Blog", "LiveBlog", "WebPage",
        "ItemPage", "CreativeWork", "MedicalScholarlyArticle", "OpinionArticle", "NewsStory",
    }
)  # fmt: skip
_LESS = frozenset(
    {"VideoObject", "ClaimReview", "Review", "MedicalWebPage", "Recipe", "HowTo", "PodcastEpisode",
     "Blog", "WebPage", "ItemPage", "CreativeWork"}
)  # fmt: skip
_TRAILING = re.compile(r",(?=\s*[}\]])")
_MAX_SCRIPT = 1_000_000
_MAX_NODES = 2_000
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item")


class Facts(NamedTuple):
    """A page's own statements."""

    article: dict[str, Json]
    """The JSON-LD node of the article; empty where there is none."""
    meta: dict[str, str]
    """Meta tags by lower-case name or property, the first of each that is not empty."""


def read(root: etree._Element) -> Facts:
    """Read the statements of a parsed page."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if content and (name := element.get(attribute)):
                for part in name.lower().split()[:5]:  # itemprop lists its names
                    meta.setdefault(part, content)
    return Facts(_article(root), meta)


def name_of(value: Json) -> str | None:
    """Return the name of a person or organisation in any of the ways JSON-LD writes one."""
    return next(iter(names_of(value)), None)


def names_of(value: Json) -> list[str]:
    """Return all names that a value of JSON-LD holds."""
    if isinstance(value, list):
        return [name for part in value[:20] for name in names_of(part)]
    if isinstance(value, dict):
        value = value.get("name") or value.get("alternateName")
        return names_of(value) if isinstance(value, list) else names_of(str(value or ""))
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return [text] if text else []


def url_of(value: Json) -> str | None:
    """Return the address that a value of JSON-LD holds."""
    if isinstance(value, list):
        return next((url for part in value[:20] if (url := url_of(part))), None)
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
        return (
            url_of(value)
            if isinstance(value, list)
            else (value if isinstance(value, str) else None)
        )
    return value.strip() or None if isinstance(value, str) else None


def _article(root: etree._Element) -> dict[str, Json]:
    best: dict[str, Json] = {}
    by_id: dict[str, dict[str, Json]] = {}
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node in _nodes(script.text or ""):
            if isinstance(identity := node.get("@id"), str) and len(node) > 1:
                by_id.setdefault(identity, node)
            if _worth(node) > _worth(best):
                best = node
    return {key: _resolved(value, by_id) for key, value in best.items()}


def _worth(node: dict[str, Json]) -> int:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    named = {k.rpartition("/")[2].rpartition(":")[2] for k in kinds if isinstance(k, str)}
    if not named & _ARTICLES:
        return 0
    stated = 2 * ("headline" in node) + ("datePublished" in node) + ("author" in node)
    return (stated if named <= _LESS else 1 + stated + 4) if stated else int(not named <= _LESS)


def _resolved(value: Json, by_id: dict[str, dict[str, Json]]) -> Json:
    """Follow a reference ({"@id": …}) to the node it names."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
        return by_id.get(str(value.get("@id")), value)
    if isinstance(value, list):
        return [_resolved(part, by_id) if isinstance(part, dict) else part for part in value[:50]]
    return value


def _read(text: str) -> list[Json]:
    """Return a script's value; one with commas too many is read without them."""
    for attempt in (text, _TRAILING.sub("", text)):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):  # a publisher's slip: the meta tags serve
            continue
    return []


def _nodes(script: str) -> Iterator[dict[str, Json]]:
    """Yield the objects of a script that can be articles, @graph and lists unfolded."""
    if len(script) > _MAX_SCRIPT:
        return
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = text.removeprefix("//<![CDATA[").removesuffix("//]]>").rstrip(";")
    waiting = _read(text)
    for _ in range(_MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [node[key] for key in _HOLDERS if isinstance(node.get(key), list | dict)]
