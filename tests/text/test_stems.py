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
        "agree agreed agrees", "strike struck", "steal stole stolen",
    ],
    "ar": [
        "عقوبة عقوبات العقوبات والعقوبات", "حكومة الحكومة حكومتها", "لاجئ لاجئون اللاجئين",
        "وزير الوزراء",
    ],
    "fa": ["تحریم تحریم‌ها تحریمهای", "کارگر کارگران", "نماینده نمایندگان", "نیرو نیروی نیروهای"],
    "ru": ["война войны войну", "санкция санкции санкций", "президент президента",
           "рынок рынка рынке", "беженец беженцы беженцев", "китаец китайцы", "проблема проблем",
           "состав состава", "уровень уровня", "церковь церкви"],
    "es": ["elección elecciones", "gobierno gobiernos", "político política políticos",
           "juez jueces", "voz voces", "mujer mujeres", "país países", "mes meses", "ley leyes",
           "interés intereses", "detenido detenida detenidos", "niño niñas"],
    "fr": ["élection élections", "national nationale nationaux", "réfugié réfugiée réfugiées",
           "loi lois", "élu élue élus", "jeu jeux", "travail travaux", "directeur directrice",
           "chercheur chercheuse", "français française"],
    "de": ["Wahl Wahlen", "Haus Häuser", "Flüchtling Flüchtlinge Flüchtlingen", "Ei Eier",
           "Volk Völker", "Zeitung Zeitungen", "Spieler Spielern"],
    "tr": ["seçim seçimler seçimlerin", "parti partinin", "kitap kitabı", "hükümet hükümetin",
           "ev evlerde evde", "yıl yılda", "başkan başkanı"],
    "ko": ["대통령 대통령은 대통령의"], "pt": ["eleição eleições"], "hi": ["चुनाव चुनावों"],
}  # fmt: skip
APART = [
    ("en", "news", "new"), ("en", "import", "important"), ("en", "hama", "hamas"),
    ("en", "policy", "police"), ("en", "university", "universe"), ("en", "plan", "plane"),
    ("en", "organ", "organization"), ("en", "unit", "united"), ("en", "Iran", "Iranian"),
    ("en", "car", "care"), ("en", "international", "intern"), ("en", "mar", "mars"),
    ("ar", "سياسي", "سياسة"), ("ar", "مصر", "مصرف"), ("ar", "ندا", "كندا"),
    ("fa", "زن", "زندان"), ("fa", "جه", "جهان"),
    ("en", "past", "paste"), ("es", "casa", "caso"), ("es", "puerto", "puerta"),
    ("es", "mejor", "mejora"), ("fr", "mer", "mère"), ("fr", "port", "porte"),
    ("fr", "cour", "cours"), ("fr", "médecin", "médecine"), ("de", "Zeit", "Zeitung"),
    ("de", "Recht", "rechts"), ("de", "Spiel", "Spieler"), ("de", "Seite", "seit"),
    ("ru", "страна", "странный"), ("ru", "мир", "мировой"), ("tr", "başka", "başkan"),
    ("fr", "important", "importer"), ("es", "importante", "importar"), ("de", "Ei", "eine"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lang", "forms"), [(lang, forms) for lang, rows in FORMS.items() for forms in rows]
)
def test_forms_share_a_key(lang: str, forms: str) -> None:
    assert len({stem(form, lang) for form in forms.split()}) == 1


@pytest.mark.parametrize(("lang", "one", "other"), APART)
def test_other_words_have_other_keys(lang: str, one: str, other: str) -> None:
    assert stem(one, lang) not in keys(other, lang)
    assert stem(other, lang) not in keys(one, lang)


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


@pytest.mark.parametrize(
    ("lang", "infinitive", "form"),
    [
        ("es", "negociar", "negocian"),
        ("es", "subir", "subieron"),
        ("fr", "négocier", "négocient"),
        ("fr", "répondre", "répond"),
        ("ru", "Лавров", "Лавровым"),
        ("fa", "شهر", "شهرمان"),
        ("he", "צבא", "הצבא"),
    ],
)
def test_a_form_is_found_by_its_dictionary_form(lang: str, infinitive: str, form: str) -> None:
    assert stem(infinitive, lang) in keys(form, lang)
