"""The HTTP source against a real server on loopback."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.domain import errors
from bot.feeds.web.http import HttpSource
from tests.feeds.serving import PAGE, RSS, Request, Server, answer, redirect

FEED = answer(RSS, 'ETag: "v1"', "Last-Modified: Tue, 03 Feb 2026 14:05:06 GMT")


async def test_a_feed_with_its_validators(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = FEED
    got = await source.feed(server.url("/feed"))
    assert got.feed is not None
    assert [entry.title for entry in got.feed.entries] == ["One"]
    assert (got.etag, got.last_modified) == ('"v1"', "Tue, 03 Feb 2026 14:05:06 GMT")
    assert got.url == server.url("/feed")


async def test_the_request_names_us_and_asks_for_what_we_can_unpack(
    server: Server, source: HttpSource
) -> None:
    server.pages["/feed"] = FEED
    await source.feed(server.url("/feed"), etag='"v0"', last_modified="yesterday")
    headers = server.asked[0].headers
    assert headers["user-agent"].startswith("Storywire/")
    assert headers["accept-encoding"] == "gzip, deflate"
    assert (headers["if-none-match"], headers["if-modified-since"]) == ('"v0"', "yesterday")


async def test_nothing_changed(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = answer(b"", status="304 Not Modified")
    got = await source.feed(server.url("/feed"), etag='"v1"')
    assert (got.feed, got.etag) == (None, '"v1"')


async def test_nothing_changed_though_nothing_was_asked(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = answer(b"", status="304 Not Modified")
    with pytest.raises(errors.FetchFailed):
        await source.feed(server.url("/feed"))


async def test_a_hostile_etag_is_not_sent_back(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = FEED
    await source.feed(server.url("/feed"), etag='"a"\r\nX-Evil: 1')
    await source.feed(server.url("/feed"), etag="é" * 3)
    assert not any("if-none-match" in request.headers for request in server.asked)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(RSS)),
        ("x-gzip", gzip.compress(RSS)),
        ("gzip", gzip.compress(RSS[:90]) + gzip.compress(RSS[90:])),
        ("gzip", gzip.compress(RSS) + b"waste"),
        ("deflate", zlib.compress(RSS)),
        ("deflate", zlib.compress(RSS)[2:-4]),
        ("identity", RSS),
    ],
    ids=["gzip", "x-gzip", "two members", "waste behind", "zlib", "raw deflate", "identity"],
)
async def test_packed_bodies(
    server: Server, source: HttpSource, encoding: str, body: bytes
) -> None:
    server.pages["/feed"] = answer(body, f"Content-Encoding: {encoding}")
    got = await source.feed(server.url("/feed"))
    assert got.feed is not None
    assert got.feed.entries[0].title == "One"


@pytest.mark.parametrize(
    ("page", "error", "says"),
    [
        (answer(b"x", status="401 Unauthorized"), errors.FetchRefused, "401"),
        (answer(b"x", status="403 Forbidden"), errors.FetchRefused, "403"),
        (answer(b"x", "Retry-After: 120", status="429 Slow"), errors.FetchRefused, "429"),
        (answer(b"x", status="404 Not Found"), errors.FetchMissing, "404"),
        (answer(b"x", status="410 Gone"), errors.FetchGone, "410"),
        (answer(b"x", status="500 Oops"), errors.FetchFailed, "500"),
        (answer(b"x", status="418 Teapot"), errors.FetchFailed, "418"),
        (answer(b"", status="302 Found"), errors.FetchFailed, "nowhere"),
        (answer(RSS, length=len(RSS) + 50), errors.FetchFailed, "broke"),
        (b"", errors.FetchFailed, "broke"),
        (b"SMTP ready\r\n\r\n", errors.FetchFailed, "HTTP as it should"),
        (b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000_000, errors.FetchTooLarge, "headers"),
        (answer(RSS, "Content-Encoding: br"), errors.FetchFailed, "br"),
        (answer(RSS, "Content-Encoding: gzip, gzip"), errors.FetchFailed, "gzip, gzip"),
        (answer(b"\x1f\x8b\x08 broken", "Content-Encoding: gzip"), errors.FetchFailed, "damaged"),
        (answer(b"y" * 300_000), errors.FetchTooLarge, "300000"),
        (answer(b"y", length=10**19), errors.FetchTooLarge, "bytes"),
        (answer(gzip.compress(b"\0" * 50_000_000), "Content-Encoding: gzip"),
         errors.FetchTooLarge, "unpacked"),
        (answer(b""), errors.FeedError, "empty"),
        (answer(PAGE, "Content-Type: text/html"), errors.FeedError, "web page"),
        (redirect("ftp://news.example.org/"), errors.AddressRefused, "http"),
        (redirect("file:///etc/hostname"), errors.AddressRefused, "http"),
        (redirect("http://127.0.0.1:1/"), errors.AddressRefused, "Port 1"),
        (redirect("http://169.254.169.254/latest/meta-data/"), errors.AddressRefused, "private"),
        (redirect("http://localhost/"), errors.AddressRefused, "private"),
        (redirect("http://[::1"), errors.FetchFailed, "invalid"),
        (redirect("/feed"), errors.FetchFailed, "more than 5"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
async def test_what_goes_wrong_has_its_error(
    server: Server, source: HttpSource, page: bytes, error: type[Exception], says: str
) -> None:
    server.pages["/feed"] = page
    with pytest.raises(error, match=says):
        await source.feed(server.url("/feed"))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Retry-After: 120"], 120.0),
        (["Date: Tue, 03 Feb 2026 14:05:06 GMT", "Retry-After: Tue, 03 Feb 2026 14:06:06 GMT"], 60),
        (["Retry-After: soon"], None),
        ([], None),
    ],
)
async def test_retry_after(
    server: Server, source: HttpSource, headers: list[str], seconds: float | None
) -> None:
    server.pages["/feed"] = answer(b"", *headers, status="429 Too Many Requests")
    with pytest.raises(errors.FetchRefused) as caught:
        await source.feed(server.url("/feed"))
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("first", "second", "remembered"),
    [
        ("301 Moved Permanently", "308 Permanent Redirect", True),
        ("301 Moved Permanently", "302 Found", False),
        ("307 Temporary Redirect", "301 Moved Permanently", False),
    ],
)
async def test_only_redirects_for_good_are_reported(
    server: Server, source: HttpSource, first: str, second: str, *, remembered: bool
) -> None:
    server.pages |= {"/a": redirect("/b", first), "/b": redirect("/c", second), "/c": FEED}
    got = await source.feed(server.url("/a"))
    assert got.url == server.url("/c" if remembered else "/a")


@pytest.mark.parametrize(
    ("status", "error"),
    [("302 Found", errors.FetchMissing), ("301 Moved", errors.FetchGone)],
)
async def test_only_the_address_itself_can_be_gone_for_good(
    server: Server, source: HttpSource, status: str, error: type[Exception]
) -> None:
    server.pages |= {"/a": redirect("/b", status), "/b": answer(b"", status="410 Gone")}
    with pytest.raises(errors.FetchMissing, match="gone for good") as caught:
        await source.feed(server.url("/a"))
    assert type(caught.value) is error


async def test_silence_and_slowness_end(server: Server, source: HttpSource) -> None:
    async def silent(_: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(5)

    async def dripping(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _drop in range(100):
            writer.write(b" ")
            await writer.drain()
            await asyncio.sleep(0.05)

    server.pages |= {"/silent": silent, "/dripping": dripping}
    for path in ("/silent", "/dripping"):
        with pytest.raises(errors.FetchTimeout):
            await source.feed(server.url(path))


async def test_an_endless_body_ends(server: Server, source: HttpSource) -> None:
    async def endless(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    server.pages["/feed"] = endless
    with pytest.raises(errors.FetchTooLarge):
        await source.feed(server.url("/feed"))


async def test_nobody_listens() -> None:
    async with HttpSource(Steps(), ["127.0.0.1:9"]) as source:
        with pytest.raises(errors.FetchFailed, match="connected"):
            await source.feed("http://127.0.0.1:9/")


async def test_no_cookie_is_kept(server: Server, source: HttpSource) -> None:
    server.pages["/feed"] = answer(RSS, "Set-Cookie: who=you")
    await source.feed(server.url("/feed"))
    await source.feed(server.url("/feed"))
    assert "cookie" not in server.asked[1].headers


async def test_the_checked_address_is_dialled_and_the_name_kept(server: Server) -> None:
    """A second answer of the name server is never asked for, so it cannot differ."""
    asked = []

    def resolver(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    server.pages["/feed"] = FEED
    name = f"feeds.example.org:{server.port}"
    async with HttpSource(Steps(), [name], resolver=resolver) as source:
        await source.feed(f"http://{name}/feed")
    assert asked == ["feeds.example.org"]
    assert server.asked[0].headers["host"] == name


async def test_tls_names_the_host_not_the_address() -> None:
    hello = asyncio.get_running_loop().create_future()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        hello.set_result(await reader.read(4096))
        writer.close()

    listener = await asyncio.start_server(listen, "127.0.0.1", 0)
    name = f"feeds.example.org:{listener.sockets[0].getsockname()[1]}"
    async with listener, HttpSource(Steps(), [name], resolver=lambda *_: ["127.0.0.1"]) as source:
        with pytest.raises(errors.FetchFailed):
            await source.feed(f"https://{name}/feed")
    assert b"feeds.example.org" in await hello


@pytest.mark.parametrize(
    "addresses",
    [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::1"], ["64:ff9b::7f00:1"], []],
    ids=str,
)
async def test_a_name_that_leads_into_a_private_network(addresses: list[str]) -> None:
    async with HttpSource(Steps(), resolver=lambda *_: addresses) as source:
        with pytest.raises((errors.AddressRefused, errors.FetchFailed)):
            await source.feed("http://news.example.org/feed")


async def test_robots_txt_is_honoured_for_articles_and_asked_once(
    server: Server, source: HttpSource
) -> None:
    server.pages |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /private/\n"),
        "/private/1": answer(PAGE),
        "/open/1": answer(PAGE),
        "/jump": redirect("/private/1"),
    }
    article = await source.article(server.url("/open/1"))
    assert article.title == "Harbour reopens"
    for path in ("/private/1", "/jump"):
        with pytest.raises(errors.FetchRefused, match=r"robots\.txt"):
            await source.article(server.url(path))
    assert [r.path for r in server.asked] == ["/robots.txt", "/open/1", "/jump"]


@pytest.mark.parametrize(
    ("robots", "error"),
    [
        (answer(b"", status="404 Not Found"), None),
        (answer(b"", status="403 Forbidden"), None),
        (answer(b"", status="503 Busy"), errors.FetchFailed),
        (answer(b"", status="429 Slow"), errors.FetchRefused),
    ],
    ids=["404", "403", "503", "429"],
)
async def test_robots_txt_that_cannot_be_read(
    server: Server, source: HttpSource, robots: bytes, error: type[Exception] | None
) -> None:
    """RFC 9309: none there means no rules; a failing server is left alone."""
    server.pages |= {"/robots.txt": robots, "/1": answer(PAGE)}
    if error is None:
        assert (await source.article(server.url("/1"))).text
    else:
        with pytest.raises(error):
            await source.article(server.url("/1"))


async def test_feeds_do_not_ask_robots_txt(server: Server, source: HttpSource) -> None:
    server.pages |= {"/robots.txt": answer(b"User-agent: *\nDisallow: /"), "/feed": FEED}
    assert (await source.feed(server.url("/feed"))).feed


async def test_a_picture_is_no_article(server: Server, source: HttpSource) -> None:
    server.pages["/1"] = answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    with pytest.raises(errors.ArticleError, match="file"):
        await source.article(server.url("/1"))


class Steps:
    """A timer on which time passes only by sleeping."""

    def __init__(self) -> None:
        self.at = 0.0

    def monotonic(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += seconds
        await asyncio.sleep(0)


async def test_a_host_is_asked_once_a_second_one_at_a_time(server: Server) -> None:
    """The public name is dialled on loopback by way of its exception, the pause stays."""
    from bot.feeds.web.pace import Pace

    timer, turns = Steps(), []
    pace = Pace(timer, spacing=1.0)

    async def visit(host: str) -> None:
        async with pace.turn(host):
            turns.append((host, timer.monotonic()))
            await asyncio.sleep(0)

    await asyncio.gather(*(visit("a.example.org") for _ in range(3)), visit("b.example.org"))
    times = [at for host, at in turns if host == "a.example.org"]
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))
    assert dict(turns[:2]).keys() == {"a.example.org", "b.example.org"}


async def test_a_host_that_asked_us_to_wait_is_left_alone_by_all() -> None:
    from bot.feeds.web.pace import Pace

    timer = Steps()
    pace = Pace(timer, spacing=1.0)
    async with pace.turn("a.example.org"):
        pace.leave_alone("a.example.org", 60.0)
    with pytest.raises(errors.FetchRefused, match="asked us to wait") as caught:
        async with pace.turn("a.example.org"):
            pass
    assert caught.value.retry_after == pytest.approx(59.0)
    async with pace.turn("b.example.org"):
        pass
    await timer.sleep(60.0)
    async with pace.turn("a.example.org"):
        pass


async def test_exceptions_are_free_of_spacing(server: Server) -> None:
    server.pages["/feed"] = FEED
    timer = Steps()
    async with HttpSource(timer, [server.host]) as source:
        for _ in range(3):
            await source.feed(server.url("/feed"))
    assert timer.at == 0.0


async def test_a_proxy_variable_is_not_followed(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    server.pages["/feed"] = FEED
    async with HttpSource(Steps(), [server.host]) as source:
        assert (await source.feed(server.url("/feed"))).feed


@pytest.mark.parametrize("status", ["429 Slow", "502 Bad", "503 Busy", "504 Late"])
async def test_every_wait_is_passed_on(server: Server, source: HttpSource, status: str) -> None:
    server.pages["/feed"] = answer(b"", "Retry-After: 90", status=status)
    with pytest.raises(errors.FetchError) as caught:
        await source.feed(server.url("/feed"))
    assert (caught.value.retry_after, caught.value.step) == (90.0, errors.Step.STATUS)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        (["Cache-Control: max-age=600"], 600),
        (["Cache-Control: public, MAX-AGE = 600, s-maxage=9"], 600),
        (['Cache-Control: max-age="600"'], 600),
        (["Cache-Control: max-age=600", "Age: 100"], 500),
        (["Cache-Control: max-age=600", "Age: 700"], 0),
        (["Cache-Control: max-age=0"], 0),
        (["Cache-Control: s-maxage=600"], None),
        (["Cache-Control: no-cache, max-age=600"], None),
        (["Cache-Control: no-store", "Expires: Tue, 03 Feb 2026 14:15:06 GMT"], None),
        (["Cache-Control: max-age=soon"], None),
        (["Cache-Control: max-age=-1"], None),
        (["Cache-Control: max-age=" + "9" * 5000], 365 * 86400),
        (["Expires: Tue, 03 Feb 2026 14:15:06 GMT"], 600),
        (["Expires: Tuesday, 03-Feb-26 14:15:06 GMT"], 600),
        (["Expires: Tue Feb  3 14:15:06 2026"], 600),
        (["Expires: Tue, 03 Feb 2026 14:15:06 GMT", "Cache-Control: max-age=60"], 60),
        (["Expires: 0"], 0),
        ([], None),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_how_long_an_answer_is_fresh(
    server: Server, source: HttpSource, headers: list[str], seconds: int | None
) -> None:
    server.pages["/feed"] = answer(RSS, "Date: Tue, 03 Feb 2026 14:05:06 GMT", *headers)
    got = await source.feed(server.url("/feed"))
    assert got.fresh_for == (None if seconds is None else timedelta(seconds=seconds))


async def test_anything_can_be_read_raw(server: Server, source: HttpSource) -> None:
    """A feed or a list that a person named is read whatever robots.txt says; a page is not."""
    server.pages |= {
        "/robots.txt": answer(b"User-agent: *\nDisallow: /"),
        "/old": redirect("/home", "301 Moved"),
        "/home": answer(PAGE, "Content-Type: text/html"),
    }
    got = await source.read(server.url("/old"))
    assert (got.url, got.moved_to) == (server.url("/home"), server.url("/home"))
    assert (got.data, got.content_type) == (PAGE, "text/html")
    with pytest.raises(errors.FetchRefused) as caught:
        await source.page(server.url("/home"))
    assert caught.value.step is errors.Step.ROBOTS
