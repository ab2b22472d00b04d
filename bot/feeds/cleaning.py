"""Text of a feed made well-formed enough to parse. Every step is linear in its input."""

from __future__ import annotations

import re
from html import unescape
from html.entities import html5
from typing import NamedTuple

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WRONG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x9f\ufffe\uffff\ud800-\udfff]")
# Anything but XML's own five entities and plain numbers of legal characters needs a look.
_UNSOUND = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|"
    r"[1-4]\d{4}|1[0-1]\d{4}|12\d{4})|#x(?:[2-6][0-9a-fA-F]|[A-Fa-f][0-9a-fA-F]|"
    r"[1-9a-cA-C][0-9a-fA-F]{3}|1[fF][0-9a-fA-F]{3}));)"
)
_BARE = re.compile(r"&(?!#[0-9xX]|\w)")
_REFERENCE = re.compile(
    r"&(?!(?:amp|lt|gt|quot|apos);)(?:#(\d{1,8}|[xX][0-9a-fA-F]{1,7});?|(\w{1,32});)?"
)
_SURROGATES = re.compile(
    r"&#(?:5[56]\d{3}|[xX][dD][89abAB][0-9a-fA-F]{2});&#(?:5[67]\d{3}|[xX][dD][c-fC-F][0-9a-fA-F]{2});"
)
_CONTROLS = re.compile(b"\xc2[\x80-\x9f]")
_CONTROL_NUMBER = re.compile(r"&#(?:1[2-5]\d|[xX][89][0-9a-fA-F]);")
# UTF-8 whose bytes were written one by one as numbers: &#226;&#128;&#166; for an ellipsis
_BYTES = re.compile(r"(?:&#(?:12[89]|1[3-9]\d|2[0-4]\d);){2,}")
_ROOT = re.compile(
    r"<!--|<!DOCTYPE|<(?:[\w-]{1,30}:)?(rss|feed|rdf|channel|html|opml|urlset|sitemapindex)(?=[\s>/])",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"<!ENTITY\s{1,9}(\w{1,40})\s{1,9}[\"']([^\"'<>]{1,32})[\"']\s{0,9}>")
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_PROLOG = 100_000
"""A root element is looked for so far."""


class Root(NamedTuple):
    """Where a document begins."""

    name: str
    """Its root element in lower case; empty where none of a known kind is found."""
    start: int
    """Where it stands: junk, declarations and a document type are before it."""
    entities: dict[str, str]
    """What the document type declares, short and plain values only."""


def clean(text: str) -> tuple[str, str]:
    """Return the name of the root element in lower case, and the text from it on, repaired.

    What stands before it (junk, declarations, a document type) goes; characters XML forbids go;
    HTML's entities become characters; a bare ``&`` becomes ``&amp;``. The name is empty where no
    root element of a known kind is found.
    """
    root = find_root(text)
    return root.name, repaired(text[root.start :] if root.start else text, root.entities)


def repaired(body: str, entities: dict[str, str]) -> str:
    """Return text that begins with its root element, repaired as ``clean`` says."""
    if _WRONG.search(body):
        body = _WRONG.sub(_windows, body)
    if _UNSOUND.search(body):
        body = _mend(body, entities)
    return body


def may_be_mistaken(body: str) -> bool:
    """Tell text that is well-formed and yet not what was meant: Windows' signs as controls."""
    if not body.isascii() and _CONTROLS.search(body.encode("utf-8", "replace")):
        return True
    return _CONTROL_NUMBER.search(body) is not None


def _windows(match: re.Match[str]) -> str:
    """Return what Windows-1252 has in the place of a control character, if anything."""
    code = ord(match[0])
    return bytes([code]).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""


def find_root(text: str) -> Root:
    """Return where the document begins, looking at no more than ``_PROLOG`` characters."""
    entities: dict[str, str] = {}
    name = ""
    position, end = 0, min(len(text), _PROLOG)
    while match := _ROOT.search(text, position, end):
        mark = match[0].upper()
        if mark == "<!--":
            closed = text.find("-->", match.end(), end)
            position = closed + 3 if closed >= 0 else match.end()
            if closed < 0:
                end = min(end, match.end() + 4096)  # never closed: look on, but not for ever
        elif mark == "<!DOCTYPE":
            position = match.end()
            if not entities:
                entities = _declared(text, position)
            if text[position : position + 20].lstrip()[:4].lower() == "html":
                name = "html"
        else:
            return Root(match[1].lower(), match.start(), entities)
    return Root(name, 0, entities)


def _declared(text: str, start: int) -> dict[str, str]:
    """Return the entities a document type declares, those of short, plain values only."""
    bracket, closing = text.find("[", start, start + 500), text.find(">", start, start + 500)
    if bracket < 0 or (0 <= closing < bracket):
        return {}
    subset = text[bracket : bracket + 20_000].partition("]")[0]
    return {
        m[1]: value
        for m in _ENTITY.finditer(subset)
        if "&" not in (value := unescape(m[2])) or m[2] == "&#38;"
    }


def _mend(text: str, entities: dict[str, str]) -> str:
    """Repair references outside of CDATA sections, where alone they are references."""
    pieces = []
    position = 0
    while (start := text.find("<![CDATA[", position)) >= 0:
        end = text.find("]]>", start)
        end = len(text) if end < 0 else end + 3
        pieces += [_mend_plain(text[position:start], entities), text[start:end]]
        position = end
    pieces.append(_mend_plain(text[position:], entities))
    return "".join(pieces)


def _mend_plain(text: str, entities: dict[str, str]) -> str:
    if "&" not in text:
        return text
    text = _BARE.sub("&amp;", text)

    def one(match: re.Match[str]) -> str:
        number, name = match[1], match[2]
        if number:
            # HTML makes U+FFFD of a number that is no character
            return _escaped(unescape(f"&#{number};").replace("\ufffd", ""))
        if name and (value := entities.get(name)) is not None:
            return _escaped(value)
        if name and (value := html5.get(f"{name};")) is not None:
            return _escaped(value)
        return "&amp;" + match[0][1:]

    return _REFERENCE.sub(one, _BYTES.sub(_from_bytes, _SURROGATES.sub(_pair, text)))


def _from_bytes(match: re.Match[str]) -> str:
    """Join the bytes of UTF-8 that were escaped one by one; leave what is no UTF-8."""
    try:
        return bytes(map(int, match[0][2:-1].split(";&#"))).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _pair(match: re.Match[str]) -> str:
    """Join two halves of a UTF-16 pair that were escaped one by one."""
    high, low = (
        int(h[1:], 16) if h[0] in "xX" else int(h)
        for h in (part.rstrip(";") for part in match[0].split("&#")[1:])
    )
    if not (0xD800 <= high < 0xDC00 <= low < 0xE000):
        return ""
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _escaped(character: str) -> str:
    return _ESCAPED.get(character) or _ILLEGAL.sub("", character.replace("&", "&amp;"))


def root_name(text: str) -> str:
    """Return the name of the root element, as ``clean`` does."""
    return find_root(text).name


def without_illegal(text: str) -> str:
    """Return the text without the characters that XML forbids."""
    return _ILLEGAL.sub("", text)
