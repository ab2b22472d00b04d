"""What the tests of all rooms have: databases, a quick place for files, few certificates.

Also how the run is spread: what takes longest begins first, and one worker more than there are
cores, for many tests wait for processes and timers.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import certifi
import pytest
from hypothesis import settings

from tests.databases import (  # fixtures: pytest finds them by these names
    database_url,
    empty_postgres_url,
    fast_folder,
    postgres_server,
    postgres_template,
    postgres_url,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "database_url",
    "empty_postgres_url",
    "postgres_server",
    "postgres_template",
    "postgres_url",
    "sqlite_template",
    "sqlite_url",
]

_LONG = ("crash", "contract", "page", "world", "app", "text", "summaries", "store")
"""Folders and files whose tests take seconds each."""
_LAST_LINE = "-----END CERTIFICATE-----\n"

# An example's time depends on what else the machine does; tests of cost count or compare.
settings.register_profile("storywire", deadline=None)
settings.load_profile("storywire")


def pytest_configure() -> None:
    """Put the tests' files where writing them through costs nothing, unless told where."""
    if folder := fast_folder():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", folder)


@pytest.fixture(scope="session", autouse=True)
def few_authorities(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let clients trust one authority: reading the 140 of the world costs each client 20 ms.

    No test goes to the world; those of TLS bring an authority of their own.
    """
    first, _, _ = Path(certifi.where()).read_text(encoding="utf-8").partition(_LAST_LINE)
    file = tmp_path_factory.mktemp("authorities") / "one.pem"
    file.write_text(first + _LAST_LINE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifi, "where", lambda: str(file))
        yield


def pytest_xdist_auto_num_workers() -> int:
    """Return how many test processes run side by side."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """Let the collector leave alone what stays to the end: thousands of tests, all modules."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long files first, so that none of them is left alone at the end."""
    here = Path(__file__).parent

    def rank(item: pytest.Item) -> int:
        place = item.path.relative_to(here).as_posix()
        return next((n for n, name in enumerate(_LONG) if place.startswith(name)), len(_LONG))

    items.sort(key=rank)
