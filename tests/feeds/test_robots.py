"""robots.txt as RFC 9309 reads it."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FetchFailed, FetchRefused, FetchTooLarge, Step
from bot.feeds.web import robots
from bot.feeds.web.answers import Page
from bot.feeds.web.guard import Target
from bot.feeds.web.permission import Permission

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


class Hours:
    """A timer that stands still unless it is moved."""

    at = 0.0

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds


def page(status: int, data: bytes = b"", wait: str = "") -> Page:
    url = "https://news.example.org/robots.txt"
    return Page(status, data, {"retry-after": wait}, url, url)


WANTED = Target("https", "news.example.org", 443, "/private/1")


async def test_a_host_is_asked_once_a_day_even_by_many_at_once() -> None:
    asked, timer = [], Hours()

    async def fetch(root: str) -> Page:
        asked.append(root)
        await asyncio.sleep(0)
        return page(200, b"User-agent: *\nDisallow: /private/")

    permission = Permission(fetch, timer, "Storywire")
    answers = await asyncio.gather(*(permission.may_read(WANTED) for _ in range(20)))
    assert not any(answers)
    assert await permission.may_read(WANTED._replace(path="/open"))
    assert asked == ["https://news.example.org/robots.txt"]
    await timer.sleep(24 * 3600.0)
    await permission.may_read(WANTED)
    assert len(asked) == 2


async def test_a_host_whose_rules_fail_is_left_alone_for_a_minute() -> None:
    answers = [page(503, wait="30"), page(404)]
    timer = Hours()

    async def fetch(_root: str) -> Page:
        return answers.pop(0)

    permission = Permission(fetch, timer, "Storywire")
    for _ in range(3):
        with pytest.raises(FetchFailed, match=r"robots\.txt") as caught:
            await permission.may_read(WANTED)
        assert (caught.value.step, caught.value.retry_after) == (Step.ROBOTS, 30.0)
    await timer.sleep(60.0)
    assert await permission.may_read(WANTED)


async def test_a_file_without_end_lets_nobody_in() -> None:
    async def fetch(_root: str) -> Page:
        raise FetchTooLarge("too large")

    with pytest.raises(FetchRefused, match=r"robots\.txt of more than"):
        await Permission(fetch, Hours(), "Storywire").may_read(WANTED)
