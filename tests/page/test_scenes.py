"""What a new user does on the page, and must see: the real bot, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.page.conftest import Visiting
from tests.page.visits import CARD_MS, Visit
from tests.world.processes import Playground, text_of

ARABIC = {
    "title": "محادثات سوريا تُستأنف في جنيف",
    "text": "استؤنفت المحادثات بشأن سوريا يوم الثلاثاء في جنيف، بحسب مسؤولين. "
    "وستبدأ الجولة الثانية الأسبوع المقبل. وقال المتحدث إن الأجواء إيجابية.",
    "source": "رواق المشرق",
    "lang": "ar",
}


def test_a_first_visit_is_led_from_start_to_a_topic(visit: Visiting) -> None:
    first = visit()
    expect(first.page.locator("#welcome")).to_be_visible()

    first.page.get_by_role("button", name="/start").click()
    greeting = first.answer_after(0)

    expect(greeting).to_contain_text("Welcome to Storywire")
    expect(first.page.locator("#welcome")).to_be_hidden()
    expect(first.page.locator("[data-step=start]")).to_be_disabled()
    greeting.get_by_role("button", name="Iran").click()
    expect(first.page.locator(".message.in").last).to_contain_text("Iran")
    expect(first.page.locator("[data-step=subscribe]")).to_be_disabled()


def test_a_subscription_answers_with_buttons_that_edit_it_in_place(visit: Visiting) -> None:
    reader = visit(2001)
    answer = reader.say("/subscribe Syria")
    expect(answer).to_contain_text("Syria's, Syrian")
    expect(answer.locator(".key")).to_have_text(
        [re.compile("Instant"), "Digest", "Both", "Only “Syria”"]
    )
    count = reader.page.locator(".message").count()

    answer.get_by_role("button", name="Digest").click()

    expect(answer.locator(".key").nth(1)).to_have_text(re.compile("✓"))
    expect(answer.locator(".meta")).to_contain_text("edited")
    expect(answer.locator(".key").nth(1)).to_be_focused()
    assert reader.page.locator(".message").count() == count


def test_publishing_brings_a_whole_card_within_five_seconds(visit: Visiting) -> None:
    reader = visit(2002)
    reader.say("/subscribe Syria")
    before = reader.newest_id()

    reader.page.get_by_role("button", name="Publish the next story").click()
    card = reader.answer_after(before, timeout=CARD_MS, card=True)

    headline = reader.page.locator("#stories a").first.inner_text()
    publisher = reader.page.locator("#stories .source").first.inner_text()
    expect(card.locator("strong").first).to_have_text(headline)
    expect(card.locator(".text")).to_contain_text(re.compile(r"\d+ \w+ 20\d\d - \d\d:\d\d"))
    expect(card.locator("blockquote")).to_contain_text("Extract")
    more = card.get_by_role("link", name="Read more").first
    address = more.get_attribute("href") or ""
    expect(card.get_by_role("link", name=address)).to_be_visible()
    expect(card.get_by_role("link", name=publisher)).to_have_attribute("href", re.compile("/news/"))
    for link in card.get_by_role("link").all():
        expect(link).to_have_attribute("rel", re.compile("noopener"))
    picture = card.locator("img")
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_a_card_s_photo_enlarges_and_its_code_is_tapped(
    visit: Visiting, playground: Playground
) -> None:
    reader = visit(2003)
    reader.say("/subscribe Quillon")
    before = reader.newest_id()
    playground.publish("Quillon opens a library", "The town of Quillon opened a library.", "Desk")
    card = reader.answer_after(before, card=True)

    card.get_by_role("button", name="Enlarge").click()
    expect(reader.page.get_by_role("dialog", name="Photo")).to_be_visible()
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("dialog", name="Photo")).to_be_hidden()

    before = reader.newest_id()
    card.locator(".command").first.click()
    again = reader.answer_after(before, card=True)
    expect(again.locator("strong").first).to_have_text("Quillon opens a library")


def test_an_arabic_card_runs_from_right_to_left(visit: Visiting, playground: Playground) -> None:
    reader = visit(2004, name="سارة", language="ar")
    reader.say("/subscribe سوريا")
    before = reader.newest_id()
    playground.publish(**ARABIC)

    card = reader.answer_after(before, card=True)

    expect(card.locator("strong").first).to_have_text(re.compile(re.escape(ARABIC["title"])))
    assert reader.style(card.locator(".text"), "direction") == "rtl"
    assert reader.style(card.locator("blockquote"), "direction") == "rtl"
    assert reader.style(card.locator("blockquote"), "borderRightStyle") == "solid"


def test_a_story_of_one_s_own_shows_literally_and_runs_nothing(visit: Visiting) -> None:
    title = 'Bolts & <img src=x onerror="window.hacked=1"> 🚀 in Vexley'
    reader = visit(2005)
    reader.say("/subscribe Vexley")
    before = reader.newest_id()

    write(reader, title, "A lorry with bolts arrived in Vexley. <script>window.hacked=1</script>")
    card = reader.answer_after(before, card=True)

    expect(card.locator("strong").first).to_have_text(title)
    expect(reader.page.locator("#stories a").first).to_have_text(title)
    assert reader.page.locator("img[src=x]").count() == 0
    assert reader.page.evaluate("window.hacked") is None


def write(reader: Visit, title: str, text: str) -> None:
    """Fill in and send the newsroom's form."""
    page = reader.page
    page.get_by_text("Write your own").click()
    page.get_by_label("Headline").fill(title)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_label("Publisher").fill("Vexley Gazette")
    page.get_by_role("button", name="Publish this story").click()


def test_refused_stories_are_explained_at_their_fields(visit: Visiting) -> None:
    page = visit(2006).page
    page.get_by_text("Write your own").click()
    page.get_by_role("button", name="Publish this story").click()
    expect(page.locator("#story [aria-invalid]")).to_have_count(3)
    expect(page.get_by_label("Headline")).to_be_focused()

    for label in ("Headline", "Text", "Publisher"):
        page.locator("#story").get_by_label(label, exact=True).fill("Something")
    page.locator("#story").get_by_label("Language").fill("a language")
    page.get_by_role("button", name="Publish this story").click()

    language = page.locator("#story").get_by_label("Language")
    expect(language).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#story-lang-problem")).to_contain_text("BCP 47")
    expect(page.locator("#story [aria-invalid]")).to_have_count(1)


def test_the_command_menu_filters_and_sends(visit: Visiting, playground: Playground) -> None:
    reader = visit(2007)
    line = reader.page.get_by_label("Message", exact=True)
    line.press_sequentially("/")
    options = reader.page.get_by_role("option")
    expect(options.first).to_contain_text("/start")
    everything = options.count()
    line.press_sequentially("s")
    assert 1 < options.count() < everything
    reader.page.keyboard.press("Escape")
    expect(reader.page.get_by_role("listbox")).to_be_hidden()
    line.fill("/t")
    expect(options.first).to_have_attribute("aria-selected", "true")
    reader.page.keyboard.press("ArrowDown")
    chosen = options.nth(1).locator("b").inner_text()
    reader.page.keyboard.press("Enter")

    expect(reader.page.locator(".message.out .text")).to_have_text(chosen)
    reader.answer_after(0)
    assert text_of(playground.messages(2007)[0]) == chosen


def test_people_are_added_switched_and_kept(visit: Visiting) -> None:
    reader = visit(2008)
    reader.say("Hello there, Quentin")
    page = reader.page
    page.get_by_role("button", name="Add person").click()
    sheet = page.get_by_role("dialog", name="Add a person")
    sheet.get_by_label("Id").fill("2008")
    sheet.get_by_label("Name").fill("نرگس")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_role("alert")).to_contain_text("has this id already")
    sheet.get_by_label("Id").fill("2009")
    sheet.get_by_label("Telegram language").select_option("fa")
    sheet.get_by_role("button", name="Save").click()

    expect(page.locator(".message")).to_have_count(0)
    page.reload()
    expect(page.locator("[aria-current=true]")).to_contain_text("نرگس")
    reader.say("/help")
    page.get_by_role("button", name="Lena").click()
    expect(page.locator(".message.out").first).to_contain_text("Hello there, Quentin")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(visit: Visiting, scheme: str) -> None:
    """With a card in view, in every pane, from a phone to a wide screen."""
    reader = visit(2002, color_scheme=scheme)
    page = reader.page
    expect(page.locator(".message").first).to_be_visible()
    for width in (1600, 1024, 820, 390, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for pane in ["chat", "people", "newsroom"] if width < 1024 else ["chat"]:
            if width < 1024:
                page.locator(f"[data-show={pane}]").click()
            assert reader.overflow() <= 0, (width, pane)
    channels = re.findall(r"\d+", reader.style(page.locator("body"), "backgroundColor"))
    assert (sum(map(int, channels[:3])) < 3 * 128) == (scheme == "dark")


def test_the_clock_is_moved_and_set_back(visit: Visiting) -> None:
    page = visit(2010).page
    real = page.get_by_role("button", name="Real time")
    expect(real).to_be_disabled()
    page.get_by_role("button", name="+1 h").click()
    expect(page.get_by_text("moved", exact=True)).to_be_visible()
    page.get_by_role("button", name="Tomorrow 08:00").click()
    expect(page.locator("#now")).to_contain_text("08:00 UTC")
    real.click()
    expect(real).to_be_disabled()
