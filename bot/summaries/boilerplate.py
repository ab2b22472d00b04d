"""What publishers print around an article: pointers, prompts, credits, rights, datelines."""

from __future__ import annotations

from typing import Final

import regex

_FLAGS: Final = regex.IGNORECASE | regex.VERSION1

_OPENINGS: Final = (
    # pointers to other stories
    r"(?:(?:please )?(?:read|see|watch) (?:also|more|next|related)|also read|read:|more:|related(?: \w+)?:"
    r"|more (?:on|from) (?:this|the|our)\b|recommended(?: for you)?:|don['’]t miss:?$|click (?:here|on|the)"
    r"|for (?:more|the latest)\b.{0,60}\b(?:visit|click|follow|news|go to)|you (?:may|might) also (?:like|be)"
    r"|scroll down|watch:|video:|gallery:|photos?:|pictures?:|editor['’]s (?:note|picks?)"
    r"|lee también|lea (?:también|más)|leer más|te puede interesar|también te puede|ver también|vea también"
    r"|mira también|más información:?|(?:à )?lire (?:aussi|également|la suite)|à voir aussi|voir aussi"
    r"|lesen sie (?:auch|mehr)|lesen sie hier|mehr zum thema|mehr dazu|siehe auch|leia (?:também|mais)"
    r"|veja (?:também|mais)|leggi anche|lees ook|baca (?:juga|selengkapnya)|xem thêm|đọc thêm"
    r"|ayrıca (?:okuyun|bakınız)|bunlar da ilginizi|haberin devamı|ilgili haber"
    r"|czytaj (?:też|także|więcej)|zobacz (?:też|także)|läs (?:också|även|mer)"
    r"|читайте (?:также|ещё|еще)|читать (?:также|далее)|смотрите также|подробнее:|по теме:"
    r"|читайте (?:також|більше)|дивіться також"
    r"|اقرأ(?:وا)? (?:أيض|ايض|المزيد)|إقرأ أيض|شاهد (?:أيض|المزيد|الفيديو)|للمزيد|طالع (?:أيض|المزيد)|المزيد:"
    r"|(?:بیشتر|همچنین) (?:بخوانید|ببینید)|مطالب مرتبط|در همین (?:رابطه|زمینه)|(?:یہ بھی|مزید) پڑھ"
    r"|(?:यह|ये) भी पढ़ें|延伸阅读|延伸閱讀|相关(?:阅读|新闻|报道)|相關(?:閱讀|新聞)|更多(?:新闻|阅读|精彩)|関連記事|あわせて読みたい)",
    # prompts to share, follow, subscribe
    r"(?:(?:please )?(?:sign up|subscribe|follow us|follow @|like us|join (?:us|our|the conversation)|share"
    r" (?:this|on|via|with)|download (?:our|the) app|get (?:the latest|our|more)\b.{0,60}\b(?:inbox|newsletter"
    r"|app|email)|send (?:us )?your|email us|contact us|have you been affected|do you have (?:a story|any)"
    r"|tell us|advertisement|sponsored|support (?:us|our|independent)|donate|become a member|already a"
    r" (?:member|subscriber)|log ?in|register (?:now|for free)|enable javascript|accept cookies)\b"
    r"|suscríb(?:ete|ase)|síguenos|síganos|comparte|compartir en|únete|publicidad$"
    r"|abonnez-vous|inscrivez-vous|suivez-nous|partage[rz]|publicité$"
    r"|abonnieren sie|folgen sie|jetzt abonnieren|teilen$|anzeige$|newsletter|siga(?:-nos)?\b|assine|compartilhe"
    r"|iscriviti|seguici|condividi|abone ol|bizi takip|paylaş$|ikuti kami"
    r"|подпис(?:ывайтесь|аться|ывайся)|следите за|поделит(?:ь|есь)|реклама$|підписуйтесь|стежте за"
    r"|تابعنا|تابعونا|اشترك|انضم إلى|شارك (?:هذا|الخبر|المقال)|ما را (?:دنبال|در)|عضو (?:شوید|کانال)"
    r"|به کانال|اشتراک گذاری|خبرنامه|订阅|訂閱|点击|點擊|分享到|扫码|关注我们|フォロー)",
    # credits of pictures, captions, signatures
    r"(?:(?:image|photo|picture|media|video|file) ?(?:source|caption|credit|copyright|by|courtesy)\b|file photo"
    r"|\((?:photo|image|file|reporting|additional)\b|(?:reporting|writing|editing|compiled) by\b"
    r"|additional reporting|with (?:reporting|files|inputs) (?:by|from)\b|this (?:article|story|report) (?:was|is"
    r"|has been|first|originally|appeared)|(?:first |originally )?published(?: on| at|:)|(?:last )?updated"
    r"(?: on| at|:)|end of (?:youtube|twitter|facebook|instagram|tiktok|post)|skip (?:youtube|twitter|facebook)"
    r"|pie de (?:foto|imagen)|fuente de la imagen|crédito|crédits? photo|légende|bildquelle|bildunterschrift"
    r"|foto:|fotos:|imagem:|fonte:|legenda|foto(?:ğraf)?:|kaynak:|fotoğraf alt|фото:|фото |иллюстрация"
    r"|подпись к фото|автор фото|источник изображения|صدر الصورة|التعليق على الصورة|مصدر الصورة|تصوير:"
    r"|منبع (?:عکس|تصویر)|توضیح تصویر|عکس:|تصویر کا (?:کیپشن|ذریعہ)|انتهای پیام|इमेज (?:स्रोत|कैप्शन)"
    r"|图片(?:来源|說明|说明)|圖像(?:來源|加註)|图像(?:来源|加注)|責任編輯|责任编辑|来源[:：]|來源[:：]|編輯[:：]|编辑[:：]|記者[:：])",
    # by-lines and times that stand alone
    r"by [\p{Lu}][\p{L}.'’-]+(?: [\p{Lu}][\p{L}.'’-]+){1,3}(?:,? (?:and|for|in)\b[^.]{0,60})?\.?$",
    r"(?:por|von|par|di) \p{Lu}[\p{L}.'’-]+(?: \p{Lu}[\p{L}.'’-]+){1,3}$",
    r"[\p{Nd}/:.,\-\s]*(?:gmt|utc|bst|est|edt|pst|a\.?m\.?|p\.?m\.?)?$",
    r"https?://\S+$",
)
_ANYWHERE: Final = (
    r"all rights reserved|©|\(c\) ?\p{Nd}{4}|copyright\b|may not be (?:published|reproduced|copied)|terms of (?:use"
    r"|service)|privacy policy|getty images|your inbox|our newsletter|reporting by .{3,60}editing by"
    r"|todos los derechos reservados|tous droits réservés|alle rechte vorbehalten|todos os direitos"
    r" reservados|tutti i diritti riservati|tüm hakları saklıdır|все права защищены|усі права захищені"
    r"|جميع الحقوق محفوظة|حقوق النشر|کلیه حقوق|تمامی حقوق|حق نشر|版权所有|版權所有|未经授权|不得转载|無断転載"
    r"|follow (?:us |@\w+ )on (?:twitter|facebook|instagram|x|telegram)\b|بی‌بی‌سی مسئول محتوای"
)
_START: Final = regex.compile(rf"^\W*+(?:{'|'.join(_OPENINGS)})", _FLAGS)
_INSIDE: Final = regex.compile(_ANYWHERE, _FLAGS)
_LONGEST: Final = 320
"""Characters above which a sentence is held for the article's own, whatever it opens with."""

_AGENCIES: Final = (
    r"Reuters|AP|Associated Press|AFP|CNN|CNN Student News|UPI|dpa|EFE|ANSA|Xinhua|TASS|IRNA|SANA|WAM|SPA|PTI"
    r"|ANI|BBC|Bloomberg|رويترز|أ ف ب|د ب أ|سانا|وام|واس|ایرنا|ایسنا|新华社|法新社|路透社|РИА Новости|ТАСС"
)
_DATELINES: Final = (
    # BEIRUT, Lebanon (Reuters) - ; Madrid, 5 may (EFE).- ; بيروت (رويترز) -
    regex.compile(r"^[^().!?:;\"“”]{0,60}\(\p{L}[^()]{1,40}\)[\s.]*+(?:[-–—]{1,2}|\.-)\s*+"),
    # (CNN)The president, (AP)
    regex.compile(rf"^\((?:{_AGENCIES})\)\s*+[-–—]*+\s*+"),
    # BEIRUT — The ; LONDON, England --
    regex.compile(
        r"^\p{Lu}[\p{Lu}.'’ ]{2,30}(?:, \p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)?)?(?: \(\w+\))? ?[–—-]{1,2} ++"
    ),
    # МОСКВА, 5 мая — РИА Новости.
    regex.compile(rf"^\p{{Lu}}{{3,}}[^.!?]{{0,30}}[-–—/] ?(?:{_AGENCIES})[./]*+\s*+"),
    # 新华社北京5月5日电（记者 某某）
    regex.compile(
        r"^(?:新华社|中新社|中新网|新華社|中央社)[^，。]{0,30}?[电電](?:[(（][^)）]{1,20}[)）])?\s*+"
    ),
)


def is_boilerplate(sentence: str) -> bool:
    """Return whether a sentence is the publisher's and not the article's."""
    if len(sentence) > _LONGEST:
        return False
    return _START.search(sentence) is not None or _INSIDE.search(sentence) is not None


def without_dateline(sentence: str) -> str:
    """Return a sentence without the place and agency before it, where something is left."""
    for dateline in _DATELINES:
        rest = dateline.sub("", sentence, count=1)
        if rest != sentence and rest:
            return rest
    return sentence
