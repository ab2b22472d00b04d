"""Forms of a word share a key; other words do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.stems import keys, stem, stems

FORMS = {
    "en": [
        "election elections", "tax taxes taxed taxing", "refugee refugees", "study studies studied",
        "plan plans planned planning", "vote votes voted voting", "bus buses", "child children",
        "strike strikes striking", "die dies died dying", "travel travelled travelling",
        "bomb bombs bombed bombing", "house houses housing", "woman women", "crisis crises",
    ],
    "ar": [
        "عقوبة عقوبات العقوبات والعقوبات", "حكومة الحكومة حكومتها", "لاجئ لاجئون اللاجئين",
        "وزير الوزراء",
    ],
    "fa": ["تحریم تحریم‌ها تحریمهای", "کارگر کارگران", "نماینده نمایندگان", "نیرو نیروی نیروهای"],
    "ru": ["война войны войну", "санкция санкции санкций", "президент президента"],
    "es": ["elección elecciones", "gobierno gobiernos", "político política políticos"],
    "fr": ["élection élections", "national nationale nationaux", "réfugié réfugiée réfugiées"],
    "de": ["Wahl Wahlen", "Haus Häuser", "Flüchtling Flüchtlinge Flüchtlingen"],
    "tr": ["seçim seçimler seçimlerin", "parti partinin", "kitap kitabı", "hükümet hükümetin"],
    "ko": ["대통령 대통령은 대통령의"],
}  # fmt: skip
APART = [
    ("en", "news", "new"), ("en", "import", "important"), ("en", "hama", "hamas"),
    ("en", "policy", "police"), ("en", "university", "universe"), ("en", "plan", "plane"),
    ("en", "organ", "organization"), ("en", "unit", "united"), ("en", "Iran", "Iranian"),
    ("en", "car", "care"), ("en", "international", "intern"), ("en", "mar", "mars"),
    ("ar", "سياسي", "سياسة"), ("ar", "مصر", "مصرف"), ("ar", "ندا", "كندا"),
    ("fa", "زن", "زندان"), ("fa", "جه", "جهان"),
    ("fr", "important", "importer"), ("es", "importante", "importar"), ("de", "Ei", "eine"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "forms"), [(lang, forms) for lang, rows in FORMS.items() for forms in rows]
)
def test_forms_share_a_key(lang: str, forms: str) -> None:
    assert len({stem(form, lang) for form in forms.split()}) == 1


@pytest.mark.parametrize(("lang", "one", "other"), APART)
def test_other_words_have_other_keys(lang: str, one: str, other: str) -> None:
    assert not set(keys(one, lang)) & set(keys(other, lang))


def test_a_word_of_another_script_has_its_own_languages_forms() -> None:
    assert stem("elections", "ar") == stem("election", "en")


def test_an_unknown_language_leaves_words_as_they_are() -> None:
    assert stem("Elections", "vi") == "elections"


@given(
    st.text(max_size=20),
    st.sampled_from([None, "en", "en-GB", "ar", "fa", "tr", "fr", "sv", "ko", "zh", "xx"]),
)
def test_stems_lists_what_stem_gives_in_any_language(word: str, lang: str | None) -> None:
    assert stem(word, lang) in stems(word)
    assert keys(word, lang)[0] == stem(word, lang)
