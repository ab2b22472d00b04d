"""One event told once: stories of one event are joined as they come. Pure.

``signature`` keeps what of a story tells its event; ``keys`` and ``copy_keys`` look candidates up,
in an index of any kind; ``join`` decides. ``EventIndex`` is such an index in memory.
"""

from bot.summaries.event_index import EventIndex, copy_keys, keys
from bot.summaries.event_joining import WINDOW, copied_share, join, same_event
from bot.summaries.event_record import Event, Twin
from bot.summaries.event_signature import Signature, signature

__all__ = [
    "WINDOW",
    "Event",
    "EventIndex",
    "Signature",
    "Twin",
    "copied_share",
    "copy_keys",
    "join",
    "keys",
    "same_event",
    "signature",
]
