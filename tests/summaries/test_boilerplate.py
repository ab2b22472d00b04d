"""What is the publisher's and not the article's."""

from __future__ import annotations

import pytest

from bot.summaries.boilerplate import is_boilerplate
from bot.summaries.datelines import without_dateline
from tests.summaries.articles import BODY, NOISE


@pytest.mark.parametrize(
    "sentence",
    [
        *NOISE,
        "READ MORE: Ferry line closed",
        "Click here to see the map",
        "© 2031 Example",
        "Image source, Getty Images",
        "Reporting by A. Keller; Editing by T. Bright",
        "Lee también: La tormenta cierra la línea",
        "Lire aussi : La tempête ferme la ligne",
        "Lesen Sie auch: Sturm schließt Linie",
        "Читайте также: Шторм закрыл линию",
        "اقرأ أيضا: العاصفة تغلق الخط",
        "بیشتر بخوانید: توفان خط را بست",
        "انتهای پیام",
        "延伸阅读：风暴",
        "08:53 EST, 11 June 2013.",
        "https://example.org/news/1",
    ],
)
def test_the_publishers(sentence: str) -> None:
    assert is_boilerplate(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        *BODY,
        "Subscribers of the theatre got their money back on Friday.",
        "By Monday the council had to answer.",
        "More than 30 boats took part.",
        "Readers of the paper chose the mayor as person of the year.",
        "Photographs of the boats went round the world.",
        "Shares of the port company fell by a tenth.",
        "Following the talks, the mayor flew home.",
        "May 3 was the day on which the harbour opened.",
    ],
)
def test_the_articles(sentence: str) -> None:
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("Talks resumed.", "ALDMOOR, Example (Reuters) - Talks resumed."),
        ("Talks resumed.", "(CNN) -- Talks resumed."),
        ("Talks resumed.", "Aldmoor (CNN)Talks resumed."),
        ("Talks resumed.", "ALDMOOR — Talks resumed."),
        ("Las conversaciones siguen.", "Madrid, 5 may (EFE).- Las conversaciones siguen."),
        ("استؤنفت المحادثات.", "بيروت (رويترز) - استؤنفت المحادثات."),
        ("谈判恢复。", "新华社北京5月5日电（记者 张三）谈判恢复。"),
        (
            "The port (a third of it) - and the town - met.",
            "The port (a third of it) - and the town - met.",
        ),
        ("The UN said - and meant - it.", "The UN said - and meant - it."),
        ("The maker (Example) - which is new - won.", "The maker (Example) - which is new - won."),
        ("ALDMOOR (AP) -", "ALDMOOR (AP) -"),
    ],
    ids=repr,
)
def test_datelines(expected: str, sentence: str) -> None:
    assert without_dateline(sentence) == expected
