"""One playground and one browser for the tests of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.page.browsers import chromium, opened
from tests.page.visits import Visit
from tests.world.processes import FreshProcess, Playground, free_port

Visiting = Callable[..., Visit]


@pytest.fixture(scope="package")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A real playground with the bot in it."""
    chromium()
    port = free_port()
    data = tmp_path_factory.mktemp("playground")
    with FreshProcess("run", "--playground", data=data, port=port), Playground(port) as people:
        people.wait_ready()
        yield people


# Not wider than a module: while Playwright's synchronous side is open, asyncio sees its loop
# running in this thread, and other rooms' async tests could not start theirs.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    with opened(chromium()) as running:
        yield running


@pytest.fixture
def visit(playground: Playground, browser: Browser) -> Iterator[Visiting]:
    """Open pages; afterwards no script of theirs may have failed."""
    visits: list[Visit] = []

    def begin(
        person: int | None = None, *, name: str = "Lena", language: str = "en", **context: Any
    ) -> Visit:
        made = Visit(browser, playground.address, **context)
        visits.append(made)
        return made.open(person, name=name, language=language)

    yield begin
    problems = [problem for made in visits for problem in made.problems]
    for made in visits:
        made.close()
    assert not problems
