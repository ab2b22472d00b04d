"""The error tree. Everything Storywire raises on purpose is one of these.

::

    StorywireError
    ├── SettingsError          a setting is missing or wrong; lists every fault at once
    ├── DatabaseError          the database cannot be opened, or another process owns it
    ├── FetchError             an address could not be read; carries the step that failed
    │   ├── AddressRefused     the guard does not allow the address (private, port, scheme ...)
    │   ├── FetchRefused       the host answered 401, 403, 429 or robots.txt says no
    │   ├── FetchMissing       the host answered 404
    │   │   └── FetchGone      the host answered 410: gone for good
    │   ├── FetchTimeout       the deadline passed
    │   ├── FetchTooLarge      more bytes than allowed, packed or unpacked
    │   └── FetchFailed        connection, 5xx, a redirect loop, another status
    │       ├── FetchUnresolved    the host's name leads nowhere (DNS)
    │       └── FetchInsecure      TLS: no certificate that we may trust
    ├── FeedError              bytes were read, but they are no feed
    │   └── FeedWalled         a page that asks for a proof, a consent or money stood before it
    ├── ArticleError           bytes were read, but no article was found in them
    │   └── ArticleWalled      the same before an article
    ├── ModelError             a language model did not answer, or not as its API promises
    ├── TopicError             a topic a person typed cannot be understood; carries a suggestion
    └── SendError              Telegram did not take a message
        ├── SendLater          try again after ``retry_after`` seconds (429)
        ├── SendUnsure         time-out, lost connection, 5xx: it may or may not have arrived
        │   └── TelegramAway   it has certainly not arrived: there is no way to Telegram
        │       └── SendHeld   it was not even tried, because others had found none
        ├── ChatGone           blocked, kicked, deleted, not found: stop pushing to the chat
        ├── ChatMoved          a group became a supergroup; carries the new id
        ├── TopicClosed        a forum's general topic takes no messages, and may again
        ├── TokenRefused       the bot's token is wrong or was revoked
        └── SendRefused        this message cannot be sent as it is (another 400)
"""

from __future__ import annotations

from enum import StrEnum


class StorywireError(Exception):
    """Anything Storywire raises on purpose. The text says what failed and the next step."""


class SettingsError(StorywireError):
    """One or more settings are missing or wrong.

    ``faults`` has one line for each, naming the setting and what to write instead.
    """

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class DatabaseError(StorywireError):
    """The database cannot be opened or migrated, or another process owns it."""


class Step(StrEnum):
    """The step of reading an address at which it failed."""

    ADDRESS = "address"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    REDIRECT = "redirect"
    STATUS = "http status"
    ROBOTS = "robots.txt"
    TIME = "time"
    SIZE = "size"
    WALL = "wall"
    CONTENT = "content"


class Wall(StrEnum):
    """What stands between a visitor and a page."""

    PAY = "pay"
    """For subscribers of the site only."""
    CONSENT = "consent"
    """Visitors must agree to something first."""
    BOTS = "bots"
    """Visitors must prove that they are human."""


class FetchError(StorywireError):
    """An address could not be read. The text names the host and the reason.

    ``step`` is where it failed; ``retry_after`` is the wait in seconds that the host asked for
    (429, 503), if it did.
    """

    step: Step = Step.CONNECTION

    def __init__(
        self, text: str, retry_after: float | None = None, *, step: Step | None = None
    ) -> None:
        super().__init__(text)
        self.retry_after = retry_after
        if step is not None:
            self.step = step


class AddressRefused(FetchError):
    """The guard does not allow the address: scheme, port, user information or a private network."""

    step = Step.ADDRESS


class FetchRefused(FetchError):
    """The host answered 401, 403 or 429, or its robots.txt says no."""

    step = Step.STATUS


class FetchMissing(FetchError):
    """The host answered 404 or 410."""

    step = Step.STATUS


class FetchGone(FetchMissing):
    """The host answered 410: what was there is gone for good (RFC 9110, 15.5.11)."""


class FetchTimeout(FetchError):
    """The deadline for the whole exchange passed."""

    step = Step.TIME


class FetchTooLarge(FetchError):
    """The body is larger than allowed, as sent or unpacked."""

    step = Step.SIZE


class FetchFailed(FetchError):
    """The connection, a redirect or the host (5xx, another status) failed."""


class FetchUnresolved(FetchFailed):
    """The host's name cannot be resolved: nothing was asked of the host."""

    step = Step.DNS


class FetchInsecure(FetchFailed):
    """The host showed no certificate that we may trust, or spoke no TLS."""

    step = Step.TLS


class FeedError(StorywireError):
    """The bytes are no feed we can read."""

    step: Step = Step.CONTENT


class FeedWalled(FeedError):
    """A wall answered in the feed's place. ``wall`` is its kind."""

    step = Step.WALL

    def __init__(self, text: str, wall: Wall) -> None:
        super().__init__(text)
        self.wall = wall


class ArticleError(StorywireError):
    """No article was found in the page."""


class ArticleWalled(ArticleError):
    """A wall stands before the article and nothing of it can be read. ``wall`` is its kind."""

    def __init__(self, text: str, wall: Wall) -> None:
        super().__init__(text)
        self.wall = wall


class ModelError(StorywireError):
    """A language model's endpoint did not answer in time, or not as its API promises.

    The text names the endpoint's host and the reason, never what was sent. ``retry_after`` is the
    wait in seconds that it asked for, if it did.
    """

    def __init__(self, text: str, retry_after: float | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class TopicError(StorywireError):
    """A topic cannot be understood.

    ``position`` is the index of the character in question, or None where no single one is;
    ``suggestion`` is a corrected topic, or None.
    """

    def __init__(
        self, text: str, *, position: int | None = None, suggestion: str | None = None
    ) -> None:
        super().__init__(text)
        self.position = position
        self.suggestion = suggestion


class SendError(StorywireError):
    """Telegram did not take a message."""


class SendLater(SendError):
    """Telegram asks to wait (HTTP 429). ``retry_after`` is in seconds."""

    def __init__(self, text: str, retry_after: float) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class SendUnsure(SendError):
    """The call timed out, the connection was lost or the server failed (5xx)."""


class TelegramAway(SendUnsure):
    """Nothing reached Telegram: no connection, no DNS, or it broke before the message's end."""


class SendHeld(TelegramAway):
    """A push was not tried when its turn came: nothing gets through to Telegram just now."""


class ChatGone(SendError):
    """The chat cannot be written to any more: blocked, kicked, deleted or not found."""


class ChatMoved(SendError):
    """The group became a supergroup. ``chat_id`` is its new id."""

    def __init__(self, text: str, chat_id: int) -> None:
        super().__init__(text)
        self.chat_id = chat_id


class TopicClosed(SendError):
    """The forum's general topic, to which all others fall back, takes no messages either."""


class TokenRefused(SendError):
    """Telegram does not know the bot's token."""


class SendRefused(SendError):
    """Telegram will never take this message as it is."""
