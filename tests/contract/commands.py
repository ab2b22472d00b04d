"""Runs ``storywire`` commands as a stranger would, and reads what they print."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from tests.world.starting import Streams, start

Record = dict[str, Any]
ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    """Standard output, which must be UTF-8."""
    err: str

    @property
    def records(self) -> list[Record]:
        """The lines of standard output, each strict JSON and an object."""
        found = [json.loads(line, parse_constant=refuse) for line in self.out.splitlines()]
        assert all(isinstance(record, dict) for record in found)
        return found

    @property
    def record(self) -> Record:
        """The only line of standard output."""
        (record,) = self.records
        return record


def refuse(name: str) -> None:
    """Refuse what JSON has not."""
    raise AssertionError(f"{name} is not JSON")


def bare(**settings: str) -> dict[str, str]:
    """Return an environment with these settings of Storywire and no others."""
    ours = ("TELEGRAM_", "STORYWIRE_DATA", "DATABASE_URL", "ADMIN_IDS", "PUBLIC_URL", "WEBHOOK_",
            "POLL_", "ALLOW_", "LOG_", "METRICS_", "PORT", "COVERAGE")  # fmt: skip
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def run(
    *words: str, cwd: Path, stdin: bytes = b"", settings: Mapping[str, str] | None = None
) -> Done:
    """Run ``storywire`` with these words; return how it ended."""
    environment = bare(**settings or {})
    fresh = any(name.startswith("PYTHON") for name in settings or {})  # is for the interpreter
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        streams = Streams(given, out, err)
        process = start(*words, cwd=cwd, environment=environment, streams=streams, fresh=fresh)
        code = process.wait(60)
        out.seek(0)
        err.seek(0)
        return Done(code, out.read().decode(), err.read().decode(errors="replace"))


def jsonl(records: Iterable[object]) -> bytes:
    """Return records as lines of JSON."""
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def refused(done: Done, *parts: str) -> None:
    """Check that a command failed with lines for a reader: no traceback, each part named."""
    assert done.code != 0, done
    assert "Traceback" not in done.err
    assert done.err.strip(), "the fault is said"
    for part in parts:
        assert part in done.err, (part, done.err)
