"""Place, date and agency before an article's first sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summaries.datelines import without_dateline

DATELINES = [
    ("Talks resumed.", "ALDMOOR, Example (Reuters) - Talks resumed."),
    ("Talks resumed.", "(CNN) -- Talks resumed."),
    ("Talks resumed.", "Aldmoor (CNN)Talks resumed."),
    ("Talks resumed.", "Aldmoor (CNN Business)Talks resumed."),
    ("Talks resumed.", "ALDMOOR — Talks resumed."),
    ("Talks resumed.", "ALDMOOR, United Arab Emirates — Talks resumed."),
    ("Talks resumed.", "By Anna Keller and Tom BrightBBC News Talks resumed."),
    ("Talks resumed.", "By Anna Keller BBC News, Aldmoor Talks resumed."),
    ("Talks resumed.", "ALDMOOR/BRACKEN, May 5 (Reuters) - Talks resumed."),
    ("Talks resumed.", "SEOUL, May 5 (Yonhap) -- Talks resumed."),
    ("Las conversaciones siguen.", "Madrid, 5 may (EFE).- Las conversaciones siguen."),
    ("Las conversaciones siguen.", "MADRID, 5 May. (EUROPA PRESS) - Las conversaciones siguen."),
    ("Les discussions ont repris.", "PARIS, 3 mars 2024 (AFP) - Les discussions ont repris."),
    ("Die Gespräche gehen weiter.", "Berlin (dpa) - Die Gespräche gehen weiter."),
    ("Görüşmeler başladı.", "İSTANBUL, 5 Mayıs (AA) – Görüşmeler başladı."),
    ("Переговоры возобновились.", "ТАРТУ («Пример») — Переговоры возобновились."),
    ("Переговоры возобновились.", "МОСКВА, 5 мая — РИА Новости. Переговоры возобновились."),
    ("Переговоры возобновились.", "МОСКВА, 5 мая. /ТАСС/. Переговоры возобновились."),
    ("Переговори тривають.", "КИЇВ. 5 травня. УНІАН. Переговори тривають."),
    ("استؤنفت المحادثات.", "بيروت (رويترز) - استؤنفت المحادثات."),
    ("استؤنفت المحادثات.", "دمشق-سانا استؤنفت المحادثات."),
    ("استؤنفت المحادثات.", "القاهرة («المثال»): استؤنفت المحادثات."),
    ("استؤنفت المحادثات.", "لندن ـ وكالات: استؤنفت المحادثات."),
    ("استؤنفت المحادثات.", "بيروت - استؤنفت المحادثات."),
    ("گفتگوها از سر گرفته شد.", "تهران (ایرنا) - گفتگوها از سر گرفته شد."),
    ("گفتگوها از سر گرفته شد.", "تهران – ایرنا – گفتگوها از سر گرفته شد."),
    ("बातचीत फिर शुरू हुई।", "नई दिल्ली, 5 मई (भाषा) बातचीत फिर शुरू हुई।"),
    ("谈判恢复。", "新华社北京5月5日电（记者 张三）谈判恢复。"),
    ("談判恢復。", "（北京5日訊）談判恢復。"),
    ("協議が再開した。", "【ワシントン共同】協議が再開した。"),
    ("회담이 시작되었다.", "(서울=연합뉴스) 홍길동 기자 = 회담이 시작되었다."),
]
OWN = [
    "The port (a third of it) - and the town - met.",
    "The UN said - and meant - it.",
    "By Monday BBC News had the story.",
    "The maker (Example) - which is new - won.",
    "ALDMOOR (AP) -",
    "قال الوزير أحمد (رئيس الوفد) إن المحادثات مستمرة.",
    "المحادثات - التي استؤنفت أمس - مستمرة.",
    "دیدار وزیر - که دیروز انجام شد - مهم بود.",
    "О. Иванов – директор порта.",
    "北京（中国首都）的谈判恢复。",
    "",
]


@pytest.mark.parametrize(("expected", "sentence"), DATELINES, ids=repr)
def test_datelines(expected: str, sentence: str) -> None:
    assert without_dateline(sentence) == expected


@pytest.mark.parametrize("sentence", OWN)
def test_the_articles_own(sentence: str) -> None:
    assert without_dateline(sentence) == sentence


@given(st.text(st.sampled_from("AbБвبه中ア가 (),.-—/:5«»"), max_size=60))
def test_what_is_left_is_the_end_of_the_sentence(sentence: str) -> None:
    left = without_dateline(sentence)
    assert sentence.endswith(left)
    assert bool(left) == bool(sentence)
