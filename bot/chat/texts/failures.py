"""What kept us from a feed, in words that a person without knowledge of HTTP can act on."""

from __future__ import annotations

import re
from typing import Final

from bot.chat.escape import Html, line, plain
from bot.chat.texts.parts import Parts
from bot.domain.errors import (
    AddressRefused,
    FeedError,
    FeedWalled,
    FetchError,
    FetchRefused,
    FetchTooLarge,
    Step,
)
from bot.text import units

_LATER: Final = re.compile(r"\s*It is tried again later\.")
_LATER_INSIDE: Final = re.compile(r"[,;] it is tried again later\b")
_OPML: Final = re.compile(r"\s*Import it with: storywire feeds import FILE")
_LONGEST: Final = 900


class Failures(Parts):
    """Sentences about what went wrong with an address."""

    def failed(self, error: FetchError | FeedError, *, admin: bool) -> Html:
        """Return why nothing was added, and what to do next.

        ``admin`` is for the people who run the bot: they can allow what the guard refuses.
        """
        reason = line(self.reworded(str(error)))
        advice = self._advice(error, reason, admin=admin)
        return plain(" ".join(part for part in (units.cut(reason, _LONGEST), advice) if part))

    def reworded(self, reason: str) -> str:
        """Return an error's text without what only holds for a feed that is read already."""
        text = _LATER_INSIDE.sub("", _LATER.sub("", reason))
        return _OPML.sub("", text).strip()

    def _advice(self, error: FetchError | FeedError, reason: str, *, admin: bool) -> str:
        """Return the next step, where the reason itself names none."""
        if isinstance(error, AddressRefused):
            return self._guarded(reason, admin=admin)
        if isinstance(error, FetchTooLarge):
            return self._("That is too much for a feed. Send me the address of the site itself.")
        if "OPML" in reason:
            how = self._("Send me the address of one of the feeds in it.")
            more = self._("On the command line: storywire feeds import FILE") if admin else ""
            return f"{how} {more}".strip()
        if isinstance(error, FeedWalled):
            return self._("Look on the site for “RSS” or “feed”, and send me that address.")
        if error.step in {Step.TIME, Step.CONNECTION} or self._is_trouble(error, reason):
            return self._("Send me the address again in a while.")
        return ""

    def _is_trouble(self, error: FetchError | FeedError, reason: str) -> bool:
        busy = isinstance(error, FetchRefused) and "HTTP 429" in reason
        return busy or bool(re.search(r"HTTP 5\d\d", reason))

    def _guarded(self, reason: str, *, admin: bool) -> str:
        if "starts with http" in reason or "no valid host" in reason or "valid host" in reason:
            return self._("Write it as in a browser’s address bar, such as news.example.org")
        if "user name" in reason:
            return ""
        if admin:
            return self._("If you trust it, name its host and port in ALLOW_PRIVATE_HOSTS.")
        return self._("I read only sites that everybody can reach.")
