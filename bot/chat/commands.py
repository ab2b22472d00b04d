"""The one registry of commands: handlers, the menu, /help and docs/commands.md come from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.chat.handlers import (
    digests,
    explaining,
    feeds,
    following,
    greetings,
    quiet,
    reading,
    refining,
    searching,
    settings,
    stats,
)
from bot.chat.handlers.talk import Handler
from bot.chat.texts import Texts
from bot.domain.values import Chat, ChatKind


@dataclass(frozen=True, slots=True)
class Command:
    """A command; ``Texts.about`` describes it in one line."""

    name: str
    handler: Handler
    argument: str = ""
    """How what follows is called in the help."""
    aliases: tuple[str, ...] = ()
    runs_bot: bool = False
    """Whether it is only for the people who run the bot; others do not see it."""

    @property
    def usage(self) -> str:
        """Return the command as people type it, such as ``/subscribe TOPIC``."""
        return f"/{self.name} {self.argument}".strip()


COMMANDS: Final = (
    Command("start", greetings.start),
    Command("subscribe", following.subscribe, "TOPIC", ("sub",)),
    Command("topics", following.topics, aliases=("list",)),
    Command("unsubscribe", following.unsubscribe, "TOPIC", ("unsub", "stop")),
    Command("latest", reading.latest),
    Command("trends", reading.trends),
    Command("search", searching.search, "WORDS", ("find",)),
    Command("story", reading.story, "NUMBER"),
    Command("why", explaining.why, "NUMBER"),
    Command("digest", digests.digest, "now | 08:00 | days mon,tue | off"),
    Command("quiet", quiet.quiet, "22:00-07:00 | cap 10 | off"),
    Command("pause", quiet.pause, "3h | 2 days | until monday 8:00"),
    Command("resume", quiet.resume),
    Command("timezone", settings.timezone, "CITY", ("tz",)),
    Command("settings", settings.settings),
    Command("sources", feeds.sources),
    Command("addfeed", feeds.addfeed, "ADDRESS"),
    Command("feeds", feeds.feeds, runs_bot=True),
    Command("stats", stats.stats, runs_bot=True),
    Command("help", greetings.help_),
)

BUTTONS: Final[Mapping[str, Handler]] = MappingProxyType(
    {
        "follow": following.press_follow,
        "take": following.press_take,
        "topics": following.topics,
        "topic": following.press_topic,
        "mode": following.press_mode,
        "panel": following.press_panel,
        "stop": following.press_stop,
        "stops": following.press_stops,
        "like": refining.press_like,
        "fewer": refining.press_fewer,
        "less": refining.press_less,
        "more": refining.press_more,
        "heads": refining.press_heads,
        "whole": refining.press_whole,
        "exact": refining.press_exact,
        "names": refining.press_names,
        "find": searching.press_find,
        "why": explaining.press_why,
        "story": reading.press_story,
        "digest": digests.press_digest,
        "day": digests.press_day,
        "quiet": quiet.press_quiet,
        "cap": quiet.press_cap,
        "pause": quiet.press_pause,
        "resume": quiet.press_resume,
        "zones": settings.press_zones,
        "zone": settings.press_zone,
        "settings": settings.press_settings,
        "every": settings.press_every,
        "add": feeds.press_add,
        "drop": feeds.press_drop,
        "sources": feeds.sources,
        "feeds": feeds.feeds,
        "feed": feeds.press_feed,
        "public": feeds.press_public,
        "pace": feeds.press_pace,
        "unfeed": feeds.press_remove,
    }
)
"""What each verb of a button's data does (see ``keyboards``)."""


def find(name: str) -> Command | None:
    """Return the command of a name or an alias."""
    return next((c for c in COMMANDS if name in (c.name, *c.aliases)), None)


def menu(texts: Texts) -> Sequence[tuple[str, str]]:
    """Return name and description of each command, for Telegram's command menu."""
    return [
        (command.name, texts.about(command.name)) for command in COMMANDS if not command.runs_bot
    ]


def document() -> str:
    """Return docs/commands.md."""
    texts = Texts(Chat(0, ChatKind.PRIVATE, None, "en", "UTC", active=True))
    rows = []
    for command in COMMANDS:
        usage, also = (
            command.usage.replace("|", "\\|"),
            ", ".join(f"`/{a}`" for a in command.aliases),
        )
        whose = " (for the bot’s administrators, `ADMIN_IDS`)" if command.runs_bot else ""
        rows.append(f"| `{usage}` | {also} | {texts.about(command.name)}{whose} |")
    return "\n".join(
        [
            "# Commands",
            "",
            "Made from the registry in `bot/chat/commands.py`; a test keeps it true.",
            "",
            "| command | also | what it does |",
            "|---|---|---|",
            *rows,
            "",
            "Without a command: a number (`309076`, `#309076`, `/s309076`) shows that story, a link"
            " is looked at for feeds that you may add, and any other words try a topic. In groups"
            " the bot listens to commands and to messages that name it or answer it, and only"
            " administrators change what is followed.",
            "",
            "A feed added with `/addfeed` serves the chat that added it, until one of the bot’s"
            " administrators makes it public. Feeds of `storywire feeds add` serve everybody.",
            "",
        ]
    )
