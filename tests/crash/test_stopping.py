"""SIGTERM: processes end within ten seconds, whatever hangs; nothing is lost or comes twice."""

from __future__ import annotations

import signal
import socket
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.crash.judging import judged
from tests.crash.law import Verdict
from tests.crash.plan import Database, Plan
from tests.crash.scene import Stage
from tests.crash.staging import staged
from tests.world.processes import wait_for

AT_MOST = 10.0
"""Seconds within which a process ends."""
CHATS = 100
"""More than are at hand at a time."""


def plan(database: Database) -> Plan:
    return Plan(database, seed=1, chats=CHATS, bots=1, workers=2)


def publish(stage: Stage, cards: int = 8) -> None:
    """Publish a story, and wait until some of its cards have come."""
    before = len(stage.record.came)
    stage.people.publish()
    wait_for(lambda: len(stage.record.came) >= before + cards, 30, "the first cards")


def stop(stage: Stage, *names: str) -> float:
    """Ask processes to stop; return after how many seconds the last has, and well."""
    began = time.monotonic()
    processes = [stage.fleet[name] for name in names]
    for process in processes:
        process.ask(signal.SIGTERM)
    assert [process.wait() for process in processes] == [0] * len(processes)
    return time.monotonic() - began


def go_on(stage: Stage, *names: str) -> Verdict:
    """Start processes again; judge what has come once everything has."""
    for name in names:
        stage.fleet[name].start()
    return outcome(stage)


def outcome(stage: Stage) -> Verdict:
    """Judge what has come once everything has."""
    wait_for(lambda: stage.record.came.issuperset(stage.people.cards), 100, "all cards")
    return judged(stage, Counter(), 0.0).cards


@pytest.mark.timeout(300)
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_stops_whatever_hangs(tmp_path: Path, database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as stack:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        stage = stack.enter_context(staged(plan(database), tmp_path, host))
        everybody = stage.fleet.up
        publish(stage)
        assert stop(stage, everybody[-1]) < AT_MOST
        if database == "sqlite":  # else another one goes on
            assert len(stage.record.came) < CHATS
            stage.fleet[everybody[-1]].start()
        verdict = outcome(stage)
        assert (verdict.arrived, verdict.copies) == (CHATS, CHATS)

        working = [name for name in everybody if stage.fleet[name].running]
        # a feed hangs, Telegram hangs, and PostgreSQL goes away
        stage.fleet[everybody[0]].command("feeds", "add", "--unchecked", f"http://{host}/feed")
        stage.weather.hang(CHATS)
        stage.people.publish()
        silent.settimeout(30)
        with silent.accept()[0]:
            wait_for(lambda: stage.record.open, 30, "a card that hangs")
            stage.stop_database()
            assert stop(stage, *working) < AT_MOST
        stage.start_database()
        stage.weather.clear()
        verdict = go_on(stage, *everybody)
        assert (verdict.arrived, verdict.copies) == (2 * CHATS, 2 * CHATS)
