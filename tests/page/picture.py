"""Makes the README's picture of the page: ``python -m tests.page.picture [FILE]``."""

from __future__ import annotations

import socket
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.page.browsers import chromium, opened
from tests.page.visits import Visit
from tests.world.processes import Playground, Process, free_port

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "playground.png"


STORY = {
    "title": "Night ferry links Latakia in Syria with Mersin again",
    "text": "A night ferry left Latakia for Mersin on Monday with 212 passengers, the first on the "
    "route in eleven years. The crossing takes nine hours and runs three times a week.",
    "source": "Levant Courier",
    "origin": "Harbour Desk",
    "code": "418290",
    "lang": "en",
}


def take(people: Playground, file: Path) -> None:
    """Subscribe, publish, and photograph the card that comes."""
    with opened(chromium()) as browser:
        visit = Visit(browser, people.address, color_scheme="light").open(1001, name="Lena")
        page = visit.page
        visit.say("/start")
        visit.say("/subscribe Syria")
        before = visit.newest_id()
        people.publish(**STORY)
        card = visit.answer_after(before, card=True)
        expect(card.locator("img")).to_have_js_property("complete", True)
        expect(page.locator("#stories a").first).to_have_text(STORY["title"])
        page.evaluate("localStorage.setItem('storywire.published', 'yes')")
        page.reload()
        expect(page.locator(".message.has-photo img")).to_have_js_property("complete", True)
        page.evaluate("document.activeElement.blur()")  # no ring round the line to write in
        page.wait_for_timeout(500)
        page.screenshot(path=file)
        visit.close()


def usual_port() -> int:
    """Return the port that readers will see in their own links, another where it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", 8080))
        except OSError:
            return free_port()
    return 8080


def main(file: Path = PICTURE) -> None:
    """Start a playground of its own and take the picture."""
    port = usual_port()
    file.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as data,
        Process("run", "--playground", data=Path(data), port=port),
        Playground(port) as people,
    ):
        people.wait_ready()
        take(people, file.absolute())
    print(f"{file}: {file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
