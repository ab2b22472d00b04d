from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.escape import blockquote, bold, clean, is_web, italic, join, line, link, plain
from bot.text import units
from tests.chat.telegram_html import Entity, parse

RAW = st.text() | st.text(alphabet="<>&;\"'/abi =#0x\n\x00\r\ud800\u2028\u202e\u2066😀")


@given(RAW, RAW, RAW)
def test_entities_are_ours_and_the_text_is_theirs(title: str, name: str, quote: str) -> None:
    message = join(
        (bold(title), link(name, "https://example.org/?a=1&b=\"2'"), blockquote(italic(quote))),
        "\n",
    )
    parsed = parse(message.html)
    shown = [clean(raw) for raw in (title, name, quote)]
    assert parsed.text == message.text == "\n".join(filter(None, shown))
    assert message.units == units.length(parsed.text)
    expected = [
        (Entity("b", shown[0]),) * bool(shown[0].strip()),
        (Entity("a", shown[1], "https://example.org/?a=1&b=\"2'"),) * bool(shown[1].strip()),
        (Entity("i", shown[2]), Entity("blockquote", shown[2])) * bool(shown[2].strip()),
    ]
    assert parsed.entities == [entity for group in expected for entity in group]
    assert message.entities == len(parsed.entities)


@given(RAW)
def test_cleaning_leaves_what_telegram_can_carry(raw: str) -> None:
    cleaned = clean(raw)
    assert clean(cleaned) == cleaned
    cleaned.encode("utf-8")
    assert "\n" not in line(raw)
    assert line(line(raw)) == line(raw)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"])))
def test_ordinary_text_stays_letter_for_letter(raw: str) -> None:
    assert clean(raw) == raw


@pytest.mark.parametrize(
    ("url", "web"),
    [
        ("https://example.org/a?b=1&c=2#d", True),
        ("http://127.0.0.1:8080/story/1", True),
        ("https://example.org/خبر", True),
        ("javascript:alert(1)", False),
        ("tg://user?id=1", False),
        ("ftp://example.org/", False),
        ("https://", False),
        ("http://[2001:db8::1]/", True),
        ("HTTPS://EXAMPLE.ORG/", True),
        ("http://localhost:8080/story/1", False),
        ("http://example.org:x/", False),
        ("http://.org/", False),
        ("https://exa mple.org/", False),
        ("https://example.org/\n", False),
        ("http://[::1", False),
        ("", False),
        ("https://example.org/" + "x" * 2100, False),
    ],
    ids=lambda value: str(value)[:40],
)
def test_links_are_for_the_web_only(url: str, web: bool) -> None:
    assert is_web(url) is web
    assert link("name", url).entities == int(web)


def test_finished_pieces_are_not_escaped_again() -> None:
    assert bold(plain("R&D")).html == "<b>R&amp;D</b>"
    assert (plain("a<") + bold("b")).html == "a&lt;<b>b</b>"


def test_empty_pieces_leave_no_separator() -> None:
    assert join(("a", "", bold(""), "b"), " · ").text == "a · b"
    assert not bold("")
