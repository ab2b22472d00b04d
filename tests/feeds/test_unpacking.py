"""Bodies unpacked within bounds."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import FetchFailed, FetchTooLarge
from bot.feeds.web.unpacking import Unpacker, unpack_gzip


def unpack(data: bytes, encoding: str, step: int, limit: int = 10_000_000) -> bytes:
    unpacker = Unpacker(encoding, limit, "host")
    parts = (data[at : at + step] for at in range(0, len(data), step))
    return b"".join(piece for part in parts for piece in unpacker.feed(part)) + unpacker.end()


@given(
    st.binary(max_size=5000).filter(lambda data: data[:2] != b"\x1f\x8b"),
    st.integers(1, 700),
    st.sampled_from(["gzip", "zlib", "raw"]),
)
def test_what_was_packed_comes_back(data: bytes, step: int, kind: str) -> None:
    packed = {
        "gzip": gzip.compress(data),
        "zlib": zlib.compress(data),
        "raw": zlib.compress(data)[2:-4],
    }[kind]
    assert unpack(packed, "gzip" if kind == "gzip" else "deflate", step) == data


def test_large_runs_come_whole() -> None:
    data = b"\0" * 3_000_000
    assert unpack(gzip.compress(data), "gzip", 1000) == data


def test_a_bomb_stops_at_its_limit() -> None:
    bomb = gzip.compress(b"\0" * 100_000_000)
    pieces: list[bytes] = []
    with pytest.raises(FetchTooLarge):
        pieces.extend(Unpacker("gzip", 1_000_000, "host").feed(bomb))
    assert sum(map(len, pieces)) <= 1_000_000


def test_a_bomb_of_many_members_stops_too() -> None:
    with pytest.raises(FetchTooLarge):
        unpack(gzip.compress(b"\0" * 10_000) * 1000, "gzip", 4096, limit=1_000_000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "compress", "gzip, gzip", "gzip,br", "x" * 900])
def test_other_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(FetchFailed):
        Unpacker(encoding, 100, "host")


@given(st.binary(max_size=300))
def test_noise_unpacks_or_fails_by_name(data: bytes) -> None:
    for encoding in ("gzip", "deflate"):
        with suppress(FetchFailed):
            unpack(data, encoding, 50)


def test_a_gzip_file() -> None:
    assert unpack_gzip(gzip.compress(b"page"), 100) == b"page"
    with pytest.raises(FetchTooLarge):
        unpack_gzip(gzip.compress(b"\0" * 1000), 100)


@pytest.mark.parametrize("step", [1, 2, 1000])
@pytest.mark.parametrize(
    ("encoding", "data", "comes"),
    [
        ("", gzip.compress(b"<rss/>"), b"<rss/>"),
        ("gzip", b"<rss/>", b"<rss/>"),
        ("UTF-8", b"<rss/>", b"<rss/>"),
        ("deflate", gzip.compress(b"<rss/>"), b"<rss/>"),
        ("gzip", gzip.compress(b"<rss/>") + b"waste", b"<rss/>"),
        ("identity", b"x", b"x"),
        ("gzip", b"", b""),
    ],
    ids=["unsaid", "a lie", "a charset", "another's name", "waste behind", "one byte", "nothing"],
)
def test_the_first_bytes_overrule_the_header(
    encoding: str, data: bytes, comes: bytes, step: int
) -> None:
    assert unpack(data, encoding, step) == comes


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (gzip.compress(b"<rss/>" * 99)[:-9], "breaks off"),
        (gzip.compress(gzip.compress(b"<rss/>")), "twice"),
        (b"\x1f\x8bnothing", "damaged"),
        (b"\x00\x01\x02\x03", "damaged"),
    ],
    ids=["cut", "twice", "damaged", "no text"],
)
def test_packed_bodies_that_cannot_be_read(data: bytes, says: str) -> None:
    with pytest.raises(FetchFailed, match=says):
        unpack(data, "gzip", 100)
