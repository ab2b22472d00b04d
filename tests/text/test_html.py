"""HTML to plain text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.html import one_line, to_text


@pytest.mark.parametrize(
    ("expected", "html"),
    [
        ("", ""),
        ("", " \n "),
        ("", "<!-- nothing -->"),
        ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
        ("One.\n\nTwo.", "<div><div>One.</div></div>\n\n<p></p><p> Two. </p>"),
        ("bold word and link", "<b>bold</b> wo<i>rd</i> and <a href='x'>link</a>"),
        ("one\ntwo", "one<br>two"),
        ("one\n\ntwo", "one<br/><br/>two"),
        ("a wrapped line", "<p>a\n  wrapped\tline</p>"),
        ("x < y & é “q”", "<p>x &lt; y &amp; &eacute; &#8220;q&#x201D;</p>"),
        (
            "before\n\nafter",
            "<p>before<script>var a = '<p>no</p>'</script></p><style>p{}</style>after",
        ),
        ("B", "<html><head><title>T</title></head><body>B</body></html>"),
        ("1\n\n2", "<ul><li>1<li>2</ul>"),
        ("a b\n\nc", "<table><tr><td>a<td>b<tr><td>c</table>"),
        ("l1\nl2", "<pre>l1\nl2</pre>"),
        ("Plain.\n\nText & 5 < 6.", "Plain.\n\nText &amp; 5 < 6."),
        ("Plain.\nText.", "Plain.\r\nText."),
        ("unclosed bold", "<p>unclosed <b>bold"),
        ("hi", "<?xml version='1.0' encoding='utf-16'?><p>hi</p>"),
        ("ab", "a\x00<i>b</i>"),
        ("سلام‌ها", "<p>سلام‌ها</p>"),
        ("cooperation", "<p>co&shy;operation</p>"),
        ("x", "<noscript>no</noscript><iframe>no</iframe><template>no</template>x"),
        ("office", "<o:p>office</o:p>"),
    ],
    ids=repr,
)
def test_to_text(expected: str, html: str) -> None:
    assert to_text(html) == expected


@pytest.mark.parametrize(
    ("expected", "title"),
    [
        ("Tom & Jerry", "Tom &amp; Jerry"),
        ("Tom & Jerry", "Tom &amp;amp; Jerry"),
        ("It’s", "It&amp;#8217;s"),
        ("Hi you", "&lt;b&gt;Hi&lt;/b&gt; you"),
        ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
        ("R&D, AT&T, ?a=1&copy=2", "R&D, AT&T, ?a=1&copy=2"),
        ("&nosuch; …", "&nosuch; &hellip;"),
        ("a b c de", "a<br>b <p>c</p> <em>d</em>e"),
        ("the <Name> tag", "the <Name> tag"),
        ("The <script> tag", "The &lt;script&gt; tag"),
        ("x y", "<![CDATA[x <b>y</b>]]>"),
        ("News", "<script>alert(1)</script>News<!-- x -->"),
        ("a b c", " a\n b\u00a0c "),
        ("café", "caf&eacute;"),
        ("", ""),
    ],
    ids=repr,
)
def test_one_line(expected: str, title: str) -> None:
    assert one_line(title) == expected


@given(st.text())
def test_any_text_is_taken(s: str) -> None:
    assert "\n\n\n" not in to_text(s)
    assert "\n" not in one_line(s)


@given(st.lists(st.text("abc é<&>", min_size=1).filter(str.strip), min_size=1))
def test_escaped_paragraphs_come_back(paragraphs: list[str]) -> None:
    from html import escape

    html = "".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    assert to_text(html) == "\n\n".join(" ".join(p.split()) for p in paragraphs)


@pytest.mark.parametrize(
    "html",
    ["<!--", "<script>", "<", "<a ", "&", "<div>", "<p>x", "<ul><li>", " <b> ", "<![CDATA["],
    ids=repr,
)
def test_a_megabyte_of_anything_takes_bounded_time(html: str) -> None:
    """A second at most, where a careless pattern takes minutes."""
    for convert in (to_text, one_line):
        convert(html * (500_000 // len(html)))


def test_deep_nesting_loses_nothing() -> None:
    assert to_text("<div>" * 5000 + "deep" + "</div>" * 5000) == "deep"
