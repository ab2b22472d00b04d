"""Processes that the contract's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.world.processes import FreshProcess, Playground, free_port, wait_for


@pytest.fixture(scope="package")
def bare_playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A ``storywire playground``: no bot in it."""
    port = free_port()
    folder = tmp_path_factory.mktemp("bare")
    with FreshProcess("playground", data=folder, port=port), Playground(port) as people:
        wait_for(lambda: answers(people.address), 30, "the playground")
        yield people


@pytest.fixture(scope="package")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A ``storywire run --playground``, ready, with people in it."""
    port = free_port()
    folder = tmp_path_factory.mktemp("town")
    with FreshProcess("run", "--playground", data=folder, port=port), Playground(port) as people:
        people.wait_ready()
        yield people


@pytest.fixture(scope="package")
def desk(town: Playground) -> Iterator[httpx.Client]:
    """Plain HTTP to the same playground."""
    with httpx.Client(base_url=town.address, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture(scope="package")
def bot_api(bare_playground: Playground) -> Iterator[httpx.Client]:
    """A Bot API client of the playground without a bot; person 77 has written to every bot."""
    with httpx.Client(base_url=bare_playground.address, timeout=30, trust_env=False) as client:
        client.post("/bot77:cards/getMe")
        bare_playground.say(77, "hello")
        yield client


def answers(address: str) -> bool:
    """Return whether a server answers there."""
    try:
        httpx.get(f"{address}/playground/stats", trust_env=False)
    except httpx.TransportError:
        return False
    return True
