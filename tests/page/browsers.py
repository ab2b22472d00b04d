"""Debian's Chromium, driven through the Playwright library. No browser is ever downloaded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, sync_playwright

_FLAGS = (
    "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def chromium() -> str:
    """Return Chromium's path; skip the test where it is missing, fail it where CI=true."""
    path = shutil.which("chromium")
    if path is None:
        advice = "Chromium is not installed; as root: python -m tests.setup"
        if os.environ.get("CI") == "true":
            pytest.fail(advice)
        pytest.skip(advice)
    return path


@contextmanager
def opened(path: str) -> Iterator[Browser]:
    """Run a browser without a window, on a fresh profile, for the length of the block."""
    # as root Chromium starts without its sandbox only; it sees nothing but our own page
    flags = [*_FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(_FLAGS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()
