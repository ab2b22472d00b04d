"""Whole feeds in the encodings of the world, with right labels, wrong ones and none."""

from __future__ import annotations

import pytest

from bot.feeds import alphabets
from bot.feeds.documents.parsing import parse

TEXTS = {
    "fa": ("cp1256", "windows-1256", "روسیه و اسرائیل؛ تعامل به سود ایران",
           "گفتگوهای تازه در وین آغاز شد و نمایندگان کشورها درباره آینده منطقه گفت وگو کردند"),
    "ar": ("cp1256", "windows-1256", "أخبار اليوم من دمشق",
           "بدأت المحادثات الجديدة في فيينا بمشاركة ممثلي الدول الكبرى حول مستقبل المنطقة"),
    "ru": ("cp1251", "windows-1251", "Новости дня: переговоры в Вене",
           "В Вене начались новые переговоры, в которых участвуют представители держав"),
    "ru-KOI8": ("koi8-r", "KOI8-R", "Новости дня: переговоры в Вене",
                "В Вене начались новые переговоры, в которых участвуют представители держав"),
    "uk": ("cp1251", "windows-1251", "Новини дня: переговори у Відні",
           "У Відні розпочалися нові переговори за участю представників великих держав"),
    "zh": ("gb18030", "gb2312", "每日新闻摘要：叙利亚",
           "维也纳新一轮谈判开始，各国代表讨论了该地区的未来，分析人士认为供应将继续紧张。"),
    "zh-TW": ("big5", "big5", "每日新聞摘要：敘利亞",
              "維也納新一輪談判開始，各國代表討論了該地區的未來，分析人士認為供應將繼續緊張。"),
    "ja": ("cp932", "Shift_JIS", "今日のニュース：ウィーンで協議",
           "ウィーンで新たな協議が始まり、各国の代表が地域の将来について話し合った。"),
    "ja-EUC": ("euc-jp", "EUC-JP", "今日のニュース：ウィーンで協議",
               "ウィーンで新たな協議が始まり、各国の代表が地域の将来について話し合った。"),
    "ko": ("euc-kr", "EUC-KR", "오늘의 뉴스: 빈에서 회담",
           "빈에서 새로운 회담이 시작되어 각국 대표들이 지역의 미래를 논의했다."),
    "el": ("cp1253", "windows-1253", "Ειδήσεις της ημέρας",
           "Νέες συνομιλίες άρχισαν στη Βιέννη με τη συμμετοχή εκπροσώπων των μεγάλων δυνάμεων"),
    "he": ("cp1255", "windows-1255", "חדשות היום: שיחות בווינה",
           "שיחות חדשות נפתחו בווינה בהשתתפות נציגי המעצמות על עתיד האזור"),
    "tr": ("cp1254", "iso-8859-9", "Günün haberleri: İstanbul'da şölen",
           "Viyana'da yeni görüşmeler başladı ve temsilciler bölgenin geleceğini tartıştı"),
    "pl": ("iso8859-2", "iso-8859-2", "Wiadomości dnia: źródła i łąki",
           "W Wiedniu rozpoczęły się nowe rozmowy z udziałem przedstawicieli mocarstw"),
    "cs": ("cp1250", "windows-1250", "Zprávy dne: příliš žluťoučký kůň",
           "Ve Vídni začala nová jednání za účasti zástupců velmocí o budoucnosti oblasti"),
    "th": ("cp874", "windows-874", "ข่าววันนี้: การเจรจาในเวียนนา",
           "การเจรจารอบใหม่เริ่มขึ้นที่กรุงเวียนนาโดยมีผู้แทนจากประเทศมหาอำนาจเข้าร่วม"),
    "fr": ("cp1252", "iso-8859-1", "Café à l’été – « déjà vu »",
           "De nouveaux pourparlers ont été engagés à Vienne, où des représentants débattent"),
    "de": ("cp1252", "iso-8859-1", "Größte Übung – „schön“",
           "Über die Zukunft der Städte wird in Österreich für längere Zeit geredet"),
    "es": ("cp1252", "iso-8859-1", "Mañana en España: ¿qué pasó?",
           "Según el señor López, la reunión empezó más tarde y terminó sin ningún acuerdo común"),
    "pt": ("cp1252", "iso-8859-1", "Notícias: eleições e a nação",
           "Não há informações sobre as negociações; a situação é grave, você decidirá amanhã"),
    "is": ("cp1252", "iso-8859-1", "Það er ný frétt í dag: Þórður",
           "Viðræður hófust í Vínarborg og fulltrúar ræddu um framtíð svæðisins í gærkvöldi"),
}  # fmt: skip

LABELLINGS = {
    "right": ("{label}", None),
    "right, over HTTP": (None, "text/xml; charset={label}"),
    "right, but UTF-8 over HTTP": ("{label}", "text/xml; charset=utf-8"),
    "UTF-8": ("utf-8", None),
    "Latin": ("iso-8859-1", None),
    "unknown": ("x-my-own", None),
    "none": (None, None),
}


def feed(title: str, text: str, label: str | None, *, lang: str | None = None) -> str:
    """Return a feed of a few items."""
    declaration = f" encoding='{label}'" if label else ""
    language = f"<language>{lang}</language>" if lang else ""
    item = f"<item><title>{title}</title><description>{text}</description></item>"
    return (
        f"<?xml version='1.0'{declaration}?><rss version='2.0'><channel><title>{title}</title>"
        f"{language}{item * 4}</channel></rss>"
    )


def read(data: bytes, content_type: str | None = None) -> tuple[str | None, str | None]:
    """Return the title and the text of the first item."""
    first = parse(data, content_type=content_type).entries[0]
    return first.title, first.summary


@pytest.mark.parametrize("labelling", LABELLINGS)
@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("says_language", [True, False], ids=["with language", "without"])
def test_a_feed_in_its_country_s_encoding(
    lang: str, labelling: str, *, says_language: bool
) -> None:
    encoding, label, title, text = TEXTS[lang]
    declared, over_http = LABELLINGS[labelling]
    data = feed(
        title,
        text,
        declared and declared.format(label=label),
        lang=lang.partition("-")[0] if says_language else None,
    ).encode(encoding, "xmlcharrefreplace")
    assert read(data, over_http and over_http.format(label=label)) == (title, text)


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize(
    ("encoding", "label", "before"),
    [
        ("utf-8", "{label}", ""),
        ("utf-8", "utf-16", ""),
        ("utf-8", None, "\ufeff\ufeff\n\n<br/>Warning: x "),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "utf-16", ""),
        ("utf-16-le", "utf-8", "\n "),
        ("utf-16-be", None, "\n "),
        ("utf-32-le", None, ""),
        ("utf-32-be", None, ""),
    ],
)
def test_a_feed_in_unicode_whatever_it_says(
    lang: str, encoding: str, label: str | None, before: str
) -> None:
    _, own, title, text = TEXTS[lang]
    data = before + feed(title, text, label and label.format(label=own)).removeprefix(
        "" if label else "<?xml version='1.0'?>"
    )
    assert read(data.encode(encoding), f"text/xml; charset={own}") == (title, text)


@pytest.mark.parametrize("lang", TEXTS)
@pytest.mark.parametrize("unicode", [True, False], ids=["UTF-8", "its own"])
def test_a_feed_cut_in_the_middle_of_a_character(lang: str, *, unicode: bool) -> None:
    encoding, label, title, text = TEXTS[lang]
    whole = feed(title, text, "utf-8" if unicode else label).encode(
        "utf-8" if unicode else encoding, "xmlcharrefreplace"
    )
    for cut in (len(whole) - 60, len(whole) - 61, len(whole) // 2, len(whole) // 2 + 1):
        assert read(whole[:cut]) == (title, text)


def test_little_text_gives_no_guess() -> None:
    assert alphabets.guess("Caf\xe9".encode("latin-1")) is None
    assert alphabets.guess(b"plain") is None
