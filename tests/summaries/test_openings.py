"""Which sentences make no sense without the one before."""

from __future__ import annotations

import pytest

from bot.summaries.openings import leans, leans_in_its_language

LEANING = [
    ("en", "He said that the port was closed."),
    ("en", "“They were not asked,” the mayor said."),
    ("en", "It's the third time."),
    ("en", "But some fishermen say no."),
    ("en", "However, the council agreed."),
    ("en", "In addition, the port will pay."),
    ("en", "That was in May."),
    ("en-GB", "Their boats lay in the harbour."),
    ("en", "In fact, it rained."),
    ("en", "The fishermen, however, did not come."),
    ("es", "Los pescadores, sin embargo, no vinieron."),
    ("fr", "Les pêcheurs, en revanche, ne sont pas venus."),
    ("ru", "В нем нет причалов."),
    ("uk", "У ньому немає причалів."),
    ("en", "In a long letter to the council, he called for a new wall."),
    ("en", "“Nobody asked us,” she said."),
    ("fr", "Début mars, il a fermé le port."),
    ("fr", "« Le port est fermé », a-t-il dit."),
    ("ru", "«Порт закрыт», – сказал он."),
    ("uk", "«Порт закрито», – сказав він."),
    ("pt", "“O porto fechou”, disse ela."),
    ("zh", "在此之前港口已经关闭。"),
    ("en", "Two days later the port opened."),
    ("ar", "في وقت لاحق فتح الميناء."),
    ("ar", "وقال رئيس البلدية إن الميناء مغلق."),
    ("ar", "وتصاعدت الخلافات خلال الأيام الماضية."),
    ("ar", "لكن الصيادين رفضوا."),
    ("ar", "من جهته أكد الوزير ذلك."),
    ("fa", "او گفت که بندر بسته است."),
    ("fa", "در این دیدار درباره بندر گفتگو شد."),
    ("fa", "پس از آن بندر بسته شد."),
    ("fa", "در نتیجه بندر بسته ماند."),
    ("fa", "با این حال، ماهیگیران نیامدند."),
    ("ru", "Он сообщил, что порт закрыт."),
    ("ru", "Еще через час порт открыли."),
    ("uk", "Після цього порт відкрили."),
    ("es", "En este puerto no hay barcos."),
    ("pt", "Segundo ele, o porto fechou."),
    ("fr", "Selon elle, le port est fermé."),
    ("de", "Kurz darauf schloss der Hafen."),
    ("tr", "Bir süre sonra liman kapandı."),
    ("zh", "随后港口关闭。"),
    ("ru", "Кроме того, порт заплатит."),
    ("uk", "Він сказав, що порт закрито."),
    ("es", "Sin embargo, el puerto cerró."),
    ("es", "Su barco llegó tarde."),
    ("fr", "Il a dit que le port était fermé."),
    ("fr", "C'est la troisième fois."),
    ("fr", "En revanche, le port paiera."),
    ("de", "Er sagte, der Hafen sei zu."),
    ("de", "Außerdem zahlt der Hafen."),
    ("it", "Tuttavia il porto è chiuso."),
    ("pt", "No entanto, o porto fechou."),
    ("tr", "Bunun üzerine liman kapatıldı."),
    ("tr", "Öte yandan balıkçılar gelmedi."),
    ("id", "Selain itu, pelabuhan ditutup."),
    ("hi", "उन्होंने कहा कि बंदरगाह बंद है।"),
    ("ur", "انھوں نے کہا کہ بندرگاہ بند ہے۔"),
    ("zh", "他说港口已经关闭。"),
    ("zh", "但是渔民没有来。"),
    ("ja", "しかし港は閉まっている。"),
    ("ko", "그러나 항구는 닫혔다."),
]
STANDING = [
    ("en", "The port was closed on Monday."),
    ("en", "This week the port was closed."),
    ("en", "Then-president Holt closed the port."),
    ("en", "So far the port has stayed open."),
    ("en", "Italy closed the port."),
    ("en", "After the talks with Ines Holt, she closed the port."),
    ("en", "“Nobody asked us,” the mayor said."),
    ("fr", "Début mars, il y a eu trois tempêtes."),
    ("en", "In factories of the port work stopped."),
    ("es", "En esta semana cerró el puerto."),
    ("es", "En esencia cerró el puerto."),
    ("fa", "در آنکارا بندر بسته شد."),
    ("fa", "پس از آنکه شورا رأی داد، بندر بسته شد."),
    ("ar", "وزير النقل يعلن إغلاق الميناء."),
    ("ar", "وصل الوفد إلى المدينة يوم الاثنين."),
    ("ar", "واشنطن تعلن استئناف المحادثات."),
    ("ar", "وافق المجلس على نشر الحسابات."),
    ("fa", "این هفته بندر بسته شد."),
    ("fa", "آنکارا بندر را بست."),
    ("ru", "В немецком порту тихо."),
    ("ru", "Онлайн-продажи выросли."),
    ("ru", "Порт закрыли в понедельник."),
    ("es", "Este lunes cerró el puerto."),
    ("es", "Esta semana cerró el puerto."),
    ("fr", "Il y a un an, le port a fermé."),
    ("fr", "Cette semaine, le port a fermé."),
    ("de", "Diese Woche schloss der Hafen."),
    ("de", "Die Stadt schließt den Hafen."),
    ("pt", "O presidente fechou o porto."),
    ("tr", "Bu hafta liman kapatıldı."),
    ("tr", "Son toplantı pazartesi yapıldı."),
    ("hi", "इस साल बंदरगाह बंद हुआ।"),
    ("zh", "港口星期一关闭。"),
    ("", "He said so."),
    (None, "He said so."),
    ("en", "..."),
    ("en", ""),
]


@pytest.mark.parametrize(("lang", "sentence"), LEANING, ids=str)
def test_it_leans(lang: str, sentence: str) -> None:
    assert leans(sentence, lang)


@pytest.mark.parametrize(("lang", "sentence"), STANDING, ids=str)
def test_it_stands(lang: str | None, sentence: str) -> None:
    assert not leans(sentence, lang)


@pytest.mark.parametrize(
    ("expected", "sentence", "text"),
    [
        (True, "He was not in the town.", "He was not in the town. The mayor was."),
        (True, "Он был в городе.", "Он был в городе. Мэр и совет не были."),
        (True, "他不在。", "他不在。市长在。"),
        (False, "O presidente fechou o porto.", "O presidente fechou o porto da cidade."),
        (False, "Es un puerto de la costa.", "Es un puerto de la costa que cerró en mayo."),
        (False, "A port is a harbour with a town.", "A port is a harbour with a town."),
        (False, "", ""),
    ],
    ids=repr,
)
def test_where_the_language_is_not_handed_on(expected: bool, sentence: str, text: str) -> None:
    assert leans_in_its_language(sentence, text) is expected
