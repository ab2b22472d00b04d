"""What ``try summary``, ``topic``, ``digest-times`` and ``url`` answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contract.commands import Record, jsonl, run

ARTICLE = (
    "The harbour of Marlow opened again on Monday after a winter of repairs. "
    "Fishermen and merchants stood on the quay before sunrise to watch the first boats leave.\n\n"
    "The council had closed the basin in November, when a storm broke the northern wall. "
    "Engineers said that the new wall would stand for at least a hundred years. "
    "The mayor thanked the crews, who had worked through snow and high water.\n\n"
    "Ferries to the islands start on Friday, and the market returns a week later. 🚀"
)
FIRST = "The harbour of Marlow opened again on Monday after a winter of repairs."


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def answers(tmp_path: Path, *words: str, records: list[Record], **settings: str) -> list[Record]:
    done = run("try", *words, cwd=tmp_path, stdin=jsonl(records), settings=settings)
    assert done.code == 0, done.err
    assert len(done.records) == len(records)
    return done.records


# -- summary


@pytest.mark.parametrize(
    ("options", "least", "most"),
    [((), 3, 3), (("--sentences", "500"), 6, 7)],
    ids=str,
)
def test_a_summary_s_sentences(
    tmp_path: Path, options: tuple[str, ...], least: int, most: int
) -> None:
    """Whole sentences of the text, in its order, as many as asked for where it has them."""
    records: list[Record] = [
        {"id": 1, "title": "Harbour opens", "text": ARTICLE, "lang": "en"},
        {"id": 2, "title": None, "text": ARTICLE, "lang": None},
        {"id": 3, "text": ARTICLE},
        {"id": 4, "title": "t", "text": "", "lang": "en"},
        {"id": 5, "title": "t", "text": FIRST, "lang": "en"},
        {"id": 6, "title": "t", "text": ARTICLE, "lang": "no such language"},
    ]
    got = answers(tmp_path, "summary", *options, records=records)
    for record in got[:3] + got[5:]:
        sentences = record["sentences"]
        assert least <= len(sentences) <= most
        places = [" ".join(ARTICLE.split()).index(sentence) for sentence in sentences]
        assert places == sorted(places)
    assert got[3]["sentences"] == []
    assert got[4]["sentences"] == [FIRST]


@pytest.mark.parametrize("room", [0, units(FIRST), 200])
def test_a_summary_s_room(tmp_path: Path, room: int) -> None:
    records: list[Record] = [{"id": 1, "title": None, "text": ARTICLE, "lang": "en"}]
    (record,) = answers(tmp_path, "summary", "--chars", str(room), records=records)
    sentences = record["sentences"]
    assert units(" ".join(sentences)) <= room
    assert all(" ".join(ARTICLE.split()).count(sentence) == 1 for sentence in sentences)
    if room >= units(FIRST):
        assert sentences


# -- topics

STORY = {
    "title": "Syrian talks resume in Marlow", "lang": "en", "source": "Levant Post",
    "text": "Bashar al-Assad met envoys from Iraq. The price of oil rose. Café owners rejoiced.",
}  # fmt: skip
MATCHING: list[tuple[str, bool]] = [
    ("Syria", True), ("syria", True), ("SYRIA", True), ("Syrians", True), ("Syr", False),
    ('"Bashar al-Assad"', True), ('"al-Assad Bashar"', False), ("Syria OR Lebanon", True),
    ("Lebanon OR Chad", False), ("Syria -football", True), ("Syria -oil", False),
    ("(oil OR gas) Iraq", True), ("(coal OR gas) Iraq", False), ("cafe", True),
    ("title:Syria", True), ("title:oil", False), ('source:"Levant Post"', True), ("lang:en", True),
    ("lang:ar", False), ("rejoic*", True), ("Syria Lebanon", False), ("il", False),
]  # fmt: skip
MALFORMED = ["", "   ", "(", "(Syria", '"Syria', "-", "OR", "*", "Syria OR", "-football", "title:"]


def test_topics(tmp_path: Path) -> None:
    records = [{"id": topic, "topic": topic, **STORY} for topic, _ in MATCHING]
    got = answers(tmp_path, "topic", records=records)
    assert {r["id"]: r["match"] for r in got} == dict(MATCHING)
    for record in got:
        assert record["error"] is None
        assert isinstance(record["words"], list)
        assert not record["words"] or record["match"]
    assert got[0]["words"] == ["Syrian"]


def test_malformed_topics(tmp_path: Path) -> None:
    """Each is either understood or answered with its error; the lines after it are answered."""
    records = [{"id": n, "topic": topic, **STORY} for n, topic in enumerate(MALFORMED)]
    records += [{"id": "good", "topic": "Syria", **STORY}]
    *bad, good = answers(tmp_path, "topic", records=records)
    assert good["match"] is True
    for record in bad:
        assert (record["match"], record["words"]) == (False, []) or record["error"] is None
    assert [n["id"] for n in bad if n["error"]][:3] == [0, 1, 2]


def test_languages_of_the_chat(tmp_path: Path) -> None:
    """A country's name reaches its names in the languages that the chat reads."""
    arabic = {"title": "محادثات سوريا تُستأنف", "text": "", "lang": "ar", "source": "x"}
    records = [
        {"id": 1, "topic": "Syria", "languages": ["en", "ar"], **arabic},
        {"id": 2, "topic": "سوريا", **arabic},
        {"id": 3, "topic": "Сирия", "title": "В Сирии", "languages": ["ru"], "lang": "ru"},
        {"id": 4, "topic": "Syria", "title": "Syria", "languages": None},
        {"id": 5, "topic": "Syria", "title": "Syria", "languages": []},
        {"id": 6, "topic": "Syria", "title": "Syria", "languages": "en"},
    ]
    got = answers(tmp_path, "topic", records=records)
    assert [record["match"] for record in got[:5]] == [True] * 5
    assert got[5]["error"]


# -- digest times

TIMES = [
    # zone, time, days, after, times
    ("Europe/Berlin", "02:30", None, "2026-03-28T12:00:00Z",
     ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]),  # in the gap
    ("Europe/Berlin", "02:00", None, "2026-03-28T12:00:00Z",
     ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"]),  # at the gap's beginning
    ("Europe/Berlin", "03:00", None, "2026-03-28T12:00:00Z",
     ["2026-03-29T01:00:00Z", "2026-03-30T01:00:00Z"]),  # at its end
    ("Europe/Berlin", "02:30", None, "2026-10-24T12:00:00Z",
     ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]),  # comes twice: the first
    ("Europe/Berlin", "02:30", None, "2026-10-25T00:30:00Z",
     ["2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z"]),  # strictly later; no second one
    ("America/New_York", "02:30", ["sun"], "2026-03-01T12:00:00Z",
     ["2026-03-08T07:00:00Z", "2026-03-15T06:30:00Z"]),
    ("Australia/Lord_Howe", "02:15", None, "2026-10-03T00:00:00Z",
     ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"]),  # half an hour's gap
    ("Africa/Cairo", "00:15", None, "2026-04-23T12:00:00Z",
     ["2026-04-23T22:00:00Z", "2026-04-24T21:15:00Z"]),  # a gap at midnight
    ("Asia/Kathmandu", "08:00", None, "2026-01-01T00:00:00Z",
     ["2026-01-01T02:15:00Z", "2026-01-02T02:15:00Z"]),
    ("Pacific/Apia", "08:00", None, "2011-12-29T20:00:00Z",
     ["2011-12-30T10:00:00Z", "2011-12-30T18:00:00Z"]),  # a day that never was
    ("UTC", "00:00", None, "2026-12-31T23:59:59Z",
     ["2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z"]),
    ("UTC", "08:00", ["mon", "thu"], "2026-06-17T08:00:00Z",
     ["2026-06-18T08:00:00Z", "2026-06-22T08:00:00Z"]),
    ("UTC", "08:00", ["thu", "mon", "thu"], "2026-06-18T10:00:00+02:00",
     ["2026-06-22T08:00:00Z", "2026-06-25T08:00:00Z"]),
    ("UTC", "23:59", None, "2028-02-28T23:59:00Z",
     ["2028-02-29T23:59:00Z", "2028-03-01T23:59:00Z"]),
]  # fmt: skip
BAD_TIMES: list[Record] = [
    {"zone": "Mars/Olympus"}, {"zone": "../UTC"}, {"zone": None}, {"time": "25:00"},
    {"time": "8 o'clock"}, {"time": None}, {"days": ["someday"]}, {"days": "mon"}, {"count": -1},
    {"count": "2"}, {"count": None}, {"after": "yesterday"}, {"after": None}, {"after": 5},
    {"after": "9999-12-31T23:59:59Z", "zone": "Asia/Tokyo"}, {"time": "٠٨:٠٠"}, {"count": True},
]  # fmt: skip


def test_digest_times(tmp_path: Path) -> None:
    keys = ("zone", "time", "days", "after")
    records = [
        {"id": n, "count": 2, **dict(zip(keys, row, strict=False))} for n, row in enumerate(TIMES)
    ]
    got = answers(tmp_path, "digest-times", records=records)
    assert [record["times"] for record in got] == [row[-1] for row in TIMES]


def test_bad_digest_times(tmp_path: Path) -> None:
    good = {"zone": "UTC", "time": "08:00", "days": None, "after": "2026-01-01T00:00:00Z"}
    records = [{"id": n, **good, "count": 2, **bad} for n, bad in enumerate(BAD_TIMES)]
    records += [{"id": "none", **good, "count": 0}, {"id": "many", **good, "count": 800}]
    *bad, none, many = answers(tmp_path, "digest-times", records=records)
    assert [record["id"] for record in bad if not record["error"]] == []
    assert none["times"] == []
    assert len(many["times"]) == 800
    assert many["times"] == sorted(set(many["times"]))


# -- addresses

REFUSED = [
    "http://127.1/", "http://0x7f.1/", "http://2130706433/", "http://0177.0.0.1/", "http://0/",
    "http://127.0.0.1./", "http://localhost/", "http://localhost./", "http://LOCALHOST/",
    "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
    "http://[fd00::1]/", "http://[fe80::1]/", "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/",
    "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data", "http://224.0.0.1/",
    "http://255.255.255.255/", "http://192.0.2.1/", "http://１２７.０.０.１/", "http://127。0。0。1/",
    "http://ⓛocalhost/", "http://user:pass@1.1.1.1/", "http://user@1.1.1.1/", "http://@1.1.1.1/",
    "http://1.1.1.1@127.0.0.1/", "http://127.0.0.1%2f@1.1.1.1/", "http://1.1.1.1\\@127.0.0.1/",
    "http://1.1.1.1:8080/", "http://1.1.1.1:22/", "http://1.1.1.1:0/", "http://1.1.1.1:99999/",
    "http://1.1.1.1:x/", "ftp://1.1.1.1/", "file:///etc/passwd", "gopher://1.1.1.1/",
    "javascript:alert(1)", "//1.1.1.1/", "1.1.1.1", "", " ", "http://", "http:///x", "https://[::1",
    "http://no-such-host.invalid/", "http://bücher.invalid/", "http://a b.invalid/",
    "http://256.1.1.1/", "http://4294967296/", "http://" + "a" * 300 + ".invalid/", "http://\x00/",
]  # fmt: skip
ALLOWED = [
    "http://1.1.1.1/", "https://1.1.1.1", "HTTP://1.1.1.1/x?y=z#f", "http://1.1.1.1:80/",
    "http://1.1.1.1:443/", "https://1.1.1.1:443/", "https://1.1.1.1:80/", "http://1.1.1.1./",
    "http://[2606:4700:4700::1111]/", "http://8.8.8.8#@127.0.0.1/", "http://16843009/",
]  # fmt: skip


def test_addresses(tmp_path: Path) -> None:
    records = [{"id": url, "url": url} for url in REFUSED + ALLOWED]
    got = {record["id"]: record for record in answers(tmp_path, "url", records=records)}
    assert [url for url in REFUSED if got[url]["allowed"] is not False] == []
    assert [url for url in ALLOWED if got[url]["allowed"] is not True] == []
    assert [url for url in REFUSED if not got[url]["reason"].strip()] == []


def test_exceptions(tmp_path: Path) -> None:
    urls = {
        "http://127.0.0.1:9001/feed": True, "http://127.0.0.1:9002/": False,
        "http://127.0.0.1/": False, "http://localhost:9003/": True,
        "http://u@127.0.0.1:9001/": False, "ftp://127.0.0.1:9001/": False,
    }  # fmt: skip
    records = [{"id": url, "url": url} for url in urls]
    hosts = "127.0.0.1:9001, localhost:9003"
    got = answers(tmp_path, "url", records=records, ALLOW_PRIVATE_HOSTS=hosts)
    assert {record["id"]: record["allowed"] for record in got} == urls


def test_wrong_exceptions_allow_nothing(tmp_path: Path) -> None:
    records: list[Record] = [{"id": 1, "url": "http://127.0.0.1:9001/"}]
    (got,) = answers(tmp_path, "url", records=records, ALLOW_PRIVATE_HOSTS="intranet")
    assert got["allowed"] is False
