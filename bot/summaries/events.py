"""One event told once: stories of one event are joined as they come. Pure.

``signature`` keeps what of a story tells its event; ``keys`` and ``copy_keys`` look candidates up,
in an index of any kind, which ``looked_up``, ``most_shared`` and ``nearest_copies`` narrow;
``join`` decides. ``EventIndex`` is such an index in memory.
"""

from bot.summaries.event_disagreement import Headline
from bot.summaries.event_index import EventIndex
from bot.summaries.event_joining import WINDOW, copied_share, join, same_event
from bot.summaries.event_record import Event, Twin
from bot.summaries.event_search import (
    COUNTED,
    LISTED,
    TWINS,
    copy_keys,
    counted_keys,
    keys,
    looked_up,
    most_shared,
    nearest_copies,
    rarity,
)
from bot.summaries.event_signature import Signature, signature

__all__ = [
    "COUNTED",
    "LISTED",
    "TWINS",
    "WINDOW",
    "Event",
    "EventIndex",
    "Headline",
    "Signature",
    "Twin",
    "copied_share",
    "copy_keys",
    "counted_keys",
    "join",
    "keys",
    "looked_up",
    "most_shared",
    "nearest_copies",
    "rarity",
    "same_event",
    "signature",
]
