"""Short names for the elements of feeds, whatever namespaces and letter case they come in."""

from __future__ import annotations

from base64 import b64decode
from functools import lru_cache
from html import escape

from lxml import etree

_PREFIXES = {
    "http://backend.userland.com/rss": "", "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0": "", "http://my.netscape.com/rdf/simple/0.9": "",
    "http://example.com/newformat": "", "http://example.com/necho": "", "http://purl.org/echo": "",
    "http://backend.userland.com/rss2": "", "http://purl.org/net/rss1.1": "",
    "http://channel.netscape.com/rdf/simple/0.9": "", "http://backend.userland.com/rss191": "",
    "http://cyber.law.harvard.edu/rss/rss.html": "",
    "http://www.rssboard.org/rss-specification": "",
    "http://www.w3.org/2005/atom": "atom:", "http://purl.org/atom/ns": "atom:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns": "rdf:",
    "http://purl.org/dc/elements/1.1": "dc:", "http://purl.org/dc/elements/1.0": "dc:",
    "http://purl.org/dc/terms": "dcterms:", "http://purl.org/rss/1.0/modules/content": "content:",
    "http://search.yahoo.com/mrss": "media:", "http://video.search.yahoo.com/mrss": "media:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://purl.org/rss/1.0/modules/syndication": "sy:",
    "http://www.w3.org/1999/xhtml": "xhtml:", "http://www.w3.org/xml/1998/namespace": "xml:",
    "http://prismstandard.org/namespaces/basic/2.0": "prism:",
    "http://prismstandard.org/namespaces/1.2/basic": "prism:",
}  # fmt: skip
RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"

Fields = dict[str, list[etree._Element]]
"""An element's children by short name, in document order."""


@lru_cache(maxsize=4096)
def short(tag: str) -> str:
    """Return ``dc:creator`` for Dublin Core's creator, ``title`` for RSS's own title.

    An undeclared prefix counts as written; an unknown namespace gives ``?:name``.
    """
    if not tag.startswith("{"):
        return tag.lower()
    space, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(space.lower().rstrip("/#"), "?:")
    return prefix + local.lower()


def fields(element: etree._Element) -> Fields:
    """Return the element's children by short name; Atom's own names lose their prefix."""
    found: Fields = {}
    for child in element:
        if isinstance(tag := child.tag, str):
            found.setdefault(short(tag), []).append(child)
    return found


def inner_text(element: etree._Element) -> str:
    """Return all text inside, without markup."""
    return (element.text or "") if not len(element) else "".join(map(str, element.itertext()))


def inner_markup(element: etree._Element) -> str:
    """Return what stands inside as it came: text, HTML, or the source of XHTML and the like."""
    kind = element.get("type", "")
    if len(element) or "xhtml" in kind:
        return _source(element)
    text = element.text or ""
    if text and (kind or element.get("mode")) and _is_base64(element):
        try:
            return b64decode(text).decode("utf-8", "replace")
        except ValueError:  # not base64 after all
            return text
    return text


def _source(element: etree._Element) -> str:
    """Return the markup inside an element, without the one ``div`` that Atom wraps it in."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) == 1 and short(children[0].tag) in {"xhtml:div", "xhtml:body", "div"}:
        only = children[0]
        if not (element.text or "").strip() and not (only.tail or "").strip():
            return _source(only)
    pieces = [escape(element.text or "", quote=False)]
    pieces += [etree.tostring(child, encoding="unicode", method="xml") for child in element]
    return "".join(pieces).replace(' xmlns="http://www.w3.org/1999/xhtml"', "")


def _is_base64(element: etree._Element) -> bool:
    """Tell Atom 0.3's mode and Atom 1.0's rule for types that are no text (RFC 4287, 4.1.3.3)."""
    kind = element.get("type", "text").lower()
    if element.get("mode"):
        return element.get("mode") == "base64"
    return "/" in kind and not kind.startswith(("text/", "message/")) and not kind.endswith("xml")
