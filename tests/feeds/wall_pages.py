"""Walls as the vendors build them and as publishers word them, written for the tests."""

from __future__ import annotations

from itertools import product

LANGUAGES = ("en", "de", "fr", "es", "ar", "fa", "ru")

_HUMAN = {
    "en": ("Just a moment...", "Verify you are human by completing the action below.",
           "Enable JavaScript and cookies to continue", "I'm not a robot"),
    "de": ("Nur einen Moment…", "Bestätigen Sie, dass Sie ein Mensch sind.",
           "Aktivieren Sie JavaScript und Cookies, um fortzufahren", "Ich bin kein Roboter"),
    "fr": ("Un instant…", "Vérifiez que vous êtes humain en effectuant l’action ci-dessous.",
           "Activez JavaScript et les cookies pour continuer", "Je ne suis pas un robot"),
    "es": ("Un momento…", "Verifique que es un ser humano completando la acción.",
           "Habilite JavaScript y cookies para continuar", "No soy un robot"),
    "ar": ("لحظة…", "تحقق من أنك إنسان بإكمال الإجراء أدناه.",
           "يرجى تمكين JavaScript وملفات تعريف الارتباط للمتابعة", "أنا لست برنامج روبوت"),
    "fa": ("یک لحظه صبر کنید...", "تأیید کنید که انسان هستید.",
           "برای ادامه جاوااسکریپت و کوکی‌ها را فعال کنید", "من ربات نیستم"),
    "ru": ("Один момент…", "Подтвердите, что вы человек, выполнив указанное действие.",
           "Включите JavaScript и файлы cookie для продолжения", "Я не робот"),
}  # fmt: skip

_VENDORS = {
    "cloudflare": (
        "<html lang='{lang}'><head><title>{title}</title><meta name='robots' content='noindex'>"
        "<meta http-equiv='refresh' content='390'></head><body class='no-js'><div class='main-"
        "wrapper' role='main'><h1>news.example.org</h1><p>{human}</p><noscript><div class='h2'>"
        "<span id='challenge-error-text'>{enable}</span></div></noscript></div>"
        "<script>(function(){{window._cf_chl_opt={{cvId:'3',cZone:'news.example.org'}};"
        "var a=document.createElement('script');a.src='/cdn-cgi/challenge-platform/h/b/"
        "orchestrate/chl_page/v1';}}());</script></body></html>"
    ),
    "akamai": (
        "<html lang='{lang}'><head><title>{title}</title></head><body><div id='sec-if-cpt-"
        "container'><p>{human}</p></div><script src='/_sec/cp_challenge/crypto_message-4-3.htm'>"
        "</script></body></html>"
    ),
    "datadome": (
        "<html lang='{lang}'><head><title>news.example.org</title></head><body style='margin:0'>"
        "<p id='cmsg'>{enable}</p><script>var dd={{'rt':'c','cid':'AHrl','hsh':'0','t':'bv','s':1,"
        "'host':'geo.captcha-delivery.com'}}</script><script src='https://ct.captcha-delivery.com/"
        "c.js'></script></body></html>"
    ),
    "perimeterx": (
        "<html lang='{lang}'><head><title>{title}</title></head><body><section><div class='page-"
        "title'>{human}</div><div id='px-captcha'></div></section><script>window._pxAppId="
        "'PX0000';</script><script src='/0000/captcha/captcha.js?a=c'></script></body></html>"
    ),
    "imperva": (
        "<html lang='{lang}' style='height:100%'><head><meta name='robots' content='noindex'>"
        "<title>{title}</title></head><body><iframe id='main-iframe' src='/_Incapsula_Resource?"
        "CWUDNSAI=23&amp;xinfo=5-1-0&amp;incident_id=1-2&amp;edet=12'>Request unsuccessful. "
        "Incapsula incident ID: 1-2</iframe></body></html>"
    ),
    "captcha": (
        "<html lang='{lang}'><head><title>{title}</title></head><body><form method='post'>"
        "<h1>{human}</h1><div class='g-recaptcha' data-sitekey='x'>{robot}</div>"
        "<input type='submit' value='OK'></form></body></html>"
    ),
    "words only": (
        "<html lang='{lang}'><head><title>{title}</title></head><body><p>{human}</p>"
        "<p>{enable}</p></body></html>"
    ),
}

BOTS = {
    f"{vendor} {lang}": shape.format(lang=lang, title=title, human=human, enable=enable,
                                     robot=robot)
    for (vendor, shape), (lang, (title, human, enable, robot)) in product(
        _VENDORS.items(), _HUMAN.items()
    )
} | {
    "akamai denied": (
        "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n<H1>Access Denied</H1>\n You "
        "don't have permission to access \"http&#58;&#47;&#47;news&#46;example&#46;org&#47;a\" on "
        "this server.<P>\nReference&#32;&#35;18&#46;2d351ab8&#46;1557333295&#46;a4e16ab\n"
        "<P>\nhttps&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18&#46;2d\n</BODY></HTML>"
    ),
    "cloudflare 1020": (
        "<html><head><title>Attention Required! | Cloudflare</title></head><body><div id='cf-"
        "wrapper'><h1 data-translate='block_headline'>Sorry, you have been blocked</h1><h2>You are "
        "unable to access example.org</h2><h2>Why have I been blocked?</h2><p>This website is "
        "using a security service to protect itself from online attacks. The action you just "
        "performed triggered the security solution. There are several actions that could trigger "
        "this block including submitting a certain word or phrase.</p><h2>What can I do to resolve "
        "this?</h2><p>You can email the site owner to let them know you were blocked.</p></div>"
    ),
    "cloudflare review": (
        "<html><head><title>Just a moment...</title></head><body><h1>news.example.org</h1><h2>"
        "Performing security verification</h2><p>This website uses a security service to protect "
        "against malicious bots.</p></body></html>"
    ),
    "interruption": (
        "<html><head><title>Pardon Our Interruption</title></head><body><h1>Pardon Our "
        "Interruption...</h1><p>As you were browsing, something about your browser made us think "
        "you were a bot. There are a few reasons this might happen:</p><ul><li>You're a power user "
        "moving through this website with super-human speed.</li><li>You've disabled cookies in "
        "your web browser.</li></ul><p>To regain access, please make sure that cookies and "
        "JavaScript are enabled before reloading the page.</p></body></html>"
    ),
    "press and hold": (
        "<html><head><title>Access to this page has been denied</title></head><body><p>Press &amp; "
        "Hold to confirm you are a human (and not a bot).</p></body></html>"
    ),
    "wire robot": (
        "<html><head><title>Wire - Are you a robot?</title></head><body><h1>We've detected unusual "
        "activity from your computer network</h1><p>To continue, please click the box below to let "
        "us know you're not a robot.</p></body></html>"
    ),
    "yandex": (
        "<html lang='ru'><head><title>Вы не робот?</title></head><body><h1>Подтвердите, что "
        "запросы отправляли вы, а не робот</h1><p>Нам очень жаль, но запросы с вашего устройства "
        "похожи на автоматические.</p></body></html>"
    ),
    "arvan": (
        "<html lang='fa' dir='rtl'><head><title>انتقال به سایت</title></head><body><p>در حال "
        "انتقال به سایت مورد نظر هستید...</p></body></html>"
    ),
    "sucuri": (
        "<html><head><title>You are being redirected...</title></head><body><noscript>Javascript "
        "is required. Please enable javascript before you are allowed to see this page.</noscript>"
        "<script>var s={},u,c,U;sucuri_cloudproxy_js='';</script></body></html>"
    ),
    "anubis": (
        "<html><head><title>Making sure you're not a bot!</title></head><body><p>Loading...</p>"
        "<script id='anubis_challenge' type='application/json'>{}</script></body></html>"
    ),
    "datadome en": (
        "<html><head><title>news.example.org</title></head><body><p>Please enable JS and disable "
        "any ad blocker</p><script src='https://geo.captcha-delivery.com/captcha/x'></script>"
    ),
}  # fmt: skip
"""Walls against bots by name."""

_AGREE = {
    "en": ("Before you continue to Example", "We use cookies and data to deliver our services. If "
           "you click 'Accept all', we and our 240 partners will store cookies on your device.",
           "Accept all", "Reject all"),
    "de": ("Bevor Sie zu Example weitergehen", "Wir verwenden Cookies und Daten, um unsere Dienste "
           "bereitzustellen. Wenn Sie auf „Alle akzeptieren“ klicken, speichern wir Cookies.",
           "Alle akzeptieren", "Alle ablehnen"),
    "fr": ("Avant d'accéder à Example", "Nous utilisons des cookies et d’autres données pour "
           "fournir nos services. Si vous cliquez sur « Tout accepter », nos partenaires aussi.",
           "Tout accepter", "Tout refuser"),
    "es": ("Antes de ir a Example", "Utilizamos cookies y datos para ofrecer nuestros servicios. "
           "Si haces clic en «Aceptar todo», también los usaremos para anuncios.",
           "Aceptar todo", "Rechazar todo"),
    "ar": ("قبل المتابعة إلى Example", "نستخدم ملفات تعريف الارتباط والبيانات لتقديم خدماتنا.",
           "قبول الكل", "رفض الكل"),
    "fa": ("قبل از رفتن به Example", "ما از کوکی‌ها و داده‌ها برای ارائهٔ خدمات استفاده می‌کنیم.",
           "پذیرش همه", "رد همه"),
    "ru": ("Прежде чем перейти к Example", "Мы используем файлы cookie и данные, чтобы "
           "предоставлять сервисы. Нажимая «Принять все», вы соглашаетесь.",
           "Принять все", "Отклонить все"),
}  # fmt: skip
_CONSENTS = {
    "before you continue": (
        "<html lang='{lang}'><head><title>{title}</title></head><body><h1>{title}</h1><div>{told}"
        "</div><form action='https://consent.example.com/save' method='POST'><button>{no}</button>"
        "</form><form action='https://consent.example.com/save' method='POST'><button>{yes}"
        "</button></form></body></html>"
    ),
    "collect consent": (
        "<html lang='{lang}'><head><title>Example is part of a family of brands</title></head>"
        "<body><form class='consent-form' action='/v2/collectConsent?sessionId=1' method='post'>"
        "<input type='hidden' name='csrfToken' value='x'><h2>{title}</h2><p>{told}</p>"
        "<button name='agree' value='agree'>{yes}</button><button name='reject'>{no}</button>"
        "</form></body></html>"
    ),
    "plain page": (
        "<html lang='{lang}'><head><title>{title} | Example</title></head><body><p>{told}</p>"
        "<a href='#'>{yes}</a> <a href='#'>{no}</a></body></html>"
    ),
    "manager": (
        "<html lang='{lang}'><head><title>{title}</title><script src='https://cdn.privacy-mgmt.com/"
        "unified/wrapperMessagingWithoutDetection.js'></script></head><body><p>{told}</p>"
        "<div id='sp_message_container_1'></div></body></html>"
    ),
}
CONSENT = {
    f"{kind} {lang}": shape.format(lang=lang, title=title, told=told, yes=yes, no=no)
    for (kind, shape), (lang, (title, told, yes, no)) in product(
        _CONSENTS.items(), _AGREE.items()
    )
} | {
    "sourcepoint only": (
        "<html><head><title>Example News</title><script>window._sp_queue=[];window._sp_={config:"
        "{accountId:1,baseEndpoint:'https://cdn.privacy-mgmt.com'}}</script></head><body>"
        "<div id='sp_message_container_99'></div></body></html>"
    ),
    "privacy gate": (
        "<html lang='nl'><head><title>DPG Media Privacy Gate</title><script src='https://myprivacy-"
        "static.dpgmedia.net/consent.js'></script></head><body><div id='pg-root'></div>"
        "<noscript>Om verder te gaan, zet JavaScript aan.</noscript></body></html>"
    ),
}  # fmt: skip
"""Consent walls by name."""

OPENING = {
    "en": "The harbour of the invented town reopened on Monday after a long winter of repairs, the "
          "port authority said.",
    "de": "Der Hafen der erfundenen Stadt ist am Montag nach einem langen Winter wieder geöffnet "
          "worden, sagte die Hafenbehörde.",
    "fr": "Le port de la ville inventée a rouvert lundi après un long hiver de réparations, a "
          "indiqué la capitainerie du port.",
    "es": "El puerto de la ciudad inventada reabrió el lunes tras un largo invierno de "
          "reparaciones, informó la autoridad portuaria.",
    "ar": "أعيد فتح ميناء المدينة المتخيلة يوم الاثنين بعد شتاء طويل من الإصلاحات، وفقا لما أعلنته "
          "سلطة الميناء.",
    "fa": "بندر شهر خیالی روز دوشنبه پس از زمستانی طولانی و تعمیرات بسیار بازگشایی شد؛ این را "
          "ادارهٔ بندر اعلام کرد.",
    "ru": "Порт вымышленного города вновь открылся в понедельник после долгой зимы ремонта, "
          "сообщила администрация порта.",
}  # fmt: skip
"""A story's first paragraph by language."""
ASKS = {
    "en": ("Subscribe to continue reading", "This article is for subscribers only.",
           "To continue reading, please log in or subscribe.",
           "You've reached your limit of free articles.", "Sign up to keep reading"),
    "de": ("Jetzt weiterlesen mit Plus", "Dieser Artikel ist nur für Abonnenten.",
           "Um weiterzulesen, schließen Sie ein Abo ab.", "Melden Sie sich an, um weiterzulesen.",
           "Exklusiv für Abonnenten"),
    "fr": ("Abonnez-vous pour lire la suite", "Cet article est réservé aux abonnés.",
           "Il vous reste 78 % de cet article à lire.",
           "Pour continuer la lecture, connectez-vous ou abonnez-vous.",
           "La suite est réservée à nos abonnés."),
    "es": ("Suscríbete para seguir leyendo", "Este contenido es exclusivo para suscriptores.",
           "Para continuar leyendo, inicia sesión o suscríbete.",
           "Regístrate gratis para seguir leyendo", "Solo para suscriptores"),
    "ar": ("اشترك لمتابعة القراءة", "هذا المقال متاح للمشتركين فقط.",
           "سجل الدخول لمتابعة القراءة", "لمتابعة القراءة، اشترك الآن.", "للمشتركين فقط"),
    "fa": ("برای ادامه مطلب مشترک شوید", "این مطلب فقط برای مشترکان است.",
           "برای خواندن متن کامل وارد شوید یا اشتراک تهیه کنید.",
           "مشترک شوید تا ادامهٔ خبر را بخوانید", "ویژه مشترکان"),
    "ru": ("Подпишитесь, чтобы продолжить чтение", "Материал доступен только подписчикам.",
           "Чтобы читать дальше, оформите подписку.", "Войдите, чтобы продолжить чтение",
           "Только для подписчиков"),
}  # fmt: skip
"""What paywalls say, by language."""


def story(body: str, head: str = "", lang: str = "en", title: str = "Harbour reopens") -> str:
    """Return an article's page."""
    return (
        f"<html lang='{lang}'><head><title>{title} - Example News</title><meta property='og:type' "
        f"content='article'>{head}</head><body><nav><a href='/'>Home</a></nav><main><article>"
        f"<h1>{title}</h1>{body}</article></main><footer>© Example</footer></body></html>"
    )


def full(lang: str = "en", times: int = 30) -> str:
    """Return the paragraphs of a long story."""
    return "".join(f"<p>{OPENING[lang]} ({n})</p>" for n in range(times))


FREE_NOT = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour reopens",'
PAY = {
    f"overlay {lang} {number}": story(
        f"<p>{OPENING[lang]}</p><div class='offer'><h2>{ask}</h2><a href='/abo'>OK</a></div>",
        lang=lang,
    )
    for lang, asks in ASKS.items()
    for number, ask in enumerate(asks)
} | {
    f"json-ld {written}": story(
        f"<p>{OPENING['en']}</p>", FREE_NOT + f'"isAccessibleForFree":{written}}}</script>'
    )
    for written in ("false", '"False"', '"false"', '"http://schema.org/False"', '["False"]', "0")
} | {
    "part by selector": story(
        f"<p>{OPENING['en']}</p><div class='paywall'></div>",
        FREE_NOT + '"isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement",'
        '"isAccessibleForFree":"False","cssSelector":".paywall"}}</script>',
    ),
    "part only": story(
        f"<p>{OPENING['en']}</p>",
        FREE_NOT + '"hasPart":[{"@type":"WebPageElement","isAccessibleForFree":false,'
        '"cssSelector":".article__body .premium"}]}</script>',
    ),
    "graph": story(
        f"<p>{OPENING['en']}</p>",
        '<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"NewsArticle",'
        '"headline":"Harbour reopens","isAccessibleForFree":false}]}</script>',
    ),
    "word count": story(
        full(times=15), FREE_NOT + '"isAccessibleForFree":false,"wordCount":1900}</script>'
    ),
    "locked tier": story(
        f"<p>{OPENING['en']}</p>", "<meta property='article:content_tier' content='locked'>"
    ),
    "metered, cut": story(
        f"<p>{OPENING['en']}</p><p>The mayor said that the…</p>",
        "<meta property='article:content_tier' content='metered'>",
    ),
    "piano, cut": story(
        f"<p>{OPENING['en']}</p><p>The mayor said the...</p><div class='piano-container'></div>"
    ),
    "regwall, cut": story(
        f"<p>{OPENING['en']}</p><p>The mayor said […]</p><div id='regwall'></div>"
    ),
}  # fmt: skip
"""Teasers by name."""

_SHORT = f"<p>{OPENING['en']}</p><p>Nobody was hurt, and the ferries sail again.</p>"
READABLE = {
    "captcha story": story(
        "<p>Captcha puzzles annoy everybody. Are you a robot? asks the web a billion times a day, "
        "and a study counted the hours that go into it.</p><p>“Verify you are human,” says the box "
        "before you continue.</p>" + _SHORT,
        title="Are you a robot?",
    ),
    "captcha story, unmarked": (
        "<html><head><title>Captcha - Example News</title></head><body><h1>Captcha</h1><p>The word "
        "has been in dictionaries for twenty years, and the tests that it names were always hated, "
        "a historian of the web says in a new book about them.</p><p>The book is out on Monday, in "
        "three languages, and its author will read from it in the invented town.</p></body></html>"
    ),
    "cookie story": story(
        "<p>We use cookies every day, and few know what for: a court has ruled on banners that "
        "offer only “Accept all”.</p><p>We value your privacy, say the banners.</p>" + _SHORT,
        title="Before you continue",
    ),
    "cookie recipe": (
        "<html><head><title>Cookies - Example Kitchen</title></head><body><h1>Cookies</h1><p>Mix "
        "butter and sugar, add flour, and bake the lot for ten minutes in a hot oven until it is "
        "golden; let them cool before anybody can take one.</p></body></html>"
    ),
    "story about subscriptions": story(
        "<p>Newspapers that ask readers to pay grew again last year. “Subscribe to continue "
        "reading” is what most sites show after three stories, a survey says.</p><p>It asks "
        "whether this article is for subscribers only where you live.</p>" + _SHORT,
        title="Subscribe to continue reading: the year of the paywall",
    ),
    "banner above a story": story(
        "<div class='banner'><h2>We value your privacy</h2><p>We use cookies.</p>"
        f"<button>Accept all</button></div>{_SHORT}{_SHORT}"
    ),
    "newsletter box": story(f"{_SHORT}<div>Subscribe to our newsletter</div><p>Sign up</p>"),
    "login in the head": story(f"<div>Already a subscriber? Log in</div>{_SHORT}"),
    "recaptcha in comments": story(
        f"{_SHORT}{_SHORT}<form><div class='g-recaptcha'>I'm not a robot</div></form>"
    ),
    "cloudflare's script": story(
        f"{_SHORT}<script>a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'</script>"
    ),
    "vendors' scripts": story(
        f"{_SHORT}{_SHORT}<script src='https://js.datadome.co/tags.js'></script><script>window."
        "_pxAppId='PX1'</script><script src='/_Incapsula_Resource?SWJIYLWA=7'></script>"
    ),
    "sourcepoint beside a story": story(
        f"{_SHORT}{_SHORT}", "<script>window._sp_queue=[]</script>"
    ),
    "an application": (
        "<html><head><title>Example</title><script src='https://cdn.cookielaw.org/x.js'></script>"
        "</head><body><noscript>You need to enable JavaScript to run this app.</noscript>"
        "<div id='root'></div></body></html>"
    ),
    "home with a banner": (
        "<html><head><title>Example News</title></head><body><nav>"
        + "".join(f"<a href='/{n}'>Section {n}</a> " for n in range(20))
        + "</nav><div><h2>We value your privacy</h2><p>We use cookies.</p><button>Accept all"
        "</button></div></body></html>"
    ),
    "paid, yet whole": story(
        full(), FREE_NOT + '"isAccessibleForFree":"False"}</script>'
    ),
    "paid, yet whole by selector": story(
        f"<p>{OPENING['en']}</p><div class='paywall'>{full(times=7)}</div>",
        FREE_NOT + '"isAccessibleForFree":"False","hasPart":{"@type":"WebPageElement",'
        '"isAccessibleForFree":"False","cssSelector":".paywall"}}</script>',
    ),
    "paid, yet whole by count": story(
        full(times=3), FREE_NOT + '"isAccessibleForFree":false,"wordCount":60}</script>'
    ),
    "metered and short": story(
        _SHORT, "<meta property='article:content_tier' content='metered'>"
    ),
    "free tier": story(
        _SHORT, "<meta property='article:content_tier' content='free'>"
    ),
    "free by json-ld": story(
        _SHORT, FREE_NOT + '"isAccessibleForFree":"True"}</script>'
    ),
    "overlay under a whole story": story(
        full() + "<div class='paywall'><h2>Subscribe to continue reading</h2></div>"
    ),
    "empty container of a paywall": story(f"{_SHORT}<div id='piano-container'></div>"),
    "not found": (
        "<html><head><title>404 Not Found</title></head><body><h1>Not Found</h1><p>The requested "
        "URL was not found on this server.</p></body></html>"
    ),
    "apache forbidden": (
        "<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1><p>You don't have "
        "permission to access this resource.</p></body></html>"
    ),
    "nothing": "",
    "words": "plain words",
} | {
    f"short {lang}": story(
        f"<p>{opening}</p><p>{opening}</p>", lang=lang
    )
    for lang, opening in OPENING.items()
}  # fmt: skip
"""Pages that are no wall, by name."""
