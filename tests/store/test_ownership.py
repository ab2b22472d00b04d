from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.domain.errors import DatabaseError
from bot.store import own
from tests.store.processes import answer, go, start

OWNER = """
import sys
from bot.store import own
held = own(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
"""

# its child lives on, as a worker process does whose parent was killed
PARENT = """
import os, sys, time
from bot.store import own
held = own(sys.argv[1])
child = os.fork()
if child == 0:
    os.close(1)
    sys.stdin.readline()
    os._exit(0)
print("ready", child, flush=True)
time.sleep(60)
"""


def test_a_database_has_one_owner(database_url: str) -> None:
    taken = pytest.raises(DatabaseError, match=rf"{os.getpid()}\b.*Stop it first")
    with own(database_url), taken:
        own(database_url)
    own(database_url).release()


def test_the_owner_in_another_process_is_named(database_url: str) -> None:
    owner = start(OWNER, database_url)
    try:
        assert answer(owner) == "ready"
        with pytest.raises(DatabaseError, match=rf"{owner.pid}\b"):
            own(database_url)
        go(owner)
        assert owner.wait() == 0
        own(database_url).release()
    finally:
        owner.kill()
        owner.wait()


def test_a_killed_owner_frees_the_database(sqlite_url: str) -> None:
    owner = start(OWNER, sqlite_url)
    assert answer(owner) == "ready"
    owner.kill()
    owner.wait()
    own(sqlite_url).release()


def test_a_child_that_outlives_the_owner_does_not_keep_the_lock(sqlite_url: str) -> None:
    owner = start(PARENT, sqlite_url)
    said, child = answer(owner).split()
    assert said == "ready"
    owner.kill()
    owner.wait()
    try:
        own(sqlite_url).release()
        os.kill(int(child), 0)  # it is still there
    finally:
        go(owner)


def test_a_released_lock_is_released_once(sqlite_url: str) -> None:
    """The second time must not close a file that got the same number meanwhile."""
    held = own(sqlite_url)
    held.release()
    with own(sqlite_url):
        held.release()
        with pytest.raises(DatabaseError):
            own(sqlite_url)


def test_a_folder_that_cannot_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatabaseError, match=r"STORYWIRE_DATA or DATABASE_URL"):
        own(f"sqlite:///{tmp_path}/file/storywire.db")


def test_a_server_that_does_not_answer_is_named() -> None:
    with pytest.raises(DatabaseError, match=r"news on 127\.0\.0\.1.*DATABASE_URL") as fault:
        own("postgresql://user:secret@127.0.0.1:1/news")
    assert "secret" not in str(fault.value)
