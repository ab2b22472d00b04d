"""Articles written for these tests, in several languages."""

from __future__ import annotations

TITLE = "Harbour talks in Aldmoor resume after a year"
BODY = (
    "Talks on the harbour of Aldmoor resumed on Monday after a break of more than a year.",
    "The town council and the port company met for four hours in the old customs house.",
    "They agreed to publish the accounts of the port by the end of March.",
    "But some fishermen say that they were not asked.",
    "A second meeting is planned for the 14th, the mayor Ines Holt said after the session.",
    "Fishermen had blocked the entrance of the harbour with 30 boats in the spring of last year.",
    "Would they do it again?",
    "The port handles a third of the region's grain and most of its timber.",
)
NOISE = (
    "Read also: Storm closes the northern ferry line for two days",
    "By Anna Keller and Tom Bright",
    "Photo: A boat in the harbour of Aldmoor on Monday.",
    "Sign up for our newsletter and get the latest news in your inbox.",
    "Follow us on Telegram.",
    "Copyright 2031 The Aldmoor Post. All rights reserved.",
    "Share this article",
    "Last updated at 10:15 GMT, 3 May 2031",
)
ENGLISH = "\n\n".join((TITLE, NOISE[1], "ALDMOOR (Example) - " + BODY[0], *BODY[1:4], NOISE[0],
                       NOISE[2], *BODY[4:], *NOISE[3:]))  # fmt: skip

ARABIC = (
    "استؤنفت المحادثات بشأن ميناء المدينة يوم الاثنين بعد توقف دام أكثر من عام. "
    "واجتمع المجلس البلدي مع شركة الميناء لمدة أربع ساعات في مبنى الجمارك القديم. "
    "اقرأ أيضا: العاصفة تغلق خط العبارات الشمالي يومين كاملين. "
    "واتفق الطرفان على نشر حسابات الميناء قبل نهاية شهر آذار المقبل بنسبة ٣.٥ في المئة. "
    "وكان الصيادون قد أغلقوا مدخل الميناء بثلاثين قاربا في ربيع العام الماضي. "
    "جميع الحقوق محفوظة لصحيفة المثال."
)
PERSIAN = (
    "گفتگوها درباره بندر شهر روز دوشنبه پس از بیش از یک سال وقفه از سر گرفته شد. "
    "شورای شهر و شرکت بندر چهار ساعت در ساختمان قدیمی گمرک دیدار کردند. "
    "بیشتر بخوانید: توفان خط کشتی شمالی را دو روز بست. "
    "دو طرف توافق کردند که حساب‌های بندر را تا پایان ماه مارس با رشد ۳.۵ درصدی منتشر کنند. "
    "ماهیگیران بهار سال گذشته با سی قایق راه ورود به بندر را بسته بودند. "
    "انتهای پیام."
)
RUSSIAN = (
    "Переговоры о порте города возобновились в понедельник после перерыва более чем на год. "
    "Городской совет и портовая компания четыре часа совещались в старом здании таможни. "
    "Читайте также: шторм закрыл северную паромную линию на два дня. "
    "Стороны договорились опубликовать счета порта до конца марта. "
    "Весной прошлого года рыбаки перекрыли вход в гавань тридцатью лодками. "
    "Все права защищены."
)
CHINESE = (
    "关于该市港口的谈判在中断一年多之后于星期一恢复。市议会和港口公司在旧海关大楼举行了四个小时的会议。"
    "延伸阅读：风暴使北部渡轮航线停运两天。双方同意在三月底之前公布港口的账目。"
    "去年春天，渔民曾用三十艘船封锁了港口的入口。版权所有，不得转载。"
)
OTHERS = {"ar": ARABIC, "fa": PERSIAN, "ru": RUSSIAN, "zh": CHINESE}
