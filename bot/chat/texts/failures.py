"""What kept us from a feed, in words that a person without knowledge of HTTP can act on."""

from __future__ import annotations

import re
from typing import Final

from bot.chat.escape import Html, line, plain
from bot.chat.texts.parts import Parts
from bot.domain.errors import FeedError, FetchError, Step
from bot.text import units

_LATER: Final = re.compile(r"(?:;|\.)? [Ii]t is tried again later\b")
_SECRETS_OF_OURS: Final = re.compile(r" The bot's administrator can name exceptions in [^.]*\.")
_IN_FULL: Final = re.compile(r" Write it in full, such as \S+?\.(?= |$)")
_DETAILS: Final = tuple(
    (re.compile(pattern), plainer)
    for pattern, plainer in (
        # what a library or OpenSSL says of bytes helps those who keep the bot, in its log
        (r"does not speak HTTP as it should: .*?(?=\. |$)", "does not answer as a web site should"),
        (r"broke the exchange off: .*?(?=\. |$)", "broke off before it had answered in full"),
        (r"broke off while TLS was agreed upon(?: \([A-Z0-9_]+\))?", "offers no safe connection"),
        (r"speaks no TLS at this port", "offers no safe connection there"),
        (r"knows only a TLS that is not safe any more", "offers only a connection of an old kind"),
        (r" \(Error -?\d+ [^)]*\)| \(HTTP 3\d\d without Location\)", ""),
        (r"looks like JSON, but is not: .*", "looks like JSON, but is broken."),
        (r" Import it with: storywire feeds import FILE", ""),
        (r" Add it with /addfeed\.", ""),
        (r"\b(\d{1,12})000000 bytes", r"\1 MB"),
        (r"more than (\d{1,6})000000 are not read", r"more than \1 MB are not read"),
        (r"\b\d{13,} bytes", "far too many bytes"),
    )
)
_SENTENCES: Final = re.compile(r"[.!?…](?= |$)")
_LONGEST: Final = 900


class Failures(Parts):
    """Sentences about what went wrong with an address."""

    def failed(self, error: FetchError | FeedError, *, admin: bool) -> Html:
        """Return why nothing was added, and what to do next.

        ``admin`` is for the people who run the bot: they can allow what the guard refuses.
        """
        again = self._("Send me the address again in a while.")
        reason = _LATER.sub(f". {again}", line(str(error)).strip()).replace("..", ".")
        if not admin:
            reason = _SECRETS_OF_OURS.sub("", reason)
        reason = self._redirected(reason) if error.step is Step.REDIRECT else reason
        reason = _plainer(reason)
        advice = self._advice(error, reason)
        return plain(" ".join(part for part in (units.cut(reason, _LONGEST), advice) if part))

    def reworded(self, reason: str) -> str:
        """Return why a feed could not be read, for those who wait for its stories."""
        return _plainer(_SECRETS_OF_OURS.sub("", _LATER.sub("", reason)).strip())

    def _redirected(self, reason: str) -> str:
        """Return why we do not follow a site where it sends us: that is not the person's doing."""
        text = _IN_FULL.sub("", reason).replace("; give it without", "")
        if text == reason or "in a browser" in text:
            return text
        return f"{text} {self._('Check the address in a browser.')}"

    def _advice(self, error: FetchError | FeedError, reason: str) -> str:
        """Return the next step, where the reason itself names none."""
        if "private network" in reason or reason.startswith("Port "):
            return self._("I read only sites that everybody can reach.")
        if "OPML" in reason:
            return self._("Send me the address of one of the feeds in it.")
        is_word = error.step is Step.DNS and "." not in reason.partition(" ")[0]
        if len(_SENTENCES.findall(reason)) > 1 or ";" in reason:
            return self._in_full() if is_word else ""
        if error.step is Step.ADDRESS:
            return self._in_full()
        if error.step in {Step.TIME, Step.CONNECTION, Step.STATUS}:
            return self._("Send me the address again in a while.")
        return self._("Check the address in a browser, or send me that of the site itself.")

    def _in_full(self) -> str:
        return self._("Write it as in a browser’s address bar, such as news.example.org")


def _plainer(reason: str) -> str:
    for pattern, plainer in _DETAILS:
        reason = pattern.sub(plainer, reason)
    return reason
