"""What pure rooms ask of the outside world. Adapters stand in ``feeds``, ``store``, ``chat``."""

from bot.domain.ports.pace import Slots
from bot.domain.ports.people import (
    ChatTable,
    InboxTable,
    SilenceTable,
)
from bot.domain.ports.queues import (
    DeliveryTable,
    DigestTable,
    PlanningTable,
)
from bot.domain.ports.reading import (
    EventTable,
    FeedChatTable,
    FeedTable,
    StoryTable,
)
from bot.domain.ports.store import (
    Store,
    Unit,
    UpkeepTable,
)
from bot.domain.ports.world import (
    NO_ALSO,
    Alarms,
    CallMeter,
    Clock,
    Disk,
    FeedSource,
    LanguageModel,
    Notices,
    Sender,
    ThreadNotices,
    Timer,
)

__all__ = [
    "NO_ALSO",
    "Alarms",
    "CallMeter",
    "ChatTable",
    "Clock",
    "DeliveryTable",
    "DigestTable",
    "Disk",
    "EventTable",
    "FeedChatTable",
    "FeedSource",
    "FeedTable",
    "InboxTable",
    "LanguageModel",
    "Notices",
    "PlanningTable",
    "Sender",
    "SilenceTable",
    "Slots",
    "Store",
    "StoryTable",
    "ThreadNotices",
    "Timer",
    "Unit",
    "UpkeepTable",
]
