"""The guard: which addresses may be fetched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.web.addresses import is_public
from bot.feeds.web.guard import Exceptions, verdict

PUBLIC = "93.184.216.34"


def public(_host: str, _port: int) -> list[str]:
    return [PUBLIC]


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://news.example.org/feed", True),
        ("https://news.example.org:443/feed?x=1#top", True),
        ("HTTPS://News.Example.ORG./", True),
        ("http://news.example.org:80", True),
        ("https://müller.example.org/", True),
        ("http://8.8.8.8/", True),
        ("http://[2606:4700::1111]/", True),
        ("  http://news.example.org/a b  ", True),
        ("ftp://news.example.org/", False),
        ("file:///etc/passwd", False),
        ("gopher://news.example.org/", False),
        ("javascript:alert(1)", False),
        ("//news.example.org/", False),
        ("news.example.org", False),
        ("", False),
        ("http://", False),
        ("http:///path", False),
        ("http://news.example.org:8080/", False),
        ("http://news.example.org:22/", False),
        ("http://news.example.org:0/", False),
        ("http://news.example.org:99999/", False),
        ("http://news.example.org:x/", False),
        ("http://user@news.example.org/", False),
        ("http://user:pass@news.example.org/", False),
        ("http://@news.example.org/", False),
        ("http://news.example.org\\@127.0.0.1/", False),
        ("http://127.0.0.1\\.example.org/", False),
        ("http://news.example.org%2f@127.0.0.1/", False),
        ("http://%31%32%37.0.0.1/", False),
        ("http://news example.org/", False),
        ("http://news.example.org\t.evil/", False),
        ("http://-.example.org/", False),
        ("http://" + "a" * 300 + ".example.org/", False),
        ("http://news.example.org/" + "a" * 5000, False),
        ("http://127.0.0.1/", False),
        ("http://127.1/", False),
        ("http://0x7f.1/", False),
        ("http://0177.0.0.1/", False),
        ("http://2130706433/", False),
        ("http://0x7f000001/", False),
        ("http://127.0.0.1./", False),
        ("http://127.0.0.256/", False),
        ("http://1.2.3.4.5/", False),
        ("http://１２７.０.０.１/", False),
        ("http://127。0。0。1/", False),
        ("http://0/", False),
        ("http://0.0.0.0/", False),
        ("http://10.1.2.3/", False),
        ("http://172.16.0.1/", False),
        ("http://192.168.1.1/", False),
        ("http://169.254.169.254/latest/meta-data/", False),
        ("http://100.64.0.1/", False),
        ("http://198.18.0.1/", False),
        ("http://192.0.2.1/", False),
        ("http://224.0.0.1/", False),
        ("http://255.255.255.255/", False),
        ("http://[::1]/", False),
        ("http://[::]/", False),
        ("http://[::ffff:127.0.0.1]/", False),
        ("http://[::ffff:7f00:1]/", False),
        ("http://[::127.0.0.1]/", False),
        ("http://[64:ff9b::7f00:1]/", False),
        ("http://[64:ff9b:1::1]/", False),
        ("http://[2002:7f00:1::]/", False),
        ("http://[2001:0:1::1]/", False),
        ("http://[2001:db8::1]/", False),
        ("http://[fd00::1]/", False),
        ("http://[fe80::1]/", False),
        ("http://[fe80::1%25eth0]/", False),
        ("http://[fec0::1]/", False),
        ("http://[ff02::1]/", False),
        ("http://[::1/", False),
        ("http://[nonsense]/", False),
        ("http://168.63.129.16/", False),
        ("http://100.100.100.200/latest/meta-data/", False),
        ("http://192.0.0.192/", False),
        ("http://[fd00:ec2::254]/", False),
        ("http://[2606:4700::5efe:10.0.0.1]/", False),
        ("http://[2002:5db8:d822::1]/", True),
        ("http://localhost/", False),
        ("http://LOCALHOST./", False),
        ("http://a.localhost/", False),
        ("http://printer.local/", False),
        ("http://metadata.google.internal/", False),
        ("http://router.home.arpa/", False),
        ("http://localhost.example.org/", True),
        ("http://internal.example.org/", True),
        ("http://news.example.org../", False),
        ("http://.example.org/", False),
        ("http://news.example.org:/", True),
        ("http://news.example.org:0080/", True),
        ("http://news.example.org:443/", True),
        ("http://news.example.org:+80/", False),
        ("http://0x/", False),
        ("http://09.1.1.1/", False),
        ("http://0x7f.0.0.0x1/", False),
        ("http://4294967296/", False),
        ("http://" + "9" * 400 + "/", False),
        ("http://[::ffff:0:127.0.0.1]/", False),
        ("http://[0:0:0:0:0:ffff:a00:1]/", False),
        ("http://[fe80::1%eth0]/", False),
        ("http:\\\\127.0.0.1/", False),
        ("http:/127.0.0.1/", False),
        ("http:127.0.0.1", False),
        ("http://ⓔxample.org/", True),
        ("http://xn--mller-kva.example.org/", True),
        ("http://news。example。org/", True),
        ("http://news.example.org/caf\u00e9?q=\ud800", True),
        ("http://\ud800.example.org/", False),
        ("http://\u202enews.example.org/", False),
        ("http://news.example.org\r\nHost: 127.0.0.1/", False),
        ("http://news.example.org#@127.0.0.1/", True),
        ("http://news.example.org?@127.0.0.1/", True),
        ("feed://news.example.org/", False),
        ("data:text/html,x", False),
        ("view-source:http://news.example.org/", False),
    ],
    ids=lambda value: str(value)[:50],
)
def test_address(url: str, *, allowed: bool) -> None:
    got = verdict(url, resolver=public)
    assert (got.allowed, bool(got.reason)) == (allowed, True)


@pytest.mark.parametrize(
    ("addresses", "allowed"),
    [
        ([PUBLIC], True),
        ([PUBLIC, "2606:4700::1111"], True),
        ([PUBLIC, "127.0.0.1"], False),
        (["64:ff9b::5db8:d822"], True),
        (["fe80::1%eth0"], False),
        (["not an address"], False),
        ([], False),
    ],
    ids=str,
)
def test_every_address_of_a_name_must_be_public(addresses: list[str], *, allowed: bool) -> None:
    assert verdict("http://news.example.org/", resolver=lambda *_: addresses).allowed is allowed


def test_an_unknown_name_is_refused_with_the_reason() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("unknown")

    got = verdict("http://nowhere.example.org/", resolver=unknown)
    assert not got.allowed
    assert "nowhere.example.org" in got.reason


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://127.0.0.1:8080/feed", True),
        ("http://127.1:8080/feed", True),
        ("https://127.0.0.1:8080/feed", True),
        ("http://[::1]:9000/", True),
        ("http://LOCALHOST:81/", True),
        ("http://127.0.0.1/feed", False),
        ("http://127.0.0.1:8081/feed", False),
        ("http://127.0.0.2:8080/feed", False),
        ("http://rebound.example.org:8080/", False),
        ("http://user@127.0.0.1:8080/feed", False),
    ],
)
def test_exceptions_are_for_their_host_and_port_only(url: str, *, allowed: bool) -> None:
    exceptions = ["127.0.0.1:8080", "[::1]:9000", "localhost:81"]
    got = verdict(url, exceptions, resolver=lambda *_: ["127.0.0.1"])
    assert got.allowed is allowed


def test_exceptions_are_told_by_text_as_well() -> None:
    exceptions = Exceptions(["127.0.0.1:8080"])
    assert "127.0.0.1:8080" in exceptions
    assert "127.0.0.1:8081" not in exceptions
    assert "nonsense" not in exceptions


@given(st.text(max_size=60))
def test_no_text_breaks_the_guard(text: str) -> None:
    verdict(text, resolver=public)
    verdict(f"http://{text}/", resolver=public)


@given(st.ip_addresses(v=4).filter(lambda ip: not ip.is_global))
def test_no_address_that_python_calls_private_passes(ip: object) -> None:
    assert not is_public(str(ip))
    assert not is_public(f"::ffff:{ip}")


@pytest.mark.parametrize(
    "url",
    [
        "http://ann:secret@news.example.org/",
        "ftp://ann:secret@news.example.org/",
        "ann:secret@news.example.org",
        "http://ann:se/secret@news.example.org/",
        "http://ann:secret@@news.example.org:x/",
        "//ann:secret@news.example.org/",
        "http:/ann:secret@news.example.org/",
    ],
)
def test_no_reason_shows_credentials(url: str) -> None:
    got = verdict(url, resolver=public)
    assert not got.allowed
    assert "secret" not in got.reason


def test_every_refusal_says_what_to_do() -> None:
    for url in ("nonsense", "http://10.0.0.1/", "http://a.local/", "http://a.example.org:81/"):
        reason = verdict(url, resolver=public).reason
        assert "Write it in full" in reason or "ALLOW_PRIVATE_HOSTS" in reason
