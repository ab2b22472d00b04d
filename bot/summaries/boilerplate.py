"""What publishers print around an article: pointers, prompts, credits, rights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import regex

_POINTERS: Final = (
    r"(?:please )?(?:read|see|watch) (?:also|more|next|related)|also read|read:|more:|watch:",
    r"related(?: \w+)?:|more (?:on|from) (?:this|the|our)\b|recommended(?: for you)?:",
    r"don['’]t miss:?$|click (?:here|on|the)|you (?:may|might) also (?:like|be)",
    r"for (?:more|the latest)\b.{0,60}\b(?:visit|click|follow|news|go to)|(?:video )?scroll down",
    r"(?:pro tip: )?(?:get|read|find|see|watch|check|learn|view|shop|buy|order) "
    r"(?:about|all|full|how|it|more|our|out|the|them|your)\b[^.]{0,80} here[.!]?$",
    r"editor['’]s (?:note|picks?)|video:|gallery:|photos?:|pictures?:",
    r"lee también|lea (?:también|más)|leer más|(?:te puede|puede) interesar|también te puede",
    r"(?:ver|vea|mira) también|más información:?|ahora puedes recibir",
    r"(?:final de )?quizás también te|(?:fim do )?talvez também te interess|já assistiu aos nossos",
    r"(?:à )?lire (?:aussi|également|la suite)|(?:à )?voir aussi",
    r"lesen sie (?:auch|mehr|hier)|mehr zum thema|mehr dazu|siehe auch",
    r"(?:leia|veja) (?:também|mais)|leggi anche|lees ook|baca (?:juga|selengkapnya)",
    r"xem thêm|đọc thêm|läs (?:också|även|mer)|(?:czytaj|zobacz) (?:też|także|więcej)",
    r"ayrıca (?:okuyun|bakınız)|bunlar da ilginizi|haberin devamı|ilgili haber",
    r"читайте (?:также|ещё|еще|також|більше)|читать (?:также|далее)|смотрите также|дивіться також",
    r"подробнее:|по теме:",
    r"(?:in )?other (?:news|stories|developments)[:.]|top stories|most (?:read|popular)\b",
    r"leia mais|saiba mais|veja mais|mais lidas|lo más (?:leído|visto)|en vidéo|vidéo ?:|diaporama",
    r"(?:zum|im) video:?|video ?:|bilderstrecke|zobacz:|przeczytaj|více:|čtěte (?:také|dále)",
    r"pročitajte (?:još|i)|прочитајте (?:још|и)|ilgili haberler|video haber|izlemek için|tıklayın",
    r"смотреть (?:видео|также)|видео:|см\. также|больше новостей|другие новости|ещё по теме",
    r"[اإ]قر[أئ]ي?(?:وا)? (?:[أا]يض|المزيد)|(?:شاهد|طالع) (?:[أا]يض|المزيد|الفيديو)|للمزيد|المزيد:",
    r"(?:بیشتر|همچنین) (?:بخوانید|ببینید)|مطالب مرتبط|در همین (?:رابطه|زمینه)",
    r"(?:بالصور|بالفيديو|فيديو) ?:|(?:شاهدوا|تابع أيضا|أخبار ذات صلة|مواضيع ذات صلة|قد يهمك)[ :]",
    r"(?:ویدیو|فیلم|تصاویر|گزارش تصویری) ?:|(?:بیشتر|هم) بدانید|اخبار مرتبط|لینک کوتاه",
    r"(?:یہ بھی|مزید) پڑھ|(?:यह|ये) भी पढ़ें",
    r"延伸(?:阅读|閱讀)|相[关關](?:阅读|新闻|报道|閱讀|新聞|報道)|更多(?:新闻|阅读|精彩|新聞)|[与與][内內]文相[关關]|如果您[对對][这這]篇|関連(?:記事|リンク)|"
    r"あわせて読みたい|【?(?:写真|画像|動画|図解)】?[：:】]|[관關]련 ?기사|▶|☞",
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
    r"(?:whatsapp|telegram|twitter|facebook|instagram)[’']?(?:ta|da| kanal| channel| group)\b",
    r"(?:हमें|हमारे) .{0,40}(?:फॉलो|फ़ॉलो|सब्सक्राइब|पेज|ऐप)|(?:बीबीसी|ऐप) .{0,30}डाउनलोड",
    r"(?:ہمیں|ہمارے) .{0,40}(?:فالو|سبسکرائب)|구독|좋아요",
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
    r"[图圖][左右上下中][为為]|[图圖]片?(?:来源|說明|说明)|[图圖]像(?:来源|來源|加[注註])|責任編輯|责任编辑",
    r"(?:来源|來源|編輯|编辑|記者|记者|撰稿|責編|责编|作者)[:：]|[(（](?:責任|责任)?(?:編輯|编辑|撰稿|来源|來源)",
    r"(?:автор|текст|источник|джерело|автор тексту)\s?:|(?:yazan|haber|kaynak|fotoğraf)\s?:",
    r"(?:بقلم|كتبه?|تحرير|إعداد|المصدر|ترجمة|تصوير)\s?[:：/]|(?:نویسنده|گزارش(?:گر)?|منبع|عکاس)\s?[:：/]",
    r"(?:quelle|autor(?:in)?|fonte|fuente|source|redacción|texte|text|foto)\s?:",
    r"fotografía|imagen de archivo|archivbild|symbolbild|photo d['’](?:archive|illustration)",
    r"\p{Hangul}{2,4} 기자|사진[=:]|\S+@\S+\.\w+\W*$",
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
    r"privacy policy|getty images|your inbox|our newsletter|\b[\w.+-]+@[\w-]+\.\w",
    r"(?:ફેસબુક|ટ્વિટર|फ़ेसबुक|फेसबुक|ट्विटर|ফেসবুক|ఫేస్‌బుక్).{0,90}(?:ફોલો|फ़ॉलो|फॉलो|ফলো|ఫాలో)",
    r"reporting by .{3,60}editing by",
    # under each entry of many feeds
    r"^the post .+ (?:appeared first on|first appeared on) ",
    r"^der beitrag .+ erschien zuerst auf |^het bericht .+ verscheen eerst op ",
    r"^la entrada .+ (?:se publicó primero|aparece primero|apareció primero) en ",
    r"^l['’]article .+ est apparu en premier sur |^o post .+ apareceu primeiro em ",
    r"^l['’]articolo .+ (?:proviene da|sembra essere il primo su) |^inlägget .+ dök först upp på ",
    r"^(?:сообщение|запись) .+ появил(?:ись|ась|ось) сначала на ",
    r"^(?:допис|запис) .+ (?:з['’]явився спочатку на|спершу з['’]явився на) ",
    r"^(?:ظهرت المقالة|ظهر المقال) .+ أولا?ً? ?على |^نوشته .+ اولین بار در .+ پدیدار شد",
    r"yazısı ilk önce .+ (?:üzerinde )?ortaya çıktı|^artykuł .+ pochodzi z serwisu ",
    # a bare address is where to go, not what happened
    r"https?://\w",
    r"follow (?:us |@\w+ )on (?:twitter|facebook|instagram|x|telegram)\b",
    r"todos los derechos reservados|tous droits réservés|alle rechte vorbehalten",
    r"todos os direitos reservados|tutti i diritti riservati|tüm hakları saklıdır",
    r"все права защищены|усі права захищені|جميع الحقوق محفوظة|حقوق النشر",
    r"کلیه حقوق|تمامی حقوق|حق نشر|版权所有|版權所有|未经授权|不得转载|無断転載",
)
_HINTS: Final = (
    "reserved", "©", "(c)", "copyright", "may not be", "terms of", "privacy policy", "getty images",
    "inbox", "newsletter", "@", "reporting by", "follow ", "derechos", "droits", "rechte",
    "first", "zuerst", "eerst", "primer", "premier", "proviene", "primo su", "först", "сначала",
    "спочатку", "спершу", "أول", "اولین", "ilk önce", "serwisu", "http", "direitos", "diritti",
    "hakları", "права", "حقوق", "版权", "版權", "未经授权", "不得转载",
    "無断", "ફોલો", "फ़ॉलो", "फॉलो", "ফলো", "ఫాలో",
)  # fmt: skip
"""One of these stands in all that ``_ANYWHERE`` finds; to look for them first is much faster."""
_PLACED: Final = regex.compile(
    r"[（(](?:最|前排|後排|后排|[图圖])?[左右中上下][一二三四]?[)）]|[（(](?:왼쪽|오른쪽|가운데)[)）]"
    r"|\((?:(?:on|in) the |à |a |de |la |nr\. |na |в |el )?(?:izq(?:uierda|\.)|der(?:echa|\.)|"
    r"gauche|droite|links|rechts|sinistra|destra|esq(?:uerda|\.)|dir(?:eita|\.)|слева|справа|"
    r"ліворуч|праворуч|в центре|у центрі|на фото|solda|sağda|ortada|kiri|kanan|po lewej|"
    r"po prawej|lewo|prawo|(?:إلى |على )?(?:ال)?(?:يمين|يسار)|(?:سمت |از )?(?:راست|چپ)|बाएं|"
    r"बाएँ|दाएं|दाएँ|دائیں|بائیں)\)",
    regex.IGNORECASE,
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

_RUN_IN: Final = (
    r"Scroll down for (?:video|more) ++(?=\p{Lu})",
    # buttons and notes of players, as they stick to the text in copies of pages
    r"(?:Share this with(?:\s?(?:Email|Facebook|Messenger|Twitter|Pinterest|WhatsApp|Linked[Ii]n|"
    r"Copy this link))++(?:These are external links and will open in a new window)?"
    r"|Media playback is (?:not supported|unsupported) on (?:this|your) device)"
    r"\s*+(?=[\p{Lu}\"“'‘])",
    # the end of something shown within an article, as it is read out to the blind
    r"(?:End of (?:\w+ (?:post|video|content)|podcast|story)(?: by \S+)?|Haberin sonu|"
    r"समाप्त(?! (?:हु|हो|कर))|Final de Quizás también te interese|Fim do Talvez também te interesse|"
    r"Конец истории|Kraj sadržaja sa \w+|Охири \w+ пост)(?:, \p{Nd}++)? ++(?=\P{Ll})",
    r"مواضيع قد تهمك(?: نهاية)? ++|[＜【]関連記事[＞】] ++",
    # of a live blog: 14:05 -
    r"\p{Nd}{1,2}[:.h]\p{Nd}{2}(?: (?:GMT|UTC|CET|CEST|BST|Uhr))? ?[-–—|:] ++(?=\P{Ll})",
)
_PROMPT: Final = regex.compile(f"^(?:{'|'.join(_RUN_IN)})")


def is_boilerplate(sentence: str) -> bool:
    """Return whether a sentence is the publisher's and not the article's."""
    if len(sentence) > _LONGEST:
        return False
    if _START.search(sentence) is not None:
        return True
    lower = sentence.lower()
    return any(map(lower.__contains__, _HINTS)) and _INSIDE.search(sentence) is not None


def is_caption(sentence: str) -> bool:
    """Return whether a sentence says where in a picture somebody is; English is known by more."""
    return _PLACED.search(sentence) is not None


def without_prompt(sentence: str) -> str:
    """Return a sentence without a prompt, button or time of day that ran into it."""
    return _PROMPT.sub("", sentence)
