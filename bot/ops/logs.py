"""Logs as text or JSON on standard error: with the ids of what the work is about, without tokens.

Each line has, besides what it says, the trail of its work (see ``domain.trails``): ``feed``,
``draft``, ``story``, ``delivery`` and so on. Of lines that are logged for each message the first
of a minute are written at the level ``info``, all at ``debug``: metrics count them.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any, Final

import structlog

from bot.domain import trails

TOKEN = re.compile(r"\b(bot)?\d{3,}:[A-Za-z0-9_-]{20,}")
"""A bot's token, alone or in an address of the Bot API."""

QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "alembic", "trafilatura", "htmldate",
         "courlan", "uvicorn.error", "telegram", "asyncio", "psycopg")  # fmt: skip
"""Libraries of which only warnings are of interest."""
SILENT = ("pgqueuer",)
"""Those that log each try of what they try again; ``jobs.shared`` says once that it fails."""
MINUTE: Final = 60.0
A_MINUTE: Final = 60
"""Lines for each message that are written in a minute: a day's are 20 MB then, at most."""


class Sparing(logging.Filter):
    """Lets of the lines for each message the first of every minute through."""

    def __init__(self, most: int = A_MINUTE) -> None:
        super().__init__()
        self._most = most
        self._minute = 0.0
        self._written = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line is written."""
        if not getattr(record, "each", False):
            return True
        minute = record.created // MINUTE
        if minute != self._minute:
            self._minute, self._written = minute, 0
        self._written += 1
        return self._written <= self._most


def configure(log_format: str, level: int = logging.INFO) -> None:
    """Send logs to standard error as ``text`` or ``json``: ours of a level and above."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        add_trail,
    ]
    last: list[structlog.typing.Processor] = (
        [structlog.processors.format_exc_info, hide_token, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [
            structlog.processors.format_exc_info,
            hide_token,
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=0, exception_formatter=structlog.dev.plain_traceback
            ),
        ]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    if level > logging.DEBUG:
        handler.addFilter(Sparing())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # what libraries have to say at "debug" may hold what people wrote
    root.setLevel(max(level, logging.INFO))
    logging.getLogger("bot").setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in SILENT:
        logging.getLogger(name).setLevel(logging.CRITICAL)


def add_trail(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Add the ids that the work at hand is about (a structlog processor)."""
    for key, value in trails.current().items():
        event.setdefault(key, value)
    return event


def hide_token(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace whatever looks like a bot's token (a structlog processor)."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub(r"\1<token>", value)
    return event
