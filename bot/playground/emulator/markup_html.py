"""Telegram's HTML: tags to entities, with the server's own error texts.

The rules and texts follow ``parse_html`` of TDLib (td/telegram/MessageEntity.cpp), which the
Bot API server uses.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.playground.emulator.errors import BotApiError, Json, bad_request
from bot.playground.emulator.links import checked_link, mentioned_user
from bot.playground.emulator.utf16 import Ruler

_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline",
    "ins": "underline", "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link",
    "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_CHARACTER = re.compile(
    r"&(?:#(?P<dec>[0-9]{1,9})|#[xX](?P<hex>[0-9a-fA-F]{1,8})|(?P<name>[a-zA-Z]+));?"
)
_SPACE = " \t\r\n\0\v"
# which attribute of which tag means something, and what its value must begin with
_ARGUMENTS = {
    ("a", "href"): "", ("code", "class"): "language-", ("span", "class"): "tg-",
    ("tg-emoji", "emoji-id"): "", ("blockquote", "expandable"): "",
}  # fmt: skip


class _Open(NamedTuple):
    """A start tag that waits for its end."""

    tag: str
    argument: str
    start: int
    """Where its content begins in the plain text."""


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Return plain text and entities of Telegram's HTML. Raises BotApiError (400)."""
    return _Parser(source).parse()


def resolve(source: str, at: int) -> tuple[str, int] | None:
    """Return the character reference at ``at`` and the index behind it, None for none."""
    found = _CHARACTER.match(source, at)
    if found is None:
        return None
    if name := found["name"]:
        return (_NAMED[name], found.end()) if name in _NAMED else None
    code = int(found["dec"]) if found["dec"] else int(found["hex"], 16)
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return None
    return chr(code), found.end()


class _Parser:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._plain: list[str] = []
        self._length = 0
        self._open: list[_Open] = []
        self._found: list[tuple[int, int, Json]] = []

    def parse(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            char = self._source[self._at]
            if char == "&" and (reference := resolve(self._source, self._at)):
                char, self._at = reference
                self._append(char)
            elif char != "<":
                end = self._next_special()
                self._append(self._source[self._at : end])
                self._at = end
            elif self._source.startswith("</", self._at):
                self._end_tag()
            else:
                self._start_tag()
        if self._open:
            raise _error(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return self._result()

    def _next_special(self) -> int:
        at = self._at + 1
        while at < len(self._source) and self._source[at] not in "&<":
            at += 1
        return at

    def _append(self, text: str) -> None:
        self._plain.append(text)
        self._length += len(text)

    def _peek(self) -> str:
        return self._source[self._at] if self._at < len(self._source) else ""

    def _skip_spaces(self) -> None:
        while (char := self._peek()) and char in _SPACE:
            self._at += 1

    def _where(self, index: int) -> str:
        return f"at byte offset {len(self._source[:index].encode('utf-8', 'surrogatepass'))}"

    def _name(self, stop: str) -> str:
        begin = self._at
        while (char := self._peek()) and char not in stop:
            self._at += 1
        return self._source[begin : self._at]

    def _start_tag(self) -> None:
        begin = self._at
        self._at += 1
        tag = self._name(_SPACE + ">").lower()
        if not self._peek():
            raise _error(f"Unclosed start tag {self._where(begin)}")
        if tag not in _KINDS:
            raise _error(f'Unsupported start tag "{tag}" {self._where(begin)}')
        argument = ""
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                break
            argument = self._attribute(tag, begin) or argument
        self._at += 1
        if tag == "span" and argument != "spoiler":
            raise _error(f'Tag "span" must have class "tg-spoiler" {self._where(begin)}')
        self._open.append(_Open(tag, argument, self._length))

    def _attribute(self, tag: str, begin: int) -> str | None:
        if not self._peek():
            raise self._unclosed(tag, begin)
        name = self._name(_SPACE + "=>/\"'").lower()
        if not name:
            raise _error(f'Empty attribute name in the tag "{tag}" {self._where(begin)}')
        self._skip_spaces()
        if not self._peek():
            raise self._unclosed(tag, begin)
        prefix = _ARGUMENTS.get((tag, name))
        if self._peek() != "=":
            return "1" if name == "expandable" and prefix is not None else None
        self._at += 1
        self._skip_spaces()
        value = self._value()
        if not self._peek():
            raise self._unclosed(tag, begin)
        if prefix is None or not value.startswith(prefix):
            return None
        return "1" if name == "expandable" else value[len(prefix) :]

    def _unclosed(self, tag: str, begin: int) -> BotApiError:
        return _error(f'Unclosed start tag "{tag}" {self._where(begin)}')

    def _value(self) -> str:
        quote = self._peek()
        if not quote or quote not in "\"'":
            begin = self._at
            while (char := self._peek()) and ((char.isascii() and char.isalnum()) or char in ".-"):
                self._at += 1
            if (char := self._peek()) and char not in _SPACE + ">":
                raise _error(f"Unexpected end of name token {self._where(begin)}")
            return self._source[begin : self._at].lower()
        self._at += 1
        value: list[str] = []
        while (char := self._peek()) and char != quote:
            reference = resolve(self._source, self._at) if char == "&" else None
            text, self._at = reference or (char, self._at + 1)
            value.append(text)
        self._at += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self._at
        if not self._open:
            raise _error(f"Unexpected end tag {self._where(begin)}")
        self._at += 2
        name = self._name(_SPACE + ">").lower()
        self._skip_spaces()
        if self._peek() != ">":
            raise _error(f"Unclosed end tag {self._where(begin)}")
        self._at += 1
        opened = self._open.pop()
        if name not in ("", opened.tag):
            raise _error(
                f'Unmatched end tag {self._where(begin)}, expected "</{opened.tag}>", '
                f'found "</{name}>"'
            )
        if self._length > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Json = {"type": _KINDS[opened.tag]}
        if opened.tag == "a":
            link = link_entity(opened.argument or "".join(self._plain)[opened.start :])
            if link is None:
                return
            entity = link
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.argument
        elif opened.tag == "blockquote" and opened.argument:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "code" and opened.argument:
            entity["language"] = opened.argument
        elif opened.tag == "pre":
            self._take_language(opened, entity)
        self._found.append((opened.start, self._length, entity))

    def _take_language(self, opened: _Open, pre: Json) -> None:
        """Make ``<pre><code class="language-x">`` one entity, as Telegram does."""
        if self._found:
            start, end, inner = self._found[-1]
            if inner["type"] == "code" and (start, end) == (opened.start, self._length):
                self._found.pop()
                if "language" in inner:
                    pre["language"] = inner["language"]

    def _result(self) -> tuple[str, list[Json]]:
        text = "".join(self._plain)
        ruler = Ruler(text)
        entities: list[Json] = []
        for start, end, entity in self._found:
            if entity["type"] == "code":
                entity.pop("language", None)
            offset = ruler.offset(start)
            entities.append({**entity, "offset": offset, "length": ruler.offset(end) - offset})
        return text, entities


def link_entity(url: str) -> Json | None:
    """Return the entity of a link without its place, None where Telegram drops the link."""
    if (user_id := mentioned_user(url)) is not None:
        user = {"id": user_id, "is_bot": False, "first_name": f"Person {user_id}"}
        return {"type": "text_mention", "user": user}
    checked = checked_link(url)
    return {"type": "text_link", "url": checked} if checked else None


def _error(text: str) -> BotApiError:
    return bad_request(f"can't parse entities: {text}")
