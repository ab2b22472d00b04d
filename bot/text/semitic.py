"""Arabic and Persian word forms, on folded words. Snowball misses many of them.

After Larkey, Ballesteros and Connell's light stemming (light10), narrowed so that adjectives stay
apart from nouns (سياسي political, سياسة policy), with the broken plurals that news use most.
"""

from __future__ import annotations

from typing import Final

import regex

from bot.text.normal import fold
from bot.text.wordlist import folded_pairs, folded_set

_BROKEN_PLURALS: Final = """
رؤساء رئيس, وزراء وزير, دول دولة, أحزاب حزب, أسعار سعر, أخبار خبر, مدن مدينة, قادة قائد, جنود جندي,
أطفال طفل, حروب حرب, بنوك بنك, أسواق سوق, مصارف مصرف, سجناء سجين, قتلى قتيل, جرحى جريح,
صواريخ صاروخ, قوانين قانون, جيوش جيش, سفراء سفير, كتب كتاب, مدارس مدرسة, طلاب طالب, طلبة طالب,
أمراض مرض, نواب نائب, محاكم محكمة, قضاة قاضي, قضايا قضية, عمال عامل, حقول حقل, أنهار نهر,
بلدان بلد, ملوك ملك, أمراء أمير, أسلحة سلاح, مساجد مسجد, كنائس كنيسة, أحكام حكم, خطوط خط,
أبطال بطل, موانئ ميناء, سفن سفينة, ألغام لغم, قنابل قنبلة, زلازل زلزال, حرائق حريق, ضرائب ضريبة,
صحف صحيفة, أفلام فيلم, نجوم نجم, عواصم عاصمة, أقاليم إقليم, قرى قرية, مناطق منطقة, شعوب شعب,
أديان دين, قمم قمة, علماء عالم, شهداء شهيد, زعماء زعيم, خبراء خبير, أعضاء عضو, أفراد فرد,
أرقام رقم, مشاريع مشروع, برامج برنامج, مصانع مصنع, عقود عقد, فيروسات فيروس, أندية نادي,
هواتف هاتف, حوادث حادث, جرائم جريمة, مخاطر خطر, حقوق حق, طائرات طائرة, رسوم رسم, أسهم سهم
"""

_PLURAL_OF: Final = folded_pairs(_BROKEN_PLURALS)
# Words whose last or first letters only look like an ending, or like "and", "by", "to", "like".
_WHOLE: Final = folded_set(
    """بحرين فلسطين ياسمين تشرين ملايين عشرين ثلاثين زيتون قانون مليون تلفزيون تأمين اثنين رياضيات
    لجنة وحدة وكالة وزارة وزير وزراء ولاية ولايات وفاة وصول وعود وسيط وثيقة وثائق وجود وجه وجهة
    ورقة وظيفة وظائف واشنطن وليد وسام وائل وطني وطنية وحيد وداع وردة وقود وقف وقفة وقت
    لقاء لقاح لقاحات لبنى لغة لغات لوحة لوحات لواء ليلة لاعب لاعبين لحظة لجوء لندن
    بيان بيانات بنزين بترول بداية بقاء بلدة بلدية بلدان برنامج برامج برلمان بطولة بطولات بورصة
    بعثة بضائع بنوك بناء بيئة بيروت برلين باريس بكين بغداد بدوي بركان بشار بوتين بايدن بلاد بطاقة
    كندا كوبا كورونا كتاب كتابة كنيسة كنائس كلمة كرة كارثة كوارث كوري كردي كامل كبير كبيرة
    فريق فرنسا فيضان فيضانات فيروس فيروسات فيلم فرصة فساد فضاء فضائية فوز فئة فترة فتاة"""
)
_ARTICLE: Final = regex.compile("^(?:[وف]?(?:[بك]?ال|لل))(?=...)")
_PRONOUN: Final = regex.compile("(?<=...)(?:(?<!ا)(?:تها|تهم|ته)|ها|هم|هما)$")


def arabic(word: str) -> str:
    """Return the key of a folded Arabic word: article, possessive and regular ending removed."""
    rest = _ARTICLE.sub("", word)
    if rest in _PLURAL_OF:
        return _ending(_PLURAL_OF[rest])
    return _ending(rest if rest in _WHOLE else _PRONOUN.sub("", rest))


def _ending(word: str) -> str:
    word = _PLURAL_OF.get(word, word)
    if word in _WHOLE and not word.endswith(("ه", "ات")):
        return word
    for ending, least in (("ات", 2), ("ين", 3), ("ون", 3), ("ه", 2)):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[: -len(ending)]
    return word


def arabic_rests(word: str) -> tuple[str, ...]:
    """Return what a folded word may be without "and", "by", "to" or "like" written before it."""
    if len(word) < 4 or word in _WHOLE or word.startswith("ال"):
        return ()
    rests = []
    if word[0] in "وف":
        rest = word[1:]
        rests.append(rest)
        if len(rest) >= 4 and rest[0] in "بل" and not rest.startswith("لل") and rest not in _WHOLE:
            rests.append(rest[1:])
    elif word[0] in "بلك" and not word.startswith("لل"):
        rests.append(word[1:])
    if word.startswith("لل") and len(word) > 4:
        rests += ["ال" + word[2:], word[1:]]  # للشعب, and للبنان
    return tuple(rests)


def hebrew_rests(word: str) -> tuple[str, ...]:
    """Return what a folded Hebrew word may be without "and", "the", "in", "to" and the like."""
    rests: list[str] = []
    while len(word) > 3 and word[0] in "והבלמשכ" and len(rests) < 3:
        word = word[1:]
        rests.append(word)
    return tuple(rests)


_FA_KEPT: Final = folded_set(
    """ایران تهران طالبان باران جهان زمان سازمان پایان درمان فرمان انسان لبنان آلمان عمان دادستان
    بحران میزان جریان پیمان همزمان ساختمان زندان خیابان میدان توان آسمان رمضان سلطان عنوان
    پنهان امکان مکان دوران دندان کیهان اصفهان گیلان همدان سمنان مازندران زنجان خراسان کرمان
    بازرگان یگان ارگان رایگان گروگان جوان قهرمان مهمان پهلوان داستان دبیران سیستان یونان
    قهرمان مسلمان پارلمان پشیمان مهربان ریسمان ایمان گفتمان بهمان کاشان نشان درخشان پریشان
    خوزستان کردستان گلستان استان تابستان زمستان بیمارستان دبستان شهرستان دبیرستان پاکستان
    افغانستان گرجستان لهستان عربستان مجارستان ترکمنستان هندوستان ارمنستان قزاقستان ازبکستان
    تاجیکستان قرقیزستان انگلستان صربستان بلوچستان لرستان وجدان نوسان طوفان حیوان کودکستان
    کاروان درخشان خاندان سودان جبران عرفان فراوان ایوان ارزان گران روان فنجان پژمان"""
)
_FA_PLURALS: Final = folded_pairs(
    """حملات حمله, مذاکرات مذاکره, تهدیدات تهدید, اخبار خبر, کتب کتاب, مدارس مدرسه, افراد فرد,
    کشورهای کشور, ملل ملت, دول دولت, احزاب حزب, حقوق حق, علما عالم, شهدا شهید, اعضا عضو,
    مناطق منطقه, قوانین قانون, جرایم جرم, تظاهرات تظاهرات, وزرا وزیر, زنان زن,
    سران سر, نقاط نقطه, آثار اثر, منابع منبع, علوم علم, مواد ماده, مشکلات مشکل, امور امر,
    انواع نوع, موارد مورد, روابط رابطه, مسائل مسئله, مقامات مقام, اقدامات اقدام, تحولات تحول,
    خسارات خسارت, اعتراضات اعتراض, حوادث حادثه, جلسات جلسه, اختلافات اختلاف, تجهیزات تجهیز,
    مراکز مرکز, منازل منزل, معادن معدن, مساجد مسجد, اماکن مکان, اسناد سند, ارقام رقم, اقوام قوم,
    ادیان دین, اهداف هدف, احکام حکم, اموال مال, آرا رای, ادارات اداره, مقررات مقرره, نظرات نظر,
    عملیات عملیات, توافقات توافق, تغییرات تغییر, تبلیغات تبلیغ,
    وقایع واقعه"""
)
_FA_HA: Final = regex.compile(fold("(?<=..)(?:های?|هایی|هایم|هایت|هایش|هایمان|هایتان|هایشان)$"))


_FA_OURS: Final = regex.compile("(?<=..)(?:مان|شان|(?<!س)تان)$")


def persian_rests(word: str) -> tuple[str, ...]:
    """Return a folded Persian word without "our", "your" or "their" written onto its end."""
    if word in _FA_KEPT or len(word) < 5:
        return ()
    rest = _FA_OURS.sub("", word)
    return (rest,) if rest != word else ()


def persian(word: str) -> str:
    """Return the key of a folded Persian word: plural endings and the ezafe's ی removed."""
    word = _FA_HA.sub("", word)
    word = _FA_PLURALS.get(word, word)
    if len(word) >= 5 and word[-1] == "ي" and word[-2] in "او":
        word = word[:-1]
    if word in _FA_KEPT or not word.endswith("ان"):
        return word
    if word.endswith(fold("گان")) and len(word) > 5:
        return word[:-3] + "ه"
    if word.endswith(("ويان", "ايان")) and len(word) > 6:
        return word[:-3]
    return word[:-2] if len(word) >= 5 else word
