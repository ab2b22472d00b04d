"""A visit to the playground's page, as a person makes it."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Locator, Page

ANSWER_MS = 15_000
"""Milliseconds that the bot may take to answer, on a machine that does other things too."""
CARD_MS = 5_000
"""Milliseconds from Publish to the card: the promise to the reader."""


class Visit:
    """One page of the playground, with what went wrong in it."""

    def __init__(self, browser: Browser, address: str, **context: Any) -> None:
        settings = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **context}
        self._context = browser.new_context(**settings)
        self.problems: list[str] = []
        self.page: Page = self._context.new_page()
        self.page.set_default_timeout(ANSWER_MS)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", lambda line: self._note(line.type, line.text))
        self._address = address

    def _note(self, kind: str, text: str) -> None:
        # the browser reports refusals that the page shows (HTTP 400) and those while starting (503)
        if kind == "error" and "status of 400" not in text and "status of 503" not in text:
            self.problems.append(text)

    def open(self, person: int | None = None, *, name: str = "Lena", language: str = "en") -> Visit:
        """Open the page, as a first visitor or as somebody with an id."""
        if person is not None:
            people = [{"id": person, "name": name, "language": language, "seen": 0}]
            kept = json.dumps(json.dumps({"list": people, "current": person}))
            self.page.add_init_script(
                f"localStorage.getItem('storywire.people') ?? "
                f"localStorage.setItem('storywire.people', {kept})"
            )
        self.page.goto(self._address)
        self.page.wait_for_selector("[data-state=ready]")
        return self

    def close(self) -> None:
        """Close the page."""
        self._context.close()

    def say(self, text: str) -> Locator:
        """Write a message, send it with Enter, and return the bot's answer to it."""
        before = self.newest_id()
        self.page.get_by_label("Message", exact=True).fill(text)
        self.page.keyboard.press("Enter")
        return self.answer_after(before)

    def newest_id(self) -> int:
        """Return the id of the newest message shown, 0 for none."""
        newest: int = self.page.evaluate(
            "Math.max(0, ...[...document.querySelectorAll('[data-id]')].map(n => +n.dataset.id))"
        )
        return newest

    def answer_after(
        self, before: int, *, timeout: float = ANSWER_MS, card: bool = False
    ) -> Locator:
        """Return the first of the bot's messages (or cards) after an id."""
        kind = ".message.in.has-photo" if card else ".message.in"
        found = self.page.wait_for_function(
            "([kind, before]) => [...document.querySelectorAll(kind)]"
            ".map(n => +n.dataset.id).find(id => id > before)",
            arg=[kind, before],
            timeout=timeout,
        )
        return self.page.locator(f"[data-id='{found.json_value()}']")

    def style(self, node: Locator, name: str) -> str:
        """Return a computed style of an element."""
        value: str = node.evaluate("(node, name) => getComputedStyle(node)[name]", name)
        return value

    def overflow(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        pixels: int = self.page.evaluate(
            "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth,"
            " ...[...document.querySelectorAll('.app, .app > *, .scroller')].map("
            "   n => n.scrollWidth - n.clientWidth + innerWidth)) - innerWidth"
        )
        return pixels
