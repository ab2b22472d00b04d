"""Servers of odd behaviour, addresses and names that lead astray, and what must come of each.

A row is: its name, the kind of error (READS where it must read well), a phrase of the message (of
what was read), what is served.
"""

from __future__ import annotations

import gzip
import zlib

from bot.domain import errors as e
from bot.domain.errors import Step
from tests.feeds.serving import RSS, answer, redirect
from tests.hostile import documents as d
from tests.hostile import servers as s
from tests.hostile.cases import READS, Case, Kind

STATUS = Kind(e.FetchFailed, Step.STATUS)
REFUSED = Kind(e.FetchRefused, Step.STATUS)
WALLED = Kind(e.FetchRefused, Step.WALL)
MISSING = Kind(e.FetchMissing, Step.STATUS)
GONE = Kind(e.FetchGone, Step.STATUS)
ASTRAY = Kind(e.FetchFailed, Step.REDIRECT)
TRAP = Kind(e.AddressRefused, Step.REDIRECT)
ADDRESS = Kind(e.AddressRefused, Step.ADDRESS)
UNKNOWN = Kind(e.FetchUnresolved, Step.DNS)
BROKEN = Kind(e.FetchFailed, Step.CONNECTION)
INSECURE = Kind(e.FetchInsecure, Step.TLS)
LARGE = Kind(e.FetchTooLarge, Step.SIZE)
SLOW = Kind(e.FetchTimeout, Step.TIME)
PACKING = Kind(e.FetchFailed, Step.CONTENT)

ODD = "HTTP as it should"
OFF = "broke the exchange off"

# fmt: off
STATUSES = (
    *(
        Case(f"status {status}", kind, says, answer(b"words", *headers, status=status))
        for status, kind, says, *headers in (
            ("204 No Content", STATUS, "HTTP 204"),
            ("205 Reset Content", STATUS, "HTTP 205"),
            ("206 Partial Content", STATUS, "HTTP 206"),
            ("300 Multiple Choices", STATUS, "HTTP 300"),
            ("304 Not Modified", STATUS, "though it was not asked"),
            ("305 Use Proxy", STATUS, "HTTP 305", "Location: http://127.0.0.1:1/"),
            ("400 Bad Request", STATUS, "HTTP 400"),
            ("401 Unauthorized", REFUSED, "password"),
            ("402 Payment Required", WALLED, "paid"),
            ("403 Forbidden", REFUSED, "block bots"),
            ("403 Challenge", WALLED, "human", "cf-mitigated: challenge"),
            ("404 Not Found", MISSING, "Check the address"),
            ("407 Proxy", STATUS, "HTTP 407"),
            ("410 Gone", GONE, "gone for good"),
            ("418 Teapot", STATUS, "HTTP 418"),
            ("429 Slow Down", REFUSED, "asks to wait", "Retry-After: 5"),
            ("451 Legal", REFUSED, "legal"),
            ("500 Oops", STATUS, "fault of its own"),
            ("503 Busy", STATUS, "tried again", "Retry-After: " + "9" * 5000),
            ("999 Denied", STATUS, "HTTP 999"),
        )
    ),
)

REDIRECTS = (
    Case("redirect to no location", ASTRAY, "nowhere", answer(b"", status="302 F")),
    *(
        Case(f"redirect to {name}", kind, says, redirect(to))
        for name, to, kind, says in (
            ("itself", "/redirect-to-itself", ASTRAY, "more than 5 times"),
            ("a file", "file:///etc/passwd", TRAP, "http://"),
            ("ftp", "ftp://news.example.org/", TRAP, "http://"),
            ("script", "javascript:alert(1)", TRAP, "http://"),
            ("data", "data:text/xml,<rss/>", TRAP, "http://"),
            ("credentials", "http://a:hush@news.example.org/", TRAP, "without"),
            ("a private address", "http://10.1.2.3/", TRAP, "private"),
            ("loopback", "http://127.0.0.1/", TRAP, "private"),
            ("loopback as a number", "http://2130706433/", TRAP, "private"),
            ("loopback in octal", "http://0177.1/", TRAP, "private"),
            ("loopback in IPv6", "http://[::1]/", TRAP, "private"),
            ("loopback by NAT64", "http://[64:ff9b::7f00:1]/", TRAP, "private"),
            ("metadata", "http://169.254.169.254/latest/", TRAP, "private"),
            ("metadata in IPv6", "http://[fd00:ec2::254]/", TRAP, "private"),
            ("another port", "http://127.0.0.1:1/", TRAP, "Port 1"),
            ("localhost", "http://localhost/", TRAP, "private"),
            ("an internal name", "http://db.internal/", TRAP, "private"),
            ("a private name", "http://private.example.org/", TRAP, "10.0.0.1"),
            ("no such name", "http://nowhere.example.org/", UNKNOWN, "spelling"),
            ("no address", "http://[::1", ASTRAY, "invalid"),
            ("a very long address", "/" + "a" * 9000, TRAP, "longer"),
            ("an odd host", "http://a b/", TRAP, "no valid host"),
        )
    ),
    Case("redirects in a ring", ASTRAY, "5 times", s.chain(99, redirect)),
    Case("redirects six", ASTRAY, "5 times", s.chain(6, redirect)),
    Case("redirects five", READS, "One", s.chain(5, redirect)),
    Case("redirect with a fragment", READS, "One", redirect("/#top")),
    Case("redirect with an endless body", READS, "One",
         s.writes(b"HTTP/1.1 302 F\r\nLocation: /\r\n\r\n", b"x" * 65536, forever=True)),
)

ADDRESSES = tuple(
    Case(name, kind, says, b"", url=url)
    for name, url, kind, says in (
        ("address without a scheme", "news.example.org/feed", ADDRESS, "in full"),
        ("address with credentials", "http://a:hush@news.example.org/", ADDRESS, "without"),
        ("address of a file", "file:///etc/passwd", ADDRESS, "http://"),
        ("address in full-width digits", "http://１２７.０.０.１/", ADDRESS, "private"),
        ("address with a zone", "http://[fe80::1%25lo]/", ADDRESS, "no valid host"),
        ("address percent-encoded", "http://%31%32%37.0.0.1/", ADDRESS, "no valid host"),
        ("address with a line break", "http://a\r\nHost: b/", ADDRESS, "host"),
        ("address with another port", "http://news.example.org:25/", ADDRESS, "Port 25"),
        ("name that is unknown", "http://nowhere.example.org/", UNKNOWN, "spelling"),
        ("name without addresses", "http://nothing.example.org/", UNKNOWN, "spelling"),
        ("name of a private network", "http://private.example.org/", ADDRESS, "10.0.0.1"),
        ("name with one private address", "http://mixed.example.org/", ADDRESS, "169.254"),
        ("name with a mapped address", "http://mapped.example.org/", ADDRESS, "private"),
        ("name with a nonsense address", "http://odd.example.org/", ADDRESS, "private"),
        ("name that is rebound", "http://rebound.example.org/", ADDRESS, "127.0.0.1"),
        ("nobody listens", "http://127.0.0.1:{nobody}/", BROKEN, "refused"),
    )
)

TLS = tuple(
    Case(name, kind, says, b"", url=f"https://news.example.org:{{{at}}}/")
    for name, at, kind, says in (
        ("tls good", "good", READS, "One"),
        ("tls expired", "expired", INSECURE, "expired"),
        ("tls not valid yet", "unborn", INSECURE, "not valid yet"),
        ("tls for another name", "misnamed", INSECURE, "another name"),
        ("tls of an unknown authority", "unknown", INSECURE, "vouches"),
        ("tls self-signed", "selfmade", INSECURE, "itself"),
        ("tls too old", "old", INSECURE, "not safe"),
        ("tls not spoken", "untold", INSECURE, "speaks no TLS"),
        ("tls of unknown name", "nameless", INSECURE, "UNRECOGNIZED_NAME"),
        ("tls rubbish", "rubbish", INSECURE, "speaks no TLS"),
        ("tls broken off", "closing", INSECURE, "broke off"),
    )
)

PROTOCOL = tuple(
    Case(name, kind, says, served)
    for name, kind, says, served in (
        ("no answer", BROKEN, "without sending", b""),
        ("no status line", BROKEN, OFF, RSS),
        ("http 0.9", BROKEN, OFF, b"<html>words</html>\r\n"),
        ("smtp", BROKEN, ODD, b"220 mail ESMTP\r\n\r\n"),
        ("ssh", BROKEN, ODD, b"SSH-2.0-OpenSSH_9.0\r\n\r\n"),
        ("http 2", BROKEN, ODD, b"\0\0\x12\4\0\0\0\0\0" * 9),
        ("shoutcast", BROKEN, ODD, b"ICY 200 OK\r\n\r\n"),
        ("status of two digits", BROKEN, ODD, b"HTTP/1.1 20 OK\r\n\r\n"),
        ("head that breaks off", BROKEN, "tried again", b"HTTP/1.1 200 OK\r\nA: b"),
        ("headers of a megabyte", LARGE, "headers", s.headers(b"A: " + b"b" * 10**6)),
        ("headers ten thousand", LARGE, "headers", s.headers(*[b"A: b"] * 10_000)),
        ("headers a thousand", LARGE, "headers", s.headers(*[b"A: b"] * 1000)),
        ("header without a colon", BROKEN, ODD, s.headers(b"words")),
        ("header with NUL", BROKEN, ODD, s.headers(b"A: \0")),
        ("header with a bare CR", BROKEN, ODD, s.headers(b"A: b\rC: d")),
        ("header that is folded", READS, "One", s.headers(b"A: b\r\n c")),
        ("header of odd bytes", READS, "One", s.headers(b"A: \xff\xfe", b"ETag: \xe9")),
        ("interim answers without end", LARGE, "headers",
         s.writes(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000, forever=True)),
        ("interim answer before ours", READS, "One", b"HTTP/1.1 103 Hints\r\n\r\n" + answer(RSS)),
        ("upgrade unasked", BROKEN, ODD, b"HTTP/1.1 101 Up\r\nUpgrade: x\r\n\r\n"),
        ("length negative", BROKEN, ODD, s.headers(b"Content-Length: -1")),
        ("length twice", BROKEN, ODD,
         s.headers(b"Content-Length: 5", b"Content-Length: 6")),
        ("length too long", BROKEN, OFF, answer(RSS, length=9999)),
        ("length of exabytes", LARGE, "bytes", answer(RSS, length=10**19)),
        ("length too short", READS, "One", answer(RSS + b" " * 99, length=len(RSS))),
        ("length and chunks", READS, "One",
         s.headers(b"Content-Length: 7", b"Transfer-Encoding: chunked", body=s.chunks(RSS))),
        ("chunks well", READS, "One", s.chunked(s.chunks(RSS[:50], RSS[50:]))),
        ("chunks of one byte", READS, "One", s.chunked(s.chunks(*(bytes([c]) for c in RSS)))),
        ("chunks with extensions", READS, "One", s.chunked(s.chunk(RSS, b";a=b"), s.chunk(b""))),
        ("chunks with endless extension", BROKEN, ODD,
         s.chunked(s.chunk(RSS, b";a=" + b"b" * 300_000))),
        ("chunks of no size", BROKEN, ODD, s.chunked(b"size\r\n")),
        ("chunks of negative size", BROKEN, ODD, s.chunked(b"-5\r\n")),
        ("chunks of giant size", BROKEN, "tried again", s.chunked(b"f" * 19 + b"\r\nx")),
        ("chunks that never end", BROKEN, OFF, s.chunked(s.chunk(RSS))),
        ("transfer encoding unknown", BROKEN, ODD,
         s.headers(b"Transfer-Encoding: gzip")),
        ("reset at once", BROKEN, "reset", s.reset()),
        ("reset in the head", BROKEN, "reset", s.reset(s.OK)),
        ("reset in the body", BROKEN, "reset", s.reset(answer(RSS, length=9999))),
        ("half-closed in the body", BROKEN, "broke the exchange off",
         s.half_closed(answer(RSS, length=9999))),
        ("half-closed after the body", READS, "One", s.half_closed(s.headers())),
        ("body without end", LARGE, "shorter page",
         s.writes(s.headers(), b"x" * 65536, forever=True)),
        ("body of eleven megabytes", LARGE, "shorter page", d.made(s.large, 11)),
    )
)

PACKED = tuple(
    Case(f"packed {name}", kind, says, served)
    for name, kind, says, served in (
        ("by br", PACKING, "'br'", s.packed(RSS, "br")),
        ("by zstd", PACKING, "'zstd'", s.packed(RSS, "zstd")),
        ("by compress", PACKING, "'compress'", s.packed(RSS, "compress")),
        ("twice and said", PACKING, "'gzip, gzip'",
         s.packed(gzip.compress(gzip.compress(RSS)), "gzip, gzip")),
        ("twice in silence", PACKING, "twice", s.packed(gzip.compress(gzip.compress(RSS)), "gzip")),
        ("in an odd way", PACKING, "did not ask", s.packed(RSS, "x" * 500)),
        ("and cut", PACKING, "breaks off", s.packed(gzip.compress(RSS)[:-20], "gzip")),
        ("and damaged", PACKING, "damaged", s.packed(b"\x1f\x8b\x08\x00" + b"\xff" * 99, "gzip")),
        ("with a wrong sum", PACKING, "damaged", s.packed(s.wrong_sum(), "gzip")),
        ("and no text at all", PACKING, "damaged", s.packed(b"\x00" * 99, "gzip")),
        ("bomb", LARGE, "unpacked", lambda: s.packed(s.bomb(31), "gzip")),
        ("bomb of deflate", LARGE, "unpacked", lambda: s.packed(s.bomb(15), "deflate")),
        ("bomb of raw deflate", LARGE, "unpacked", lambda: s.packed(s.bomb(-15), "deflate")),
        ("bomb of many members", LARGE, "unpacked", lambda: s.packed(s.members(), "gzip")),
        ("bomb unsaid", LARGE, "unpacked", lambda: answer(s.bomb(31))),
        ("and waste behind", READS, "One", s.packed(gzip.compress(RSS) + b"waste", "gzip")),
        ("raw", READS, "One", s.packed(zlib.compress(RSS)[2:-4], "deflate")),
        ("and unsaid", READS, "One", answer(gzip.compress(RSS))),
        ("but is not", READS, "One", s.packed(RSS, "gzip")),
        ("by a charset", READS, "One", s.packed(RSS, "utf-8")),
    )
)

WAITING = (
    Case("name server that is slow", SLOW, "in time", b"",
         url="http://slow.example.org/"),
    Case("tls that stalls", SLOW, "in time", b"",
         url="https://news.example.org:{stalled}/"),
    *(
        Case(name, kind, says, served)
        for name, kind, says, served in (
            ("silent", SLOW, "in time", s.silence()),
            ("silent after the status", SLOW, "headers too slowly", s.silence(s.OK)),
            ("silent after the head", SLOW, "in time", s.silence(answer(b"", length=99))),
            ("silent in the body", SLOW, "in time", s.silence(answer(RSS, length=9999))),
            ("head that drips", SLOW, "headers too slowly",
             s.writes(s.OK, b"A: b\r\n", pause=0.1, forever=True)),
            ("body that drips", SLOW, "too slowly",
             s.writes(s.headers(), b" ", pause=0.1, forever=True)),
            ("body below the rate", SLOW, "too slowly",
             s.writes(answer(b"", length=90_000), b" " * 50, pause=0.1, forever=True)),
            ("chunks that drip", SLOW, "too slowly",
             s.writes(s.chunked(), s.chunk(b" "), pause=0.1, forever=True)),
            ("packed that drips", SLOW, "too slowly",
             s.writes(s.packed(b"", "gzip").replace(b"Content-Length: 0\r\n", b""),
                      gzip.compress(b" ") , pause=0.1, forever=True)),
            ("body for ever above the rate", SLOW, "in time",
             s.writes(s.headers(), b" " * 999, pause=0.1, forever=True)),
            ("redirects that dawdle", SLOW, "in time",
             s.chain(99, redirect, pause=0.7)),
            ("interim answers that drip", SLOW, "headers too slowly",
             s.writes(b"HTTP/1.1 102 Wait\r\n\r\n", pause=0.1, forever=True)),
        )
    ),
)
# fmt: on
