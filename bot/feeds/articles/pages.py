"""A page's bytes to its text and tree, and a clear word on bytes that are no page."""

from __future__ import annotations

import re

from lxml import etree, html

from bot.domain.errors import ArticleError
from bot.feeds import cleaning
from bot.feeds.encoding import decode

MAX_BYTES = 6_000_000
"""A larger page is refused."""
MAX_TAGS = 50_000
"""trafilatura takes a second or two on that many; twenty times what an article has."""

_FILES = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a sound"),
    (b"\x00\x00\x01\x00", "a picture"),
    (b"ID3", "a sound"),
    (b"\xff\xfb", "a sound"),
    (b"OggS", "a sound or a film"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"PK\x03\x04", "an archive or an office document"),
    (b"\x1f\x8b", "an archive"),
    (b"BZh", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"Rar!", "an archive"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_FEEDS = frozenset({"rss", "feed", "rdf", "opml", "urlset", "sitemapindex"})
_MARKUP = re.compile(r"<\s*(?:!|[a-zA-Z][a-zA-Z0-9]*[\s/>])")
_JSON = re.compile(r"\s*[\[{]\s*(?:[\"\]}\[{]|\d)")
_XML = re.compile(r"\s*<\?xml\b")
_ELEMENT = re.compile(r"<([a-zA-Z][\w:.-]{0,60})")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{20000,}")


def text_of(page: bytes | str, content_type: str | None) -> str:
    """Decode a page, and refuse what is none or would take too long. Raises ArticleError."""
    if len(page) > MAX_BYTES:
        raise ArticleError(f"The page has more than {MAX_BYTES} bytes; it is not read.")
    if isinstance(page, bytes) and (kind := _kind(page)):
        raise ArticleError(
            f"This is a file ({kind}), not a page. Give the address of an article's page."
        )
    text = page if isinstance(page, str) else decode(page, content_type)
    if not text.strip("\ufeff\x00 \t\r\n\f"):
        raise ArticleError("The page is empty. Open it in a browser.")
    if text.count("<") > MAX_TAGS:
        raise ArticleError(f"The page has more than {MAX_TAGS} tags; it is not read.")
    # libxml2 compares each attribute of a tag with all the others.
    if any(match[0].count("=") > 2000 for match in _LONG_TAG.finditer(text)):
        raise ArticleError("The page has a tag with thousands of attributes; it is not read.")
    if other := _other(text):
        raise ArticleError(other)
    return text


def parsed(text: str) -> html.HtmlElement:
    """Return the tree of a page's text. Raises ArticleError where nothing is in it."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ArticleError("The page is empty. Open it in a browser.") from error


def _kind(data: bytes) -> str | None:
    """Return what kind of file bytes are that are no text."""
    for start, kind in _FILES:
        if data.startswith(start):
            return kind
    if data[4:8] == b"ftyp":
        return "a film or a picture"
    head = data[:2000]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<" in head:
        return None
    # none of them stands in a text, whatever its encoding; UTF-16 without a mark has many
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)
    return "binary data" if control else None


def _other(text: str) -> str | None:
    """Return what a text is that is no page; None where it may be one."""
    root = cleaning.root_name(text)
    is_json = bool(_JSON.match(text))
    if root in _FEEDS or (is_json and "jsonfeed.org/version" in text[:2000]):
        return "This is a feed or a list, not an article. Add it with /addfeed."
    if is_json:
        return "This is JSON data, not a page. Give the address of an article's page."
    if not _MARKUP.search(text):
        return "This is text without HTML, not a page. Give the address of an article's page."
    first = _ELEMENT.search(text[:5000]) if _XML.match(text) else None
    if first and first[1].lower() != "html":
        return f"This is XML data ({first[1]}), not a page. Give the address of an article's page."
    return None
