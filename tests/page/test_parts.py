"""The page's files, and its texts: Bot API entities as the browser draws them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.page.conftest import Visiting
from tests.page.visits import Visit
from tests.world.processes import Playground

DRAW = """async ([text, entities]) => {
  const { richText } = await import("/page/entities.js");
  const box = document.createElement("div");
  const actions = { command() {}, copy() {}, start() {}, bot: () => "news_bot" };
  box.append(richText(text, entities, actions));
  return box.innerHTML;
}"""
BUTTON = 'role="button" tabindex="0"'


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


TEXTS = {
    "bold after an emoji": ("🚀 up", [entity("bold", 3, 2)], '🚀 <strong class="bold">up</strong>'),
    "nested": (
        "abc", [entity("bold", 0, 3), entity("italic", 1, 1)],
        '<strong class="bold">a<em class="italic">b</em>c</strong>',
    ),
    "same span": (
        "ab", [entity("bold", 0, 2), entity("underline", 0, 2)],
        '<strong class="bold"><u class="underline">ab</u></strong>',
    ),
    "crossing": (
        "abcd", [entity("bold", 0, 3), entity("italic", 2, 2)],
        '<strong class="bold">ab<em class="italic">c</em></strong><em class="italic">d</em>',
    ),
    "quotation ends its line": (
        "a\n\nq\n\nz", [entity("blockquote", 3, 1)], "a\n\n<blockquote>q</blockquote>\nz",
    ),
    "command": (
        "go /s1", [entity("bot_command", 3, 3)], f'go <a class="command" {BUTTON}>/s1</a>',
    ),
    "markup is text": (
        "<b>&", [entity("bold", 0, 3)], '<strong class="bold">&lt;b&gt;</strong>&amp;',
    ),
    "link": (
        "x", [entity("text_link", 0, 1, url="https://example.org/?b=1&c")],
        '<a href="https://example.org/?b=1&amp;c" target="_blank" rel="noopener noreferrer">x</a>',
    ),
    "bare address": (
        "example.org", [entity("url", 0, 11)],
        '<a href="https://example.org/" target="_blank" rel="noopener noreferrer">example.org</a>',
    ),
    "script in a link": (
        "x", [entity("text_link", 0, 1, url="javascript:alert(1)")], "<span>x</span>",
    ),
    "deep link to the bot": (
        "x", [entity("text_link", 0, 1, url="https://t.me/news_bot?start=s7")],
        f'<a class="command" {BUTTON}>x</a>',
    ),
    "unknown kind": ("x", [entity("new_thing", 0, 1)], '<span class="new_thing">x</span>'),
    "beyond the end": ("ab", [entity("bold", 1, 9)], 'a<strong class="bold">b</strong>'),
}  # fmt: skip


@pytest.fixture
def plain(visit: Visiting) -> Visit:
    opened: Visit = visit(2100)
    return opened


def test_entities_become_elements(plain: Visit) -> None:
    """All in one page: a new one for each would cost the most of it."""
    drawn = {
        name: plain.page.evaluate(DRAW, [text, found]) for name, (text, found, _) in TEXTS.items()
    }
    wanted = {name: html for name, (_, _, html) in TEXTS.items()}
    assert drawn == wanted


def test_a_spoiler_hides_until_pressed(plain: Visit) -> None:
    plain.page.evaluate(
        """async () => {
          const { richText } = await import("/page/entities.js");
          const entities = [{ type: "spoiler", offset: 4, length: 6 }];
          document.querySelector("#log").append(richText("the ending", entities, {}));
        }"""
    )
    cover = plain.page.locator(".spoiler")
    assert plain.style(cover.locator("span"), "visibility") == "hidden"
    cover.press("Enter")
    assert plain.style(cover.locator("span"), "visibility") == "visible"


def test_a_long_quotation_unfolds(plain: Visit) -> None:
    plain.page.evaluate(
        """async () => {
          const { richText } = await import("/page/entities.js");
          const text = "line\\n".repeat(8);
          const entities = [{ type: "expandable_blockquote", offset: 0, length: text.length }];
          const box = document.createElement("div");
          box.className = "text";
          box.append(richText(text, entities, {}));
          document.querySelector("#log").append(box);
        }"""
    )
    quote = plain.page.locator("blockquote.expandable")
    folded = quote.evaluate("node => node.clientHeight")
    quote.get_by_role("button").click()
    assert quote.evaluate("node => node.clientHeight") > folded * 2


def test_the_page_loads_nothing_from_elsewhere(playground: Playground) -> None:
    answer = httpx.get(f"{playground.address}/", trust_env=False)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy
    assert "text/html" in answer.headers["content-type"]


@pytest.mark.parametrize("name", ["__init__.py", "nothing.js", "..%2Fsite.py", "%2e%2e%2fsite.py"])
def test_only_the_page_s_own_files_are_served(playground: Playground, name: str) -> None:
    assert httpx.get(f"{playground.address}/page/{name}", trust_env=False).status_code == 404
