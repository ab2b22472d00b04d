"""Telegram's MarkdownV2 and the older Markdown: marks to entities.

The rules and texts follow ``parse_markdown_v2`` and ``parse_markdown`` of TDLib.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.playground.emulator.errors import BotApiError, Json, bad_request
from bot.playground.emulator.markup_html import link_entity
from bot.playground.emulator.utf16 import Ruler

_RESERVED = "_*[]()~`>#+-=|{}.!"
_MARKS = {
    "*": "bold", "_": "italic", "__": "underline", "~": "strikethrough", "||": "spoiler",
    "`": "code", "```": "pre", "[": "text_link", "![": "custom_emoji",
}  # fmt: skip


_NAMES = {
    "*": "Bold", "_": "Italic", "__": "Underline", "~": "Strikethrough", "||": "Spoiler",
    "`": "Code", "```": "Pre", "[": "TextUrl", "![": "CustomEmoji",
}  # fmt: skip


class _Open(NamedTuple):
    """A mark that waits for its end."""

    mark: str
    start: int
    """Where its content begins in the plain text."""
    byte: int
    """Where it stands in the source, in bytes."""
    language: str = ""


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Return plain text and entities of MarkdownV2. Raises BotApiError (400)."""
    return _Parser(source).parse()


class _Parser:
    """One pass over one text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._plain: list[str] = []
        self._open: list[_Open] = []
        self._found: list[tuple[int, int, Json]] = []
        self._quote: int | None = None

    def parse(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            self._step()
        if self._open:
            last = self._open[-1]
            name = _NAMES[last.mark]
            raise _error(f"Can't find end of {name} entity at byte offset {last.byte}")
        self._end_quote()
        text = "".join(self._plain)
        return text, _measured(text, self._found)

    def _step(self) -> None:
        char = self._source[self._at]
        line_starts = not self._plain or self._plain[-1] == "\n"
        if char == "\\" and "\0" < self._source[self._at + 1 : self._at + 2] < "\x7f":
            self._plain.append(self._source[self._at + 1])
            self._at += 2
        elif self._in_code():
            self._code(char)
        elif char == ">" and line_starts:
            if self._quote is None:
                self._quote = len(self._plain)
            self._at += 1
        elif char in _RESERVED:
            self._mark(char)
        else:
            self._plain.append(char)
            self._at += 1
            if char == "\n" and self._quote is not None and not self._next_is(">"):
                self._end_quote()

    def _next_is(self, text: str) -> bool:
        return self._source.startswith(text, self._at)

    def _in_code(self) -> bool:
        return bool(self._open) and self._open[-1].mark in ("`", "```")

    def _code(self, char: str) -> None:
        mark = self._open[-1].mark
        if self._next_is(mark):
            self._close(mark)
        elif char == "`":
            raise self._reserved(char)
        else:
            self._plain.append(char)
            self._at += 1

    def _mark(self, char: str) -> None:
        double = self._source[self._at : self._at + 2]
        mark = char
        if self._next_is("```"):
            mark = "```"
        elif double in ("__", "||", "!["):
            mark = double
        if mark == "]" and any(item.mark in ("[", "![") for item in self._open):
            self._close_link()
        elif mark == "||" and self._quote is not None and self._quote_ends_here():
            self._at += 2
            self._end_quote(expandable=True)
        elif self._open and self._open[-1].mark == mark:
            self._close(mark)
        elif mark in _MARKS and all(item.mark != mark for item in self._open):
            self._begin(mark)
        else:
            raise self._reserved(char)

    def _quote_ends_here(self) -> bool:
        spoiler = any(item.mark == "||" for item in self._open)
        return not spoiler and self._source[self._at + 2 : self._at + 3] in ("", "\n")

    def _begin(self, mark: str) -> None:
        byte = _bytes(self._source[: self._at])
        self._at += len(mark)
        language = ""
        if mark == "```":
            line, newline, _ = self._source[self._at :].partition("\n")
            if newline and line and not any(char.isspace() or char == "`" for char in line):
                language = line
                self._at += len(line)
            if self._next_is("\n"):
                self._at += 1
        self._open.append(_Open(mark, len(self._plain), byte, language))

    def _close(self, mark: str) -> None:
        opened = self._open.pop()
        self._at += len(mark)
        entity: Json = {"type": _MARKS[mark]}
        if opened.language:
            entity["language"] = opened.language
        self._keep(opened.start, entity)

    def _close_link(self) -> None:
        opened = self._open.pop()
        if opened.mark not in ("[", "!["):
            raise self._reserved("]")
        self._at += 1
        url = ""
        if self._next_is("("):
            begin = self._at
            self._at += 1
            url = self._address(begin)
        if opened.mark == "![":
            self._keep(
                opened.start, {"type": "custom_emoji", "custom_emoji_id": url.split("=")[-1]}
            )
        elif (link := link_entity(url or "".join(self._plain[opened.start :]))) is not None:
            self._keep(opened.start, link)

    def _address(self, begin: int) -> str:
        url: list[str] = []
        while self._at < len(self._source) and self._source[self._at] != ")":
            if self._source[self._at] == "\\" and self._at + 1 < len(self._source):
                self._at += 1
            url.append(self._source[self._at])
            self._at += 1
        if self._at >= len(self._source):
            where = _bytes(self._source[:begin])
            raise _error(f"Can't find end of a URL at byte offset {where}")
        self._at += 1
        return "".join(url)

    def _end_quote(self, *, expandable: bool = False) -> None:
        if self._quote is not None:
            self._keep(
                self._quote, {"type": "expandable_blockquote" if expandable else "blockquote"}
            )
            self._quote = None

    def _keep(self, start: int, entity: Json) -> None:
        if len(self._plain) > start:
            self._found.append((start, len(self._plain), entity))

    def _reserved(self, char: str) -> BotApiError:
        return _error(f"Character '{char}' is reserved and must be escaped with the preceding '\\'")


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Return plain text and entities of the older Markdown. Raises BotApiError (400)."""
    plain: list[str] = []
    found: list[tuple[int, int, Json]] = []
    at = 0
    while at < len(source):
        char = source[at]
        if char == "\\" and source[at + 1 : at + 2] in tuple("_*`["):
            plain.append(source[at + 1])
            at += 2
            continue
        if char not in "_*`[":
            plain.append(char)
            at += 1
            continue
        mark = "```" if source.startswith("```", at) else char
        closing = "]" if mark == "[" else mark
        begin = at + len(mark)
        end = source.find(closing, begin)
        if end < 0:
            raise _error(
                f"Can't find end of the entity starting at byte offset {_bytes(source[:at])}"
            )
        start = len(plain)
        plain.extend(source[begin:end])
        at = end + len(closing)
        entity: Json | None = {"type": _MARKS[mark]}
        if mark == "[":
            entity, at = _old_link(source, at)
        if entity is not None and len(plain) > start:
            found.append((start, len(plain), entity))
    text = "".join(plain)
    return text, _measured(text, found)


def _old_link(source: str, at: int) -> tuple[Json | None, int]:
    if not source.startswith("(", at) or (end := source.find(")", at)) < 0:
        return None, at
    return link_entity(source[at + 1 : end]), end + 1


def _measured(text: str, found: list[tuple[int, int, Json]]) -> list[Json]:
    ruler = Ruler(text)
    return [
        {**entity, "offset": ruler.offset(start), "length": ruler.offset(end) - ruler.offset(start)}
        for start, end, entity in found
    ]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _error(text: str) -> BotApiError:
    return bad_request(f"can't parse entities: {text}")
