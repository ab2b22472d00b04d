"""What pages say of themselves, in the ways and languages in which they say it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.feeds.articles import agencies, people
from bot.feeds.articles.extraction import extract

URL = "https://www.harbourpost.example.org/world/harbour-reopens"
LINE = (
    "The harbour of the invented town reopened on Monday after a long winter of repairs, the port "
    "authority said in a statement to the newspapers, and the ferries sail again from the morning."
)
BODY = f"<p>{LINE}</p>" * 4


def page(*, head: str = "", below: str = "", body: str = BODY, title: str | None = None,
         heading: str = "Harbour reopens", foot: str = "", before: str = "") -> str:  # fmt: skip
    """Return a page with its parts in the usual places."""
    written = heading if title is None else title
    return (
        f"<html><head><title>{written}</title>{head}</head><body>{before}<main><article><header>"
        f"<h1>{heading}</h1>{below}</header>{body}</article></main><footer>{foot}</footer></body>"
        "</html>"
    )


def ld(**facts: object) -> str:
    """Return a NewsArticle for machines."""
    return (
        '<script type="application/ld+json">'
        + json.dumps({"@type": "NewsArticle", "headline": "Harbour reopens", **facts})
        + "</script>"
    )


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


PEOPLE = [
    ("By Ada Quill", "Ada Quill"),
    ("BY ADA QUILL and BO INK", "ADA QUILL, BO INK"),
    ("Ada Quill, Bo Ink and Cy Nib", "Ada Quill, Bo Ink, Cy Nib"),
    ("Ada Quill, Senior Correspondent", "Ada Quill"),
    ("Ada Quill | Harbour Post", "Ada Quill"),
    ("Ada Quill, Harbour Post", "Ada Quill"),
    ("Ada Quill, Berlin", "Ada Quill"),
    ("Ada Quill, PhD, MD", "Ada Quill"),
    ("Ada Quill, Jr.", "Ada Quill, Jr."),
    ("Analysis by Ada Quill", "Ada Quill"),
    ("Ada Quill (@adaquill)", "Ada Quill"),
    ("Von Ada Quill und Bo Ink", "Ada Quill, Bo Ink"),
    ("Par Ada Quill et Bo Ink", "Ada Quill, Bo Ink"),
    ("Por Ada Quill y Bo Ink", "Ada Quill, Bo Ink"),
    ("Автор: Вера Лапшина", "Вера Лапшина"),
    ("Вера Лапшина, корреспондент", "Вера Лапшина"),
    ("نویسنده: داوود یزدانفر", "داوود یزدانفر"),
    ("بقلم: ليلى حداد", "ليلى حداد"),
    ("Ada Quill. Harbour Post", "Ada Quill"),
    ("By Ada Quill , Bo Ink on Monday, November 18th, 2019 at 11:08 a.m.", "Ada Quill, Bo Ink"),
    ("Prof. Ada Quill", "Prof. Ada Quill"),
    ("J. R. R. Quill", "J. R. R. Quill"),
    ("HARBR", ""),
    ("humans.txt", ""),
    ("Byron Yorke", "Byron Yorke"),
    ("Ina", "Ina"),
    ("https://www.example.org/author/ada", ""),
    ("ada@example.org", ""),
    ("admin", ""),
    ("Harbour Post", ""),
    ("Harbour Post Staff", ""),
    ("The Harbour Post", ""),
    ("Staff Reports", ""),
    ("Редакция", ""),
    ("Гость", ""),
    ("گروه اقتصادی", ""),
    ("Reuters", ""),
    ("November 20", ""),
    ("Updated", ""),
    ("", ""),
]


@pytest.mark.parametrize(("line", "names"), PEOPLE, ids=[line for line, _ in PEOPLE])
def test_an_author_is_a_person(line: str, names: str) -> None:
    assert ", ".join(people.named([line], "Harbour Post").names) == names


@pytest.mark.parametrize(
    ("head", "below", "author"),
    [
        (ld(author={"name": "Ada Quill"}), "", "Ada Quill"),
        (ld(author=["Ada Quill", "Bo Ink"]), "", "Ada Quill, Bo Ink"),
        (ld(author={"@type": "Organization", "name": "Harbour Post"}), "", None),
        (ld(author=[]), "<p>By Ada Quill</p>", "Ada Quill"),
        (meta("author", "Ada Quill"), "", "Ada Quill"),
        (meta("article:author", "https://social.example.org/ada"), "", None),
        ("", "<p>By Ada Quill</p>", "Ada Quill"),
        ("", "<div class='byline'><span class='author-name'>Ada Quill</span></div>", "Ada Quill"),
        ("", "<span class='author'>Ada Quill</span><span>3 May 2026</span>", "Ada Quill"),
        ("", "<h3 class='byline'>by Ada Quill<br><span>3 May 2026</span></h3>", "Ada Quill"),
        ("", "<div itemprop='author'><meta itemprop='name' content='Ada Quill'></div>",
         "Ada Quill"),
        ("", "<a rel='author' href='/ada'>Ada Quill</a>", "Ada Quill"),
        ("", "<p>نویسنده: داوود یزدانفر</p>", "داوود یزدانفر"),
        ("", "<p>بقلم: ليلى حداد</p>", "ليلى حداد"),
        ("", "<p>Автор: Вера Лапшина</p>", "Вера Лапшина"),
        ("", "<p>Von Ada Quill</p>", "Ada Quill"),
        ("", "<p>By the sea a town wakes up.</p>", None),
        ("", "<div class='comment'><span class='author'>Bo Ink</span></div>", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_where_the_author_stands(head: str, below: str, author: str | None) -> None:
    site = meta("og:site_name", "Harbour Post")
    assert extract(page(head=site + head, below=below), url=URL).author == author


DAY = datetime(2026, 2, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "below", "published", "has_time"),
    [
        (ld(datePublished="2026-02-17T14:05:06+03:30"), "", DAY.replace(hour=10, minute=35,
         second=6), True),
        (ld(datePublished="2026-02-17"), "", DAY, False),
        (ld(datePublished="2026-02-17T00:00:00Z"), "", DAY, False),
        (ld(datePublished="0001-01-01T00:00:00Z"), "", None, False),
        (ld(datePublished="2026-02-17") + meta("article:published_time", "2026-02-17T08:00:00Z"),
         "", DAY.replace(hour=8), True),
        (ld(datePublished="17 February 2026"), "<time datetime='2026-02-17T08:00:00Z'></time>",
         DAY.replace(hour=8), True),
        ("<meta itemprop='datePublished dateCreated' content='2026-02-17T08:00:00Z'>", "",
         DAY.replace(hour=8), True),
        ("", "<time datetime='2026-02-17T08:00:00Z'>today</time>", DAY.replace(hour=8), True),
        ("", "<p>Published 17 February 2026, 10:02 AM EST</p>", DAY.replace(hour=15, minute=2),
         True),
        ("", "<p>Published 17 February 2026, 10:02 AM</p>", DAY, False),
        ("", "<p>February 17, 2026</p>", DAY, False),
        ("", "<div>By Ada Quill<br>Tuesday, February 17, 2026</div>", DAY, False),
        ("", "<span class='date'>17.02.2026 - 14:05</span>", DAY, False),
        ("", "<p>17 февраля 2026, 14:05</p>", DAY, False),
        ("", "<p>۲۸ بهمن ۱۴۰۴ - ۱۴:۰۵</p>", DAY.replace(hour=10, minute=35), True),
        ("", "<p>۲۸ بهمن ۱۴۰۴</p>", DAY, False),
        ("", "<p>17 فبراير 2026</p>", DAY, False),
        ("", "<p>Updated: 17 February 2026</p>", None, False),
        ("", "<p>The fire of 17 February 2026 was the worst that the town has seen</p>", None,
         False),
        ("", "<p>03/02/2026</p>", None, False),
        ("", "", None, False),
    ],
)  # fmt: skip
def test_when_it_was_published(
    head: str, below: str, published: datetime | None, has_time: bool
) -> None:
    article = extract(page(head=head, below=below), url=URL)
    assert (article.published, article.published_has_time) == (published, has_time)


def test_dates_elsewhere_are_not_the_storys() -> None:
    before = "<div class='date'>18 February 2026</div>"
    foot = "<ul><li><span class='date'>16 February 2026</span> Other story</li></ul>"
    assert extract(page(before=before, foot=foot), url=URL).published is None


SITE = meta("og:site_name", "Harbour Post")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("LONDON (AP) — The harbour opened.", "AP"),
        ("LONDON, May 3 (Reuters) - The harbour opened.", "Reuters"),
        ("Berlin (dpa) - Der Hafen ist offen.", "dpa"),
        ("Berlin (dpa/harbour) – Der Hafen ist offen.", "dpa/harbour"),
        ("PARIS (AFP) – Le port est ouvert.", "AFP"),
        ("Madrid, 3 may (EFE).- El puerto abre.", "EFE"),
        ("BENASQUE (Huesca) – El puerto abre.", None),
        ("Springfield (Illinois) - The harbour opened.", None),
        ("МОСКВА, 3 мая - РИА Новости. Порт открыт снова.", "РИА Новости"),
        ("МОСКВА, 3 мая. /ТАСС/. Порт открыт снова.", "ТАСС"),
        ("МОСКВА - Порт открыт снова.", None),
        ("لندن (رويترز) - افتتح الميناء.", "رويترز"),
        ("القاهرة - رويترز: افتتح الميناء.", "رويترز"),
        ("به گزارش ایسنا، بندر بازگشایی شد.", "ایسنا"),
        ("به گزارش خبرگزاری مهر، بندر بازگشایی شد.", "خبرگزاری مهر"),
        ("به گزارش پیک هامون به نقل از رویترز، بندر بازگشایی شد.", "رویترز"),
        ("به گزارش خبرنگار ما، بندر بازگشایی شد.", None),
        ("به گزارش شاهدان، بندر بازگشایی شد.", None),
        ("The harbour opened, Reuters reported.", None),
        ("Witnesses (two of them) - nobody else - saw it.", None),
    ],
)  # fmt: skip
def test_an_origin_at_the_beginning(text: str, origin: str | None) -> None:
    assert extract(page(head=SITE, body=f"<p>{text}</p>{BODY}"), url=URL).origin == origin


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Source: Xinhua", "Xinhua"),
        ("Quelle: dpa", "dpa"),
        ("Quelle: harbour.example.org, abc/dpa", "dpa"),
        ("Fuente: Europa Press", "Europa Press"),
        ("Источник: Интерфакс", "Интерфакс"),
        ("منبع: ایسنا", "ایسنا"),
        ("منبع خبر: پیک هامون", "پیک هامون"),
        ("المصدر: وكالات", "وكالات"),
        ("This article was originally published by Tessera Press. Read the original article.",
         "Tessera Press"),
        ("This article is republished from The Conversation under a Creative Commons license.",
         "The Conversation"),
        ("Provided by Tessera Space Agency", "Tessera Space Agency"),
        ("Source: Getty Images", None),
        ("Quelle: eigene Recherche", None),
        ("Source: Harbour Post", None),
        ("Source: the ministry's report of last year", None),
        ("Sources: https://example.org/report", None),
    ],
)  # fmt: skip
def test_an_origin_at_the_end(text: str, origin: str | None) -> None:
    assert extract(page(head=SITE, body=f"{BODY}<p>{text}</p>"), url=URL).origin == origin


def test_an_agency_in_the_authors_place_is_the_origin() -> None:
    article = extract(page(head=SITE + ld(author={"name": "Reuters"})), url=URL)
    assert (article.author, article.origin) == (None, "Reuters")
    article = extract(page(head=SITE + ld(author="Ada Quill, AP Sports Writer")), url=URL)
    assert (article.author, article.origin) == ("Ada Quill", "Associated Press")
    below = "<p><span class='author'>Ada Quill</span> <span>Associated Press</span></p>"
    article = extract(page(head=SITE, below=below), url=URL)
    assert (article.author, article.origin) == ("Ada Quill", "Associated Press")


def test_an_agency_is_not_the_origin_of_its_own_stories() -> None:
    head = ld(publisher={"name": "Reuters"})
    body = f"<p>LONDON (Reuters) - The harbour opened.</p>{BODY}"
    article = extract(page(head=head, body=body), url="https://www.reuters.example.org/a")
    assert (article.publisher, article.origin) == ("Reuters", None)
    head = meta("og:site_name", "ISNA")
    body = f"<p>به گزارش ایسنا، بندر بازگشایی شد.</p>{BODY}"
    assert extract(page(head=head, body=body), url=URL).origin is None


@pytest.mark.parametrize(
    ("head", "title", "foot", "publisher"),
    [
        (ld(publisher={"name": "Harbour Post"}), None, "", "Harbour Post"),
        (SITE, None, "", "Harbour Post"),
        (ld(publisher={"name": "Blogger"}) + SITE, None, "", "Harbour Post"),
        (ld(publisher={"name": "Associated Press"}) + SITE, None, "", "Harbour Post"),
        (meta("og:site_name", "HarbourPost | All the news that floats"), None, "", "HarbourPost"),
        (meta("og:site_name", "https://harbourpost.example.org"), None, "", None),
        ("", "Harbour reopens - The Harbour Times", "", "The Harbour Times"),
        ("", "Harbour reopens | HarbourPost", "", "HarbourPost"),
        ("", "بندر بازگشایی شد - خبرگزاری هامون", "", "خبرگزاری هامون"),
        ("", "Harbour reopens - Tessera", "© 2026 Tessera. All rights reserved.", "Tessera"),
        ("", "Harbour reopens - Tessera", "", None),
        ("", "Harbour reopens - HarbourPost International", "", "HarbourPost International"),
        (meta("og:site_name", "@harbour"), None, "", None),
        ("", "Harbourpost reopens", "", None),
        ("", None, "<img alt='HarbourPost Ltd Logo' src='/l.png'>", "HarbourPost Ltd"),
        ("", "Harbour reopens - Tessera", "<a href='/'>Tessera</a>", "Tessera"),
        ("", "Harbour reopens - World", "", None),
        ("", "Harbour reopens - a town's joy", "", None),
        ("", None, "", None),
    ],
)  # fmt: skip
def test_the_publishers_name(
    head: str, title: str | None, foot: str, publisher: str | None
) -> None:
    article = extract(page(head=head, title=title, foot=foot), url=URL)
    assert article.publisher == publisher


@pytest.mark.parametrize(
    ("publisher", "home"),
    [
        ({"name": "Harbour Post", "url": "https://harbourpost.example.org/en/"},
         "https://harbourpost.example.org/en/"),
        ({"name": "Harbour Post", "url": "https://owner.example.net/"},
         "https://www.harbourpost.example.org/"),
        ({"name": "Harbour Post"}, "https://www.harbourpost.example.org/"),
    ],
)  # fmt: skip
def test_the_publishers_home_is_on_its_own_host(publisher: object, home: str) -> None:
    assert extract(page(head=ld(publisher=publisher)), url=URL).home == home


@pytest.mark.parametrize(
    ("head", "title", "heading", "found"),
    [
        (meta("og:title", "Harbour reopens | HarbourPost"), None, "Harbour reopens",
         "Harbour reopens"),
        (meta("og:title", "Opinion | Why the harbour reopens"), None, "Why the harbour reopens",
         "Why the harbour reopens"),
        (meta("og:title", "The harbour reopens: what it means for the town"), None,
         "The harbour reopens", "The harbour reopens: what it means for the town"),
        ("", "Harbour reopens - Town - Harbour Post", "Harbour reopens", "Harbour reopens"),
        ("", "Harbour reopens at last | Harbour Post", "Comments", "Harbour reopens at last"),
        ("", "HarbourPost: Harbour reopens", "Harbour reopens", "Harbour reopens"),
        (meta("og:title", "Rock &#039;n&#039; roll &amp; harbour"), None, "x",
         "Rock 'n' roll & harbour"),
    ],
)  # fmt: skip
def test_the_headline(head: str, title: str | None, heading: str, found: str) -> None:
    assert extract(page(head=head, title=title, heading=heading), url=URL).title == found


@pytest.mark.parametrize(
    ("head", "body", "image"),
    [
        (meta("og:image", "/pictures/1.jpg"), "", "/pictures/1.jpg"),
        (meta("og:image", "/img/logo.png"), "", None),
        (meta("og:image", "/img/og-default.jpg") + ld(image="/pictures/2.jpg"), "",
         "/pictures/2.jpg"),
        (meta("og:image", "/pictures/alibaba-logo-tower.jpg"), "",
         "/pictures/alibaba-logo-tower.jpg"),
        ("<link rel='image_src' href='/pictures/3.jpg'>", "", "/pictures/3.jpg"),
        ("", "<figure><img src='/pictures/4.jpg'></figure>", "/pictures/4.jpg"),
        ("", "<figure><img src='data:image/gif;base64,R0' data-src='/pictures/5.jpg'></figure>",
         "/pictures/5.jpg"),
        ("", "", None),
    ],
)  # fmt: skip
def test_the_lead_image(head: str, body: str, image: str | None) -> None:
    found = extract(page(head=head, body=body + BODY), url=URL).image
    assert found == (image and f"https://www.harbourpost.example.org{image}")


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<link rel='canonical' href='/world/harbour'>",
         "https://www.harbourpost.example.org/world/harbour"),
        ("<link rel='canonical' href='https://www.harbourpost.example.org/'>", URL),
        (meta("og:url", "https://harbourpost.example.org/a"), "https://harbourpost.example.org/a"),
        ("", URL),
    ],
)  # fmt: skip
def test_the_canonical_link(head: str, canonical: str) -> None:
    assert extract(page(head=head), url=URL).canonical_url == canonical


def test_json_ld_with_a_comma_too_many_is_read() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Harbour", '
    head += '"keywords": ["a", ], "publisher": {"name": "Harbour Post",},}</script>'
    assert extract(page(head=head), url=URL).publisher == "Harbour Post"


def test_agencies_by_any_name() -> None:
    assert agencies.known("The Associated Press") == agencies.known("AP") == "Associated Press"
    assert agencies.known("وكالة فرانس برس") == "AFP"
    assert agencies.known("Ap") is None
    assert agencies.known("Harbour Post") is None
