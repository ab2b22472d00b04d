"""Reading the cases in a child process that measures its own time and memory."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import resource
import ssl
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from bot.app.clocks import SystemTimer
from bot.domain.errors import ArticleError, StorywireError
from bot.feeds.web import guard
from bot.feeds.web.fetching import Limits
from bot.feeds.web.http import HttpSource
from bot.text import langid
from tests.hostile.cases import Case, Outcome
from tests.hostile.listening import CERTIFICATES, listening

PATIENT = Limits()
"""As in life."""
HASTY = Limits(seconds=3.0, silence=1.0, slow_after=1.0)
"""Sizes as in life, times that a test can wait for."""
PUBLIC = "93.184.216.34"
OURS = "news.example.org"
ANSWERS = {
    "news": ["127.0.0.1"],
    "private": ["10.0.0.1"],
    "mixed": [PUBLIC, "2606:4700::1111", "169.254.169.254"],
    "mapped": ["::ffff:127.0.0.1"],
    "nothing": [],
    "odd": ["no address"],
    "slow": [PUBLIC],
}
"""What the name server says of our hosts."""


def outcomes(cases: Sequence[Case], *, together: bool = False) -> list[Outcome]:
    """Serve the cases here, read them in a child process and return what came of each.

    ``together`` reads all at once, for those that wait: then the memory is that of all.
    """
    with listening(cases) as ports:
        done = subprocess.run(
            [sys.executable, "-m", "tests.hostile.running"],
            input=json.dumps({"ids": [c.id for c in cases], "ports": ports, "together": together}),
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    assert done.returncode == 0, done.stderr
    return [Outcome(*json.loads(line)) for line in done.stdout.splitlines()]


@cache
def came_of(group: str) -> dict[str, Outcome]:
    """Return what came of a group's cases, by their names; they are read once."""
    from tests.hostile.table import GROUPS

    found = outcomes(GROUPS[group], together=group == "waiting")
    return {got.id: got for got in found}


class Names:
    """A name server that answers as badly as a case wants."""

    def __init__(self) -> None:
        self._asked = 0

    def __call__(self, host: str, _port: int) -> list[str]:
        """Resolve a name; blocks where the case is about that."""
        name = host.partition(".")[0]
        if name == "nowhere":
            raise OSError("no such name")
        if name == "slow":
            time.sleep(4.0)
        if name == "rebound":  # the first answer is public, later ones are not
            self._asked += 1
            return [PUBLIC] if self._asked == 1 else ["127.0.0.1"]
        return ANSWERS[name]


async def read(case: Case, source: HttpSource, ports: dict[str, int]) -> tuple[str, ...]:
    """Read one case; return its error's class and step, or nothing, and the text to look at."""
    url = case.url.format(**ports) or f"http://127.0.0.1:{ports['plain']}{case.path}"
    try:
        if case.article:
            article = await source.article(url)
            return "", "", f"{article.title} | {article.text}"[:300]
        feed = (await source.feed(url)).feed
        assert feed is not None
        titles = " | ".join((entry.title or entry.summary or "")[:60] for entry in feed.entries[:9])
        return "", "", f"{len(feed.entries)} items: {titles}"[:300]
    except StorywireError as error:
        return type(error).__name__, str(getattr(error, "step", "")), str(error)


async def run(cases: Sequence[Case], ports: dict[str, int], *, together: bool) -> None:
    """Read cases and print their outcomes as JSON lines."""
    names = Names()
    free = [f"127.0.0.1:{ports['plain']}", f"127.0.0.1:{ports['nobody']}"]
    free += [f"{OURS}:{port}" for port in ports.values()]
    context = ssl.create_default_context(cafile=str(CERTIFICATES / "trusted.pem"))
    limits = HASTY if together else PATIENT
    async with HttpSource(
        SystemTimer(), free, limits=limits, resolver=names, spacing=0.0, tls=context
    ) as source:
        await _warm(source, ports, any(case.article for case in cases))
        gc.freeze()  # what is loaded needs no collecting again
        _tidy()
        base = _memory("VmRSS")

        async def one(case: Case) -> None:
            if "rebound" in case.url:
                assert guard.verdict(case.url, (), names).allowed
            ended, began = _largest_ended(), time.perf_counter()
            error, step, text = await read(case, source, ports)
            seconds = time.perf_counter() - began
            own = max(0.0, _memory("VmHWM") - base)
            helper = max([_memory("VmHWM", pid) for pid in _helpers()], default=0.0)
            if _largest_ended() > ended:
                helper = max(helper, _largest_ended())
            got = Outcome(case.id, error or None, step or None, text, seconds, own, helper)
            print(json.dumps(got))

        if together:
            await asyncio.gather(*map(one, cases))
            return
        for case in cases:
            _tidy()
            await one(case)


async def _warm(source: HttpSource, ports: dict[str, int], articles: bool) -> None:
    """Load what reading needs before anything is measured, by a feed and, if wanted, an article."""
    root = f"http://127.0.0.1:{ports['plain']}/"
    await source.feed(root)
    if articles:
        await source.article(f"{root}article")
        with suppress(ArticleError):
            await source.article(f"{root}nothing")
        langid.classify("A text in a language that is known.", frozenset({"en", "fr"}))


def _tidy() -> None:
    """Give back what is free, that one case's memory is not counted as the next one's."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library than GNU's
        ctypes.CDLL(None).malloc_trim(0)
    for pid in ("self", *_helpers()):
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # begins VmHWM anew


def _helpers() -> list[str]:
    """Return the processes that this one has started and that still run."""
    here = os.getpid()
    return Path(f"/proc/{here}/task/{here}/children").read_text().split()


def _largest_ended() -> float:
    """Return the memory of the largest process that this one has started and that ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _memory(key: str, pid: str = "self") -> float:
    """Return a figure of a process's status in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(key)), 0) / 1024


def main() -> None:
    """Read the cases that standard input names."""
    from tests.hostile.table import CASES

    task = json.loads(sys.stdin.read())
    wanted = {case.id: case for case in CASES}
    cases = [wanted[name] for name in task["ids"]]
    asyncio.run(run(cases, task["ports"], together=task["together"]))
    sys.stdout.flush()
    os._exit(0)  # a thread may still wait for the slow name server


if __name__ == "__main__":
    main()
