"""Pairs of stories with their texts, written for these tests: what, language, one, another."""

from __future__ import annotations

from typing import NamedTuple


class Pair(NamedTuple):
    """Two stories by two sources."""

    what: str
    lang: str
    one: tuple[str, str]
    """Headline and text."""
    other: tuple[str, str]
    hours: float = 2
    """Between the two."""


SAME = [
    Pair(
        "a railway opens", "en",
        ("First freight train in thirteen years leaves Marrow for the coast",
         """A freight train loaded with cotton and olive oil left Marrow for the port of Latchford
         on Monday, the first to cover the whole line in thirteen years. The 22 wagons pulled out
         of the Jibren yard shortly after dawn. The Northern Lines Authority has spent three years
         replacing 61 kilometres of track. Trains will run twice a week until the end of next
         month."""),
        ("Marrow's cotton rolls to the sea again",
         """For the first time in 13 years a goods train was on its way from Marrow to Latchford.
         On board the 22 wagons were raw cotton, soap and olive oil. Over three years the Northern
         Lines Authority relaid 61 kilometres of rails and rebuilt nine bridges, the highest of
         them 47 metres above a ravine."""),
    ),
    Pair(
        "a mine collapses", "en",
        ("Rescuers search for miners after shaft collapse",
         """Rescue teams were digging on Thursday for 17 miners trapped 340 metres below ground
         after a shaft collapsed at the Bramwell colliery near Ostrow. Six men had been brought out
         alive, the operator Karst Energy said. The mine employs 1,240 people."""),
        ("Families wait at Bramwell as hope fades",
         """Relatives gathered at the gates of the Bramwell colliery outside Ostrow, where 17 men
         were still missing, 340 metres down, hours after the roof of a shaft gave way. Karst
         Energy, which owns the pit, said six men had been lifted to the surface on Thursday."""),
    ),
    Pair(
        "a company is sold", "en",
        ("Halden to buy rival shipyard",
         """Halden Marine agreed on Tuesday to buy Corrick Yards for 1.35 billion euros, creating
         the region's largest builder of ferries. Halden will pay 41.20 euros a share, and take on
         debts of 210 million. Chief executive Ingrid Solbakken said no jobs would go at the yard
         in Fernmouth, where 3,400 people work."""),
        ("Corrick Yards gives up its independence",
         """The ferry maker Corrick Yards, whose 3,400 staff in Fernmouth have waited months for
         clarity, is to become part of Halden Marine. The offer values each share at 41.20 euros
         and the whole company at 1.35 billion euros. "Nobody will lose their place," Halden's
         head, Ingrid Solbakken, told staff on Tuesday."""),
    ),
    Pair(
        "a court decides", "en",
        ("Former mayor jailed over harbour contracts",
         """Dario Velmont, the former mayor of Sant Oriol, was sentenced to seven years in prison
         on Friday for taking 640,000 euros in bribes from builders of the new harbour. Judge Marta
         Quiroga said he had betrayed the town. Two contractors received 18 months each."""),
        ("Seven years for Velmont",
         """A court has sent the man who ran Sant Oriol for a decade to prison for seven years.
         Dario Velmont took 640,000 euros from firms that wanted a part in the harbour, Judge Marta
         Quiroga found on Friday; a pair of businessmen were handed 18 months."""),
    ),
    Pair(
        "a storm comes ashore", "en",
        ("Coast battered as Bertil makes landfall",
         """Storm Bertil made landfall near Aarstad on Monday with winds of 140 km/h, cutting power
         to 37,500 homes and closing the harbour. A man of 58 was killed by a falling tree in
         Vester Holm. Trains between Aarstad and Kolmund will not run before Wednesday."""),
        ("Thousands in the dark, one dead in gale",
         """Some 37,500 households lost electricity on Monday when the gale named Bertil reached
         land close to Aarstad. Gusts of 140 km/h were measured. In Vester Holm a tree fell on a
         car and killed its driver, 58, and no trains were running to Kolmund."""),
    ),
    Pair(
        "un puente se cae", "es",
        ("Se derrumba un puente en construcción",
         """Al menos 14 obreros resultaron heridos el martes al derrumbarse un puente en
         construcción sobre el río Maroa, en Villa Serrana. La obra, de 320 metros, costó 48
         millones de pesos y estaba a cargo de la empresa Construcciones Belmonte. La gobernadora
         Elisa Marchetti ordenó una inspección."""),
        ("Villa Serrana: heridos y preguntas sobre el Maroa",
         """La estructura de 320 metros que Construcciones Belmonte levantaba en Villa Serrana
         cedió el martes y cayó al río Maroa. Los hospitales atendieron a 14 obreros. Se habían
         invertido 48 millones de pesos, recordó la gobernadora Elisa Marchetti."""),
    ),
    Pair(
        "un musée est volé", "fr",
        ("Vol spectaculaire au musée de Valbrune",
         """Des inconnus ont dérobé 23 montres anciennes au musée de l'Horlogerie de Valbrune dans
         la nuit de dimanche à lundi. Le butin est estimé à 3,7 millions d'euros, selon la
         directrice Hélène Marsac. Les malfaiteurs ont découpé un toit à 12 mètres du sol."""),
        ("Les montres de Valbrune ont disparu",
         """Il a fallu huit minutes aux voleurs pour vider les vitrines du musée de l'Horlogerie à
         Valbrune et emporter 23 montres. Hélène Marsac, qui dirige la maison, évalue la perte à
         3,7 millions d'euros. L'accès s'est fait par le toit, à 12 mètres de haut."""),
    ),
    Pair(
        "ein Werk brennt", "de",
        ("Großbrand legt Möbelfabrik lahm",
         """In der Möbelfabrik Tannwald in Oberlingen ist am Mittwoch ein Feuer ausgebrochen. 180
         Feuerwehrleute waren im Einsatz, neun Menschen wurden verletzt. Den Schaden schätzt die
         Geschäftsführerin Petra Wallner auf 27 Millionen Euro. Die Bundesstraße 31 war elf Stunden
         gesperrt."""),
        ("Oberlingen: Flammen in der Halle von Tannwald",
         """Die Halle stand am Mittwoch schon in Flammen, als die ersten der 180 Feuerwehrleute in
         Oberlingen eintrafen. Neun Verletzte kamen ins Krankenhaus. Die Möbelfabrik Tannwald
         verliert nach Worten von Petra Wallner 27 Millionen Euro; die Bundesstraße 31 blieb elf
         Stunden zu."""),
    ),
    Pair(
        "открыт мост", "ru",
        ("В Верхнереченске открыли новый мост",
         """Новый мост через реку Сольву открыли во вторник в Верхнереченске. Его длина 840 метров,
         строительство заняло шесть лет и обошлось в 3,2 млрд рублей. Первым по мосту проехал
         грузовик водителя Николая Ласкутина, сообщила компания «Севермост»."""),
        ("Сольва больше не делит город",
         """Жители Верхнереченска шесть лет ждали переправы длиной 840 метров. Компания «Севермост»
         потратила 3,2 млрд рублей, чтобы связать берега Сольвы. Открывал движение водитель Николай
         Ласкутин на своем грузовике."""),
    ),
    Pair(
        "محطة كهرباء", "ar",
        ("افتتاح محطة للطاقة الشمسية في وادي السرحان",
         """افتتحت شركة ضياء للطاقة محطة شمسية بقدرة 175 ميغاواط في وادي السرحان يوم الثلاثاء. وقال
         مدير الشركة سامر الحوراني إن الكلفة بلغت 96 مليون دولار، وإن المحطة تضم 412 ألف لوح وتغذي
         38 قرية."""),
        ("ألواح الصحراء تنير القرى",
         """صارت 38 قرية في وادي السرحان تحصل على الكهرباء من الشمس. فالمحطة الجديدة التي بنتها
         ضياء للطاقة بقدرة 175 ميغاواط وكلفة 96 مليون دولار تضم 412 ألف لوح، بحسب سامر
         الحوراني."""),
    ),
    Pair(
        "کشف گنجینه", "fa",
        ("کشف گنجینه ساسانی در دشت مروان",
         """باستان‌شناسان در دشت مروان ۲۶۳ سکه نقره ساسانی پیدا کردند. به گفته پریسا الوندی، سرپرست
         گروه، سکه‌ها در کوزه‌ای در عمق ۴٫۵ متری بود و ۳۸ نفر در کاوش تپه زرین کار کردند."""),
        ("کوزه‌ای پر از سکه در تپه زرین",
         """کوزه‌ای که در عمق ۴٫۵ متری تپه زرین بود ۲۶۳ سکه نقره ساسانی در خود داشت. پریسا الوندی
         که با ۳۸ نفر در دشت مروان کاوش می‌کند آن را بی‌مانند خواند."""),
    ),
    Pair(
        "gemi karaya oturdu", "tr",
        ("Kuru yük gemisi Sarıburun'da karaya oturdu",
         """Gübre taşıyan 146 metrelik Meltem Star gemisi salı günü Sarıburun açıklarında karaya
         oturdu. Gemide 19 denizci vardı. Liman Başkanı Nevzat Körfez, 8.700 ton yükün güvende
         olduğunu söyledi."""),
        ("Meltem Star kurtarılmayı bekliyor",
         """Sarıburun'da kayalara çarpan Meltem Star'ın 19 denizcisi salı akşamı kıyıya çıkarıldı.
         146 metrelik gemi 8.700 ton gübre taşıyor. Liman Başkanı Nevzat Körfez römorkörlerin yolda
         olduğunu açıkladı."""),
    ),
    Pair(
        "地铁开通", "zh",
        ("云栖市首条地铁开通运营",
         "云栖市地铁一号线周二开通运营,全长42.6公里,设31座车站,总投资286亿元。市长林若川说,"
         "列车每天将运送38万名乘客。建设历时七年。"),
        ("七年等待 云栖人坐上地铁",
         "建设了七年的云栖市地铁一号线迎来首批乘客。这条42.6公里的线路有31座车站,耗资286亿元,"
         "预计每天运送38万人次,市长林若川乘坐了首班车。"),
    ),
    Pair(
        "a prize is given", "en",
        ("Prize for young novelist",
         """Tamsin Okoro won the Larkspur Prize on Wednesday for The Salt Ledger, a novel of 612
         pages about a lighthouse keeper on Skellan. At 27 she is the youngest winner in 54 years.
         She receives 45,000 pounds."""),
        ("Okoro's lighthouse keeper charms the jury",
         """A first novel, The Salt Ledger, has brought Tamsin Okoro the Larkspur Prize and 45,000
         pounds. The judges praised its 612 pages set on Skellan. Nobody as young as Okoro, 27, had
         won in the 54 years of the award."""),
    ),
    Pair(
        "a match", "en",
        ("Late goal sends Ravenna through",
         """Ravenna Athletic beat Port Sable 3-2 at Quarry Park on Saturday before a crowd of
         18,460. Jonas Merl scored twice, the second in the 89th minute, after Ilir Doka had made
         it 2-2 from 25 metres. Ravenna meet Kestrel Rovers in the final."""),
        ("Merl the hero at Quarry Park",
         """The 18,460 who came to Quarry Park on Saturday saw Jonas Merl score in the 89th minute
         to settle a semi-final that Ravenna Athletic won 3-2 against Port Sable. Ilir Doka had
         levelled with a shot from 25 metres. Kestrel Rovers wait in the final."""),
    ),
]  # fmt: skip
