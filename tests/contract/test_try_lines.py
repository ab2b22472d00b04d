"""What every ``storywire try`` command that reads lines has in common."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.contract.commands import Done, refused, run

GOOD: dict[str, dict[str, Any]] = {
    "summary": {"title": "t", "text": "The harbour opened again on Monday morning.", "lang": "en"},
    "topic": {"topic": "Syria", "title": "Syria", "text": "", "lang": "en", "source": "Desk"},
    "events": {"title": "Harbour opens", "text": None, "lang": "en", "published": None},
    "digest-times": {
        "zone": "UTC", "time": "08:00", "days": None, "after": "2026-01-01T00:00:00Z", "count": 1,
    },
    "url": {"url": "http://127.0.0.1/"},
    "card": {"code": 5, "title": "Harbour opens", "link": "https://news.example.org/1"},
}  # fmt: skip
KEYS = {
    "summary": ["id", "sentences"],
    "topic": ["id", "match", "words", "error"],
    "events": ["id", "event"],
    "digest-times": ["id", "times"],
    "url": ["id", "allowed", "reason"],
    "card": ["id", "html", "text", "units", "qr_png_base64", "buttons"],
}
ECHOED = [
    0, -1, "", "a", None, True, False, 1.5, 1.0, [], {}, [1, {"a": None}], {"b": [[]]},
    123456789012345678901234567890, "س", "\ud800", "🚀", "\u2028", 'quo"te\n',
]  # fmt: skip
WRONG = [
    b"{broken", b"[1]", b'"text"', b"null", b"5", b'{"id": NaN}', b'{"id": "\xff"}',
    b"[" * 50_000, b'{"id": 1e999}',
]  # fmt: skip
BOM = b"\xef\xbb\xbf"


def lines(name: str) -> bytes:
    """Return good lines with every id, then wrong lines, blank ones, a huge one and a last one."""
    good = [json.dumps({"id": each, **GOOD[name]}).encode() for each in ECHOED]
    rest = [json.dumps(GOOD[name]).encode(), *WRONG]
    mistyped = json.dumps({"id": "mistyped", **{key: [{}] for key in GOOD[name]}}).encode()
    huge = json.dumps({"id": "huge", **GOOD[name], "extra": "x" * 1_000_000}).encode()
    last = json.dumps({"id": "last", **GOOD[name]}).encode()
    end = b"\n".join([*rest, mistyped, huge, last])  # and no line end after it
    return BOM + b"\r\n".join(good) + b"\n\r\n  \t \n" + end


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """Every command on the same trouble, in a read-only folder beside a bad .env."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / ".env").write_bytes(b"POLL_SECONDS=often\nDATABASE_URL=mysql://x\nPORT=0\n\xff\n")
    folder.chmod(0o555)
    with ThreadPoolExecutor(2) as pool:
        runs = {n: pool.submit(run, "try", n, cwd=folder, stdin=lines(n)) for n in GOOD}
        found = {name: each.result() for name, each in runs.items()}
    assert [path.name for path in folder.iterdir()] == [".env"], "nothing is made"
    return found


@pytest.fixture(params=GOOD)
def name(request: pytest.FixtureRequest) -> str:
    command: str = request.param
    return command


def test_every_line_is_answered_in_order(done: dict[str, Done], name: str) -> None:
    assert done[name].code == 0
    ids = [record["id"] for record in done[name].records]
    expected = [*ECHOED, None, *[None] * len(WRONG), "mistyped", "huge", "last"]
    assert json.dumps(ids) == json.dumps(expected)  # which knows 1 from 1.0 and True


def test_good_lines_have_the_contract_s_keys(done: dict[str, Done], name: str) -> None:
    good = done[name].records[: len(ECHOED) + 1] + done[name].records[-2:]
    for record in good:
        assert list(record) == KEYS[name]
        assert record.get("error") is None
        assert {k: v for k, v in record.items() if k != "id"} == {
            k: v for k, v in good[0].items() if k != "id"
        }


def test_a_bad_line_says_its_error(done: dict[str, Done], name: str) -> None:
    bad = done[name].records[len(ECHOED) + 1 : -2]
    assert len(bad) == len(WRONG) + 1
    for record in bad:
        assert isinstance(record["error"], str)
        assert record["error"].strip()
        assert set(record) == {*KEYS[name], "error"}


def test_no_line_breaks_the_code(done: dict[str, Done], name: str) -> None:
    assert "Traceback" not in done[name].err


@pytest.mark.parametrize("stdin", [b"", BOM + b"\n\n"], ids=["nothing", "blank"])
def test_no_lines_no_answers(tmp_path: Path, stdin: bytes) -> None:
    done = run("try", "url", cwd=tmp_path, stdin=stdin)
    assert (done.code, done.out) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("summary", "--sentences", "x"), ("card", "--zone", "Mars/X")])
def test_a_wrong_option(tmp_path: Path, words: tuple[str, ...]) -> None:
    done = run("try", *words, cwd=tmp_path)
    refused(done, words[1])
    assert done.out == ""
