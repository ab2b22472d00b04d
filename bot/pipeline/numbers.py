"""The numbers that a text states, whatever digits, separators and words they are written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import regex

from bot.summaries.event_words import forms, read_in
from bot.text.normal import fold

Readings = frozenset[str]
"""What one number may mean, for ``1.000`` is a thousand here and one there."""

_MARKS: Final = regex.compile(r"[.,٫٬]")
_SPACED: Final = regex.compile(r"(?<![\d.,])\d{1,3}(?:[ ']\d{3})+(?!\d)")
_NUMBER: Final = regex.compile(r"(\d+(?:[.,٫٬]\d+)*)[\s-]?(\p{Han}|[^\W\d_]+)?")
_WORD: Final = regex.compile(r"[^\W\d_]+")
_AFTER_DIGITS: Final = regex.compile(r"\d[\s-]?$")
_UNITS: Final = frozenset({"k", "m", "b"})
"""Signs that mean a scale here and a unit there: 5m is five million, or five metres."""
_LONGEST: Final = 40
"""Characters of a number; a longer run of digits is none, and Python refuses to read many."""
_HAN_DIGITS: Final = {
    digit: value
    for value, row in enumerate(["〇零", "一", "二两兩", "三", "四", "五", "六", "七", "八", "九"])
    for digit in row
}
_HAN_TENS: Final = {"十": 10, "百": 100, "千": 1000}
_HAN_SCALES: Final = {"千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_HAN: Final = regex.compile(f"[{''.join(_HAN_DIGITS | _HAN_TENS | _HAN_SCALES)}]+")
_HAN_PARTS: Final = frozenset("一千万萬")
"""Alone these are mostly parts of words."""


def stated(text: str, lang: str | None) -> list[Readings]:
    """Return the numbers that a text in a language (BCP 47) states, in digits or words."""
    folded = fold(text)
    joined = _SPACED.sub(lambda found: regex.sub(r"\D", "", found[0]), folded)
    return [*_in_digits(joined, lang), *_in_words(folded, lang), *_in_han(folded)]


def known(text: str, lang: str | None) -> Readings:
    """Return all that the numbers of a text may mean."""
    apart = (str(int(part)) for run in _SPACED.findall(fold(text)) for part in _split(run))
    return frozenset().union(apart, *stated(text, lang))


def _split(run: str) -> list[str]:
    return regex.split(r"\D", run)


def _in_digits(folded: str, lang: str | None) -> Iterator[Readings]:
    for written, after in _NUMBER.findall(folded):
        plain, scale = _readings(written), _scale(after, lang)
        if scale == 1:
            yield plain
        else:
            scaled = frozenset(_times(reading, scale) for reading in plain)
            yield scaled | plain if after in _UNITS else scaled


def _scale(word: str, lang: str | None) -> int:
    """Return what a word after a number multiplies it by; 1 where it says something else."""
    known_scale = forms("scales").get(word)
    if known_scale is not None and read_in(word, lang):
        return int(known_scale)
    return _HAN_SCALES.get(word, 1)


def _times(reading: str, scale: int) -> str:
    whole, _, part = reading.partition(".")
    if "." in part or len(reading) > _LONGEST:  # a date or a version
        return reading
    return _decimal(str(int(whole + part) * scale).zfill(len(part) + 1), len(part))


def _decimal(digits: str, places: int) -> str:
    if not places:
        return str(int(digits))
    return f"{int(digits[:-places] or 0)}.{digits[-places:]}".rstrip("0").rstrip(".")


def _readings(written: str) -> Readings:
    """Return what a number in digits may mean; a date or a version is one, by its parts."""
    if len(written) > _LONGEST:
        return frozenset({written})
    marks, parts = _MARKS.findall(written), _MARKS.split(written)
    if not marks:
        return frozenset({str(int(written))})
    *head, last = parts
    if _is_grouped(parts) and len(set(marks)) == 1 and marks[0] != "٫":
        whole = str(int("".join(parts)))
        ambiguous = len(marks) == 1 and marks[0] != "٬"
        return frozenset({whole, f"{parts[0]}.{last}"} if ambiguous else {whole})
    grouped = len(marks) > 1 and marks[-1] not in marks[:-1] and _is_grouped(head)
    if grouped or len(marks) == 1:
        return frozenset({_decimal("".join(parts), len(last))})
    return frozenset({".".join(str(int(part)) for part in parts)})


def _is_grouped(parts: list[str]) -> bool:
    """Return whether the parts are thousands, or thousands and lakhs as in India."""
    first, *middle, last = parts if len(parts) > 1 else [*parts, "000"]
    sizes = {len(part) for part in middle}
    return (
        first[0] != "0"
        and len(first) <= 3
        and len(last) == 3
        and len(sizes | {3}) <= 2
        and (sizes <= {2} or sizes <= {3})
    )


def _in_words(folded: str, lang: str | None) -> Iterator[Readings]:
    pending, end = 0, -2
    for found in _WORD.finditer(folded):
        word, follows = found[0], found.start() - end == 1
        value, scale = _value(word, lang), _scale(word, lang) if len(word) > 2 else 1
        if scale > 1 and follows and pending:
            value, pending = pending * scale, 0
        elif scale > 1 and not _AFTER_DIGITS.search(
            folded, max(0, found.start() - 2), found.start()
        ):
            value = scale
        elif follows and _is_tens(pending) and 0 < value < 10:
            value, pending = pending + value, 0
        if pending:
            yield frozenset({str(pending)})
        pending, end = value, found.end()
    if pending:
        yield frozenset({str(pending)})


def _is_tens(value: int) -> bool:
    return 20 <= value <= 90 and value % 10 == 0


def _value(word: str, lang: str | None) -> int:
    if not read_in(word, lang):
        return 0
    value = forms("numbers").get(word) or forms("ordinals").get(word) or "0"
    return int(value) if value != "1" else 0  # "first" is said of much


def _in_han(folded: str) -> Iterator[Readings]:
    for run in _HAN.findall(folded):
        if run not in _HAN_PARTS and len(run) <= _LONGEST:
            yield frozenset({str(_han(run))})


def _han(run: str) -> int:
    """Return the value of a number in Chinese characters: 三百二十 or, digit by digit, 二〇一八."""
    if len(run) > 1 and all(char in _HAN_DIGITS for char in run):
        return int("".join(str(_HAN_DIGITS[char]) for char in run))
    total = section = digit = 0
    for char in run:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_TENS:
            section, digit = section + (digit or 1) * _HAN_TENS[char], 0
        else:
            total, section, digit = total + (section + digit) * _HAN_SCALES[char], 0, 0
    return total + section + digit
