"""Paywalls: whether a page shows only the beginning of its article."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from bot.feeds.articles import phrases
from bot.feeds.articles.blocks import Block
from bot.feeds.articles.headlines import page_title
from bot.feeds.articles.structured import Facts, Json

_WHOLE = 2500
"""Characters that nobody gives away as a teaser, unless the page says how many there are."""
_TEASER = 1500
_SHORT = 800
_NEAR = 16
"""Blocks behind the text among which a notice is the article's."""
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*$")
_LOCKED = frozenset({"locked", "paid", "premium", "subscriber", "subscribers", "payant", "plus"})
_TIERS = ("article:content_tier", "content_tier", "content-tier", "cxenseparse:contenttype")
_PAID = (
    "ispremium",
    "premium",
    "paywall",
    "is_paid",
    "ispaid",
    "cxenseparse:paywall",
    "cxenseparse:pw",
)
_WALLED = re.compile(
    r"(?:^|[\s_-])(?:paywall|regwall|registration-?wall|pay-?wall|piano|tp-container|meter-?wall|"
    r"subscri(?:ber|ption|be)-?(?:only|wall|gate)|premium-?(?:wall|gate)|content-?gate|locked)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_SELECTOR = re.compile(r"(\.|#)([\w-]+)\s*$")
# a character of these scripts says about as much as three letters
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def is_teaser(root: etree._Element, facts: Facts, text: str, found: list[Block]) -> bool:
    """Return whether ``text`` is but the beginning of an article that costs money to read.

    A page that ships its whole text is no teaser, whatever it says of subscribers.
    """
    size = len(text) + 2 * len(_DENSE.findall(text))
    stated = _stated_size(facts)
    if stated and size >= 0.7 * stated:
        return False
    cut_short = bool(stated and size < 0.5 * stated)
    if size >= _WHOLE and not cut_short:
        return False
    paid = is_paid(facts)
    if paid and (shipped := _shipped(root, facts)) is not None and shipped >= 500:
        return False
    if paid and (cut_short or size < _TEASER or shipped == 0):
        return True
    if (cut_short or size < _TEASER) and _is_asked(root, text, found):
        return True
    hinted = _tier(facts) == "metered" or _has_overlay(root)
    ends = text.split("\n\n")[-3:]
    return hinted and (cut_short or (size < _SHORT and any(_CUT.search(end) for end in ends)))


def is_notice(paragraph: str) -> bool:
    """Return whether a paragraph is a paywall's own words."""
    return bool(phrases.notices("pay", [Block(paragraph, heading=False, hidden=False)]))


def _is_asked(root: etree._Element, text: str, found: list[Block]) -> bool:
    """Return whether a paywall's notice stands in the text or shortly behind it."""
    seen = [b for b in found if not b.hidden]
    own = set(text.split("\n\n"))
    places = [n for n, b in enumerate(seen) if b.text in own]
    first, last = (places[0], places[-1] + _NEAR) if places else (0, len(seen))
    title = page_title(root)
    near = [b for b in seen[first:last] if not (b.heading and b.text in title)]
    return bool(phrases.notices("pay", near))


def is_paid(facts: Facts) -> bool:
    """Return whether a page says that its article, or a part of it, costs money to read."""
    free = _is_free(facts.article.get("isAccessibleForFree"))
    if free is None:
        parts = facts.article.get("hasPart")
        for part in parts if isinstance(parts, list) else [parts]:
            if isinstance(part, dict) and _is_free(part.get("isAccessibleForFree")) is False:
                free = False
    if free is not None:
        return not free
    return _tier(facts) in _LOCKED or any(
        facts.meta.get(name, "").lower() in {"true", "1", "yes", "y", "locked"} for name in _PAID
    )


def _is_free(value: Json) -> bool | None:
    """Return the truth that JSON-LD states in any of the ways publishers write it."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, bool | int):
        return bool(value)
    word = value.strip().rpartition("/")[2].lower() if isinstance(value, str) else ""
    if word in {"false", "no", "0", "n"}:
        return False
    return True if word in {"true", "yes", "1", "y"} else None


def _tier(facts: Facts) -> str:
    return next((facts.meta[name].lower() for name in _TIERS if name in facts.meta), "")


def _stated_size(facts: Facts) -> float | None:
    """Return about how many characters the page says its article has."""
    words = facts.article.get("wordCount")
    if isinstance(words, str) and words.strip().isdecimal():
        words = int(words)
    if isinstance(words, int) and 50 <= words <= 50_000:
        return words * 5.5
    return None


def _shipped(root: etree._Element, facts: Facts) -> int | None:
    """Return how many characters stand in the parts named as paid; None where none is named."""
    parts = facts.article.get("hasPart")
    total: int | None = None
    for part in (parts if isinstance(parts, list) else [parts])[:10]:
        if not isinstance(part, dict) or _is_free(part.get("isAccessibleForFree")) is not False:
            continue
        selectors = part.get("cssSelector")
        for selector in (selectors if isinstance(selectors, list) else [selectors])[:5]:
            match = _SELECTOR.search(selector) if isinstance(selector, str) else None
            if match:
                total = (total or 0) + _size(root, match[1] == ".", match[2])
    return total


def _size(root: etree._Element, is_class: bool, name: str) -> int:
    path = (
        "//*[contains(concat(' ', normalize-space(@class), ' '), concat(' ', $name, ' '))]"
        if is_class
        else "//*[@id=$name]"
    )
    found: Any = root.xpath(path, name=name)
    pieces = ("".join(map(str, e.xpath(".//p//text()"))) for e in found[:50])
    return sum(len(piece.strip()) for piece in pieces)


def _has_overlay(root: etree._Element) -> bool:
    return any(
        _WALLED.search(element.get("class") or "") or _WALLED.search(element.get("id") or "")
        for element in root.iter("div", "section", "aside")
    )
