"""Feeds made to be costly: each by its size, so that tests see how the cost grows with it."""

from __future__ import annotations

import json
from collections.abc import Callable

HEAD = b"<rss version='2.0'><channel><title>t</title>"
TAIL = b"</channel></rss>"


def item(inside: bytes) -> bytes:
    """Return a whole feed with one item."""
    return HEAD + b"<item>" + inside + b"</item>" + TAIL


def _numbered(form: str, most: int, size: int) -> bytes:
    """Return a form with n in it for so many n, up to about ``size`` bytes in all."""
    return "".join(form.format(n=n) for n in range(min(most, size // len(form)))).encode()


FEEDS: dict[str, Callable[[int], bytes]] = {
    "doctypes": lambda n: b"<!DOCTYPE a [" * (n // 13),
    "doctypes in a feed": lambda n: HEAD + b"<!DOCTYPE a [" * (n // 13),
    "entities": lambda n: b"<!ENTITY" * (n // 8),
    "declared entities": lambda n: b"<!DOCTYPE a [" + b"<!ENTITY a 'b'>" * (n // 15) + HEAD,
    "cdata": lambda n: b"<![CDATA[" * (n // 9),
    "cdata in a title": lambda n: HEAD + b"<item><title>" + b"<![CDATA[" * (n // 9),
    "cdata closed": lambda n: item(b"<title>" + b"<![CDATA[]]>" * (n // 12) + b"</title>"),
    "cdata ends": lambda n: item(b"<title>" + b"]]>" * (n // 3) + b"</title>"),
    "cdata nested": lambda n: item(
        b"<title>" + b"<![CDATA[" * (n // 18) + b"]]>" * (n // 18) + b"</title>"
    ),
    "comments": lambda n: b"<!--" * (n // 4),
    "comments in a feed": lambda n: HEAD + b"<!--" * (n // 4),
    "comments closed": lambda n: HEAD + b"<!---->" * (n // 7) + TAIL,
    "instructions": lambda n: HEAD + b"<?a" * (n // 3),
    "ampersands": lambda n: item(b"<title>" + b"&" * n + b"</title>"),
    "ampersands and numbers": lambda n: item(b"<title>" + b"&#" * (n // 2) + b"</title>"),
    "bytes as numbers": lambda n: item(b"<title>" + b"&#226;" * (n // 6) + b"</title>"),
    "half pairs": lambda n: item(b"<title>" + b"&#xD83D;" * (n // 8) + b"</title>"),
    "less-than signs": lambda n: item(b"<title>" + b"<" * n + b"</title>"),
    "open tags": lambda n: item(b"<title>" + b"<a " * (n // 3) + b"</title>"),
    "escaped open tags": lambda n: item(b"<title>" + b"&lt;b " * (n // 6) + b"</title>"),
    "escaped comments": lambda n: item(b"<title>" + b"&lt;!--" * (n // 7) + b"</title>"),
    "escaped objects": lambda n: item(b"<title>" + b"&lt;object " * (n // 11) + b"</title>"),
    "depth": lambda n: HEAD + b"<item>" + b"<a>" * (n // 3),
    "depth of items": lambda n: HEAD + b"<item>" * (n // 6),
    "depth of divisions": lambda n: item(
        b"<description>" + b"<div>" * (n // 11) + b"</div>" * (n // 11) + b"</description>"
    ),
    "closing tags": lambda n: HEAD + b"</item>" * (n // 7) + b"<item/>",
    "items": lambda n: HEAD + b"<item><title>x</title></item>" * (n // 29) + TAIL,
    "open items": lambda n: HEAD + b"<item><title>x" * (n // 14),
    "crossed items": lambda n: HEAD + b"<item><title>a</b><i></title>" * (n // 29),
    "titles in an item": lambda n: item(b"<title/>" * (n // 8)),
    "summaries in an item": lambda n: item(b"<summary>a</summary><description/>" * (n // 34)),
    "authors in an item": lambda n: item(_numbered("<author>a{n}</author>", n, n)),
    "links in an item": lambda n: item(b"<link>/a</link>" * (n // 15)),
    "dates in an item": lambda n: item(b"<pubDate>1 a 1 a 1 a</pubDate>" * (n // 30)),
    "garbled dates": lambda n: (
        HEAD + (b"<item><pubDate>" + b"1 a " * 40 + b"</pubDate></item>") * (n // 195) + TAIL
    ),
    "a long attribute": lambda n: item(b"<x a='" + b"b" * n + b"'/>"),
    "attributes": lambda n: item(b"<x " + _numbered("a{n}='1' ", n, n) + b"/>"),
    "attributes of an item": lambda n: HEAD + b"<item " + _numbered("a{n}='1' ", n, n) + b"/>",
    "namespaces": lambda n: HEAD + b"<item " + _numbered("xmlns:a{n}='u{n}' ", n, n) + b"/>",
    "names": lambda n: HEAD + b"<item>" + _numbered("<a{n}/>", n, n) + b"</item>",
    "a long title": lambda n: item(b"<title>" + b"x" * n + b"</title>"),
    "a long date": lambda n: item(b"<pubDate>" + b"1 " * (n // 2) + b"</pubDate>"),
    "a long address": lambda n: item(b"<author>" + b"a@" * (n // 2) + b"</author>"),
    "a long link": lambda n: item(b"<link>http://e.example.org/" + b"a/" * (n // 2) + b"</link>"),
    "white space": lambda n: b" " * n + b"x",
    "white space in a feed": lambda n: item(b"<title>" + b" " * n + b"</title>"),
    "one label": lambda n: b"<?xml " + b" " * n,
    "labels": lambda n: b"<?xml encoding=" * (n // 15),
    "noise": lambda n: bytes(range(256)) * (n // 256),
    "high noise": lambda n: HEAD + bytes(range(128, 256)) * (n // 128),
    "controls": lambda n: item(b"<title>" + b"\x01\x02" * (n // 2) + b"</title>"),
    "zeros": lambda n: b"\0" * n,
    "wide": lambda n: b"<\0" * (n // 2),
    "escapes": lambda n: b"<?xml encoding='iso-2022-jp'?>" + b"\x1b$B" * (n // 3),
    "brackets": lambda n: b"[" * n,
    "a web page": lambda n: b"<html>" + b"<p>a" * (n // 4),
    "json items": lambda n: json.dumps({"items": [{"id": "1"}] * (n // 13)}).encode(),
    "json depth": lambda n: b'{"items":[' + b'{"a":' * (n // 5),
    "json authors": lambda n: json.dumps(
        {"items": [{"authors": [{"name": str(k)} for k in range(n // 16)]}]}
    ).encode(),
}
"""What a hostile host may send, by its name: a function of about how many bytes."""
