"""Bytes to text whatever the labels say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.encoding import decode

PERSIAN = "روسیه و اسرائیل؛ تعامل به سود ایران"
ARABIC = "أخبار اليوم من طهران"
RUSSIAN = "Новости дня: переговоры в Вене"
CHINESE = "每日新闻摘要：叙利亚"
JAPANESE = "今日のニュース"
WESTERN = "Café “quoted” – dash"


def labelled(text: str, label: str, encoding: str) -> bytes:
    return f'<?xml version="1.0" encoding="{label}"?><rss>{text}</rss>'.encode(encoding)


@pytest.mark.parametrize(
    ("data", "content_type", "text"),
    [
        (labelled(PERSIAN, "utf-8", "utf-8"), None, PERSIAN),
        (labelled(ARABIC, "windows-1256", "cp1256"), None, ARABIC),
        (labelled(ARABIC, "iso-8859-6", "iso8859-6"), None, ARABIC),
        (labelled(RUSSIAN, "windows-1251", "cp1251"), None, RUSSIAN),
        (labelled(RUSSIAN, "koi8-r", "koi8-r"), None, RUSSIAN),
        (labelled(CHINESE, "gb2312", "gb18030"), None, CHINESE),
        (labelled(CHINESE, "gb18030", "gb18030"), None, CHINESE),
        (labelled("敘利亞", "big5", "big5"), None, "敘利亞"),
        (labelled(JAPANESE, "Shift_JIS", "cp932"), None, JAPANESE),
        (labelled(JAPANESE, "euc-jp", "euc-jp"), None, JAPANESE),
        (labelled(JAPANESE, "iso-2022-jp", "iso2022-jp"), None, JAPANESE),
        (labelled("오늘의 뉴스", "euc-kr", "euc-kr"), None, "오늘의 뉴스"),
        (labelled("Ειδήσεις", "windows-1253", "cp1253"), None, "Ειδήσεις"),
        (labelled(WESTERN, "iso-8859-1", "cp1252"), None, WESTERN),
        (labelled(PERSIAN, "iso-8859-1", "utf-8"), None, PERSIAN),
        (labelled(PERSIAN, "windows-1256", "utf-8"), "text/xml; charset=windows-1256", PERSIAN),
        (labelled(WESTERN, "utf-8", "cp1252"), None, WESTERN),
        (labelled(PERSIAN, "utf-16", "utf-8"), None, PERSIAN),
        (labelled(PERSIAN, "nonsense", "utf-8"), None, PERSIAN),
        (PERSIAN.encode("utf-8-sig"), "text/xml; charset=iso-8859-1", PERSIAN),
        (b"\xff\xfe" + PERSIAN.encode("utf-16-le"), None, PERSIAN),
        (b"\xfe\xff" + PERSIAN.encode("utf-16-be"), None, PERSIAN),
        (f"<rss>{PERSIAN}".encode("utf-16-le"), None, PERSIAN),
        (f"<rss>{PERSIAN}".encode("utf-16-be"), None, PERSIAN),
        (f"<rss>{RUSSIAN}".encode("cp1251"), 'text/xml; charset="windows-1251"', RUSSIAN),
        (f"<rss>{RUSSIAN}".encode("cp1251"), "text/xml; charset=utf-8", None),
        (f"<rss><language>ru</language>{RUSSIAN}".encode("cp1251"), None, RUSSIAN),
        (f"<rss><language>fa-IR</language>{ARABIC}".encode("cp1256"), None, ARABIC),
        (f"<meta charset=windows-1251>{RUSSIAN}".encode("cp1251"), None, RUSSIAN),
        (PERSIAN.encode() * 50 + b"\x92" + PERSIAN.encode(), None, PERSIAN + "’" + PERSIAN),
    ],
    ids=str,
)
def test_decoding(data: bytes, content_type: str | None, text: str | None) -> None:
    decoded = decode(data, content_type)
    if text is not None:
        assert text in decoded


@given(st.binary(max_size=300), st.text(max_size=30))
def test_all_bytes_decode(data: bytes, content_type: str) -> None:
    decode(data, content_type)


@given(st.text(max_size=100))
def test_utf8_is_utf8(text: str) -> None:
    text = f"<?xml version='1.0'?><a>{text}"
    if "\x1b" not in text and "charset" not in text:
        assert decode(text.encode("utf-8", "replace")) == text.encode("utf-8", "replace").decode()
