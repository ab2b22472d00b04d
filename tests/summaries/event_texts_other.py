"""Pairs of stories that share names and tell two events, written for these tests."""

from __future__ import annotations

from tests.summaries.event_texts import SAME, Pair

OTHER = [
    Pair(
        "another event at the place", "en",
        SAME[0].one,
        ("Olive harvest festival draws crowds to Marrow",
         """Some 12,000 visitors came to Marrow on Monday for the olive festival. Growers from
         Latchford and Jibren showed 61 kinds of oil. Trains will run twice a week until the end of
         next month, the Northern Lines Authority said."""),
    ),
    Pair(
        "an interview with who did it", "en",
        SAME[0].one,
        ("The engineer who walked the line: a conversation with Lamia Dorn",
         """Lamia Dorn was nine when she first rode to Latchford. Now 46, the chief engineer of the
         Northern Lines Authority has four children, a degree from Trieste and 22 patents. "I
         walked from Marrow to the sea in 11 days," she says over tea in her kitchen in Ostrow."""),
        20,
    ),
    Pair(
        "the background of a conflict", "en",
        ("Shells fall on Marrow market, 14 dead",
         """Shells hit the vegetable market in Marrow on Thursday and killed 14 people, the Health
         Union said. Another 37 were wounded. The army blamed the Eastern Front, which holds hills
         12 kilometres from the city."""),
        ("How the war for Marrow began",
         """The Eastern Front took up arms five years ago over taxes on grain. Since then 41,000
         people have died and 1.2 million left Marrow and the villages around it, the Health Union
         says. The army holds 60 percent of the province. Talks in Geneva failed twice."""),
        9,
    ),
    Pair(
        "a follow-up of the days after", "en",
        SAME[1].one,
        ("Karst Energy's licence suspended after Bramwell",
         """The mining inspectorate suspended the licence of Karst Energy on Saturday, two days
         after a shaft at the Bramwell colliery near Ostrow collapsed and 17 miners were trapped.
         The company must answer 44 questions within 10 days. Its shares fell 12 percent."""),
        48,
    ),
    Pair(
        "two quakes", "en",
        ("Magnitude 5.8 quake shakes Kessel province",
         """An earthquake of magnitude 5.8 struck Kessel province on Sunday at a depth of 10
         kilometres, the Seismic Institute said. It was felt in Ostrow, 140 kilometres away. No
         damage was reported. Kessel lies on the Marun fault."""),
        ("Magnitude 6.3 quake rattles Kessel province",
         """An earthquake of magnitude 6.3 hit Kessel province on Sunday at a depth of 10
         kilometres, the Seismic Institute said. People ran into the streets of Ostrow, 140
         kilometres away. Kessel lies on the Marun fault."""),
        18,
    ),
    Pair(
        "the next quarter", "en",
        ("Halden Marine profit climbs",
         """Halden Marine earned 118 million euros in the second quarter, up 9 percent from a year
         ago, chief executive Ingrid Solbakken said on Thursday. Revenue rose to 1.4 billion euros.
         Orders at the yard in Fernmouth grew by 6 percent. It employs 3,400 people."""),
        ("Halden Marine earnings rise again",
         """Halden Marine earned 131 million euros in the third quarter, up 11 percent from a year
         ago, chief executive Ingrid Solbakken said on Thursday. Revenue rose to 1.6 billion euros.
         Orders at the yard in Fernmouth grew by 4 percent. It employs 3,400 people."""),
    ),
    Pair(
        "two companies' results", "en",
        ("Halden Marine profit climbs in second quarter",
         """Halden Marine earned 118 million euros in the second quarter, up 9 percent from a year
         ago. Analysts at Corvane Research had expected 112 million. Shares rose 3 percent in
         Fernmouth."""),
        ("Orrin Lines profit climbs in second quarter",
         """Orrin Lines earned 74 million euros in the second quarter, up 9 percent from a year
         ago. Analysts at Corvane Research had expected 70 million. Shares rose 3 percent in
         Fernmouth."""),
    ),
    Pair(
        "two matches of a team", "en",
        SAME[14].one,
        ("Ravenna held at home",
         """Ravenna Athletic and Kestrel Rovers drew 2-2 at Quarry Park on Saturday before a crowd
         of 17,905. Jonas Merl scored twice for Ravenna, the second in the 71st minute. Ilir Doka,
         who has joined Kestrel from Port Sable, hit a post from 25 metres."""),
        20,
    ),
    Pair(
        "a match and its preview", "en",
        SAME[14].one,
        ("Ravenna v Port Sable: preview",
         """Ravenna Athletic meet Port Sable at Quarry Park on Saturday with a place in the final
         at stake. Jonas Merl has 14 goals in 25 games, Ilir Doka 11. Ravenna lost 2-1 when they
         last met."""),
        20,
    ),
    Pair(
        "two court cases", "en",
        SAME[3].one,
        ("Harbour master on trial over bribes",
         """Luc Arrano, the former harbour master of Sant Oriol, told a court on Friday that he had
         taken no bribes. Prosecutors say he received 75,000 euros from builders. Judge Marta
         Quiroga will hear 18 witnesses over seven days."""),
    ),
    Pair(
        "prices of two days", "en",
        ("Wheat falls for a fourth day as exporters cut prices",
         """Wheat on the Northgate exchange lost 1.8 percent on Tuesday to close at 193.50 a tonne.
         Corn fell 0.6 percent to 171.20, barley 0.4 percent to 164.90. Exporters around the Black
         Sea cut their offers, Henrike Aldous of Corvane Research said."""),
        ("Wheat falls for a fifth day as exporters cut prices",
         """Wheat on the Northgate exchange lost 0.9 percent on Wednesday from 193.50 to close at
         191.75 a tonne. Corn fell 0.2 percent to 170.85, barley 0.6 percent to 163.90. Exporters
         around the Black Sea cut their offers, Henrike Aldous of Corvane Research said."""),
        24,
    ),
    Pair(
        "weather of two days", "en",
        ("Rain and wind for the north",
         """Marrow and Ostrow will see 14 degrees and rain of 12 millimetres, the Weather Office
         said. Winds of 45 km/h reach Latchford by night. In Fernmouth it stays dry with 17
         degrees."""),
        ("Showers and sun for the north",
         """Marrow and Ostrow will see 16 degrees and rain of 4 millimetres, the Weather Office
         said. Winds of 30 km/h reach Latchford by night. In Fernmouth it stays dry with 17
         degrees."""),
        24,
    ),
    Pair(
        "the same sum for another", "en",
        ("Ostrow museum gets grant",
         """The Larkspur Foundation will give 250,000 euros to the museum in Ostrow, its director
         Nils Aren said. The money pays for 12 rooms over three years. Some 40 museums had
         applied."""),
        ("Fernmouth theatre gets grant",
         """The Larkspur Foundation will give 250,000 euros to the theatre in Fernmouth, its
         director Nils Aren said. The money pays for 310 seats over three years. Some 40 theatres
         had applied."""),
    ),
    Pair(
        "dos accidentes", "es",
        ("Choque de autobús en la ruta de Villa Serrana",
         """Seis personas murieron el martes en un choque en el kilómetro 87 de la ruta a Villa
         Serrana. El autobús de la empresa Maroa Tours llevaba 41 pasajeros. Los 19 heridos están
         en el hospital San Telmo."""),
        ("Vuelca un camión en la ruta de Villa Serrana",
         """Un camión volcó el martes en el kilómetro 112 de la ruta a Villa Serrana y dos personas
         murieron. Un autobús de Maroa Tours con 36 pasajeros pudo frenar. Los 4 heridos están en
         el hospital San Telmo."""),
    ),
    Pair(
        "deux conseils", "fr",
        ("Valbrune vote son budget",
         """Le conseil municipal de Valbrune a adopté lundi un budget de 84 millions d'euros par 27
         voix contre 12. La maire Hélène Marsac promet trois crèches et 40 logements."""),
        ("Valbrune vote une piste cyclable",
         """Le conseil municipal de Valbrune a adopté lundi un plan de 16 kilomètres de pistes
         cyclables par 25 voix contre 14. La maire Hélène Marsac prévoit 9 millions d'euros et
         trois ans de travaux."""),
    ),
    Pair(
        "zwei Brände", "de",
        ("Feuer in Oberlingen zerstört Scheune",
         """Eine Scheune in Oberlingen ist am Mittwoch abgebrannt. 45 Feuerwehrleute waren im
         Einsatz, der Schaden beträgt 300000 Euro. Verletzt wurde niemand, sagte Kreisbrandmeister
         Uwe Lenz."""),
        ("Feuer in Oberlingen zerstört Dachstuhl",
         """Ein Dachstuhl in Oberlingen ist am Mittwoch abgebrannt. 60 Feuerwehrleute waren im
         Einsatz, der Schaden beträgt 500000 Euro. Zwei Bewohner wurden verletzt, sagte
         Kreisbrandmeister Uwe Lenz."""),
    ),
    Pair(
        "курсы двух дней", "ru",
        ("Курс доллара вырос на торгах",
         """Доллар на Северной бирже вырос на 0,4 процента до 91,25 рубля. Евро подорожал до 98,70
         рубля. Аналитик «Севербанка» Николай Ласкутин ждет 92 рубля к пятнице."""),
        ("Курс доллара вновь вырос на торгах",
         """Доллар на Северной бирже вырос на 0,7 процента до 91,90 рубля. Евро подорожал до 99,15
         рубля. Аналитик «Севербанка» Николай Ласкутин ждет 93 рубля к пятнице."""),
        24,
    ),
    Pair(
        "هجومان", "ar",
        ("قتلى في قصف على سوق تل مرعي",
         """قتل 14 شخصا وأصيب 37 في قصف على سوق بلدة تل مرعي يوم الثلاثاء، بحسب اتحاد الصحة. وتبعد
         الجبهة 12 كيلومترا عن البلدة."""),
        ("قتلى في انفجار حافلة في تل مرعي",
         """قتل 6 أشخاص وأصيب 21 في انفجار حافلة في بلدة تل مرعي يوم الثلاثاء، بحسب اتحاد الصحة.
         وكانت الحافلة تقل 30 راكبا."""),
    ),
    Pair(
        "دو مسابقه", "fa",
        ("پیروزی ستاره زرین در مروان",
         """تیم ستاره زرین در ورزشگاه مروان با نتیجه ۲ بر ۱ از سد شاهین گذشت. ۱۸ هزار تماشاگر بازی
         را دیدند و کاوه الوندی در دقیقه ۷۵ گل زد."""),
        ("ستاره زرین باز هم برد",
         """تیم ستاره زرین در ورزشگاه مروان با نتیجه ۳ بر ۰ از سد البرز گذشت. ۲۱ هزار تماشاگر بازی
         را دیدند و کاوه الوندی در دقیقه ۳۳ گل زد."""),
        40,
    ),
    Pair(
        "iki deprem", "tr",
        ("Sarıburun'da 4,8 büyüklüğünde deprem",
         """Sarıburun açıklarında 4,8 büyüklüğünde deprem oldu. Deprem 10 kilometre derinlikte
         kaydedildi, 140 kilometre uzaktaki Gökova'da da hissedildi."""),
        ("Sarıburun'da 5,3 büyüklüğünde deprem",
         """Sarıburun açıklarında 5,3 büyüklüğünde deprem oldu. Deprem 10 kilometre derinlikte
         kaydedildi, 140 kilometre uzaktaki Gökova'da da hissedildi."""),
        10,
    ),
    Pair(
        "两天的行情", "zh",
        ("云栖股市收盘上涨",
         "云栖综合指数周二收盘上涨0.8%,报3241.5点,成交额286亿元。林氏银行上涨2.1%,东川汽车上涨1.4%。"),
        ("云栖股市收盘再涨",
         "云栖综合指数周三收盘上涨0.5%,报3257.7点,成交额301亿元。林氏银行上涨1.2%,东川汽车上涨0.9%。"),
        24,
    ),
]  # fmt: skip
