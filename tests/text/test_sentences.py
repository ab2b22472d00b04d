"""Splitting into sentences."""

from __future__ import annotations

from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split

CASES = [
    ("en", ["Dr. Smith went to the U.S. on Jan. 5.", "It cost $3.5 million.", "Yes!"]),
    ("en", ["He came at 5 p.m. Tuesday to the house.", "Then it rained."]),
    ("en", ['"I am. Really," he said.', "She left."]),
    ("en", ["Visit Booking.Com now.", "See Node.Js, too."]),
    ("fa", ["قیمت نفت ۳.۵ درصد افزایش یافت.", "او گفت: «ما نمی‌آییم.»", "سپس رفت."]),
    ("ar", ["ارتفع السعر بنسبة ٣.٥ في المئة.", "هل يستمر ذلك؟", "نعم."]),
    ("ru", ["Это т.е. много.", "«Да. Нет.»", "Он ушел."]),
    ("de", ["Am 5. Mai kam z. B. Herr Dr. Müller.", "Es war gut."]),
    ("en", ["Rep. Ann Holt, R-W.Va., came at 5.", "Joe Day, D-N.Y., did not."]),
    ("en", ["1. Go home.", "2. Sleep well."]),
    ("en", ["“Why?” he asked.", "Nobody knew...", "Then J. K. Hale came."]),
    ("fr", ["Début février, M. Duval a vu Mme. Petit et MM. Roy et Blanc.", "Il part."]),
    ("fr", ["Le prix est de 3,5 %.", "« Oui. Non. »", "Fin."]),
    (
        "es",
        ["El Sr. Pérez y la Dra. Gil llegaron a EE. UU. el lunes.", "¿Por qué?", "¡Nadie lo sabe!"],
    ),
    ("de", ["Das war der 2. Weltkrieg.", "Am 12. März kam Fa. Meier."]),
    ("tr", ["Maçın 13. dakikasında gol geldi.", "Doç. Dr. Can ve Av. Kaya konuştu."]),
    ("sr", ["U 1978. godine je došao.", "Dr. Petar je tu."]),
    ("ru", ["А. С. Петров жил на ул. Ленина в 2019 г. и позже.", "Дом им. Горького.", "Всё."]),
    ("uk", ["У 2019 р. І. Франко жив на вул. Лесі.", "Це місто."]),
    ("ky", ["Бул Б. Акаевдин үйү.", "Экинчи сүйлөм."]),
    ("ar", ["قال د. أحمد علي ذلك.", "نشرت أ.ف.ب. الخبر.", "هل تعلم؟"]),
    ("fa", ["دکتر م. رضایی آمد.", "قیمت ۳٫۵ درصد شد..."]),
    ("hi", ["डॉ. शर्मा और प्रो. सिंह आए।", "दाम 3.5 फ़ीसदी बढ़े."]),
    ("bn", ["মি. রহমান ও ড. করিম এলেন।", "তিনি গেলেন।"]),
    ("gu", ["ડૉ. પટેલ આવ્યા.", "તે ગયા."]),
    ("te", ["డా. రావు వచ్చారు.", "వెళ్లారు."]),
    ("vi", ["TP. HCM có ThS. Nam và TS. Lan.", "Ông đi."]),
    ("it", ["L'on. Bianchi è a S. Pietro.", "Bene."]),
    ("pl", ["Prof. Kowalski i dr. Nowak mają ok. 5 zł.", "Tak."]),
    ("pt", ["O Sr. Silva foi à Av. Paulista.", "Foi o nº. 3 da lista."]),
    ("ko", ["값이 3.5% 올랐다.", "끝났다."]),
    ("ur", ["یہ ایک ہے۔", "یہ دو ہے۔"]),
    ("hi", ["यह एक है।", "यह दो है।"]),
    ("am", ["ይህ አንድ ነው።", "ይህ ሁለት ነው።"]),
]


@pytest.mark.parametrize(("lang", "sentences"), CASES, ids=str)
def test_split(lang: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), lang) == [sentences]


def test_chinese_has_no_spaces_between() -> None:
    sentences = ["他说：“我不去。”", "然后走了。", "这是3.5的！", "好吗？", "行"]
    assert split("".join(sentences), "zh-Hans") == [sentences]


def test_japanese_quotations_go_on_after_their_end_mark() -> None:
    sentences = ["全員脱出した。", "4人の写真がある。", "「本当。3人だ。」と言った。", "終わり。"]
    assert split("".join(sentences), "ja") == [sentences]


def test_a_closing_mark_stays_with_what_it_closes() -> None:
    text = 'She said: "It goes to the bank. " There is more. "I do. We go."'
    assert split(text, "en") == [
        ['She said: "It goes to the bank. "', "There is more.", '"I do. We go."']
    ]


def test_a_text_without_capitals_is_parted_all_the_same() -> None:
    text = "we went home. it rained all day. nobody came."
    assert split(text, "en") == [["we went home.", "it rained all day.", "nobody came."]]


def test_a_missing_space_is_seen() -> None:
    assert split("It began in December 2000.A search followed.", "en") == [
        ["It began in December 2000.", "A search followed."]
    ]


WIDE = (
    "A text may be wrapped at more than a hundred characters of each line as well, as long as none "
    "of them has any room left for the first word of the next, which tells them from a list "
    "of headlines without full stops, of which each has a line of its own that ends anywhere."
)
LIST = [
    "The council of Aldmoor closed the old harbour on Monday after a storm broke the sea wall",
    "Fishermen of the town",
    "A second meeting is planned",
]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([["One.", "Two."], ["Three."]], "One. Two.\n\nThree."),
        ([["One."], ["Two."]], "One.\r\nTwo.\r\n"),
        ([["Heading"], ["Text."]], "Heading\nText."),
        (
            [["White space is one space."]],
            "  White\u00a0space \t is\none space. ".replace("\n", " "),
        ),
        (
            [["A letter is wrapped at some length of its lines, as in a mail, and goes on here."]],
            "A letter is wrapped at some length of its lines,\nas in a mail, and goes on here.",
        ),
        ([[WIDE]], "\n".join(wrap(WIDE, 125))),
        ([[line] for line in LIST], "\n".join(LIST)),
        ([[line] for line in wrap(WIDE, 125)[:2]], "\n".join(wrap(WIDE, 125)[:2])),
        ([], ""),
        ([], " \n\n "),
    ],
    ids=repr,
)
def test_paragraphs(expected: list[list[str]], text: str) -> None:
    assert split(text, "en") == expected


def test_the_language_is_found_out() -> None:
    assert split("یہ ایک ہے۔ یہ دو ہے۔", None) == [["یہ ایک ہے۔", "یہ دو ہے۔"]]


def test_an_abbreviation_in_thai_ends_nothing() -> None:
    assert split("จะบังคับใช้จนถึง 3 เม.ย. นี้", "th") == [["จะบังคับใช้จนถึง 3 เม.ย. นี้"]]


APOSTROPHES = (
    "The mayor's plan, 'Open 'em', is a year old and was read in the harbour's old customs house.",
    "The council of Aldmoor met for four hours on Monday and heard the port's company.",
    "Nobody could say on Tuesday whether the ferries' timetable would be printed in May.",
    "The 'new' quay's walls will be ready by the time of the autumn storms.",
)


def test_apostrophes_do_not_make_one_sentence_of_many() -> None:
    assert split(" ".join(APOSTROPHES), "en") == [[*APOSTROPHES]]


def test_quotation_marks_of_two_kinds_are_a_pair() -> None:
    sentences = [
        'Луку је затворила „зимска олуја", како ју је назвао градоначелник Алдмора у понедељак.',
        'Бродови су чекали четири сата на „старом сидришту" испред улаза у малу градску луку.',
        'Трајекти ће поново пловити тек када „попусти ветар", рекла је управа луке у уторак.',
    ]
    assert split(" ".join(sentences), "sr") == [sentences]


def test_a_quotation_of_some_sentences_stays_whole() -> None:
    text = '"It is open. It has been open since May," the mayor of Aldmoor said.'
    assert split(text, "en") == [[text]]


@given(
    st.text(st.sampled_from('Aab .!?\n"“”«»()1,۱.٫ก中。👍\ud800')),
    st.sampled_from(["en", "fa", "zh"]),
)
def test_nothing_but_white_space_is_lost(text: str, lang: str) -> None:
    found = [sentence for paragraph in split(text, lang) for sentence in paragraph]
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(sentence.strip() for sentence in found)


@pytest.mark.parametrize(
    "piece",
    [
        "word ",
        "a",
        ".",
        '"',
        "“",
        "Mr. ",
        "(",
        "\n",
        "1. ",
        "۱.",
        "a.",
        "中文句子很长。",
        "Aaaa.Aaaa ",
        "很长。1",
        "「。1",
        'a. " ',
        "A. ",
        "1. a ",
        "a' ",
        "„a. ",
        "'“a. ",
    ],
    ids=repr,
)
def test_half_a_megabyte_of_anything_takes_bounded_time(piece: str) -> None:
    """A second at most; sentencex alone takes 15 for quotation marks."""
    split(piece * (500_000 // len(piece)), "fa")


def test_an_endless_sentence_stays_whole() -> None:
    text = "word " * 10_000
    assert split(text, "en") == [[text.strip()]]
