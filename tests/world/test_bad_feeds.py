"""What /addfeed answers to each kind of bad input, seen in the chat.

``python -m tests.world.test_bad_feeds`` prints all of it, to be read as a person would.
"""

from __future__ import annotations

import asyncio
import re
import ssl
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from bot.app.clocks import SystemTimer
from bot.feeds.discovery import Finder
from bot.feeds.web import guard
from bot.feeds.web.http import HttpSource
from bot.store import migrate
from tests.chat.talks import Talks, talks
from tests.feeds.serving import Server, serving
from tests.hostile.cases import READS, Case
from tests.hostile.listening import CERTIFICATES, listening
from tests.hostile.listening import _page as page_of  # the table's own way to serve its cases
from tests.hostile.running import HASTY, OURS, Names
from tests.hostile.table import GROUPS

pytestmark = pytest.mark.timeout(300)  # the first of the tests asks for all cases

CASES = tuple(
    case
    for case in (*GROUPS["servers"], *GROUPS["waiting"], *GROUPS["documents"])
    if case.kind != READS and not case.article
)
"""Every hostile or broken feed and server that must give an error."""
WORDS = {
    "name that is unknown": ("nowhere.example.org cannot be found", "Check the spelling"),
    "tls expired": ("certificate has expired",),
    "tls self-signed": ("signed its certificate itself",),
    "tls for another name": ("certificate is for another name", "Check the spelling"),
    "tls not spoken": ("Try its http:// address",),
    "nobody listens": ("cannot be connected to", "Send me the address again in a while"),
    "reset at once": ("broke off before it had answered", "Send me the address again in a while"),
    "silent": ("did not answer in time", "Send me the address again in a while"),
    "body that drips": ("sends too slowly", "Send me the address again in a while"),
    "status 401 Unauthorized": ("wants a password", "Look on the site"),
    "status 403 Forbidden": ("refused us (HTTP 403)", "may block bots", "Look on the site"),
    "status 403 Challenge": ("visitors are human", "Look on the site"),
    "status 402 Payment Required": ("wants to be paid", "Look on the site"),
    "status 404 Not Found": ("no such page (HTTP 404)", "at its front page", "Look on the site"),
    "status 410 Gone": ("gone for good (HTTP 410)", "Look on the site"),
    "status 429 Slow Down": ("HTTP 429", "asks to wait", "Send me the address again in a while"),
    "status 500 Oops": ("a fault of its own (HTTP 500)", "Send me the address again in a while"),
    "status 503 Busy": ("HTTP 503", "Send me the address again in a while"),
    "body without end": ("more than 10 MB", "Look on the site"),
    "packed bomb": ("more than 10 MB, unpacked", "Look on the site"),
    "headers of a megabyte": ("headers", "in a browser"),
    "smtp": ("does not answer as a web site should", "Send me the address again in a while"),
    "redirect to itself": ("redirects more than 5 times", "in a browser"),
    "redirect to no location": ("redirects to nowhere", "in a browser"),
    "redirect to a private address": ("redirects to where we may not go", "private"),
    "name of a private network": ("private network", "only sites that everybody can reach"),
    "redirect to metadata": ("redirects to where we may not go", "private"),
    "address with another port": ("Port 25", "only 80 and 443"),
    "address with credentials": ("user name or password", "without"),
    "address of a file": ("http://", "Write it in full"),
    "feed empty": ("empty", "in a browser"),
    "feed that is a page": ("No feed was found at", "at its front page", "Look on the site"),
    "feed that is a login page": ("No feed was found at", "Look on the site"),
    "feed that is a bot wall": ("human", "Look on the site"),
    "feed that is a consent wall": ("agree", "Look on the site"),
    "feed that is a sitemap": ("sitemap", "RSS or Atom"),
    "feed that is OPML": ("OPML", "Send me the address of one of the feeds in it"),
    "feed that is JSON": ("JSON", "in a browser"),
    "feed that is a PDF": ("no RSS, Atom or JSON feed",),
    "feed that is a picture": ("no RSS, Atom or JSON feed",),
    "feed that is text": ("no RSS, Atom or JSON feed",),
    "packed by br": ("'br'",),
}
"""What stands in the answers to the main kinds."""
JARGON = (
    "It is tried again", "storywire feeds", "Traceback", "Error", "None", "hush", "bytearray",
    "ALLOW_PRIVATE_HOSTS", "TLS", "000000 bytes", "line 1", "decod",
)  # fmt: skip
"""What stands in no answer: promises nobody keeps, commands of others, our own language."""


def names() -> guard.Resolver:
    """Return the table's name server, for which other names are unknown."""
    known = Names()

    def resolve(host: str, port: int) -> list[str]:
        try:
            return known(host, port)
        except KeyError:
            raise OSError(host) from None

    return resolve


@cache
def answers() -> dict[str, str]:
    """Return what the chat shows in the end, by the cases' names; all are asked at once."""
    return asyncio.run(_answers())


async def _answers() -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder, listening(()) as ports:
        template = Path(folder) / "template.db"
        await migrate(f"sqlite:///{template}")
        async with serving() as server:
            server.pages |= {case.path: page_of(case.served) for case in CASES}
            free = [server.host, f"127.0.0.1:{ports['nobody']}"]
            free += [f"{OURS}:{port}" for port in ports.values()]
            context = ssl.create_default_context(cafile=str(CERTIFICATES / "trusted.pem"))
            timer = SystemTimer()
            async with (
                HttpSource(
                    timer, free, limits=HASTY, resolver=names(), spacing=0.0, tls=context
                ) as source,
                talks(Path(folder), template, finder=Finder(source, timer)) as world,
            ):
                asked = (_answer(world, server, ports, *each) for each in enumerate(CASES, 1000))
                return dict(await asyncio.gather(*asked))


async def _answer(
    world: Talks, server: Server, ports: dict[str, int], chat: int, case: Case
) -> tuple[str, str]:
    """Ask for a case in a chat of its own; return its name and the answer."""
    url = case.url.format(**ports) or server.url(case.path)
    sent = await world.write(f"/addfeed {url}", chat)
    for _ in range(3000):
        said = await world.said(chat, sent)
        if said and not said[0]["text"].startswith("Looking for feeds at"):
            return case.id, said[0]["text"]
        await asyncio.sleep(0.05)
    raise AssertionError(f"{case.id}: no answer")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_the_answer_helps(case: Case) -> None:
    """It says what is wrong, and what to do; it promises nothing and quotes no code."""
    said = answers()[case.id]
    assert "✅" not in said
    assert not [word for word in JARGON if word in said], said
    assert 20 < len(said) < 1500
    assert len([part for part in re.split(r"[.;] ", said) if part]) >= 2, said
    missing = [words for words in WORDS.get(case.id, ()) if words not in said]
    assert missing == [], said


def test_every_main_kind_is_among_them() -> None:
    assert WORDS.keys() <= {case.id for case in CASES}


if __name__ == "__main__":
    for name, said in answers().items():
        sys.stdout.write(f"{name}\n    {said}\n")
