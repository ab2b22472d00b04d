"""Starting with something wrong, and the commands on the database: one clear line each."""

from __future__ import annotations

import signal
import socket
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest

from tests.contract.commands import Done, refused, run
from tests.world.processes import Playground, Process, free_port, wait_for

Command = Callable[..., Done]


@pytest.fixture
def command(tmp_path: Path, bare_playground: Playground) -> Command:
    """Run a command in a folder of its own, allowed to read the playground's newsroom."""
    host = bare_playground.address.removeprefix("http://")

    def command_(*words: str, stdin: bytes = b"", **settings: str) -> Done:
        given = {"STORYWIRE_DATA": "data", "ALLOW_PRIVATE_HOSTS": host, **settings}
        done = run(*words, cwd=tmp_path, stdin=stdin, settings=given)
        assert "Traceback" not in done.err, done.err
        return done

    return command_


def feed(people: Playground, source: str) -> str:
    """Publish a first story of a source; return the address of its feed."""
    people.publish(f"{source} opens", f"The desk of {source} opened on Monday.", source)
    httpx.post(f"{people.address}/bot9001:door/getUpdates", trust_env=False)  # feeds wait for a bot
    return people.feed_of(source)


# -- starting

FAULTS = {
    "POLL_SECONDS": "often", "PORT": "99999", "LOG_FORMAT": "xml", "ADMIN_IDS": "7,me",
    "ALLOW_PRIVATE_HOSTS": "intranet", "DATABASE_URL": "mysql://x/y", "TELEGRAM_API_URL": "here",
    "METRICS_PORT": "-1", "WEBHOOK_SECRET": "with space",
}  # fmt: skip


@pytest.mark.parametrize("words", [("run",), ("doctor",)], ids=" ".join)
def test_all_wrong_settings_are_said_together(command: Command, words: tuple[str, ...]) -> None:
    done = command(*words, **FAULTS)
    assert done.code != 0
    said = (done.err + done.out).splitlines()
    for name in FAULTS:
        assert sum(name in line.replace(":", " ").split()[:3] for line in said) == 1, name


def test_settings_come_from_the_file_too(command: Command, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POLL_SECONDS=0\nLOG_FORMAT=xml\n")
    refused(command("run"), "POLL_SECONDS", "LOG_FORMAT")


@pytest.mark.parametrize(
    "words", [("run",), ("run", "--playground"), ("playground",)], ids=" ".join
)
def test_a_busy_port(command: Command, words: tuple[str, ...]) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        done = command(*words, PORT=port)
    refused(done, port, "PORT")
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("token", ["", "1:x"], ids=["playground", "token"])
def test_a_folder_that_is_none(command: Command, tmp_path: Path, token: str) -> None:
    """Whoever is root may write anywhere: so a file stands in the folder's place."""
    (tmp_path / "data").write_text("a file")
    settings = {"PORT": str(free_port()), "TELEGRAM_BOT_TOKEN": token}
    done = command("run", **settings)
    refused(done, "data", "STORYWIRE_DATA")
    assert len(done.err.splitlines()) == 1


WRONG_WORDS = [
    ("nothing",), ("run", "--role", "king"), ("feeds", "add"), ("restore",), ("try", "feed"),
]  # fmt: skip


def test_wrong_words(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        for done in pool.map(lambda words: run(*words, cwd=tmp_path), WRONG_WORDS):
            refused(done)
            assert done.out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_token_is_said(command: Command, bare_playground: Playground) -> None:
    bare_playground.post("faults", method="getMe", kind="403", times=1)
    settings = {"TELEGRAM_BOT_TOKEN": "5:x", "TELEGRAM_API_URL": bare_playground.address}
    done = command("doctor", **settings)
    assert done.code != 0
    assert "token" in done.out


# -- the commands on the database


def test_feeds(command: Command, tmp_path: Path, bare_playground: Playground) -> None:
    """Add, list, check, export, remove, import: a round trip, with its duplicates and errors."""
    one, two = feed(bare_playground, "Round One"), feed(bare_playground, "Round Two")
    gone = f"{bare_playground.address}/news/round-one/none.xml"
    refused(command("feeds", "add", gone, one, "ftp://x.example.org/"), gone, "ftp://")
    again = command("feeds", "add", one, two)
    assert again.code == 0
    assert "lready" in again.out
    listed = command("feeds", "list").out
    assert (listed.count(one), listed.count(two), listed.count(gone)) == (1, 1, 0)
    assert command("feeds", "check").code == 0

    assert command("feeds", "export", "feeds.opml").code == 0
    outlines = ElementTree.fromstring((tmp_path / "feeds.opml").read_bytes()).iter("outline")
    assert {o.get("xmlUrl") for o in outlines if o.get("xmlUrl")} == {one, two}

    assert command("feeds", "remove", one, two).code == 0
    refused(command("feeds", "remove", one), one)
    assert command("feeds", "import", "feeds.opml").code == 0
    listed = command("feeds", "list").out
    assert (listed.count(one), listed.count(two)) == (1, 1)


BAD_OPML = {"missing": None, "no feeds": b"<opml><body/></opml>"}


def test_opml_that_is_none(command: Command, tmp_path: Path) -> None:
    for name, data in BAD_OPML.items():
        if data is not None:
            (tmp_path / name).write_bytes(data)
        refused(command("feeds", "import", name), name)


def test_a_copy_while_the_bot_runs(tmp_path: Path) -> None:
    """``backup`` while it runs; a second process is refused; ``restore`` brings it back."""
    port = free_port()
    process = Process("run", "--playground", data=tmp_path / "data", port=port)
    copy = tmp_path / "copy.db"
    second = {"STORYWIRE_DATA": str(tmp_path / "data"), "PORT": str(free_port())}
    with process, Playground(port) as people:
        people.wait_ready()
        people.ask(5, "/subscribe Numbats")
        assert run("backup", str(copy), cwd=tmp_path, settings=second).code == 0
        people.ask(5, "/subscribe Bilbies")
        refused(run("run", cwd=tmp_path, settings=second), "data")
        refused(run("restore", str(copy), cwd=tmp_path, settings=second))
        assert process.running
        process.end(signal.SIGTERM)
        refused(run("restore", "none.db", cwd=tmp_path, settings=second), "none.db")
        assert run("migrate", cwd=tmp_path, settings=second).code == 0
        assert run("restore", str(copy), cwd=tmp_path, settings=second).code == 0
        process.start()
        people.wait_ready()
        said = people.say(5, "/topics")
        answer = wait_for(lambda: people.messages(5, said), 10, "the topics")[0]["text"]
        assert "Numbats" in answer
        assert "Bilbies" not in answer
    with sqlite3.connect(copy) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_restoring_what_is_no_copy(command: Command, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database")
    refused(command("restore", "text"), "text")
    refused(command("backup", "no/such/folder/copy.db"))
