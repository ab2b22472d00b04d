"""What is the publisher's and not the article's."""

from __future__ import annotations

import pytest

from bot.summaries.boilerplate import is_boilerplate, is_caption, without_prompt
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
        "Final de Quizás también te interese",
        "Fim do Talvez também te interesse",
        "与内文相关的链接",
        "图右为港口的入口。",
        "Lee también: La tormenta cierra la línea",
        "Lire aussi : La tempête ferme la ligne",
        "Lesen Sie auch: Sturm schließt Linie",
        "Читайте также: Шторм закрыл линию",
        "اقرأ أيضا: العاصفة تغلق الخط",
        "بیشتر بخوانید: توفان خط را بست",
        "انتهای پیام",
        "延伸阅读：风暴",
        "ВИДЕО: шторм у берега",
        "Автор: Анна Келлер",
        "بالصور: العاصفة على الساحل",
        "بقلم: سامي حداد",
        "فیلم: توفان در ساحل",
        "نویسنده: سامان راد",
        "Haber: Ayşe Kaya",
        "Ayrıca okuyun: Fırtına hattı kapattı",
        "Quelle: Beispiel",
        "Foto: Ein Boot im Hafen",
        "Fuente: Ejemplo",
        "（責編：王五）",
        "記者：李四",
        "【動画】嵐の港",
        "关注我们的公众号",
        "anna@example.org",
        "Tüm hakları saklıdır.",
        "Todos los derechos reservados.",
        "Tous droits réservés.",
        "Усі права захищені.",
        "Terms of use and privacy policy",
        "Send your views to desk@example.org, please.",
        "તમે અમને ફેસબુક અને ટ્વિટર પર ફોલો કરી શકો છો",
        "आप हमें फ़ेसबुक और ट्विटर पर फ़ॉलो कर सकते हैं।",
        "08:53 EST, 11 June 2013.",
        "https://example.org/news/1",
        "The whole map is at https://example.org/map",
        "Pro tip: Get more ideas for the harbour here!",
        "The post Harbour talks resume appeared first on Example.",
        "Der Beitrag Gespräche gehen weiter erschien zuerst auf Beispiel.",
        "La entrada Sigue la tormenta se publicó primero en Ejemplo.",
        "L’article La tempête est apparu en premier sur Exemple.",
        "نوشته توفان اولین بار در نمونه پدیدار شد.",
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
        "فیلم تازه او در جشنواره نمایش داده شد.",
        "صور الأقمار الصناعية أظهرت السفن في الميناء.",
        "Видео с места событий изучает полиция.",
        "Die Quelle des Flusses liegt im Norden.",
        "El autor del libro nació en Aldmoor.",
        "记者在港口看到了三十艘船。",
        "Le texte a été adopté lundi par le conseil.",
        "The source of the fire is not known.",
        "The council reserved the right to close the port.",
        "Order was restored here.",
        "Shop owners say that trade is down here.",
        "The article appeared first on Monday.",
    ],
)
def test_the_articles(sentence: str) -> None:
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        ("Talks resumed.", "Scroll down for video Talks resumed."),
        (
            "Talks resumed.",
            "Share this withEmailFacebookTwitterLinkedInCopy this linkTalks resumed.",
        ),
        ("Talks resumed.", "Media playback is not supported on this device Talks resumed."),
        ("Talks resumed.", "14:05 GMT - Talks resumed."),
        ("協議が再開した。", "＜関連記事＞ 協議が再開した。"),
        ("Üçüncü toplantı pazartesi.", "Haberin sonu Üçüncü toplantı pazartesi."),
        ("बातचीत फिर शुरू हुई।", "समाप्त बातचीत फिर शुरू हुई।"),
        ("Talks resumed.", "End of Twitter post, 1 Talks resumed."),
        ("समाप्त हुई बातचीत फिर शुरू हुई।", "समाप्त हुई बातचीत फिर शुरू हुई।"),
        ("Share this with your friends.", "Share this with your friends."),
        ("14:05 was the time of the blast.", "14:05 was the time of the blast."),
    ],
    ids=repr,
)
def test_what_ran_into_a_sentence(expected: str, sentence: str) -> None:
    assert without_prompt(sentence) == expected


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (True, "市长王五（右）在港口。"),
        (True, "El alcalde (izquierda) en el puerto."),
        (True, "Мэр города (слева) в порту."),
        (True, "Belediye başkanı (sağda) limanda."),
        (True, "رئيس البلدية (إلى اليمين) في الميناء."),
        (True, "شهردار (سمت راست) در بندر."),
        (False, "Die Partei (Linke) stimmte zu."),
        (False, "市长王五（无党派）在港口。"),
    ],
    ids=repr,
)
def test_captions_say_where_in_a_picture_somebody_is(expected: bool, sentence: str) -> None:
    assert is_caption(sentence) is expected
