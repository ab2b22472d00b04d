"""Bytes to text, whatever the labels say."""

from __future__ import annotations

import codecs
import re
from itertools import islice

from charset_normalizer import from_bytes

from bot.feeds import alphabets

_XML_LABEL = re.compile(
    rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE
)
_META_LABEL = re.compile(
    rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE
)
_HTTP_LABEL = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(rb"<(?:\w+:)?language>\s*([a-z]{2})|\blang=[\"']([a-z]{2})", re.IGNORECASE)
# What publishers mean by a label (WHATWG Encoding, 4.2): the larger set of the family.
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874",
    "tis-620": "cp874", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932",
    "euc_kr": "cp949", "johab": "cp949", "big5": "big5hkscs", "hz": "gb18030",
}  # fmt: skip
_BY_LANGUAGE = {
    "ar": "cp1256", "fa": "cp1256", "ur": "cp1256", "ru": "cp1251", "uk": "cp1251", "bg": "cp1251",
    "sr": "cp1251", "mk": "cp1251", "el": "cp1253", "he": "cp1255", "tr": "cp1254", "az": "cp1254",
    "pl": "cp1250", "cs": "cp1250", "sk": "cp1250", "hu": "cp1250", "hr": "cp1250", "sl": "cp1250",
    "ro": "cp1250", "lt": "cp1257", "lv": "cp1257", "et": "cp1257", "vi": "cp1258", "th": "cp874",
    "ja": "cp932", "ko": "cp949", "zh": "gb18030",
}  # fmt: skip
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NOT_ASCII = bytes(range(0x80, 0x100))
_PIECES, _PIECE = 16, 4096
_LATIN_EXTRA = re.compile(rb"[^\n]{0,200}[\x80-\xff][^\n]{0,200}")
_HEAD = 2048
_WIDE_HEAD = 400
_ZEROS = (("utf-32-le", "x000"), ("utf-32-be", "000x"), ("utf-16-le", "x0"), ("utf-16-be", "0x"))
_SAMPLE = 20_000


def decode(data: bytes, content_type: str | None = None) -> str:
    """Return a document's text by byte order mark, what its bytes show and its labels.

    Bytes that are valid UTF-8 are UTF-8 whatever a label says. Never raises; what cannot be read
    becomes U+FFFD.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    if wide := _wide(data):
        return data.decode(wide, "replace")
    if b"\x1b" in data[:4096] or b"\x1b$" in data:  # ISO 2022 is ASCII with escapes
        for label in _labels(data, content_type):
            if label.startswith("iso2022") and (text := _strict(data, label)) is not None:
                return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _legacy(data, _labels(data, content_type))


def _wide(data: bytes) -> str | None:
    """Tell UTF-16 and UTF-32 without a mark by the zero bytes beside ASCII, as markup has."""
    head = data[:_WIDE_HEAD]
    if 0 not in head:
        return None
    zeros = [head[at::4].count(0) * 4 / len(head) for at in range(4)]
    for name, pattern in _ZEROS:
        opening = head.startswith(("<".encode(name), "{".encode(name)))
        # the first bytes alone tell the two UTF-16, as their "<" begins no UTF-32's
        if opening and (len(pattern) == 4 or head[2:4] != b"\0\0"):
            return name
        if all(
            zeros[at] > 0.35 if pattern[at % len(pattern)] == "0" else zeros[at] < 0.15
            for at in range(4)
        ):
            return name
    return None


def _labels(data: bytes, content_type: str | None) -> list[str]:
    head = data[:_HEAD]
    found = [
        m[1].decode("ascii", "ignore") for p in (_XML_LABEL, _META_LABEL) if (m := p.search(head))
    ]
    if content_type and (http := _HTTP_LABEL.search(content_type)):
        found.append(http[1])
    names = []
    for label in found:
        try:
            names.append(codecs.lookup(label).name)
        except (LookupError, ValueError):
            continue
    return [_MEANT.get(name, name) for name in names]


def _legacy(data: bytes, labels: list[str]) -> str:
    """Decode what is not quite UTF-8."""
    repaired = _mostly_utf8(data)
    if repaired is not None:
        return repaired
    believed = [label for label in labels if not label.startswith(("utf", "iso2022"))]
    sample = _sample(data)
    guess = alphabets.guess(sample)
    sure = guess.encoding if guess and guess.fit >= alphabets.SURE else None
    # cp1252 is the label that is there when nobody set one
    if not (sure and set(believed) <= {"cp1252"}):
        for label in believed:
            text = data.decode(label, "replace")
            # a few bad bytes, or a cut in the middle of a character
            if text.count("\ufffd") <= 2 + len(data) // 2000:
                return text
    if sure is None and (language := _LANGUAGE.search(data[:_HEAD])) is not None:
        sure = _BY_LANGUAGE.get((language[1] or language[2]).decode().lower())
        if sure and (text := data.decode(sure, "replace")).count("\ufffd") <= 2:
            return text
        sure = None
    return data.decode(sure or _guessed(sample), "replace")


def _mostly_utf8(data: bytes) -> str | None:
    """Return UTF-8 with its stray bytes taken as Windows-1252; None where most are stray."""
    sample = data
    if len(data) > _PIECES * _PIECE:  # reading bytes of another encoding as UTF-8 is slow
        step = len(data) // _PIECES
        sample = b"".join(data[at : at + _PIECE] for at in range(0, step * _PIECES, step))
    if _strays(sample) * 5 > _high(sample):
        return None
    text = data.decode("utf-8", "surrogateescape")
    return re.sub("[\udc80-\udcff]", lambda m: _western(ord(m[0]) - 0xDC00), text)


def _strays(data: bytes) -> int:
    text = data.decode("utf-8", "surrogateescape")
    return len(text) - len(text.encode("utf-16", "ignore").decode("utf-16"))


def _high(data: bytes) -> int:
    """Return how many bytes are not ASCII."""
    return len(data) - len(data.translate(None, _NOT_ASCII))


def _western(byte: int) -> str:
    return bytes([byte]).decode("cp1252", "replace")


def _strict(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _sample(data: bytes) -> bytes:
    """Return the lines that are not ASCII, as far as they are needed."""
    found = _LATIN_EXTRA.finditer(data, 0, _SAMPLE * 20)
    return b"\n".join(m[0] for m in islice(found, 100))[:_SAMPLE]


def _guessed(sample: bytes) -> str:
    """Guess by the statistics of charset_normalizer; Windows-1252 where few bytes or no guess."""
    high = _high(sample)
    if high * 10 < len(sample):  # accents and quotation marks among Latin letters
        return "cp1252"
    best = from_bytes(sample).best()
    name = codecs.lookup(best.encoding).name if best else "cp1252"
    return _MEANT.get(name, name)
