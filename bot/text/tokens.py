"""Words of a text, with the places where they stand."""

from __future__ import annotations

from typing import Final, NamedTuple

import regex


class Token(NamedTuple):
    """A word, or a run of a script that is written without spaces."""

    text: str
    """The word as it stands in the text."""
    start: int
    """Index of its first character."""
    end: int
    """Index after its last character."""
    dense: bool = False
    """True for a run of Han, kana, Thai, Lao, Khmer or Myanmar, where words have no spaces."""


# Scripts whose words follow each other without spaces (UAX 29 leaves them to dictionaries).
DENSE: Final = r"\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
APOSTROPHES: Final = "'’‘ʼʹʾʿʻ`´＇‛′׳"
# A letter or digit with what clings to it: marks, joiners, direction marks.
_CHAR: Final = rf"(?:[\p{{L}}\p{{N}}--[{DENSE}]][\p{{M}}\p{{Cf}}\u0640]*+)"
_WORDS: Final = regex.compile(
    # The plain case first, which twice as much text a second makes worth a line.
    r'(?P<plain>[A-Za-z]{2,}+(?=[ \n,.;:\-)?!"]))|'
    # U.S., U.K., U.S.A: the final full stop belongs to it where two letters or more are dotted.
    rf"(?P<dotted>(?<![\p{{L}}\p{{N}}.])(?:[\p{{L}}--[{DENSE}]]\.){{2,}}+"
    r"(?:\p{Lu}(?![\p{L}\p{N}]))?)"
    rf"|(?P<dense>(?:[{DENSE}][\p{{M}}\p{{Cf}}]*+)++)"
    # UAX 29 MidNumLet and MidNum: a point or comma within digits, an apostrophe within letters.
    rf"|(?P<word>{_CHAR}++(?:(?:[{APOSTROPHES}](?=\p{{L}})"
    rf"|(?<=\p{{Nd}})[.,٫٬](?=\p{{Nd}})){_CHAR}++)*+)",
    regex.V1,
)


def words(s: str) -> list[Token]:
    """Return the words of ``s`` in order.

    Letters with apostrophes, digits with separators and dotted acronyms (``U.S.``) stay whole;
    hyphens, underscores and all else part words. Runs of scripts without spaces are one token each.
    """
    return [
        Token(found.group(), found.start(), found.end(), found.lastgroup == "dense")
        for found in _WORDS.finditer(s)
    ]
