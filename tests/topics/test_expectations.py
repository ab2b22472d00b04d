"""What a person expects of a topic, language by language (docs/topics.md has the principles)."""

from __future__ import annotations

import pytest

from bot.app.trying.topic import answer

# language; topic; story; + found, - not found; languages the chat reads, if not the story's
CASES = """
ar; Syria; قال الرئيس السوري إن وسوريا لن; +; en ar
ar; Syria; قال الرئيس السوري; -; en
ar; مصر; مصرف لبنان; -
ar; مصر; المصريين; +
ar; مصر; بمصر; +
ar; بشار الأسد; التقى ببشار الأسد; +
ar; "بشار الأسد"; ولقاء وبشار الأسد; +
ar; ایران; إيران; +
ar; العراق; للعراق; +
ar; العراق; العراقيين; +
ar; الأردن; الأردنية; +
ar; لبنان; اللبنانيون; +
ar; لبنان; لبن; -
ar; حرب; والحرب; +
ar; النفط; بالنفط; +
ar; غزة; بغزة; +
ar; غزة; غزه; +
ar; القدس; بالقدس; +
ar; السعودية; السعوديين; +
ar; روسيا; الروس; +
ar; مصر; مصرع; -
ar; تونس; التونسي; +
ar; إيران; الإيرانية; +
ar; الذكاء الاصطناعي; بالذكاء الاصطناعي; +
de; Syria; Die syrischen Truppen; +
de; Ei; eine; -
de; Nord-Korea OR Südkorea; südkoreanische; +
de; EU; Die EU-Kommission; +
de; Iran; Irans Präsident; +
de; Polen; polnische Regierung; +
de; Krieg; Kriege; +
de; Flüchtlinge; der Flüchtling; +
de; Irland; Nordirland; -
de; Oman; Roman; -
de; Bundestag; des Bundestages; +
de; Deutschland; Der deutsche Kanzler; +
de; USA; US-Präsident; +
de; Grüne; Die Grünen; +
de; KI; Kinder; -
en; Syria; Syria's war, Syrian, Syrians; +
en; سوريا; The Syrian army; +; en ar
en; Niger; Nigerian president; -
en; ai; training; -
en; us; he told us; -
en; US; The U.S. said; +
en; USA; American troops; +
en; U.S. sanctions; US sanctions; +
en; Hama; Hamas; -
en; al-Assad; al Assad; +
en; al Assad; Alassad; +
en; alAssad; al-Assad; +
en; WHO; who said; -
en; WHO; the WHO said; +
en; South Korea; South Korean pop; +
en; South Korea; South Sudan and North Korea; -
en; Georgia; Georgian; +
en; Turkey; Türkiye and Turkish; +
en; Poland; polish the car; -
en; США; American; +
en; reunion; reunions; +
en; CAD; Chadian; -
en; #Syria; #FreeSyria; +
en; Iran; Iranians; +
en; iran; Tirana; -
en; "Syria"; Syrian; -
en; =train; trains; -
en; train; Trains; +
en; Congo; Congolese; +
en; Guinea; Papua New Guinea; -
en; UN; United Nations; +
en; Korea; South Korean; +
en; Korea; Koreans; +
en; South Korea; Koreans; -
en; Congo; Congo-Brazzaville; +
en; Syria; syrian army; +
en; Poland; polish it; -
en; Asia -South Korea; Asia, South Sudan; +
en; Asia -South Korea; Asia and South Koreans; -
en; title:South Korea; South Korea; -
en; UN; the U.N. said; +
en; oil AND gas; gas oil; +
en; oil NOT gas; gas oil; -
en; China; chinese; +
en; ab; ab ovo; -
en; Frankreich; French president; +; en de
en; people's party; The People's Party; +
en; Syria’s; Syria; +
en; Musk; musky; -
en; EV; every; -
en; EVs; an EV; +
en; CEO; CEOs met; +
en; AT&T; AT&T said; +
en; S&P 500; the S&P 500; +
en; x-ray; X rays; +
en; ISIS; Isis; +
en; UK; British; +
en; Britain; UK's; +
en; New York; new plans for York; +
en; Trump OR Biden election; Biden spoke; -
en; climate change; changing climate; +
en; heart attack; attacks; -
en; "climate change"; climate-change; +
en; Paris; pari; -
en; Wales; wale; -
en; EU; European Union; +
en; euro; European; -
en; Ukraine; Ukrainians; +
en; Kyiv; Kyiv's; +
en; Israel; Israelis; +
en; Iraq -Iran; Iraq, Iranian; -
es; Syria; el presidente sirio; +
es; elecciones; La eleccion; +
es; EE.UU.; estadounidense; +
es; España; española; +
es; Irán; iraníes; +
es; inflación; INFLACION; +
es; México; mexicanas; +
es; huelga; huelgas; +
es; Chile; el chile verde; +
es; Estados Unidos; EE.UU. dijo; +
es; Perú; pero; -
fa; Syria; رئیس‌جمهور سوری در دمشق; +
fa; تحریم; تحریم‌های تازه; +
fa; رئیس جمهور; رئیس‌جمهور; +
fa; ایران; ایرانیان; +
fa; آمریکا; آمریکایی‌ها; +
fa; زن; زنان; +
fa; زن; زندان; -
fa; نفت; قیمت نفت; +
fa; کتاب; كتابها; +
fa; روسیه; روس‌ها; +
fa; مالی; بازار مالی; +
fa; Mali; بازار مالی; -
fa; تحریم ایران; تحریم‌های ایران; +
fa; می‌رود; میرود; +
fr; Syria; l'armée syrienne; +
fr; Niger; le président nigérien; +
fr; Niger; nigérian; -
fr; cafe; Café; +
fr; Russie; les forces russes; +
fr; Turquie; turque; +
fr; Grèce; grecques; +
fr; Inde; indépendance; -
fr; climat; climatique; -
fr; grève; Les grèves; +
fr; œuvre; oeuvres; +
fr; l'Europe; d’Europe; +
fr; États-Unis; le président américain; +
fr; eau; L'eau potable; +
ja; 东京; x东京都; +
ru; Syria; Сирийские войска; +
ru; Syria; в Сирии; +
ru; Россия; российских; +
ru; США; американские; +
ru; ООН; ООН; +
ru; ЕС; Европейский союз; +
ru; Украина; российско-украинская; +
ru; Россия; российско-украинская; +
ru; Китай; с Китаем; +
ru; Израиль; израильтяне; +
ru; Иран; тиран; -
ru; мир; мира; +
ru; Куба; кубок; -
ru; беженцы; беженцев; +
ru; ИИ; России; -
ru; Того; до того; +
th; ข่าว; อ่านข่าววันนี้; +
tr; Syria; Suriye'de savaş; +
tr; Syria; Suriyelilerin; +
tr; Türkiye; Türkiye'nin; +
tr; savaş; savaşı; +
tr; parti; partisi; +
tr; Ukraine; Ukraynalı; +
tr; Çin; Çinli; +
tr; Kore; Koreli; +
tr; AB; Avrupa Birliği; +
tr; Mali; Maliye Bakanı; -
tr; İran; İran'ın; +
tr; Rusya; Rus askerleri; +
tr; Türkiye; Türklerin; +
tr; ABD; ABD'li yetkili; +
tr; ABD; Amerikalı; +
tr; enflasyon; enflasyonun; +
tr; mülteci; mültecilerin; +
tr; Japonya; Japon; +
tr; okul; okulları; +
tr; IŞİD; IŞİD; +
tr; su; suç; -
zh; Syria; 在叙利亚境内; +
zh; 印度; 印度尼西亚总统; -
zh; 中国; 发展中国家; -
zh; India; 印度总理; +
zh; 美国; 美國總統; +
zh; US; 美国总统; +; en zh
zh; 经济; 中国经济增长; +
zh; "中国经济"; 中国经济增长; +
zh; 台湾; 臺灣; +
zh; AI; AI技术; +
zh; 人工智能 芯片; 芯片与人工智能; +
zh; 几内亚; 巴布亚新几内亚; -
zh; 英国; 英国人; +
ar; 1000; ١٬٠٠٠ شخص; +
ar; 4.5; ٤٫٥ في المئة; +
ar; ألبانيا; باني المسجد; -
ar; ألمانيا; ماني; -
ar; أيرلندا; أيرلندا الشمالية; -
ar; إندونيسيا; الإندونيسيون; +
ar; الاتحاد الأوروبي; للاتحاد الأوروبي; +
ar; الدنمارك; دنماركية; +
ar; المجر; الهنغاري; +
ar; المجر; في مجرى النهر; -
ar; شعب; للشعب; +
ar; لبنان; للبنان; +
ar; لبنان; وللبنانيين; +
ar; لجنة; للجنة; +
ar; هونغ كونغ; في هونغ كونغ; +
ar; ١٠٠٠; 1000 شخص; +
de; 10.000; 10000 Menschen; +
de; 2024; Im Jahr 2024; +
de; Arbeit; Arbeiter streiken; -
de; Bank; Banken; +
de; Ei; Eier sind teuer; +
de; Ei; Ein Eis bitte; -
de; Flüchtling; Flüchtlinge; +
de; Haus; Die Häuser; +
de; Iran oder Irak; Der Irak; +
de; Kind; Die Kinder; +
de; Lehrer; Die Lehrerinnen streiken; -
de; Lehrer; Mit Lehrern; +
de; Politik; Politiker reden; -
de; Politiker; Den Politikern; +
de; Recht; rechts der Straße; -
de; Regierung; Regierungen stürzen; +
de; Schule; Die Schüler lernen; -
de; Seite; seit gestern; -
de; Spiel; Die Spieler kommen; -
de; Volk; Die Völker; +
de; Wahl; Die Wahlen; +
de; Wahl; Die Wähler entscheiden; -
de; Zeit; Die Zeitung schreibt; -
de; national; nationale Fragen; +
de; sicher; Die Sicherheit; -
en; 1,000.50; paid 1000.50 dollars; +
en; 1000; some 1 000 people; +
en; 4.5; grew 4,5 percent; +
en; France; French fries for all; -
en; Georgia; Georgians vote; +
en; India; Indian Ocean storm; -
en; Ireland; Northern Ireland votes; -
en; Mexico; New Mexico fire; -
en; Oil or gas; Gas is dear; +
en; Syria And Iraq; Iraq and Syria; +
en; Trinidad and Tobago; Trinidad and Tobago won; +
en; UK; The U.K. said; +
en; agree; They agreed at last; +
en; fight; They fought on; +
en; free; Hostages freed; +
en; leaf; green leaves; +
en; past; A paste of beans; -
en; plane; The plan failed; -
en; police; new policies; -
en; quit; It was quite good; -
en; steal; Stolen paintings found; +
en; strike; Workers struck again; +
en; won; He won; +
es; Finlandia; Con fines de lucro; -
es; Irak o Irán; Los iraníes votan; +
es; Unión Europea; La UE decide; +
es; banco; La banca privada; -
es; banco; Los bancos centrales; +
es; carga; El cargo público; -
es; casa; Las casas nuevas; +
es; casa; Los casos nuevos; -
es; caso; Se va a casar; -
es; ciudad; Varias ciudades; +
es; crisis; La crisis sigue; +
es; cuenta; Un cuento infantil; -
es; detenido; Dos detenidas en Lima; +
es; dólar; Los dólares caen; +
es; elección; Elecciones libres; +
es; interés; Tasas de intereses; +
es; joven; Los jóvenes protestan; +
es; ley; Nuevas leyes; +
es; libro; Una libra esterlina; -
es; luz; Las luces del puente; +
es; mes; En tres meses; +
es; militar; Fuerzas militares; +
es; ministro; La ministra habló; +
es; mujer; Las mujeres marchan; +
es; médico; La médica llegó; +
es; negociar; Irán negocia la paz; +
es; negociar; Negociaron ayer; +
es; país; Los países del sur; +
es; pesca; Los peces del mar; -
es; plata; Un plato de sopa; -
es; presidente; La presidenta viaja; +
es; puerto; La puerta del puerto; +
es; trabajador; Las trabajadoras paran; +
fa; 1000; ۱٬۰۰۰ نفر; +
fa; 1000; ۱۰۰۰ نفر; +
fa; آلمان; آلمانی‌ها; +
fa; ارمنستان; ارامنه; +
fa; تحریم ها; تحریم تازه; +
fa; سوریه یا عراق; عراقی; +
fa; شهر; شهرها; +
fa; قهر; قهرمان; -
fa; مسلم; مسلمان; -
fa; مشکل; مشکلات; +
fa; منبع; منابع; +
fa; می‌روند; می روند; +
fa; نمی‌شود; نمی شود; +
fa; کتاب; کتابشان; +
fa; کشور; کشورمان; +
fr; 10000; 10 000 manifestants; +
fr; AI; J'ai faim, je n'ai rien; -
fr; IA; L'IA progresse; +
fr; Iran ou Syrie; Les Syriens; +
fr; Paris; Un pari perdu; -
fr; blessé; Deux blessées graves; +
fr; cheval; Des chevaux; +
fr; cour; Le cours du pétrole; -
fr; directeur; La directrice démissionne; +
fr; frontière; Aux frontières; +
fr; grand; De grandes villes; +
fr; important; Importer du blé; -
fr; international; Les cours internationales; +
fr; jeu; Les jeux olympiques; +
fr; journal; Les journaux du soir; +
fr; loi; Les lois sociales; +
fr; mer; La mère du roi; -
fr; mer; Les mers du sud; +
fr; médecin; La médecine moderne; -
fr; négocier; Ils négocient encore; +
fr; négocier; La France négocie; +
fr; port; La porte est fermée; -
fr; port; Les ports du nord; +
fr; travailleur; Les travailleuses du textile; +
fr; vent; La vente aux enchères; -
fr; élu; Les élus locaux; +
fr; élue; Un élu local; +
fr; étudiant; Des étudiantes manifestent; +
he; ישראל; ישראלים; +
he; צבא; הצבא; +
hi; भारत; भारतीय; +
it; China; I cinesi; +
it; Cina; I cinesi; +
it; Francia; La squadra francese; +
it; Germania; I tedeschi; +
ja; China; 中国地方の天気; -
ja; Syria; シリア人; +
ja; インド; インドネシア; -
ja; シリア; シリアル食品; -
ko; USA; 미국의; +
ko; 인도; 인도네시아; -
ko; 중국; 중국인들은; +
nl; Germany; In Duitsland; +
pl; Germany; w Niemczech; -
pt; Alemanha; Os alemães; +
pt; Portugal; portuguesas; +
pt; eleição; eleições; +
ru; 1000; 1 000 человек; +
ru; Америка; Латинской Америки; -
ru; Грузия; Грузины и грузинки; +
ru; Грузия; тяжёлые грузы; -
ru; ЕС; Евросоюз; +
ru; Евросоюз; ЕС решил; +
ru; Лавров; с Лавровым; +
ru; Лавров; у Лаврова; +
ru; ОАЭ; Объединённых Арабских Эмиратах; +
ru; Путин; с Путиным; +
ru; США; Американцы; +
ru; США; в США; +
ru; Самоа; на самое дно; -
ru; Сирия или Ирак; в Ираке; +
ru; банк; банка закрылась; +
ru; война; Военный корабль; -
ru; день; три дня; +
ru; игрок; игроки сборной; +
ru; китаец; китайцы едут; +
ru; конец; В конце года; +
ru; метро; пять метров; -
ru; мир; Мировой рекорд; -
ru; мир; мировая экономика; -
ru; налог; налоги растут; +
ru; немец; немцы; +
ru; новый; новостройка; -
ru; остров; На острове; +
ru; остров; острова в море; +
ru; отец; Отцы и дети; +
ru; подросток; Подростки задержаны; +
ru; проблема; Много проблем; +
ru; ребёнок; дети играют; +
ru; рынок; На рынках; +
ru; рынок; рынка труда; +
ru; семья; семь человек; -
ru; состав; в составе; +
ru; страна; Странный человек; -
ru; уровень; на уровне; +
ru; церковь; в церкви; +
sv; Germany; Tyskland; +
th; Thailand; ประเทศไทย; +
tr; 2024; 2024'ün sonunda; +
tr; Bolivya; Bolivyalı; +
tr; Bosna; Boşnaklar; +
tr; Boşnak; Boşnaklar; +
tr; Lübnan veya Irak; Iraklı; +
tr; Türkiye; Türkler; +
tr; Türkiye; bir türkü; -
tr; ev; evet dedi; -
tr; ev; evlerde; +
tr; göz; gözaltı; -
tr; gün; günlerce; -
tr; gün; günlerde; +
tr; okul; okullar; +
tr; seçim; seçimde; +
tr; yol; yolları kapandı; +
tr; yıl; üç yılda; +
uk; Russia; росіяни; +
uk; Польща; поляки; +
uk; Україна; українці; +
zh; 1000; 1000万; +
zh; 中国; 中美贸易; +
zh; 中国; 从中国来; +
zh; 中国; 其中国内; -
zh; 中国; 苹果及其中国供应商; +
zh; 乌克兰; 俄乌战争; +
zh; 加纳; 参加纳斯达克; -
zh; 北京; 在北京; +
zh; 北京; 湖北京山; -
zh; 南非; 越南非法移民; -
zh; 印度; 印度洋; -
zh; 日本; 今年日本; +
zh; 日本; 如今日本; +
zh; 日本; 近日本报; -
zh; 智利; 明智利用; -
zh; 法国; 英法两国; +
zh; 泰国; 国泰国际; -
zh; 海地; 上海地铁; -
zh; 海地; 海地地震; +
zh; 爱尔兰; 北爱尔兰; -
zh; 美国; 中美贸易; +
zh; 美国; 欧美国家; +
zh; 英国; 精英国际; -
zh; 重庆; 隆重庆祝; -
zh; 马里; 马里乌波尔; -
zh; 马里; 马里兰州; -
zh; 马里; 马里总统; +
"""
ROWS = [[cell.strip() for cell in line.split(";")] for line in CASES.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=["; ".join(row[:4]) for row in ROWS])
def test_a_topic_finds_what_a_person_expects(row: list[str]) -> None:
    lang, topic, story, found, *languages = row
    record: dict[str, object] = {"topic": topic, "text": story, "lang": lang}
    if languages:
        record["languages"] = languages[0].split()
    result = answer(record)
    assert result["error"] is None
    assert result["match"] is (found == "+")
