"""The publisher's own number of a story, from the page's words, its data or its address."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from bot.feeds.articles.structured import Facts

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
_META = frozenset(
    {
        "articleid", "newsid", "storyid", "contentid", "postid", "nodeid", "pagenodeid", "nid",
        "newscode", "articleno",
    }
)  # fmt: skip
_PREFIX = re.compile(r"^.*[:.](?=[a-z])|[-_: .]")
_POST = re.compile(r"(?:^|\s)(?:postid|page-id|node)-(\d{2,12})(?=\s|$)")
_CODE = re.compile(r"[A-Za-z]{0,4}[-_]?\d{3,12}")
_PLAIN_ID = re.compile(r"\d{5,10}")
_AFTER_WORD = re.compile(
    r"/(?:articles?|news|story|stories|id|view|show|details?|content|node|post|item)/"
    r"(?:id/)?(\d{3,12})(?=/|$|\.|-)",
    re.IGNORECASE,
)
_AT_END = re.compile(r"(?:^|[-_/a-z])(\d{5,16})(?:\.[a-z]{3,5}|/)?$", re.IGNORECASE)
_AGENCY_ID = re.compile(r"-id([A-Z]{2}[A-Z0-9]{6,14})(?=/|$)")  # Reuters'
_DAY = re.compile(r"[1-3]\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_SHORT = re.compile(r"[?&]p=(\d{2,12})$|/node/(\d{2,12})$")
_DATE = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:\d{4}|\d{6})?)?")
_QUERY = frozenset(
    {
        "id",
        "p",
        "articleid",
        "article_id",
        "newsid",
        "news_id",
        "storyid",
        "story_id",
        "nid",
        "aid",
        "idx",
        "idxno",
        "articleno",
        "article_no",
        "newsno",
        "docid",
        "contentid",
        "postid",
        "itemid",
    }
)


def find(visible: str, facts: Facts, urls: tuple[str | None, ...]) -> str | None:
    """Return the code that a page shows or states, else the one in its address; None without any.

    ``visible`` holds the words a visitor may see, ``urls`` are the page's addresses, the clearest
    first.
    """
    if match := LINE.search(visible):
        return match["code"].translate(_DIGITS).strip(".-_")
    for name, value in facts.meta.items():
        if _CODE.fullmatch(value) and _PREFIX.sub("", name) in _META:
            return value
    identifier = facts.article.get("identifier")
    if isinstance(identifier, dict):
        identifier = identifier.get("value")
    if isinstance(identifier, int | str) and _CODE.fullmatch(str(identifier)):
        return str(identifier)
    return next((code for url in urls if url and (code := in_url(url))), None)


def _is_day(match: re.Match[str]) -> bool:
    """Return whether six digits at an address's end are a day as well: 180816."""
    return match.re is _AT_END and bool(_DAY.fullmatch(match[1]))


def of_system(root: etree._Element) -> str | None:
    """Return the number that the publisher's system gives the page: its short link's, its body's.

    Nobody sees it, so it serves last.
    """
    for link in root.iter("link"):
        if link.get("rel") == "shortlink" and (match := _SHORT.search(link.get("href") or "")):
            return match[1] or match[2]
    for body in root.iter("body"):
        if match := _POST.search(body.get("class") or ""):
            return match[1]
    return None


def in_url(url: str) -> str | None:
    """Return the number in an address that is its story's: ``/article/309076/…``, ``?id=9``."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    for candidate in (
        _AFTER_WORD.search(parts.path), _AGENCY_ID.search(parts.path), _AT_END.search(parts.path)
    ):  # fmt: skip
        if candidate and not _DATE.fullmatch(candidate[1]) and not _is_day(candidate):
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
