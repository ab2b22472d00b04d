"""Headings and captions that ran into a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.summaries import rank
from bot.summaries.run_ins import lost_breaks, parts

RUN_IN = [
    ("es", ["Los barcos en el puerto", "El alcalde cerró la entrada el lunes."]),
    ("es", ["La vida del puerto", "Así, los barcos vuelven a entrar cada lunes."]),
    ("fr", ["Le maire d'Aldmoor, Jean Roy", "Sa décision sera publiée lundi."]),
    ("pt", ["Os barcos no porto", "Em 2031, o prefeito fechou a entrada."]),
    ("pt", ["Os barcos no porto", "O prefeito fechou a entrada na segunda."]),
    ("ru", ["Лодки у входа в порт", "По словам мэра, вход закрыли в понедельник."]),
    ("uk", ["Човни біля порту", "У понеділок мер закрив вхід."]),
    ("tr", ["Liman kapısındaki tekneler", "Bu sabah liman kapatıldı."]),
    ("zh", ["港口的未来", "市长星期一宣布关闭港口的入口。"]),
    ("zh", ["港口的历史回顾", "2031年5月3日，市长宣布关闭港口。"]),
    ("ja", ["港の歴史", "港の入り口は月曜日に閉じられた。"]),
    ("zh", ["“没有船”", "市长星期一宣布关闭港口的入口。"]),
    ("zh", ["港口的船", "关闭的入口", "市长星期一宣布关闭港口的入口。"]),
]
WHOLE = [
    ("en", "A photograph of The who and why was sold on Monday."),
    ("de", "Der Rat fragt, ob Sie die Kosten tragen wollen."),
    ("es", "El diario El País publicó la noticia el lunes."),
    ("fr", "Le journal Le Monde l'a publié lundi matin."),
    ("zh", "“但是没有人来，” 市长星期一在港口说了这句话。"),
    ("zh", "出席的有 王五"),
    ("ar", "أغلق المجلس الميناء يوم الاثنين."),
    (None, "A sentence of no known language. It stays whole."),
]


@pytest.mark.parametrize(("lang", "pieces"), RUN_IN, ids=str)
def test_what_ran_in_is_parted(lang: str, pieces: list[str]) -> None:
    found = list(parts(" ".join(pieces), lang))
    assert [part.text for part in found] == pieces
    assert [part.run_in for part in found] == [True] * (len(pieces) - 1) + [False]


@pytest.mark.parametrize(("lang", "sentence"), WHOLE, ids=str)
def test_a_sentence_stays_whole(lang: str | None, sentence: str) -> None:
    assert [part.text for part in parts(sentence, lang)] == [sentence]


@given(st.text(st.sampled_from("aAЯя中 .La")), st.sampled_from(["es", "ru", "zh", "en"]))
def test_nothing_but_a_space_is_lost(sentence: str, lang: str) -> None:
    assert " ".join(part.text for part in parts(sentence, lang)) == sentence


def test_only_a_long_text_of_one_paragraph_has_lost_its_breaks() -> None:
    assert lost_breaks([["One."] * 5])
    assert not lost_breaks([["One."] * 4])
    assert not lost_breaks([["One."] * 5, ["Two."]])


HEADED = "Los barcos en el puerto El alcalde cerró la entrada del puerto el lunes."
REST = (
    "El consejo votó a favor con doce votos contra tres. Los pescadores piden una reunión urgente. "
    "El puerto recibe un tercio del grano de la región. La madera llega de los bosques del norte."
)


def test_a_caption_is_not_shown_with_its_sentence() -> None:
    kept = [sentence.text for sentence in rank(f"{HEADED} {REST}", title=None, lang="es")]
    assert kept[0] == "El alcalde cerró la entrada del puerto el lunes."


def test_where_paragraphs_are_known_a_title_may_stand_in_a_sentence() -> None:
    text = f"Ganó con el libro La casa del puerto en mayo. {REST}\n\n{REST}"
    assert rank(text, title=None, lang="es")[0].text.startswith("Ganó con el libro La casa")
