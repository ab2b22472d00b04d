"""What stands before an article's first sentence: place, date and agency, in many languages."""

from __future__ import annotations

from typing import Final

import regex

_NAMES: Final = (
    r"Reuters|AP|Associated Press|AFP|CNN(?: \p{Lu}\p{L}++){0,2}|UPI|dpa|DPA|EFE|ANSA|Xinhua|TASS|"
    r"IRNA|SANA|WAM|SPA|PTI|ANI|IANS|BBC|Bloomberg|Yonhap|Anadolu|AA|DHA|İHA|ANKA|Lusa|PAP|CTK|ČTK|"
    r"MTI|Belga|ANP|TT|NTB|Ritzau|KUNA|QNA|Petra|MENA|Ma['’]an|Europa Press|EUROPA PRESS|Notimex|"
    r"Agencia Brasil|Agência Brasil|Estadão Conteúdo|Tanjug|Танјуг|Beta|Hina|FENA|SRNA"
)
_CYRILLIC: Final = (
    r"РИА Новости|РИА|ТАСС|Интерфакс|Интерфакс-Украина|УНИАН|Укринформ|УНІАН|Укрінформ|БелТА|"
    r"Reuters|Рейтер|АР|Росбалт|Регнум|REGNUM|Sputnik"
)
_ARABIC: Final = (
    r"(?:وكالات|الوكالات|رويترز|أ ?\.? ?ف ?\.? ?ب|ا ف ب|فرانس برس|د ب أ|سانا|وام|واس|قنا|كونا|بترا|"
    r"وفا|معا|الأناضول|سبوتنيك|إفي|العربية|الجزيرة|د\.ب\.أ|شينخوا|ایرنا|ايرنا|ایسنا|إسنا|تسنیم|فارس|مهر|"
    r"ایلنا|رویترز|آسوشیتدپرس|خبرگزاری \p{Arabic}+|اے ایف پی|روئٹرز|اے پی)"
)
_DASH: Final = r"[-–—―ـ]"
_DATE: Final = (
    r"(?:[,،./]? ?\(?\p{Nd}{1,2}\.?(?: (?:de )?\p{L}{3,10})?\.?(?: (?:de )?\p{Nd}{4})?\)?)"
)
_DATELINES: Final = (
    # BEIRUT, Lebanon (Reuters) - ; Madrid, 5 may (EFE).- ; ТАРТУ («Пример») —
    r"^(?=\P{L}*\p{Lu})[^().!?:;\"“”]{0,60}\([«\"“„]?(?:dpa|\p{Lu}[^()]{1,40})\)[\s.]*+"
    rf"(?:{_DASH}{{1,2}}|\.-)\s*+(?=\P{{Ll}})",
    # (CNN)The president ; Boston (CNN)Guilty ; नई दिल्ली (PTI)
    rf"^[^().!?:;\"“”]{{0,40}}\((?:{_NAMES})\)[\s:.]*+{_DASH}*+\s*+(?=[\p{{Lu}}\p{{Lo}}\p{{Nd}}\"“'‘])",
    # By Ann Keller and Tom BrightBBC News The : bylines lose the break after them in copies
    r"^By \p{Lu}[^.!?:;\"“”\p{Nd}]{4,70}?(?:BBC (?:News|Sport|World Service)|Press Association)"
    r"(?:,? \p{L}++(?: \p{L}++)? (?:correspondent|reporter|editor))?"
    r"(?:, \p{Lu}\p{L}++)? ++(?=\p{Lu})",
    # BEIRUT — The ; LONDON, England --
    r"^\p{Lu}[\p{Lu}.'’/ -]{2,30}(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+){0,2})?(?: \(\w+\))?"
    rf" ?{_DASH}{{1,2}} ++(?=\P{{Ll}})",
    # MADRID, 5 May. (EUROPA PRESS) - ; PARIS, 3 mars 2024 (AFP) - ; ANKARA, 5 Mayıs (AA) -
    rf"^\p{{Lu}}[\p{{L}} /-]{{2,30}}{_DATE}[\s.,]*+\((?:{_NAMES})\)"
    rf"[\s:.]*+{_DASH}*+\s*+(?=\P{{Ll}})",
    # МОСКВА, 5 мая — РИА Новости. ; КИЕВ. 5 мая. УНИАН. ; МОСКВА, 5 мая. /ТАСС/.
    rf"^\p{{Lu}}[\p{{L}}-]{{2,20}}[^!?()]{{0,30}}?[-–—/.] ?/?(?:{_NAMES}|{_CYRILLIC})"
    r"[./]++\s*+(?=\P{Ll})",
    # 新华社北京5月5日电（记者 某某）
    r"^(?:【|\(|（)?(?:新华社|中新社|中新网|新華社|中央社)[^，。]{0,30}?[电電訊讯](?:】|\)|）)?"
    r"(?:[(（][^)）]{1,20}[)）])?\s*+",
    # （北京5日訊） ; 【共同社5月5日电】 ; 【ワシントン共同】
    r"^[（(【\[][\p{Han}\p{Katakana}ー\p{Nd}=＝ ]{2,24}"
    r"(?:訊|讯|电|電|共同|時事|ロイター|AFP)[】）)\]]\s*+",
    # (서울=연합뉴스) 홍길동 기자 = ; [서울=뉴시스]
    r"^[(\[]\p{Hangul}+=\p{Hangul}+[)\]]\s*+"
    r"(?:\p{Hangul}{2,4}(?:·\p{Hangul}{2,4})* (?:기자|특파원) ?= ?)?",
    # بيروت (رويترز) - ; دمشق-سانا ; تهران – ایرنا – ; القاهرة («المثال»): ; لندن ـ وكالات:
    rf"^(?:\p{{Arabic}}++ ){{0,2}}\p{{Arabic}}++{_DATE}? ?\([«\"“]?[^()]{{2,30}}[»\"”]?\) ?"
    rf"(?:{_DASH}++|[:：])\s*+",
    rf"^(?:\p{{Arabic}}++ ){{0,2}}[\p{{Arabic}}--ـ]++{_DATE}? ?[{_DASH[1:-1]}/:،,] ?"
    rf"(?:[«\"“][^«»\"“”]{{2,30}}[»\"”]|{_ARABIC}) ?(?:{_DASH}++|[:：/])?\s*+",
    # بيروت - ; but not "talks - which began - go on"
    rf"^[\p{{Arabic}}--ـ]{{3,14}} ?{_DASH}++ ++(?!ال(?:تي|ذي|ذين)|که |و)"
    rf"(?![^.]{{0,80}} {_DASH} )",
    # नई दिल्ली, 5 मई (भाषा)
    r"^[\p{Devanagari}, ]{2,30}\p{Nd}{1,2} \p{Devanagari}{2,10}[,]? \([^()]{2,20}\)"
    r"[।.:]? ?[-–—]?\s*+",
)
_PATTERNS: Final = tuple(regex.compile(one, regex.V1) for one in _DATELINES)
_FEWEST: Final = 4
"""Characters that must be left: what is shorter is no sentence that a dateline stood before."""


def without_dateline(sentence: str) -> str:
    """Return an article's first sentence without the place and agency before it."""
    for pattern in _PATTERNS:
        found = pattern.match(sentence)
        if found is not None and found.end() and len(sentence) - found.end() >= _FEWEST:
            return sentence[found.end() :]
    return sentence
