"""What publishers print around an article: pointers, prompts, credits, rights, datelines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

_POINTERS: Final = (
    r"(?:please )?(?:read|see|watch) (?:also|more|next|related)|also read|read:|more:|watch:",
    r"related(?: \w+)?:|more (?:on|from) (?:this|the|our)\b|recommended(?: for you)?:",
    r"don['’]t miss:?$|click (?:here|on|the)|you (?:may|might) also (?:like|be)",
    r"for (?:more|the latest)\b.{0,60}\b(?:visit|click|follow|news|go to)|(?:video )?scroll down",
    r"editor['’]s (?:note|picks?)|video:|gallery:|photos?:|pictures?:",
    r"lee también|lea (?:también|más)|leer más|(?:te puede|puede) interesar|también te puede",
    r"(?:ver|vea|mira) también|más información:?",
    r"(?:à )?lire (?:aussi|également|la suite)|(?:à )?voir aussi",
    r"lesen sie (?:auch|mehr|hier)|mehr zum thema|mehr dazu|siehe auch",
    r"(?:leia|veja) (?:também|mais)|leggi anche|lees ook|baca (?:juga|selengkapnya)",
    r"xem thêm|đọc thêm|läs (?:också|även|mer)|(?:czytaj|zobacz) (?:też|także|więcej)",
    r"ayrıca (?:okuyun|bakınız)|bunlar da ilginizi|haberin devamı|ilgili haber",
    r"читайте (?:также|ещё|еще|також|більше)|читать (?:также|далее)|смотрите также|дивіться також",
    r"подробнее:|по теме:",
    r"[اإ]قرأ(?:وا)? (?:[أا]يض|المزيد)|(?:شاهد|طالع) (?:[أا]يض|المزيد|الفيديو)|للمزيد|المزيد:",
    r"(?:بیشتر|همچنین) (?:بخوانید|ببینید)|مطالب مرتبط|در همین (?:رابطه|زمینه)",
    r"(?:یہ بھی|مزید) پڑھ|(?:यह|ये) भी पढ़ें",
    r"延伸(?:阅读|閱讀)|相[关關](?:阅读|新闻|报道|閱讀|新聞)|更多(?:新闻|阅读|精彩)|関連記事|あわせて読みたい",
)
_PROMPTS: Final = (
    r"(?:please )?(?:sign up|subscribe|follow us|follow @|like us)\b",
    r"(?:enable javascript|accept cookies)\b",
    r"join (?:us|our|the conversation)\b|share (?:this|on|via|with)\b|download (?:our|the) app\b",
    r"get (?:the latest|our|more)\b.{0,60}\b(?:inbox|newsletter|app|email)\b|advertisement\b",
    r"(?:send (?:us )?your|email us|contact us|tell us|sponsored|donate|become a member)\b",
    r"have you been affected\b|do you have (?:a story|any)\b|support (?:us|our|independent)\b",
    r"already a (?:member|subscriber)\b|log ?in\b|register (?:now|for free)\b",
    r"suscríb(?:ete|ase)|síg(?:ue|a)nos|comparte\b|compartir en|únete|publicidad$",
    r"abonnez-vous|inscrivez-vous|suivez-nous|partage[rz]|publicité$",
    r"(?:jetzt )?abonnieren\b|folgen sie|teilen$|anzeige$|newsletter\b",
    r"siga(?:-nos)?\b|assine|compartilhe|iscriviti|seguici|condividi|ikuti kami",
    r"abone ol|bizi takip|paylaş$",
    r"подпис(?:ывайтесь|аться|ывайся)|следите за|поделит(?:ь|есь)|реклама$|підписуйтесь|стежте за",
    r"تابعنا|تابعونا|اشترك|انضم إلى|شارك (?:هذا|الخبر|المقال)",
    r"ما را (?:دنبال|در)|عضو (?:شوید|کانال)|به کانال|اشتراک گذاری|خبرنامه",
    r"订阅|訂閱|点击|點擊|分享到|扫码|关注我们|フォロー",
)
_CREDITS: Final = (
    r"(?:image|photo|picture|media|video|file) ?(?:source|caption|credit|copyright|by|courtesy)\b",
    r"file photo|\((?:photo|image|file|reporting|additional)\b|additional reporting",
    r"(?:reporting|writing|editing|compiled) by\b|with (?:reporting|files|inputs) (?:by|from)\b",
    r"this (?:article|story|report) (?:was|is|has been|first|originally|appeared)",
    r"(?:first |originally )?published(?: on| at|:)|(?:last )?updated(?: on| at|:)",
    r"(?:end of|skip) (?:youtube|twitter|facebook|instagram|tiktok|post)",
    r"pie de (?:foto|imagen)|fuente de la imagen|crédito|crédits? photo|légende",
    r"bildquelle|bildunterschrift|fotos?:|imagem:|fonte:|legenda|fotoğraf:|kaynak:|fotoğraf alt",
    r"фото:|фото |иллюстрация|подпись к фото|автор фото|источник изображения",
    r"(?:صدر|مصدر) الصورة|التعليق على الصورة|تصوير:",
    r"منبع (?:عکس|تصویر)|توضیح تصویر|عکس:|انتهای پیام|تصویر کا (?:کیپشن|ذریعہ)",
    r"इमेज (?:स्रोत|कैप्शन)",
    r"[图圖]片?(?:来源|說明|说明)|[图圖]像(?:来源|來源|加[注註])|責任編輯|责任编辑",
    r"(?:来源|來源|編輯|编辑|記者)[:：]",
)
_STAMPS: Final = (
    r"(?:by|por|von|par|di) (?-i:\p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3})"
    r"(?:,? (?:and|for|in)\b[^.]{0,60})?\.?$",
    r"(?:[\p{Nd}/:.,|\-\s]|gmt|utc|bst|[ecmp][ds]t|[ap]\.?m\.?|on|at|of|st|nd|rd|th|\p{L}{0,6}day"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}{0,6})*$",
    r"https?://\S+$",
)
_ANYWHERE: Final = (
    r"all rights reserved|©|\(c\) ?\p{Nd}{4}|copyright\b",
    r"may not be (?:published|reproduced|copied)|terms of (?:use|service)",
    r"privacy policy|getty images|your inbox|our newsletter",
    r"reporting by .{3,60}editing by",
    r"follow (?:us |@\w+ )on (?:twitter|facebook|instagram|x|telegram)\b",
    r"todos los derechos reservados|tous droits réservés|alle rechte vorbehalten",
    r"todos os direitos reservados|tutti i diritti riservati|tüm hakları saklıdır",
    r"все права защищены|усі права захищені|جميع الحقوق محفوظة|حقوق النشر",
    r"کلیه حقوق|تمامی حقوق|حق نشر|版权所有|版權所有|未经授权|不得转载|無断転載",
)
_LONGEST: Final = 320
"""Characters above which a sentence is held for the article's own, whatever it opens with."""


def _any(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


_FLAGS: Final = regex.IGNORECASE
_START: Final = regex.compile(
    rf"^\W*+(?:{_any((*_POINTERS, *_PROMPTS, *_CREDITS, *_STAMPS))})", _FLAGS
)
_INSIDE: Final = regex.compile(_any(_ANYWHERE), _FLAGS)

_AGENCY: Final = _any(
    (
        r"Reuters|AP|Associated Press|AFP|CNN|CNN Student News|UPI|dpa|EFE|ANSA|Xinhua|TASS",
        r"IRNA|SANA|WAM|SPA|PTI|ANI|BBC|Bloomberg|رويترز|أ ف ب|د ب أ|سانا|وام|واس|ایرنا|ایسنا",
        r"新华社|法新社|路透社|РИА Новости|ТАСС|Интерфакс",
    )
)
_DATELINES: Final = (
    # BEIRUT, Lebanon (Reuters) - ; Madrid, 5 may (EFE).- ; بيروت (رويترز) -
    regex.compile(
        r"^[^().!?:;\"“”]{0,60}\((?:dpa|(?:\p{Lu}|\p{Lo})[^()]{1,40})\)[\s.]*+"
        r"(?:[-–—]{1,2}|\.-)\s*+(?=\P{Ll})"
    ),
    # (CNN)The president ; Boston (CNN)Guilty
    regex.compile(
        rf"^[^().!?:;\"“”]{{0,40}}\((?:{_AGENCY})\)\s*+[-–—]*+\s*+(?=[\p{{Lu}}\p{{Nd}}\"“'‘])"
    ),
    # BEIRUT — The ; LONDON, England --
    regex.compile(
        r"^\p{Lu}[\p{Lu}.'’ ]{2,30}(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)?)?(?: \(\w+\))?"
        r" ?[–—-]{1,2} ++(?=\P{Ll})"
    ),
    # МОСКВА, 5 мая — РИА Новости.
    regex.compile(rf"^\p{{Lu}}{{3,}}[^.!?]{{0,30}}[-–—/] ?(?:{_AGENCY})[./]*+\s*+"),
    # 新华社北京5月5日电（记者 某某）
    regex.compile(
        r"^(?:新华社|中新社|中新网|新華社|中央社)[^，。]{0,30}?[电電](?:[(（][^)）]{1,20}[)）])?\s*+"
    ),
)
_RUN_IN: Final = regex.compile(r"^Scroll down for (?:video|more) ++(?=\p{Lu})")


def is_boilerplate(sentence: str) -> bool:
    """Return whether a sentence is the publisher's and not the article's."""
    if len(sentence) > _LONGEST:
        return False
    return _START.search(sentence) is not None or _INSIDE.search(sentence) is not None


def without_dateline(sentence: str) -> str:
    """Return an article's first sentence without the place and agency before it."""
    for dateline in _DATELINES:
        found = dateline.match(sentence)
        if found is not None and found.end() < len(sentence):
            return sentence[found.end() :]
    return sentence


def without_prompt(sentence: str) -> str:
    """Return a sentence without a prompt that ran into it."""
    return _RUN_IN.sub("", sentence)
