"""From the HTML that publishers write to plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.entities import html5
from typing import Final

from lxml import etree


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BLOCKS: Final = _names(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p "
    "pre section summary table tbody tfoot thead tr ul"
)
_UNSEEN: Final = _names(
    "applet audio button canvas embed frame frameset head iframe math noembed noframes noscript "
    "object script select style svg template textarea title video"
)
_INLINE: Final = _names(
    "a abbr acronym b bdi bdo big br cite code del dfn em font i img input ins kbd label mark meta "
    "link nobr q rp rt ruby s samp small span strike strong sub sup td th time tt u var wbr"
)
_SEEN: Final = _BLOCKS | _INLINE
_BREAKING: Final = _BLOCKS | {"br", "td", "th"}
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_MARKUP: Final = re.compile(r"</?[a-zA-Z]|<!")
_HIDDEN: Final = re.compile(r"<(?:!--|(script|style)\b)", re.IGNORECASE)
_HIDDEN_END: Final = {
    "": re.compile("-->"),
    "script": re.compile(r"</script\s*>", re.IGNORECASE),
    "style": re.compile(r"</style\s*>", re.IGNORECASE),
}
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# control characters, the byte order mark, the soft hyphen: nothing a reader sees
_INVISIBLE: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u00ad\ufffe\uffff]")
_LINE: Final = "\n"
_PARAGRAPH: Final = "\n\n"


def to_text(html: str) -> str:
    """Return what a reader sees of an HTML document or fragment, as plain text.

    Paragraphs are parted by one blank line, ``<br>`` becomes a line break, entities are resolved,
    scripts, styles and what else is not shown as text are dropped. Plain text comes back as it is
    but for white space.
    """
    if not _MARKUP.search(html):
        return _tidy(_resolved(_unix(html)))
    root = _parsed(html)
    text = "" if root is None else _tidy("".join(_pieces(root)))
    # libxml2 gives up on what is nested thousands deep
    return text or _tidy(_resolved(_without_tags(_without_hidden(_unix(html)), _SEEN)))


def one_line(html_or_text: str) -> str:
    """Return a title as plain text on one line.

    Tags are dropped and entities resolved, double-escaped ones too; a ``<`` or ``&`` that is no
    markup stays.
    """
    text = html_or_text.replace("<![CDATA[", "").replace("]]>", "")
    text = _resolved(_without_tags(_without_hidden(text), _SEEN))
    # escaped markup: only what decorates a headline
    text = _resolved(_without_tags(text, _INLINE | {"p"}))
    return " ".join(_INVISIBLE.sub("", text).split())


def _resolved(text: str) -> str:
    """Return the text with its well-formed entities resolved, once.

    ``html.unescape`` alone would also take ``&copy`` out of ``?a=1&copy=2``.
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    entity = match.group()
    if entity[1] != "#" and entity[1:] not in html5:
        return entity
    return unescape(entity)


def _without_hidden(text: str) -> str:
    """Return the text without comments, scripts and styles that have an end; in linear time."""
    kept: list[str] = []
    at = 0
    while found := _HIDDEN.search(text, at):
        end = _HIDDEN_END[(found[1] or "").lower()].search(text, found.end())
        if end is None:
            break
        kept.append(text[at : found.start()])
        at = end.end()
    return "".join([*kept, text[at:]])


def _without_tags(text: str, names: frozenset[str]) -> str:
    def replace(match: re.Match[str]) -> str:
        name = match.group(2).lower()
        if name not in names:
            return match.group()
        return " " if name in _BREAKING else ""

    return _TAG.sub(replace, text) if "<" in text else text


def _parsed(html: str) -> etree._Element | None:
    # huge_tree: else libxml2 drops what is nested more than 256 deep
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    # NUL ends a text for libxml2; a lone surrogate has no UTF-8
    data = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing but white space, comments or an empty document
        return None


def _pieces(root: etree._Element) -> Iterator[str]:
    """Yield the text in document order with line and paragraph breaks between.

    Line breaks of the source are white space (but in ``pre``), so they become spaces here.
    """
    hidden = preformatted = 0
    for event, node in etree.iterwalk(root, events=("start", "end")):
        name = node.tag if isinstance(node.tag, str) else ""
        step = 1 if event == "start" else -1
        hidden += step * (name in _UNSEEN)
        preformatted += step * (name == "pre")
        if not hidden:
            yield _break(name, event)
        text = node.text if event == "start" else node.tail
        if text and not hidden:
            yield _unix(text) if preformatted else " ".join(re.split(r"\s+", text))


def _break(name: str, event: str) -> str:
    if name in _BLOCKS:
        return _PARAGRAPH
    if name == "br" and event == "start":
        return _LINE
    return " " if name in {"td", "th"} and event == "end" else ""


def _unix(text: str) -> str:
    """Return the text with every line end a line feed."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _tidy(text: str) -> str:
    """Return the text with single spaces, no blank line doubled and no white space at its ends."""
    lines = (" ".join(line.split()) for line in _INVISIBLE.sub("", text).split("\n"))
    return re.sub(r"\n{3,}", _PARAGRAPH, "\n".join(lines)).strip("\n")
