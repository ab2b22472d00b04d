"""``storywire feeds``: finding, choosing, listing and checking, as a stranger types it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.contract.commands import Done, refused, run

RSS = (
    '<rss version="2.0"><channel><title>{0}</title><item><title>One of {0}</title>'
    "<link>https://news.example.org/{0}</link></item></channel></rss>"
)
LINK = '<link rel="alternate" type="application/rss+xml" href="/{}.xml">'
PAGES = {
    "/one": f"<html><head>{LINK.format('tides')}</head></html>",
    "/two": f"<html><head>{LINK.format('tides')}{LINK.format('storms')}</head></html>",
    "/tides.xml": RSS.format("Tides"),
    "/storms.xml": RSS.format("Storms"),
}


class Site(BaseHTTPRequestHandler):
    """A site with two feeds; pages that are marked broken answer 500."""

    broken: frozenset[str] = frozenset()

    def do_GET(self) -> None:  # its base's name
        page = PAGES.get(self.path)
        status = 404 if page is None else 500 if self.path in Site.broken else 200
        self.send_response(status)
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its base's name
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    """A site's address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    Site.broken = frozenset()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def feeds(site: str, tmp_path: Path) -> Callable[..., Done]:
    """Runs ``storywire feeds`` with a database of its own, where the site may be read."""
    settings = {
        "STORYWIRE_DATA": str(tmp_path / "data"),
        "ALLOW_PRIVATE_HOSTS": site.removeprefix("http://"),
        "TELEGRAM_BOT_TOKEN": "5:x",
    }
    return partial(run, "feeds", cwd=tmp_path, settings=settings)


def test_pages_lead_to_their_feeds(feeds: Callable[..., Done], site: str) -> None:
    """A script gets the first of several and is told so; each feed stands in the list once."""
    done = feeds("add", f"{site}/one")
    assert (done.code, done.out) == (0, f"Added {site}/tides.xml (found at {site}/one)\n")
    done = feeds("add", f"{site}/two", f"{site}/storms.xml")
    assert done.code == 0
    assert "2 feeds" in done.err
    assert f"Already there: {site}/tides.xml" in done.out
    assert f"Added {site}/storms.xml" in done.out
    rows = [line.split("\t") for line in feeds("list").out.splitlines()]
    assert [row[:3] for row in rows] == [
        [f"{site}/tides.xml", "Tides", "not read yet"],
        [f"{site}/storms.xml", "Storms", "not read yet"],
    ]
    assert {len(row) for row in rows} == {8}
    assert all(row[6].endswith("Z") and row[7] == "public" for row in rows)


def test_where_nothing_is_found(feeds: Callable[..., Done], site: str) -> None:
    refused(feeds("add", f"{site}/none", "http://u:secret@x.example.org/"), "404", "“RSS”")
    done = feeds("add", "http://u:secret@x.example.org/")
    assert "secret" not in done.err + done.out
    assert feeds("list").out.startswith("No feeds yet")


def test_check_says_the_step(feeds: Callable[..., Done], site: str) -> None:
    feeds("add", f"{site}/one", f"{site}/storms.xml")
    Site.broken = frozenset({"/tides.xml"})
    done = feeds("check")
    assert done.code != 0
    lines = done.out.splitlines()
    assert lines[0].startswith(f"{site}/tides.xml: ")
    assert lines[0].endswith("(step: http status)")
    assert lines[1] == f"{site}/storms.xml: good"


def test_unchecked_feeds_and_lists_are_held_to_the_guard(
    feeds: Callable[..., Done], site: str, tmp_path: Path
) -> None:
    """What can be read some day is added, what never may is named."""
    later = "https://later.example.org/feed"
    assert feeds("add", "--unchecked", later).out == f"Added {later}\n"
    bad = ["http://127.0.0.1/f", "http://169.254.169.254/f", "http://x.example.org:22/f"]
    refused(feeds("add", "--unchecked", *bad), *bad)
    (tmp_path / "list.opml").write_text(
        "<opml><body><outline text='Folder'>"
        + "".join(f"<outline xmlUrl='{url}'/>" for url in [*bad, f"{site}/tides.xml", later])
        + "</outline></body></opml>"
    )
    done = feeds("import", "list.opml")
    refused(done, *bad)
    assert f"Added {site}/tides.xml" in done.out
    assert f"Already there: {later}" in done.out
