"""Logs as text or JSON on standard error, without tokens."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"\b(bot)?\d{3,}:[A-Za-z0-9_-]{20,}")
"""A bot's token, alone or in an address of the Bot API."""

QUIET = ("httpx", "httpcore", "apscheduler", "aiosqlite", "alembic", "trafilatura", "htmldate",
         "courlan", "uvicorn.error", "telegram.ext", "asyncio")  # fmt: skip
"""Libraries of which only warnings are of interest."""


def configure(log_format: str, level: int = logging.INFO) -> None:
    """Send all logs to standard error as ``text`` or ``json``."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
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
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def hide_token(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Replace whatever looks like a bot's token (a structlog processor)."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = TOKEN.sub(r"\1<token>", value)
    return event
