"""Dates in the languages of the world, and the slips that feeds make with them."""

from __future__ import annotations

import pytest

from bot.feeds import dates
from bot.feeds.documents.parsing import parse

SECOND = "2026-02-03T14:05:06"
MINUTE = "2026-02-03T14:05:00"
DAY = "2026-02-03T00:00:00"

LANGUAGES = [
    ("3 Feb 2026", DAY),
    ("3 de febrero de 2026", DAY),
    ("martes, 3 de febrero de 2026 14:05", MINUTE),
    ("3 février 2026 à 14h05", MINUTE),
    ("mardi 3 février 2026", DAY),
    ("3. Februar 2026, 14:05 Uhr", MINUTE),
    ("Dienstag, 3. Februar 2026", DAY),
    ("3 febbraio 2026", DAY),
    ("martedì 3 febbraio 2026 ore 14:05", MINUTE),
    ("3 fevereiro 2026", DAY),
    ("3 de fev. de 2026", DAY),
    ("3 februari 2026", DAY),
    ("3 feb. 2026 kl. 14.05", MINUTE),
    ("3. februar 2026 kl. 14:05", MINUTE),
    ("3. helmikuuta 2026 klo 14.05", MINUTE),
    ("3 lutego 2026", DAY),
    ("3 lutego 2026, 14:05", MINUTE),
    ("3. února 2026", DAY),
    ("3. februára 2026", DAY),
    ("2026. február 3. 14:05", MINUTE),
    ("2026. február 3.", DAY),
    ("3 februarie 2026", DAY),
    ("3 февраля 2026", DAY),
    ("3 февраля 2026 года", DAY),
    ("3 февраля 2026 в 14:05", MINUTE),
    ("3 лютого 2026 р.", DAY),
    ("3 февруари 2026 г.", DAY),
    ("3. фебруар 2026.", DAY),
    ("3. veljače 2026.", DAY),
    ("3 Şubat 2026 Salı 14:05", MINUTE),
    ("Sal, 03 Şub 2026 14:05:06 +0000", SECOND),
    ("3 Φεβρουαρίου 2026", DAY),
    ("3 Φεβ 2026 14:05", MINUTE),
    ("3 בפברואר 2026", DAY),
    ("3 פברואר 2026 14:05", MINUTE),
    ("الثلاثاء 3 فبراير 2026", DAY),
    ("الثلاثاء، 3 فبراير / شباط 2026", DAY),
    ("3 شباط/فبراير 2026", DAY),
    ("٣ شباط ٢٠٢٦ - ١٤:٠٥", MINUTE),
    ("3 février 2026 14:05", MINUTE),
    ("3 fevrye 2026", None),
    ("3 फ़रवरी 2026", DAY),
    ("3 फरवरी 2026 14:05", MINUTE),
    ("৩ ফেব্রুয়ারি ২০২৬", DAY),
    ("3 பிப்ரவரி 2026", DAY),
    ("3 ఫిబ్రవరి 2026", DAY),
    ("3 فروری 2026", DAY),
    ("۳ فوریه ۲۰۲۶", DAY),
    ("3 ก.พ. 2026", DAY),
    ("3 กุมภาพันธ์ 2569", DAY),
    ("3 ก.พ. 2569 14:05", MINUTE),
    ("3 tháng 2 năm 2026", DAY),
    ("03 tháng 2, 2026 14:05", MINUTE),
    ("3 Februari 2026 14:05 WIB", "2026-02-03T07:05:00"),
    ("3 Februari 2026", DAY),
    ("3 Pebruari 2026", DAY),
    ("2026年2月3日(火) 14時05分", MINUTE),
    ("2026年02月03日 14:05:06", SECOND),
    ("2026-02-03 下午02:05", MINUTE),
    ("2026년 2월 3일 오후 2:05", MINUTE),
    ("2026. 2. 3. 14:05", MINUTE),
    ("2026.02.03 14:05", MINUTE),
    ("3 თებერვალი 2026", DAY),
    ("3 փետրվարի 2026", DAY),
    ("3 fevral 2026", DAY),
    ("3 ақпан 2026", DAY),
    ("3 gener 2026", "2026-01-03T00:00:00"),
    ("3 de gener de 2026", "2026-01-03T00:00:00"),
    ("2026ko otsailak 3", None),
    ("3 Feabhra 2026", DAY),
    ("3 Chwefror 2026", DAY),
    ("2026. gada 3. februāris", DAY),
    ("2026 m. vasario 3 d.", DAY),
    ("3. veebruar 2026", DAY),
    ("3. febrúar 2026", DAY),
    ("3 Shkurt 2026", DAY),
    ("3 Februarie 2026", DAY),
    ("3 Februari, 2026", DAY),
]
SLIPS = [
    ("Tue, 3 Feb 2026 14:5:06 GMT", SECOND),
    ("Tue, 3 Feb 2026 14:5:6 GMT", SECOND),
    ("Tue,03 Feb 2026 14:05:06 GMT", SECOND),
    ("Tue, 03 Feb 2026 14:05:06GMT", SECOND),
    ("Tue, 03 Feb 2026 14:05:06+0000", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 +00:00", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 GMT+0000", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 GMT+00:00", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 +0000 (UTC)", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 +0000 GMT", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 Etc/GMT", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 America/New_York", "2026-02-03T19:05:06"),
    ("Tue, 03 Feb 26 14:05:06 GMT", SECOND),
    ("Tues, 03 Feb 2026 14:05:06 GMT", SECOND),
    ("Tuesday, February 03, 2026 14:05:06 GMT", SECOND),
    ("Tue, Feb 03 2026 14:05:06 GMT", SECOND),
    ("Tue Feb 03 2026 14:05:06 GMT+0000 (Coordinated Universal Time)", SECOND),
    ("Tue, 2026-02-03 14:05:06", SECOND),
    ("2026-02-03T14:05:06+00", SECOND),
    ("2026-02-03T14:05:06+0000", SECOND),
    ("2026-02-03T14:05Z", MINUTE),
    ("2026-02-03T14:05", MINUTE),
    ("2026-02-03t14:05:06z", SECOND),
    ("2026-02-03T14:05:06 Z", SECOND),
    ("2026-02-03T14:05:06.1234567Z", SECOND),
    ("2026-02-03T14:05:06,123Z", SECOND),
    ("2026-02-03 14:05:06 UTC", SECOND),
    ("2026-02-03 14:05:06.000000+00:00", SECOND),
    ("2026-02-03T09:05:06-05:00", SECOND),
    ("2026-02-03T14:05:06 +0000", SECOND),
    ("2026-2-3T14:5:6Z", SECOND),
    ("2026-034", DAY),
    ("2026-W06-2", DAY),
    ("20260203", DAY),
    ("20260203T14:05:06", SECOND),
    ("Tue, 03 Feb 2026 2:05:06 PM GMT", SECOND),
    ("Tue, 03 Feb 2026 02:05 PM", MINUTE),
    ("02/03/2026 14:05:06", None),
    ("13/02/2026 14:05", "2026-02-13T14:05:00"),
    ("2026/02/03 14:05", MINUTE),
    ("03.02.2026 14:05", None),
    ("03.02.26 14:05", None),
    ("23.02.26 14:05", None),
    ("Tue, 03 Feb 2026 24:00:00 GMT", "2026-02-04T00:00:00"),
    ("Tue, 03 Feb 2026 14:05:60 GMT", "2026-02-03T14:05:59"),
    ("Tue, 03 Feb 2026 14:05:06 PDT", "2026-02-03T21:05:06"),
    ("Tue, 03 Feb 2026 14:05:06 A", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 -0000", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 +9999", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 XYZT", SECOND),
    ("&nbsp;3 Feb 2026", DAY),
    ("<p>3 Feb 2026</p>", DAY),
    ("3-Feb-2026 14:05", MINUTE),
    ("3/Feb/2026:14:05:06 +0000", SECOND),
    ("Feb-03-2026 14:05", MINUTE),
    ("Feb. 3, 2026", DAY),
    ("February 3rd, 2026 at 2:05pm", MINUTE),
    ("2026-02-03T14:05:06[UTC]", SECOND),
    ("2026-02-03T14:05:06Z[Etc/UTC]", SECOND),
    ("2026-02-03 14:05:06 +0000 UTC", SECOND),
    ("2026-02-03 14:05:06 +0000 UTC m=+0.1", SECOND),
    ("Tue, 03 Feb 2026 14:05:06 ", SECOND),
    ("3 Feb 14:05:06 2026", None),
    ("Tue Feb  3 14:05:06 GMT 2026", SECOND),
    ("Today", None),
    ("2 hours ago", None),
    ("Tue, 00 Feb 2026 14:05:06 GMT", None),
    ("Tue, 30 Feb 2026 14:05:06 GMT", None),
    ("-1", None),
    ("1770127506.5", None),
    ("0", None),
    ("Thu, 03 Feb 1126 14:05:06 GMT", None),
    ("12 رجب 1447", None),
    ("١٢ رجب ١٤٤٧ هـ", None),
    ("1447/07/12", None),
    ("15 شعبان 1447 14:05", None),
    ("3 ربيع الأول 1447", None),
    ("1404-11-14T17:35:06+03:30", SECOND),
    ("1404/11/14", "2026-02-02T20:30:00"),
    ("چهارشنبه ۱۴ بهمن ۱۴۰۴", "2026-02-02T20:30:00"),
    ("14 Bahman 1404", None),
]


def read(text: str) -> str | None:
    found = dates.parse(text)
    return None if found is None else found.strftime("%Y-%m-%dT%H:%M:%S")


@pytest.mark.parametrize(("text", "expected"), LANGUAGES, ids=lambda v: str(v)[:40])
def test_languages(text: str, expected: str | None) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), SLIPS, ids=lambda v: str(v)[:40])
def test_slips(text: str, expected: str | None) -> None:
    """None where nobody can know the day: 02/03/2026, two-digit years, the Islamic calendar."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<pubDate>1404/11/14 17:35:06</pubDate>", SECOND),
        ("<pubDate>1404/11/20 17:35:06</pubDate><dc:date>2026-02-03T14:05:06Z</dc:date>", SECOND),
        ("<pubDate>1404/11/20 10:00</pubDate><published>2026-02-03T14:05:06Z</published>", SECOND),
        ("<updated>1404/11/14 17:35:06</updated>", SECOND),
        ("<pubDate>03/02/2026</pubDate><pubDate>1404/11/14 17:35:06</pubDate>", SECOND),
    ],
    ids=["alone", "dc:date", "published", "updated", "ambiguous"],
)
def test_the_persian_calendar_counts_where_a_feed_gives_no_other(item: str, expected: str) -> None:
    data = f"<rss><channel><title>t</title><item>{item}</item></channel></rss>"
    (entry,) = parse(data.encode()).entries
    assert entry.published is not None
    assert entry.published.strftime("%Y-%m-%dT%H:%M:%S") == expected
