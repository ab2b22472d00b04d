"""Canonical and absolute addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.urls import absolute, canonical, home

SAME = [
    ("https://www.example.org/a", "http://www.example.org/a"),
    ("https://www.example.org/a", "https://www.example.org/a/"),
    ("https://www.example.org/a", "https://WWW.Example.ORG:443/a"),
    ("https://www.example.org/a", "https://www.example.org/a?utm_source=rss&utm_medium=rss"),
    ("https://www.example.org/a?id=3", "https://www.example.org/a?id=3&fbclid=x"),
    ("https://www.example.org/a", "https://www.example.org/a?track=rss"),
    ("https://www.example.org/a", "https://www.example.org/a?at_medium=RSS&at_campaign=rss"),
    ("https://www.example.org/a", "https://www.example.org/a?traffic_source=rss"),
    ("https://www.example.org/a", "https://www.example.org/a?source=rss"),
    ("https://www.example.org/a", "https://www.example.org/a?ref=feed"),
    ("https://www.example.org/a", "https://www.example.org/a#publisher=newsstand"),
    ("https://www.example.org/a", "https://www.example.org/a#xtor=RSS-1"),
    ("https://www.example.org/a", "https://www.example.org/a/amp/"),
    ("https://www.example.org/a", "https://www.example.org/amp/a"),
    ("https://www.example.org/a.html", "https://www.example.org/a.amp.html"),
    ("https://www.example.org/a", "https://www.example.org/a?amp=1"),
    ("https://www.example.org/a", "https://www.example.org/a?outputType=amp"),
    ("https://www.example.org/a", "https://amp.example.org/a"),
    ("https://www.example.org/a", "https://m.example.org/a"),
    ("https://en.example.org/wiki/A", "https://en.m.example.org/wiki/A"),
    ("https://www.example.org/a", "https://www.google.com/amp/s/www.example.org/a"),
    (
        "https://www.example.org/a",
        "https://www-example-org.cdn.ampproject.org/c/s/www.example.org/a",
    ),
    ("https://www.example.org/%D8%B3%D9%88%D8%B1%DB%8C%D9%87", "https://www.example.org/سوریه"),
    ("https://www.example.org/%7Ea%2fb", "https://www.example.org/~a%2Fb"),
    ("https://xn--mller-kva.example.org/a", "https://müller.example.org/a"),
    ("https://www.example.org", "https://www.example.org/"),
    ("https://www.example.org/a", "https://mobile.example.org/a?amp=1&utm_campaign=rss"),
    ("https://www.example.org/a", "https://www.example.org/a/amp.html"),
    ("https://www.example.org/a", "https://www.example.org/a?amp"),
    ("https://www.example.org/a?id=3", "https://www.example.org/a?id=3&outputType=amp&"),
    ("https://www.example.org/a", "https://www.example.org/a?srsltid=AfmBOo"),
    ("https://www.example.org/a", "https://www.example.org/a?mkt_tok=MzA&_openstat=cnNz"),
    ("https://www.example.org/a", "https://www.example.org/a?fb_ref=Default&fb_action_ids=7"),
    ("https://www.example.org/a", "https://www.example.org/a?from=rss2"),
    ("https://www.example.org/a", "https://www.example.org/a?from=newsletter_daily"),
    ("https://www.example.org/a", "https://www.example.org/a?medium=socialmedia"),
    ("https://www.example.org/a", "https://www.example.org./a"),
    ("https://www.example.org/?p=7", "http://www.example.org/?p=7&utm_source=feed"),
]
DIFFERENT = [
    ("https://www.example.org/a?id=1", "https://www.example.org/a?id=2"),
    ("https://www.example.org/?p=1", "https://www.example.org/?p=2"),
    ("https://www.example.org/a?page=1", "https://www.example.org/a?page=2"),
    ("https://www.example.org/list#one", "https://www.example.org/list#two"),
    ("https://www.example.org/A", "https://www.example.org/a"),
    ("https://one.example.org/a", "https://two.example.org/a"),
    ("https://www.example.org/a?source=wire", "https://www.example.org/a?source=desk"),
    ("https://www.example.org/a?from=tehran", "https://www.example.org/a?from=paris"),
    ("https://www.example.org/a?track=1", "https://www.example.org/a?track=2"),
    ("https://amp.com.au/a", "https://www.com.au/a"),
    ("https://www.example.org/camp", "https://www.example.org/c"),
    ("https://www.example.org/stamp", "https://www.example.org/st"),
    ("https://www.example.org/a%2Fb", "https://www.example.org/a/b"),
    ("http://127.0.0.1:8080/a", "http://127.0.0.1:8081/a"),
    ("https://www.example.org:8443/a", "https://www.example.org/a"),
    ("https://www.example.org/a?from=feedback", "https://www.example.org/a"),
    ("https://www.example.org/a?source=atomic", "https://www.example.org/a?source=amplifiers"),
    ("https://www.example.org/a?share=1", "https://www.example.org/a"),
    ("https://www.example.org/a?m=201806", "https://www.example.org/a?m=201807"),
    ("https://m.org/a", "https://www.org/a"),
    ("https://am.example.org/a", "https://www.example.org/a"),
    ("https://www.example.org/amphora", "https://www.example.org/hora"),
    ("https://www.example.org/live/amp-and-volt", "https://www.example.org/live"),
    ("https://www.example.org/a/2", "https://www.example.org/a"),
    ("https://www.example.org/a/index.html", "https://www.example.org/a"),
    ("https://www.example.org/a?a=1&b=2", "https://www.example.org/a?a=2&b=1"),
    ("https://www.example.org/a;v=1", "https://www.example.org/a;v=2"),
    ("https://example.org/a", "https://www2.example.org/a"),
]


@pytest.mark.parametrize(("one", "other"), SAME, ids=str)
def test_one_story_has_one_address(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT, ids=str)
def test_two_stories_have_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/news/a",
        "http://localhost:8080/news/a",
        "http://newsroom/a",
        "https://www.example.org/en/article/309076/how-it-is",
        "mailto:desk@example.org",
        "http://[::1",
        "",
    ],
)
def test_what_is_left_alone(url: str) -> None:
    assert canonical(url) == url


@given(st.text(max_size=80))
def test_canonical_twice_is_canonical_once(text: str) -> None:
    once = canonical(f"http://www.example.org/{text}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("link", "base", "expected"),
    [
        ("/a/1", "https://news.example.org/feed.xml", "https://news.example.org/a/1"),
        ("a/1", "https://news.example.org/x/feed.xml", "https://news.example.org/x/a/1"),
        ("//cdn.example.org/a", "https://news.example.org/", "https://cdn.example.org/a"),
        (" https://news.example.org/a b ", None, "https://news.example.org/a%20b"),
        ("https://news.example.org/\n  a", None, "https://news.example.org/a"),
        ("https://news.example.org/a?utm_source=rss", None, "https://news.example.org/a?utm_source=rss"),
        ("https://ann:secret@news.example.org/a@b", None, "https://news.example.org/a@b"),
        ("//ann@news.example.org/", "https://b.example.org/", "https://news.example.org/"),
        ("/a", "https://ann:secret@news.example.org/", "https://news.example.org/a"),
        ("/a/1", None, None),
        ("javascript:alert(1)", "https://news.example.org/", None),
        ("mailto:a@example.org", None, None),
        ("http://[::1", None, None),
        ("https://", None, None),
        ("", "https://news.example.org/", None),
        (None, None, None),
    ],
)  # fmt: skip
def test_absolute(link: str | None, base: str | None, expected: str | None) -> None:
    assert absolute(link, base) == expected


def test_home() -> None:
    assert home("https://user@news.example.org:8080/a/1?x") == "https://news.example.org:8080/"
    assert home("nonsense") is None
