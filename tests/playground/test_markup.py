"""HTML and Markdown of bots, against the texts and rules of TDLib's parser."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.emulator.entities import format_text, is_blank
from bot.playground.emulator.errors import BotApiError
from bot.text.units import length


def shown(text: str, parse_mode: str | None, entities: object = None) -> tuple[str, list[str]]:
    """Return the text and each entity as ``type:its text``, with what it carries."""
    formatted = format_text(text, parse_mode=parse_mode, entities=entities)
    wide = formatted.text.encode("utf-16-le")
    found = []
    for entity in formatted.entities:
        begin = entity["offset"] * 2
        part = wide[begin : begin + entity["length"] * 2].decode("utf-16-le")
        extra = entity.get("url") or entity.get("language") or entity.get("custom_emoji_id") or ""
        found.append(f"{entity['type']}:{part}" + (f"|{extra}" if extra else ""))
    return formatted.text, found


HTML = [
    ("plain", "plain", []),
    ("<b>b</b> <strong>s</strong>", "b s", ["bold:b", "bold:s"]),
    ("<i>i</i><em>e</em>", "ie", ["italic:i", "italic:e"]),
    ("<u>u</u> <ins>v</ins>", "u v", ["underline:u", "underline:v"]),
    ("<s>1</s><strike>2</strike><del>3</del>", "123", [f"strikethrough:{n}" for n in "123"]),
    ("<tg-spoiler>x</tg-spoiler><span class='tg-spoiler'>y</span>", "xy",
     ["spoiler:x", "spoiler:y"]),
    ("<code>c</code>", "c", ["code:c"]),
    ("<pre>p</pre>", "p", ["pre:p"]),
    ('<pre><code class="language-python">p</code></pre>', "p", ["pre:p|python"]),
    ('<code class="language-python">p</code>', "p", ["code:p"]),
    ('<a href="https://example.org/x?a=1&amp;b=2">l</a>', "l",
     ["text_link:l|https://example.org/x?a=1&b=2"]),
    ("<a href='http://example.org'>l</a>", "l", ["text_link:l|http://example.org/"]),
    ("<a href=example.org>l</a>", "l", ["text_link:l|http://example.org/"]),
    ('<a href="http://127.0.0.1:8080/x">l</a>', "l", ["text_link:l|http://127.0.0.1:8080/x"]),
    ('<a href="http://localhost/x">l</a>', "l", []),
    ('<a href="">example.org</a>', "example.org", ["text_link:example.org|http://example.org/"]),
    ('<a href="tg://user?id=5">me</a>', "me", ["text_mention:me"]),
    ("<blockquote>q</blockquote>", "q", ["blockquote:q"]),
    ("<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote:q"]),
    ('<tg-emoji emoji-id="5368">👍</tg-emoji>', "👍", ["custom_emoji:👍|5368"]),
    ("<b>a<i>b</i></b>", "ab", ["bold:ab", "italic:b"]),
    ("<B>x</B>", "x", ["bold:x"]),
    ("<b >x</b >", "x", ["bold:x"]),
    ("<b>x</>", "x", ["bold:x"]),
    ("&lt;&gt;&amp;&quot;", '<>&"', []),
    ("&#60;&#x3c;&#X1F600;", "<<😀", []),
    ("&lt no", "< no", []),
    ("&nbsp;&unknown; & &#0; &#x110000;", "&nbsp;&unknown; & &#0; &#x110000;",
     ["hashtag:#x110000"]),
    ("😀<b>é😀</b>", "😀é😀", ["bold:é😀"]),
    ("  <b> x </b>\n ", "x", ["bold:x"]),
    ("a\r\n<b>b</b>", "a\nb", ["bold:b"]),
    ("<b></b>x", "x", []),
    ("<b>one <code>two</code> three</b>", "one two three",
     ["bold:one ", "code:two", "bold: three"]),
    ("<code>a <b>b</b></code>", "a b", ["code:a b"]),
    ("a > b", "a > b", []),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), HTML, ids=[case[0] for case in HTML])
def test_html(source: str, text: str, entities: list[str]) -> None:
    assert shown(source, "HTML") == (text, entities)


HTML_ERRORS = [
    ("a <x>b</x>", 'Unsupported start tag "x" at byte offset 2'),
    ("é <br/>", 'Unsupported start tag "br/" at byte offset 3'),
    ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("Q&A <3 you>", 'Unsupported start tag "3" at byte offset 4'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("x <b", "Unclosed start tag at byte offset 2"),
    ("x <", "Unclosed start tag at byte offset 2"),
    ('<a href="x', 'Unclosed start tag "a" at byte offset 0'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<span class="x">y</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ('<a ="x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
    ("<a href=a/b>y</a>", "Unexpected end of name token at byte offset 8"),
]


@pytest.mark.parametrize(("source", "error"), HTML_ERRORS, ids=[case[0] for case in HTML_ERRORS])
def test_html_errors(source: str, error: str) -> None:
    with pytest.raises(BotApiError) as raised:
        format_text(source, parse_mode="html")
    assert raised.value.description == f"Bad Request: can't parse entities: {error}"
    assert raised.value.code == 400


MARKDOWN_V2 = [
    (r"*b* _i_ __u__ ~s~ ||p||", "b i u s p",
     ["bold:b", "italic:i", "underline:u", "strikethrough:s", "spoiler:p"]),
    (r"\*no\* \. \a", "*no* . a", []),
    ("`c` ```py\nx = 1\n```", "c x = 1", ["code:c", "pre:x = 1|py"]),
    (r"[l](https://example.org/a_\(b\)) *[m](tg://user?id=5)*", "l m",
     ["text_link:l|https://example.org/a_(b)", "text_mention:m", "bold:m"]),
    ("![👍](tg://emoji?id=5368)", "👍", ["custom_emoji:👍|5368"]),
    (">one\n>two\nthree", "one\ntwo\nthree", ["blockquote:one\ntwo\n"]),
    (">one\n>two||", "one\ntwo", ["expandable_blockquote:one\ntwo"]),
    ("*b _i_*", "b i", ["bold:b i", "italic:i"]),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "entities"), MARKDOWN_V2, ids=range(len(MARKDOWN_V2)))
def test_markdown_v2(source: str, text: str, entities: list[str]) -> None:
    assert shown(source, "MarkdownV2") == (text, entities)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("a.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("é *x", "Can't find end of Bold entity at byte offset 3"),
        ("[x", "Can't find end of TextUrl entity at byte offset 0"),
        ("[x](y", "Can't find end of a URL at byte offset 3"),
        ("x]", "Character ']' is reserved and must be escaped with the preceding '\\'"),
    ],
)
def test_markdown_v2_errors(source: str, error: str) -> None:
    with pytest.raises(BotApiError, match=r"can't parse entities") as raised:
        format_text(source, parse_mode="MarkdownV2")
    assert raised.value.description == f"Bad Request: can't parse entities: {error}"


def test_old_markdown() -> None:
    source = r"*b* _i_ `c` [l](http://example.org/) ```p``` \_ a.b!"
    expected = ["bold:b", "italic:i", "code:c", "text_link:l|http://example.org/", "pre:p"]
    assert shown(source, "Markdown") == ("b i c l p _ a.b!", expected)


GIVEN = [
    ([{"type": "bold", "offset": 2, "length": 1}], ["bold:x"]),
    ([{"type": "text_link", "offset": 0, "length": 2, "url": "example.org"}],
     ["text_link:😀|http://example.org/"]),
    ([{"type": "url", "offset": 0, "length": 2}], []),
    ([{"type": "bold", "offset": 0, "length": 0}], []),
    (None, []),
]  # fmt: skip


@pytest.mark.parametrize(("entities", "expected"), GIVEN, ids=range(len(GIVEN)))
def test_given_entities(entities: object, expected: list[str]) -> None:
    assert shown("😀x", None, entities) == ("😀x", expected)


@pytest.mark.parametrize(
    "entities",
    [
        [{"type": "bold", "offset": 0, "length": 4}],
        [{"type": "bold", "offset": -1, "length": 1}],
        [{"type": "bold", "offset": "0", "length": 1}],
        [{"type": "nonsense", "offset": 0, "length": 1}],
        [{"type": "text_mention", "offset": 0, "length": 1}],
        ["bold"],
        "bold",
        7,
    ],
    ids=str,
)
def test_wrong_given_entities(entities: object) -> None:
    with pytest.raises(BotApiError, match="Bad Request"):
        format_text("abc", parse_mode=None, entities=entities)


DETECTED = [
    ("/start", ["bot_command:/start"]),
    ("/start s12", ["bot_command:/start"]),
    ("see /s309077, ok", ["bot_command:/s309077"]),
    ("/start@storywire_bot x", ["bot_command:/start@storywire_bot"]),
    ("a/b /a/b 1/2 //x", []),
    ("(/help)", ["bot_command:/help"]),
    ("https://example.org/a?b=c#d.", ["url:https://example.org/a?b=c#d"]),
    ("(https://example.org/a_(b))", ["url:https://example.org/a_(b)"]),
    ("http://127.0.0.1:8080/news/x/", ["url:http://127.0.0.1:8080/news/x/"]),
    ("example.org and example.com/x", ["url:example.org", "url:example.com/x"]),
    ("http://localhost/", []),
    ("mail me@example.org", ["email:me@example.org"]),
    ("@storywire_bot hi", ["mention:@storywire_bot"]),
    ("#syria #سوريا #2024 #a_1", ["hashtag:#syria", "hashtag:#سوريا", "hashtag:#a_1"]),
    ("pay $USD 5", ["cashtag:$USD"]),
    ("Bashar al-Assad. Then", []),
    ("😀 /s1", ["bot_command:/s1"]),
    ("/подписка", []),
]


@pytest.mark.parametrize(("text", "expected"), DETECTED, ids=[case[0] for case in DETECTED])
def test_detected(text: str, expected: list[str]) -> None:
    assert shown(text, None)[1] == expected


def test_nothing_is_detected_in_code_and_links() -> None:
    source = '<code>/a</code> <a href="http://example.org/">/b</a> <b>/c</b>'
    expected = ["code:/a", "text_link:/b|http://example.org/", "bot_command:/c", "bold:/c"]
    assert shown(source, "HTML")[1] == expected


def test_the_first_hundred_entities_are_kept() -> None:
    assert len(format_text("<b>x</b> " * 120, parse_mode="HTML").entities) == 100


def test_blank() -> None:
    assert all(is_blank(text) for text in ("", " \n\t", "\u200b\u2060", "\u00a0"))
    assert not is_blank("\u00a0.")


@given(st.text(alphabet="<>/ab i=\"'&;#x3é😀\\*_~`|[]()!\n\r -", max_size=60),
       st.sampled_from(["HTML", "MarkdownV2", "Markdown", ""]))  # fmt: skip
def test_any_text_is_parsed_or_refused(text: str, parse_mode: str) -> None:
    """Entities lie within the text, never empty, and the text is trimmed."""
    try:
        formatted = format_text(text, parse_mode=parse_mode)
    except BotApiError:
        return
    total = length(formatted.text)
    assert formatted.text == formatted.text.strip(" \n")
    previous: tuple[int, int] = (0, 0)
    for entity in formatted.entities:
        assert 0 <= entity["offset"] < entity["offset"] + entity["length"] <= total
        place = (entity["offset"], -entity["length"])
        assert previous <= place or previous == (0, 0)
        previous = place


@given(st.text(max_size=80))
def test_escaped_html_comes_back(text: str) -> None:
    source = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    try:
        expected: Any = format_text(text, parse_mode=None)
    except BotApiError:
        return
    assert format_text(source, parse_mode="HTML") == expected
