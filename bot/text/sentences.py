"""Sentences: sentencex, with mends for what it gets wrong in news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import regex
import sentencex

from bot.text.language import base, detect

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_END_MARK: Final = regex.compile(r"[.!?…:;؟۔।॥。！？၊။።៕\"”’»)\]]\s*$")

_CHUNK: Final = 10_000
"""Characters given to sentencex at a time: its time grows with the square of quotation marks."""
_STOP: Final = regex.compile(r"[.!?؟۔।。！？။።]\s*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TAIL: Final = 24
"""Characters of a sentence's end that say whether the next one continues it."""
_DECIMAL: Final = regex.compile(r"\p{Nd}[.,٫]$")
_DIGIT: Final = regex.compile(r"\p{Nd}")
_SHORT: Final = regex.compile(r"(?:^|[\s(«“\"])(?:\p{L}{1,3}|\p{L}[\p{L}.]*\.\p{L}+)\.$")
_SMALL: Final = regex.compile(r"\p{Ll}[^\p{Lu}]")
_CLOSERS: Final = regex.compile(r"^[\p{Pe}\p{Pf}\"'.!?…]+$")
_NAME_END: Final = regex.compile(r"(?:Com|Net|Org|Js|Io|Tv|Ai|Co|Uk)\b")  # Booking.Com
_ABBREVIATION: Final = regex.compile(r"[\p{Thai}\p{Lao}]\.$")
_HOUR: Final = regex.compile(r"\b[ap]\.m\.$", regex.IGNORECASE)
_AFTER_HOUR: Final = regex.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[ECMP][SD]?T\b|GMT\b|UTC\b|BST\b"
)
_LONG: Final = 240
"""Characters above which a text without end marks is parted at spaces, in Thai and Lao."""
_SPACED_CLAUSES: Final = regex.compile(r"[\p{Thai}\p{Lao}]")
_UNSPACED: Final = regex.compile(
    r"(?<=\p{Ll}{3}|\p{Nd}{4}|\p{Ll}{2}[\"”’)])[.!?][\"”’)]?"
    # a name such as Booking.Com or Node.Js follows with at most three letters
    r"(?=[\"“‘(]?(?:\p{Lu}\p{Ll}{3,}|(?:An?|The|I|He|It|In|At|On|We|She|But|And|Mr|Ms|For)\b)[\s,’'])"
)


def split(text: str, lang: str | None) -> list[list[str]]:
    """Return the sentences of each paragraph, letter for letter but with single spaces.

    Paragraphs end at blank lines and at line ends, but not where the lines are wrapped.
    ``lang`` is a BCP 47 tag; None is found out. No sentence and no paragraph is empty.
    """
    code = base(lang or "") or detect(text) or "en"
    found = (_sentences(paragraph, code) for paragraph in paragraphs(text))
    return [sentences for sentences in found if sentences]


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text, none of them blank."""
    found: list[str] = []
    for block in _BLANK_LINE.split(_LINE_END.sub("\n", text)):
        lines = [line for line in block.split("\n") if not line.isspace()]
        found += [" ".join(lines)] if _wrapped(lines) else lines
    return [paragraph for paragraph in found if paragraph and not paragraph.isspace()]


def _wrapped(lines: list[str]) -> bool:
    """Return whether these are one paragraph broken to a line length, as in mails."""
    body = lines[:-1]
    if not body or any(not 40 <= len(line) <= 100 for line in body):
        return False
    return sum(_END_MARK.search(line) is None for line in body) * 2 > len(body)


def _sentences(paragraph: str, code: str) -> list[str]:
    joined: list[list[str]] = []  # each sentence in pieces: a million mends stay linear
    gap = tail = ""
    for raw in _segments(paragraph, code):
        for piece in _unspaced(raw):
            sentence = " ".join(piece.split())
            if not sentence:
                continue
            if joined and _continues(tail, gap, sentence):
                joined[-1] += [gap, sentence]
                tail = (tail + gap + sentence)[-_TAIL:]
            else:
                joined.append([sentence])
                tail = sentence[-_TAIL:]
            gap = " " if piece[-1:].isspace() else ""
    return [part for pieces in joined for part in _by_spaces("".join(pieces))]


def _segments(paragraph: str, code: str) -> Iterator[str]:
    """Yield the paragraph as sentencex parts it; nothing is lost between the parts."""
    # half a surrogate pair has no UTF-8, which sentencex works in
    safe = _SURROGATE.sub("\ufffd", paragraph)
    begun = start = 0
    while start < len(safe):
        end, whole = _chunk_end(safe, start + _CHUNK)
        for found in sentencex.get_sentence_boundaries(code, safe[start:end]):
            if found["start_index"]:
                yield paragraph[begun : start + found["start_index"]]
                begun = start + found["start_index"]
        start = end
        if whole:
            yield paragraph[begun:end]
            begun = end
    yield paragraph[begun:]


def _chunk_end(text: str, end: int) -> tuple[int, bool]:
    """Return where to part an overlong text, and whether a sentence ends there."""
    if end >= len(text):
        return len(text), True
    marks = [mark.end() for mark in _STOP.finditer(text, end - 1000, end)]
    return (marks[-1], True) if marks else (end, False)


def _by_spaces(sentence: str) -> list[str]:
    """Return a long Thai or Lao text in parts, as spaces are all that parts its sentences."""
    if len(sentence) <= _LONG or not _SPACED_CLAUSES.search(sentence[:_LONG]):
        return [sentence]
    parts: list[list[str]] = [[]]
    size = 0
    for clause in sentence.split(" "):
        before = parts[-1][-1:] or [""]
        # a number before or after the space belongs to its clause
        if size >= _LONG // 2 and all(map(_SPACED_CLAUSES.match, (clause[:1], before[0][-1:]))):
            parts.append([])
            size = 0
        parts[-1].append(clause)
        size += len(clause) + 1
    return [" ".join(part) for part in parts]


def _unspaced(raw: str) -> list[str]:
    """Return the parts of a sentence in which a space is missing after a full stop."""
    parts: list[str] = []
    start = 0
    for stop in _UNSPACED.finditer(raw):
        parts.append(raw[start : stop.end()])
        start = stop.end()
    return [*parts, raw[start:]]


def _continues(tail: str, gap: str, sentence: str) -> bool:
    """Return whether what sentencex parted belongs together."""
    # Thai has the full stop in abbreviations only: 3 เม.ย.
    if _CLOSERS.match(sentence) or _ABBREVIATION.search(tail):
        return True
    # sentencex parts Arabic and Persian decimals: ۳.۵
    if not gap and _DECIMAL.search(tail) and _DIGIT.match(sentence):
        return True
    if not gap and _NAME_END.match(sentence):
        return True
    if _HOUR.search(tail):
        return _AFTER_HOUR.match(sentence) is not None or _SMALL.match(sentence) is not None
    return _SMALL.match(sentence) is not None and _SHORT.search(tail) is not None
