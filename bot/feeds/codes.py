"""The publisher's own number of a story, from the page's words, its data or its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from bot.feeds.structured import Facts

_DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "0123456789" * 2)
_LABEL = (
    r"(?:(?:story|news|article)\s?(?:code|id|no\.?|number)|"
    r"(?:شناسه|شناسهٔ|شناسه‌ی|کد|شماره)\s?(?:خبر|مطلب|نوشته)|"
    r"(?:رمز|رقم|كود|معرف)\s?(?:الخبر|المقال)|"
    r"(?:код|номер|id)\s?(?:новости|материала|статьи)|código\s(?:de\s(?:la\s)?)?noticia|"
    r"haber\s?(?:kodu|no)|新闻编号|文章编号)"
)
LINE = re.compile(
    rf"{_LABEL}\s*[:：#-]?\s*#?(?P<code>[\w.-]{{0,6}}[0-9۰-۹٠-٩][\w-]{{0,14}})", re.IGNORECASE
)
"""A line that shows the code, such as ``Story Code: 309076``."""
_META = (
    "article_id", "articleid", "article:id", "article-id", "news_id", "newsid", "story_id",
    "storyid", "story-id", "content_id", "post_id", "cxenseparse:articleid",
    "cxenseparse:recs:articleid",
)  # fmt: skip
_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d{3,12}")
_PLAIN_ID = re.compile(r"\d{5,10}")
_AFTER_WORD = re.compile(
    r"/(?:articles?|news|story|stories|id|view|show|details?|content|node|post|item)/"
    r"(?:id/)?(\d{3,12})(?=/|$|\.|-)",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?:^|[-_/a-z])(\d{5,12})(?:\.[a-z]{3,5}|/)?$", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}|\d{6})?)?")
_QUERY = frozenset(
    {"id", "p", "articleid", "article_id", "newsid", "news_id", "storyid", "nid", "aid"}
)


def find(visible: str, facts: Facts, url: str | None) -> str | None:
    """Return the code that a page shows or states, else the one in its address; None without any.

    ``visible`` holds the words a visitor may see.
    """
    if match := LINE.search(visible):
        return match["code"].translate(_DIGITS).strip(".-_")
    for name in _META:
        if (value := facts.meta.get(name, "")) and _CODE.fullmatch(value):
            return value
    identifier = facts.article.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    if isinstance(identifier, int | str) and _CODE.fullmatch(str(identifier)):
        return str(identifier)
    return in_url(url) if url else None


def in_url(url: str) -> str | None:
    """Return the number in an address that is its story's: ``/article/309076/…``, ``?id=9``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for candidate in (_AFTER_WORD.search(parts.path), _AT_END.search(parts.path)):
        if candidate and not _DATE.fullmatch(candidate[1]):
            return candidate[1]
    segments = [
        s for s in parts.path.split("/") if _PLAIN_ID.fullmatch(s) and not _DATE.fullmatch(s)
    ]
    if len(segments) == 1:
        return segments[0]
    for name, value in parse_qsl(parts.query):
        if name.lower() in _QUERY and _CODE.fullmatch(value):
            return value
    return None
