"""Every sentence the bot says, in one place. Values come in raw and are escaped here.

Sentences pass through ``_`` and ``_n``, so that catalogues can be added; formats name their parts.
"""

from __future__ import annotations

from bot.chat.texts.explaining import Explaining
from bot.chat.texts.feeds import Feeds
from bot.chat.texts.following import Following
from bot.chat.texts.greetings import Greetings
from bot.chat.texts.places import Places
from bot.chat.texts.reading import Reading
from bot.chat.texts.searching import Searching
from bot.chat.texts.timing import Timing
from bot.chat.texts.watching import Watching


class Texts(Greetings, Following, Explaining, Searching, Reading, Feeds, Places, Timing, Watching):
    """What the bot says to one chat, in its language and time zone."""
