"""The encoding of text that names none, by how often the commonest letters of a language occur.

A byte means another letter in each encoding, so that only in the right one do the letters come out
as often as its language has them: "о е а и н т" in Russian. Each alphabet lists the commonest
letters beyond ASCII and their usual share of all such letters; the best fit of shares wins.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

FEW = 12
"""With fewer letters beyond ASCII nothing can be told."""
SAMPLE = 6_000
"""Bytes that are looked at."""
SURE = 0.75
"""A fit from here on is no accident."""


class Guess(NamedTuple):
    """An encoding that may be the right one."""

    encoding: str
    """Python's name for it."""
    fit: float
    """1 where its language's commonest letters are as frequent as they should be; 0 without any."""


_HANZI: Final = (
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小"
    "新日本月行业部市公方成经发开与全民现分第进工高前等动多关用展家电加政府报最外场务机区长体员"
)
_HANZI_OLD: Final = (
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小"
    "新日本月行業部市公方成經發開與全民現分第進工高前等動多關用展電加政府報最外場務機區長體員台"
)
_KANA: Final = "のにはをたがでてとしれさいるもかなくらりこまっンスルーイトラアドジ"
_HANGUL: Final = "이다에는을의가로고하지한도기서은사자정리어시대그를인과해나부수일보제들있라게성장"
_ARABIC: Final = "اليمنرتوبةهسد"
_PERSIAN: Final = "ایرندهموتسبشک"

_ALPHABETS: Final = (  # encoding, its letters, their share
    ("cp1252", "éèàçêîôûâëïùœüöäßñáíóúãõåæøìòÉÀÜÖÄ", 0.95),
    ("cp1252", "áðéíóöþæúýÞ", 0.97),
    ("cp1251", "оеаинтсрвлкмдпуя", 0.80),
    ("cp1251", "оаинеітврслкдумп", 0.80),
    ("koi8-r", "оеаинтсрвлкмдпуя", 0.80),
    ("cp1256", _ARABIC, 0.72),
    ("cp1256", _PERSIAN.replace("ی", "ي"), 0.70),
    ("iso8859-6", _ARABIC, 0.72),
    ("cp1253", "αοιετσνηυρπκςόίά", 0.80),
    ("cp1255", "יוהלאתרבמשנ", 0.75),
    ("cp874", "านรอกเงมยลวดทสต่ี้", 0.68),
    ("cp1254", "ıüşğçöİŞÜÖÇâ", 0.97),
    ("cp1250", "ąęłóśżćńź", 0.97),
    ("cp1250", "áíéěřčžýšůúťňď", 0.97),
    ("cp1250", "áéíóöőúüű", 0.97),
    ("cp1250", "čšžćđ", 0.97),
    ("cp1250", "ăîâşţ", 0.97),
    ("iso8859-2", "ąęłóśżćńź", 0.97),
    ("iso8859-2", "áíéěřčžýšůúťňď", 0.97),
    ("cp1257", "ėšžčųįąęū", 0.97),
    ("cp1257", "āīēšūņļķģčž", 0.97),
    ("gb18030", _HANZI, 0.40),
    ("big5hkscs", _HANZI_OLD, 0.40),
    ("cp932", _KANA, 0.45),
    ("euc_jp", _KANA, 0.45),
    ("cp949", _HANGUL, 0.40),
)
_LETTERS: Final = tuple((name, frozenset(letters), share) for name, letters, share in _ALPHABETS)
_LATIN: Final = frozenset({"cp1252", "cp1254", "cp1250", "iso8859-2", "cp1257"})
# All but ASCII and the punctuation that several languages share: a sign in a word shows an error.
_SHOWING: Final = re.compile(
    "[^\x00-\x7f\xa0§©«®°·»\u200b-\u200f–—‘-„•…‹›€№™،؛؟\u3000-\u3002\u3008-\u3011！-？]+"
)
_RUN: Final = 1.9
"""Letters beyond ASCII that stand together: fewer in the Latin alphabet, more in all others."""


def guess(sample: bytes) -> Guess | None:
    """Return the encoding that fits best; None where too little can be seen."""
    sample = sample[:SAMPLE]
    best: Guess | None = None
    texts: dict[str, str] = {}
    for name, letters, share in _LETTERS:
        if name not in texts:
            texts[name] = _shown(sample, name)
        shown = texts[name]
        if len(shown) < FEW:
            continue
        fit = min(sum(map(letters.__contains__, shown)) / len(shown) / share, 1.0)
        if best is None or fit > best.fit:
            best = Guess(name, fit)
    return best


def _shown(sample: bytes, name: str) -> str:
    """Return the characters that tell languages apart; none where they cannot be words of one."""
    runs = _SHOWING.findall(sample.decode(name, "replace"))
    shown = "".join(runs)
    return shown if (len(shown) < _RUN * len(runs)) == (name in _LATIN) else ""
