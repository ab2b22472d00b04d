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
