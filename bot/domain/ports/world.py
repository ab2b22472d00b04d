"""What is asked of clocks, the web, models and Telegram."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Protocol

from bot.domain.values import (
    Alarm,
    Also,
    Article,
    CardEdit,
    Chat,
    DigestKind,
    FeedAnswer,
    LostThread,
    Notice,
    Place,
    Room,
    Sent,
    Story,
)

NO_ALSO: Final[Mapping[int, Sequence[Also]]] = MappingProxyType({})
"""A digest's also-lines where it has none."""


class Clock(Protocol):
    """The wall clock."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class Timer(Protocol):
    """The clock that only runs forward, for pacing."""

    def monotonic(self) -> float:
        """Return seconds since some fixed moment."""

    async def sleep(self, seconds: float) -> None:
        """Wait so many seconds."""


class FeedSource(Protocol):
    """Reads feeds and articles from the network, under limits."""

    async def feed(
        self, url: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> FeedAnswer:
        """Fetch and parse a feed. Raises FetchError, FeedError."""

    async def article(self, url: str) -> Article:
        """Fetch and extract an article. Raises FetchError, ArticleError."""


class LanguageModel(Protocol):
    """Writes as it is told: a model behind an API."""

    @property
    def name(self) -> str:
        """The model's name, as people shall read it."""

    async def write(self, instruction: str, text: str) -> str:
        """Return what it writes of a text, within its deadline. Raises ModelError."""


class Sender(Protocol):
    """Sends finished messages to Telegram. Every method raises SendError."""

    async def card(
        self, place: Place, chat: Chat, story: Story, also: Sequence[Also] = ()
    ) -> Sent:  # fmt: skip
        """Send a story's card; uploads the QR photo unless ``story.photo_file_id`` is known.

        ``also`` are other sources' stories of its event, which the card names.
        """

    async def edit(self, edit: CardEdit) -> None:
        """Show a card that was sent anew; one that shows all of it already stays as it is.

        Raises SendRefused where the message is gone or cannot be changed any more.
        """

    async def digest(  # noqa: PLR0917  # in the order in which one would say them
        self,
        place: Place,
        chat: Chat,
        stories: Sequence[Story],
        local_date: date,
        also: Mapping[int, Sequence[Also]] = NO_ALSO,
        kind: DigestKind = DigestKind.DAILY,
        more: int = 0,
    ) -> Sent:
        """Send a digest as one message; ``also``, ``kind`` and ``more`` as in ``values.Digest``."""

    async def probe(self) -> None:
        """Ask Telegram for something that changes nothing and that nobody sees."""


class CallMeter(Protocol):
    """Is told of each call of the Bot API."""

    def called(self, method: str, outcome: str, seconds: float) -> None:
        """Note a call: its method, how it ended, and how long it took.

        ``outcome`` is the HTTP status, or ``timeout`` or ``connection`` where there was none.
        """

    def refused(self) -> Mapping[str, int]:
        """Return how many calls were refused since the process began, by kind; none left out."""


class Disk(Protocol):
    """The disk that the database and the data folder are on."""

    def room(self) -> Room:
        """Return its room now."""


class Alarms(Protocol):
    """Tells the bot's administrators of trouble with the bot as a whole."""

    async def alarm(self, alarm: Alarm) -> None:
        """Tell them; may be called again for the same.

        Raises SendError where there are some and none of them could be told.
        """


class ThreadNotices(Protocol):
    """Tells the bot's administrators of forum threads."""

    async def thread_lost(self, lost: LostThread) -> None:
        """Tell of a thread that was lost; may be called again for the same. Raises SendError."""


class Notices(Protocol):
    """Tells people of feeds that need them."""

    async def tell(self, notice: Notice) -> None:
        """Tell those whom it concerns; may be called again for the same. Raises SendError."""
