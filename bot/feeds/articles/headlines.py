"""A page's headline."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree

from bot.feeds.articles.agencies import squashed
from bot.feeds.articles.structured import Facts, names_of
from bot.feeds.urls import host
from bot.text.html import one_line

SEPARATED = re.compile(r"\s+(?:[|•·»«—–:]|-{1,2}|::|\|\|)\s+|\s*[|｜]\s*|:\s+(?=\S+$)")
"""What stands between a headline, a section and a site's name."""

_EDGES = " |•·»«—–:-｜"
_ENOUGH = 0.5
_SHORTEST = 10
_SHARED = 5
"""Words that a headline and the one shown have in common, where they differ."""


def title(root: etree._Element, facts: Facts, site: str | None, url: str | None) -> str | None:
    """Return the headline, without sections and the site's name before and behind it.

    What the page states serves first; its main heading tells which part of that is the headline.
    """
    stated = (
        *names_of(facts.article.get("headline"))[:1],
        facts.meta.get("og:title"), facts.meta.get("twitter:title"), facts.meta.get("dc.title"),
    )  # fmt: skip
    headings = [line for h in root.iter("h1") if (line := text_of(h))][:10]
    for candidate in stated:
        if candidate and (line := _bare(one_line(candidate), headings, site, url)):
            return line
    page = one_line(page_title(root))
    heading = max(headings, key=lambda h: _likeness(h, page), default=None)
    if heading and _likeness(heading, page) >= _ENOUGH:
        return heading
    return _bare(page, headings, site, url) or (headings[0] if headings else None)


def heading_of(root: etree._Element, line: str | None) -> etree._Element | None:
    """Return the heading that shows a headline, else the page's only one; None without any."""
    wanted = squashed(line or "")
    found = [h for name in ("h1", "h2") for h in root.iter(name)][:200]
    shown = [(h, squashed(text_of(h))) for h in found]
    same = [h for h, text in shown if text and text == wanted]
    like = [h for h, text in shown if len(text) > 15 and (text in wanted or wanted in text)]
    if not wanted or same or like:
        return next(iter(same + like), None)
    firsts = [h for h in found if h.tag == "h1"]
    words = set((line or "").casefold().split())
    near = [h for h in firsts if len(words & set(text_of(h).casefold().split())) >= _SHARED]
    return next(iter(near), firsts[0] if len(firsts) == 1 else None)


def around(heading: etree._Element | None, levels: int) -> list[etree._Element]:
    """Return the elements up to so many levels above a heading, the closest first; no body."""
    above = islice(heading.iterancestors(), levels) if heading is not None else ()
    return [element for element in above if element.tag not in {"body", "html"}]


def page_title(root: etree._Element) -> str:
    """Return the words of a page's title element on one line; empty where it has none."""
    return next((text_of(element) for element in root.iter("title")), "")


def text_of(element: etree._Element) -> str:
    """Return an element's words on one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def is_site(part: str, site: str | None, url: str | None) -> bool:
    """Return whether a part of a title is the site's name, or the name of its host."""
    plain = squashed(part)
    if not plain:
        return False
    if site and plain == squashed(site):
        return True
    name = host(url)
    return plain in {squashed(name), *(squashed(label) for label in name.split(".")[:-1])}


def _bare(line: str, headings: list[str], site: str | None, url: str | None) -> str:
    parts = [part for part in SEPARATED.split(line) if part.strip()]
    if len(parts) < 2:
        return line
    shown = {squashed(heading): heading for heading in headings}
    for part in parts:
        if len(part) >= _SHORTEST and squashed(part) in shown:
            return part.strip(_EDGES)
    if is_site(parts[-1], site, url):
        line = line[: line.rindex(parts[-1])].rstrip(_EDGES)
    elif is_site(parts[0], site, url):
        line = line[line.index(parts[0]) + len(parts[0]) :].lstrip(_EDGES)
    whole = squashed(line)
    longest = max((h for s, h in shown.items() if len(s) > 15 and s in whole), key=len, default="")
    is_cut = longest and whole.startswith(squashed(longest)) and len(longest) > 0.6 * len(line)
    rest = line[len(longest) :].lstrip() if is_cut else ""
    return longest if is_cut and rest[:1] in set("|•·»—–-") else line


def _likeness(heading: str, page: str) -> float:
    """Return how much of a heading's words the page's title has, the longer one better."""
    if len(heading) <= 5:
        return 0.0
    words, other = set(heading.casefold().split()), set(page.casefold().split())
    both = len(words & other)
    return both / len(words) * min(1.0, both / max(1, min(len(other), 4)) + 0.25)
