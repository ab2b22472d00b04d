"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds import robots

FILE = b"""\xef\xbb\xbf# hello
User-agent: *
Disallow: /all/   # but not us

User-agent: Googlebot
User-agent: storywire/2.0 (some text)
Disallow: /
Allow: /news/
Disallow: /news/private
Allow: /news/private/open$
Disallow: /*.pdf$
Disallow: /*?session=
Disallow:
Sitemap: https://news.example.org/sitemap.xml

user-agent: storywire
disallow: /caf\xc3\xa9
allow: /same
disallow: /same
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", False),
        ("/news/1", True),
        ("/news/private", False),
        ("/news/private/open", True),
        ("/news/private/open/1", False),
        ("/news/paper.pdf", False),
        ("/news/paper.pdf?x", True),
        ("/news/1?session=3", False),
        ("/all/", False),
        ("/same", True),
        ("/caf%C3%A9", False),
        ("/caf%c3%a9/menu", False),
    ],
)
def test_rules_for_us(path: str, *, allowed: bool) -> None:
    assert robots.parse(FILE, "Storywire").allows(path) is allowed


def test_rules_for_all_others() -> None:
    rules = robots.parse(FILE, "Other")
    assert rules.allows("/news/private")
    assert not rules.allows("/all/1")


@pytest.mark.parametrize(
    "data", [b"", b"nonsense", b"<html></html>", b"Disallow: /", b"\0\xff" * 9]
)
def test_no_rules(data: bytes) -> None:
    assert robots.parse(data, "Storywire").allows("/x")


def test_an_empty_group_of_ours_beats_the_rules_for_all() -> None:
    data = b"User-agent: Storywire\nDisallow:\n\nUser-agent: *\nDisallow: /"
    assert robots.parse(data, "Storywire").allows("/x")


def test_many_stars_cost_little() -> None:
    data = b"User-agent: *\nDisallow: /" + b"*a" * 5000 + b"b\n"
    began = time.perf_counter()
    assert robots.parse(data, "Storywire").allows("/" + "a" * 4000)
    assert time.perf_counter() - began < 0.5


@given(st.binary(max_size=300), st.text(max_size=40))
def test_any_file_reads(data: bytes, path: str) -> None:
    robots.parse(b"User-agent: *\nDisallow: " + data, "Storywire").allows(f"/{path}")
