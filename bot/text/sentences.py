"""Sentences: sentencex, with mends for what it gets wrong in news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import regex
import sentencex

from bot.text.language import base, detect

_BLANK_LINE: Final = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END: Final = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_END_MARK: Final = regex.compile(r"[.!?…:;؟۔।॥。！？၊။።៕\"”’»)\]]\s*$")

_CHUNK: Final = 10_000
"""Characters given to sentencex at a time: its time grows with the square of quotation marks."""
_LENGTHY: Final = 240
_ENDLESS: Final = 600
"""Characters above which a sentence is looked at again without apostrophes, or without all marks
that come in pairs."""
_QUOTES: Final = "'\"„“”‟‘’‚«»[]()•"
_STOP: Final = regex.compile(r"[.!?؟۔।。！？။።]\s*")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_TAIL: Final = 24
"""Characters of a sentence's end that say whether the next one continues it."""
_LETTERED: Final = regex.compile(r"(?:^|[^\p{L}\p{M}])\p{L}\.$")
_DECIMAL: Final = regex.compile(r"\p{Nd}[.,٫]$")
_DIGIT: Final = regex.compile(r"\p{Nd}")
_UNTITLED: Final = regex.compile(r"^[^\p{L}]*+\p{Ll}")
_NUMBERED: Final = regex.compile(r"^\p{Nd}{1,3}[.)]$")  # of a list
_INITIAL: Final = regex.compile(r"(?:^|[\s(«“\".])(?:\p{Lu}|\p{Arabic})[.۔]$")
_NAMED: Final = regex.compile(r"[\p{Lu}\p{Lo}\p{Nd}]")
_GERMAN_ORDINAL: Final = regex.compile(
    r"\b(?:de[rmns]|die|das|am|vom|im|zum|zur) \p{Nd}{1,2}\.$", regex.IGNORECASE
)
_TITLES: Final = {
    code: regex.compile(rf"(?:^|[\s(«“\"'’])(?:{words.replace(' ', '|')})\.$")
    for code, words in {
        "am": "አቶ ዶ ወ",
        "bn": "মি মিঃ ড ডঃ ডা মো মোঃ",
        "bs": "dr mr prof",
        "de": "Fa Hr Fr Nr St Dr Prof bzw ca",
        "fr": "M MM Mme Mmes Mlle Dr Pr Me St Ste Mgr",
        "gu": "ડૉ ડો ડા મિ શ્રી",
        "hi": "डॉ डा श्री प्रो मि कु पं",
        "hr": "dr mr prof",
        "it": "on dott sig prof avv ing sen",
        "mr": "डॉ डा श्री प्रा मि कु",
        "ne": "डा डॉ श्री प्रा मि",
        "nl": "mevr dhr dr mr drs",
        "pl": "dr prof inż ks ok mgr św ul",
        "pt": "Av Dr nº n Sr Sra Prof",
        "ru": "им ул просп акад проф св тов",
        "si": "මි ආචාර්ය",
        "sr": "dr mr prof др мр проф",
        "sv": "kl",
        "ta": "திரு டாக்டர் மு",
        "te": "డా శ్రీ",
        "tr": "Doç Av Prof Dr Yrd Op",
        "uk": "ім вул св проф акад",
        "vi": "TP ThS TS GS PGS BS",
    }.items()
}
"""What sentencex does not know for an abbreviation before a name or number."""
_QUOTED: Final = regex.compile(r"[」』]$")
_QUOTING: Final = regex.compile("と|って|など|という|は|が|を|の|も|で|に")
_SMALL: Final = regex.compile(r"\p{Ll}[^\p{Lu}]")
_CLOSERS: Final = regex.compile(r"^[\p{Pe}\p{Pf}\"'.!?…]+$")
_NAME_END: Final = regex.compile(r"(?:Com|Net|Org|Js|Io|Tv|Ai|Co|Uk)\b")  # Booking.Com
_ABBREVIATION: Final = regex.compile(r"[\p{Thai}\p{Lao}]\.$")
_HOUR: Final = regex.compile(r"\b[ap]\.m\.$", regex.IGNORECASE)
_AFTER_HOUR: Final = regex.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[ECMP][SD]?T\b|GMT\b|UTC\b|BST\b"
)
_STRAY: Final = regex.compile(r"[\"”’‘»](?=\s)")
_LONG: Final = 240
"""Characters above which a text without end marks is parted at spaces, in Thai and Lao."""
_SPACED_CLAUSES: Final = regex.compile(r"[\p{Thai}\p{Lao}]")
_UNSPACED: Final = regex.compile(
    # sentencex parts Chinese and Japanese before letters only
    r"[。！？](?=\p{Nd})|"
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
    if not body or not (all(40 <= len(line) <= 100 for line in body) or _filled(lines)):
        return False
    return sum(_END_MARK.search(line) is None for line in body) * 2 > len(body)


def _filled(lines: list[str]) -> bool:
    """Return whether each line took all the words that it had room for, up to 140 characters."""
    width = max(map(len, lines))
    return (
        len(lines) > 2
        and 40 <= width <= 140
        and all(
            len(line.rstrip()) + 1 + len(after.split(maxsplit=1)[0]) > width
            for line, after in pairwise(lines)
        )
    )


def _sentences(paragraph: str, code: str) -> list[str]:
    joined: list[list[str]] = []  # each sentence in pieces: a million mends stay linear
    gap = tail = ""
    for raw in _segments(paragraph, code):
        for piece in _unspaced(raw):
            sentence = " ".join(piece.split())
            stray = _STRAY.match(sentence)
            if joined and stray is not None and _lacks(joined[-1], stray.group()):
                joined[-1] += [gap, stray.group()]
                sentence = sentence[stray.end() :].lstrip()
            if not sentence:
                continue
            if joined and _continues(joined[-1][0], tail, gap, sentence, code):
                joined[-1] += [gap, sentence]
                tail = (tail + gap + sentence)[-_TAIL:]
            else:
                joined.append([sentence])
                tail = sentence[-_TAIL:]
            gap = " " if piece[-1:].isspace() else ""
    return [part for pieces in joined for part in _by_spaces("".join(pieces))]


def _lacks(pieces: list[str], closer: str) -> bool:
    """Return whether a closing mark belongs to the sentence before, which lacks it."""
    # a few pieces tell: a million of them must stay linear
    return closer != '"' or sum(piece.count('"') for piece in pieces[-20:]) % 2 == 1


def _segments(paragraph: str, code: str) -> Iterator[str]:
    """Yield the paragraph in sentences as sentencex parts it; nothing is lost between them."""
    for raw in _parted(paragraph, code):
        yield from _requoted(raw, code)


def _requoted(raw: str, code: str) -> Iterator[str]:
    """Yield the parts of a lengthy sentence.

    sentencex parts nothing between two marks that it takes for a pair, and apostrophes or halves
    of pairs make one out of many sentences: so these are hidden from it.
    """
    # „such", which it takes for a quotation that begins where one ends
    mixed = raw.count("„") == raw.count('"') > 0
    if len(raw) > _CHUNK or (len(raw) <= _LENGTHY and not mixed):
        yield raw
        return
    for part in _hiding("'\"" if mixed else "'", raw, code):
        yield from _hiding(_QUOTES, part, code) if len(part) > _ENDLESS else (part,)


def _hiding(marks: str, raw: str, code: str) -> Iterator[str]:
    """Yield the parts of a text that sentencex finds without these marks."""
    hidden = _SURROGATE.sub("\ufffd", raw).translate(dict.fromkeys(map(ord, marks), " "))
    begun = 0
    for found in sentencex.get_sentence_boundaries(code, hidden):
        if found["start_index"]:
            yield raw[begun : found["start_index"]]
            begun = found["start_index"]
    yield raw[begun:]


def _parted(paragraph: str, code: str) -> Iterator[str]:
    """Yield the paragraph as sentencex parts it by itself."""
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


def _quote_sign(char: str) -> int:
    return (char in "「『“") - (char in "」』”")


def _unspaced(raw: str) -> list[str]:
    """Return the parts of a sentence in which a space is missing after a full stop."""
    parts: list[str] = []
    start = seen = depth = 0
    for stop in _UNSPACED.finditer(raw):
        depth += sum(map(_quote_sign, raw[seen : stop.end()]))
        seen = stop.end()
        if depth > 0 and stop.group() in "。！？":
            continue
        parts.append(raw[start : stop.end()])
        start = stop.end()
    return [*parts, raw[start:]]


def _continues(head: str, tail: str, gap: str, sentence: str, code: str) -> bool:
    """Return whether what sentencex parted belongs together.

    ``head`` and ``tail`` are the beginning and the end of what came before, ``gap`` is between.
    """
    # Thai has the full stop in abbreviations only: 3 เม.ย.
    if _CLOSERS.match(sentence) or _ABBREVIATION.search(tail) or _NUMBERED.match(tail):
        return True
    if not gap and (_NAME_END.match(sentence) or _parted_within(tail, sentence)):
        return True
    # "Why?" he said; in a text without capitals nothing shows that it goes on
    if _SMALL.match(sentence) and not _UNTITLED.match(head):
        return True
    if _HOUR.search(tail):
        return _AFTER_HOUR.match(sentence) is not None
    if _QUOTED.search(tail):
        return _QUOTING.match(sentence) is not None
    return _abbreviated(tail, code) and _NAMED.match(sentence) is not None


def _parted_within(tail: str, sentence: str) -> bool:
    """Return whether sentencex parted a decimal, as in ۳.۵, or an abbreviation, as in W.Va."""
    if _LETTERED.search(tail) and sentence[0].isalpha():
        return True
    return _DECIMAL.search(tail) is not None and _DIGIT.match(sentence) is not None


def _abbreviated(tail: str, code: str) -> bool:
    """Return whether the full stop at the end is that of a title or initial before a name."""
    if code == "de" and _GERMAN_ORDINAL.search(tail):
        return True
    # "plan B." may end an English sentence; there sentencex knows better
    if code != "en" and _INITIAL.search(tail):
        return True
    titles = _TITLES.get(code)
    return titles is not None and titles.search(tail) is not None
