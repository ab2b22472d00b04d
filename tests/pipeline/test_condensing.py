"""Which of a language model's answers are shown as a story's summary."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import summaries
from bot.domain.errors import ModelError
from bot.domain.values import Reading, TextFrom
from bot.pipeline import numbers
from bot.pipeline.condenser import LONGEST_PAUSE, PAUSE, Condenser
from bot.pipeline.condensing import (
    INSTRUCTION,
    Objection,
    is_worth_asking,
    material,
    objection,
)
from tests.timers import FastTimer

HARBOUR = (
    "The harbour of Marlow reopened on Monday after a winter of repairs, the port authority said. "
    "Some 1,250 ships had been turned away since November, and two cranes were replaced.\n\n"
    "Lena Ruiz, who leads the authority, told reporters that the work had cost 3.5 million euros. "
    "“We lost a winter, not a harbour,” she said at the quay. Fishermen from Elmsworth had "
    "protested twice against the closure.\n\n"
    "The first ferry to the Syrian port of Latakia leaves on 17 June. The United Nations had asked "
    "the town to open the route, which carries grain. Hotels expect more guests in the summer, and "
    "the fish market will open its doors again once the road along the quay has been repaired. "
    "The town council has set money aside for a second pier, which the fishermen have wanted for "
    "years, and will decide on it in the autumn after it has heard the people of the old quarter."
)
GOOD = (
    "Marlow's harbour reopened on Monday after a winter of repairs that cost 3.5 million euros. "
    "The authority had turned away 1250 ships since November, and its head Lena Ruiz said: "
    "“We lost a winter, not a harbour.” A ferry to Syria leaves on 17 June, as the UN had asked."
)


def reading(text: str = HARBOUR, lang: str | None = "en", title: str = "Harbour open") -> Reading:
    """Return an article as it was read."""
    return Reading(
        None, title, text, summaries.rank(text, title=title, lang=lang), None, False, None, None,
        None, None, "https://news.example.org/1", lang,
    )  # fmt: skip


def test_a_good_answer_is_good() -> None:
    assert objection(GOOD, reading()) is None
    assert objection("\n".join(GOOD.split(". ", 1)[0:1]) + ".\n", reading()) is None


BAD = [
    ("", Objection.EMPTY),
    (" \n ", Objection.EMPTY),
    ("It reopened.", Objection.LENGTH),
    ("The harbour reopened on Monday. " * 40, Objection.LENGTH),
    ("The harbour reopened. Ships came. Cranes too. Hotels too. A ferry too.", Objection.LENGTH),
    ("The harbour of Marlow reopened on Monday after a winter of", Objection.CUT),
    ("**The harbour** of Marlow reopened on Monday after repairs.", Objection.MARKUP),
    ("- The harbour reopened on Monday.\n- Two cranes were replaced.", Objection.MARKUP),
    ("1. The harbour reopened on Monday.\n2. Two cranes were replaced.", Objection.MARKUP),
    ("<b>The harbour</b> of Marlow reopened on Monday.", Objection.MARKUP),
    ("The harbour of Marlow reopened, see https://example.org/.", Objection.MARKUP),
    ("The [harbour](https://example.org) of Marlow reopened.", Objection.MARKUP),
    ("<think>Short.</think> The harbour of Marlow reopened on Monday.", Objection.MARKUP),
    ("The harbour of Marlow reopened \x00 on Monday after repairs.", Objection.MARKUP),
    ("The harbour of Marlow reopened \ud800 on Monday after repairs.", Objection.MARKUP),
    ("Here is a summary: The harbour of Marlow reopened on Monday.", Objection.REMARK),
    ("Summary:\nThe harbour of Marlow reopened on Monday.", Objection.REMARK),
    ("Key points of the text:\nThe harbour of Marlow reopened.", Objection.REMARK),
    ("Sure! The harbour of Marlow reopened on Monday.", Objection.REMARK),
    ("I cannot condense the harbour of Marlow on Monday.", Objection.REMARK),
    ("The article says that the harbour of Marlow reopened.", Objection.REMARK),
    ("Le port de Marlow a rouvert lundi après un hiver de travaux.", Objection.LANGUAGE),
    ("Гавань Марлоу снова открылась в понедельник после ремонта.", Objection.LANGUAGE),
    ("The harbour reopened on Monday; it cost 4.5 million euros.", Objection.NUMBER),
    ("The harbour reopened on Monday; it cost 3.5 billion euros.", Objection.NUMBER),
    ("The harbour reopened on Monday; it cost 35 million euros.", Objection.NUMBER),
    ("The harbour had turned away 12,500 ships since November.", Objection.NUMBER),
    ("The harbour reopened on Monday, and seven cranes were replaced.", Objection.NUMBER),
    ("The first ferry to the Syrian port leaves on ١٨ June.", Objection.NUMBER),
    ("Lena Ruiz said the harbour was “ready for the world”.", Objection.QUOTATION),
    ("Lena Ruiz said the harbour was \"ready for the world\".", Objection.QUOTATION),
    ("Lena Ruiz called the harbour a 'gate of hope' on Monday.", Objection.QUOTATION),
    ("Lena Ruiz said “We lost a winter, not a harbour.", Objection.QUOTATION),
    ("The harbour of Marlow reopened, Tom Zorblax of the authority said.", Objection.NAME),
    ("Zorblax reopened the harbour of Marlow on Monday after repairs.", Objection.NAME),
    ("The harbour of Marlow reopened on Tuesday after repairs.", Objection.NAME),
    ("The harbour reopened; the first ferry leaves for Iraq.", Objection.NAME),
    ("The harbour reopened, as NATO had asked the town.", Objection.NAME),
    ("A boy found his dog in a garden while it was raining hard there.", Objection.STRANGE),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "fault"), BAD, ids=[f"{f.name}-{a[:40]}" for a, f in BAD])
def test_a_bad_answer_is_not_shown(answer: str, fault: Objection) -> None:
    assert objection(answer, reading()) is fault


ABROAD = [
    (
        "ru",
        "Порт Марлоу снова открылся в понедельник после зимнего ремонта, сообщила администрация. "
        "Лена Руис сказала журналистам, что работы стоили 3,5 млн евро. Рыбаки из Элмсворта "
        "протестовали против закрытия. Первый паром в Сирию уйдёт 17 июня.",
        "Администрация сообщила об открытии порта Марлоу после ремонта за 3,5 млн евро. "
        "По словам Лены Руис, рыбаки из Элмсворта протестовали.",
        ("Путин сообщил об открытии порта Марлоу после зимнего ремонта.",
         "Администрация порта Марлоу сообщила, что работы стоили 5 млн евро."),
    ),
    (
        "de",
        "Der Hafen von Marlow ist am Montag nach einem Winter der Reparaturen wieder geöffnet "
        "worden, teilte die Behörde mit. Die Arbeiten kosteten 3,5 Millionen Euro, sagte Lena "
        "Ruiz. Die Fischer hatten gegen die Schließung protestiert. 1.250 Schiffe mussten warten.",
        "Die Hafenbehörde hat den Hafen von Marlow nach 3,5 Millionen Euro teuren Reparaturen "
        "wieder geöffnet. 1250 Schiffe mussten warten, sagte Lena Ruiz.",
        ("Der Hafen von Marlow ist wieder geöffnet worden, sagte Angela Merkel.",
         "Die Arbeiten am Hafen von Marlow kosteten 3,5 Milliarden Euro."),
    ),
    (
        "ar",
        "أعيد فتح ميناء مارلو يوم الاثنين بعد شتاء من الإصلاحات، كما قالت هيئة الميناء. وقالت لينا "
        "رويز إن الأعمال كلفت ٣٫٥ مليون يورو. واحتج الصيادون على الإغلاق. وتغادر أول عبارة إلى "
        "سوريا في ١٧ يونيو.",
        "أعيد فتح الميناء بعد إصلاحات كلفت 3.5 مليون يورو، كما قالت لينا رويز. وتغادر العبارة إلى "
        "سوريا في 17 يونيو.",
        ("أعيد فتح الميناء يوم الاثنين بعد إصلاحات كلفت 9 مليون يورو.",
         "أعيد فتح الميناء يوم الاثنين، كما قالت زوربلاكس في العراق."),
    ),
    (
        "zh",
        "马洛港在经过一个冬天的维修之后于星期一重新开放，港务局表示。负责港务局的莉娜·鲁伊斯对记者说，"
        "工程耗资三百五十万欧元。渔民曾抗议关闭港口。首班渡轮将于6月17日前往叙利亚。",
        "马洛港经过一个冬天的维修后重新开放，工程耗资350万欧元。首班渡轮将于6月17日前往叙利亚。",
        ("马洛港经过一个冬天的维修后重新开放，工程耗资450万欧元，港务局表示。",
         "马洛港经过一个冬天的维修后重新开放，佐布拉克斯对记者说。",
         "马洛港重新开放，首班渡轮将于6月17日前往伊拉克。"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "article", "good", "bad"), ABROAD, ids=["ru", "de", "ar", "zh"])
def test_other_languages(lang: str, article: str, good: str, bad: tuple[str, ...]) -> None:
    read = reading(article, lang, "")
    assert objection(good, read) is None
    faults = [objection(answer, read) for answer in bad]
    assert set(faults) <= {Objection.NUMBER, Objection.NAME}


SAME_NUMBERS = [
    ("1,250", "1250", "en"),
    ("1 250", "1.250", "de"),
    ("3.5 million", "3,500,000", "en"),
    ("3,5 млн", "3.5 миллиона", "ru"),
    ("١٬٢٥٠", "1,250", "ar"),
    ("१२,३४,५६७", "1234567", "hi"),
    ("350万", "三百五十万", "zh"),
    ("two million", "2m", "en"),
    ("twenty-five", "25", "en"),
    ("12.50", "12,5", "en"),
    ("1’000’000", "1 million", "de"),
    ("二〇一八年", "2018年", "zh"),
]
OTHER_NUMBERS = [
    ("1,250", "12.50", "en"),
    ("12.5", "12,500", "en"),
    ("3 million", "3 billion", "en"),
    ("3 million", "3 people", "en"),
    ("17.06.2018", "17.06.2019", "en"),
    ("12.5", "125", "en"),
    ("twenty-five", "five", "en"),
    ("三百", "三千", "zh"),
]


@pytest.mark.parametrize(("one", "other", "lang"), SAME_NUMBERS)
def test_one_number_in_two_spellings(one: str, other: str, lang: str) -> None:
    for said, article in ((one, other), (other, one)):
        stated = numbers.stated(said, lang)
        assert stated
        assert not any(n.isdisjoint(numbers.known(article, lang)) for n in stated)


@pytest.mark.parametrize(("article", "said", "lang"), OTHER_NUMBERS)
def test_two_numbers(article: str, said: str, lang: str) -> None:
    assert any(n.isdisjoint(numbers.known(article, lang)) for n in numbers.stated(said, lang))


@given(st.text())
def test_any_answer_is_judged(answer: str) -> None:
    objection(answer, reading())


@given(st.text(), st.text(), st.sampled_from(["en", "ar", "zh", "de", None]))
def test_a_text_knows_its_own_numbers(text: str, more: str, lang: str | None) -> None:
    known = numbers.known(f"{text}\n\n{more}", lang)
    assert not any(n.isdisjoint(known) for n in numbers.stated(text, lang))


@pytest.mark.parametrize("run", ["7" * 9000, "1,000" * 2000, "1 000" + " 000" * 2000, "三" * 9000])
def test_digits_without_end_are_no_trouble(run: str) -> None:
    article = f"{HARBOUR}\n\n{run} million"
    assert numbers.known(article, "zh") >= numbers.known(HARBOUR, "zh")
    assert objection(GOOD, reading(article)) in {None, Objection.LANGUAGE}


def test_only_whole_and_long_texts_are_condensed() -> None:
    assert is_worth_asking(reading())
    assert is_worth_asking(replace(reading(), text_from=TextFrom.FEED))
    assert not is_worth_asking(replace(reading(), text_from=TextFrom.PAY))
    assert not is_worth_asking(reading(HARBOUR[:175]))


def test_a_long_article_is_sent_in_part() -> None:
    sent = material(reading(f"{HARBOUR}\n\n" * 100))
    assert sent.startswith("Harbour open\n\n")
    assert 10_000 < len(sent) < 12_100
    assert sent.rstrip().endswith(tuple(HARBOUR.split("\n\n"))), "cut at a paragraph's end"


class Model:
    """A model that says what it is told to, or fails."""

    name = "tiny"

    def __init__(self, *answers: str | ModelError, timer: FastTimer | None = None) -> None:
        self.timer = timer or FastTimer()
        self.answers = list(answers)
        self.asked: list[tuple[str, str]] = []

    async def write(self, instruction: str, text: str) -> str:
        self.asked.append((instruction, text))
        answer = self.answers.pop(0)
        await self.timer.sleep(0.1)
        if isinstance(answer, ModelError):
            raise answer
        return answer


async def test_a_good_answer_becomes_the_summary() -> None:
    model, read = Model(f" {GOOD}\n"), reading()
    condensed = await Condenser(model, FastTimer()).condense(read)
    assert condensed == replace(read, summary=GOOD, summary_by="tiny")
    assert model.asked == [(INSTRUCTION, f"Harbour open\n\n{HARBOUR}")]


async def test_a_bad_answer_leaves_the_story_as_it_is(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    bad = "The harbour of Marlow reopened, Tom Zorblax of the authority said."
    model, read = Model(bad, GOOD), reading()
    condenser = Condenser(model, FastTimer())
    assert await condenser.condense(read) == read
    assert Objection.NAME in caplog.text
    assert "Zorblax" not in caplog.text
    assert (await condenser.condense(read)).summary == GOOD, "the endpoint itself is well"


async def test_a_failing_model_is_left_alone_for_longer_and_longer() -> None:
    timer, read = FastTimer(), reading()
    model = Model(*[ModelError("models.example.org is away.")] * 12, GOOD, GOOD)
    condenser = Condenser(model, timer)
    waits = []
    for asked in range(1, 13):
        began = timer.monotonic()
        while len(model.asked) < asked:
            await timer.sleep(PAUSE)
            assert (await condenser.condense(read)).summary is None
        waits.append(timer.monotonic() - began)
    assert waits[:5] == [PAUSE, PAUSE, 2 * PAUSE, 4 * PAUSE, 8 * PAUSE]
    assert max(waits) == LONGEST_PAUSE
    await timer.sleep(LONGEST_PAUSE)
    assert (await condenser.condense(read)).summary == GOOD
    assert (await condenser.condense(read)).summary == GOOD, "it is trusted again at once"


async def test_one_fault_told_by_many_counts_once() -> None:
    timer, read = FastTimer(), reading()
    model = Model(*[ModelError("models.example.org is away.")] * 8, GOOD, timer=timer)
    condenser = Condenser(model, timer)
    started = [asyncio.create_task(condenser.condense(read)) for _ in range(8)]
    await asyncio.gather(*started)
    await timer.sleep(PAUSE)
    assert (await condenser.condense(read)).summary == GOOD


async def test_a_model_may_ask_for_a_longer_pause() -> None:
    timer, read = FastTimer(), reading()
    model = Model(ModelError("models.example.org is busy.", 60), GOOD)
    condenser = Condenser(model, timer)
    await condenser.condense(read)
    await timer.sleep(59)
    assert (await condenser.condense(read)).summary is None
    await timer.sleep(1)
    assert (await condenser.condense(read)).summary == GOOD
