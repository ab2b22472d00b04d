"""The language model that writes summaries, where the settings name one."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from bot.domain.ports import Timer
from bot.feeds.web.model import ChatModel
from bot.ops.settings import Settings
from bot.pipeline.condenser import Condenser


def model(settings: Settings) -> ChatModel | None:
    """Return the model of the settings, not yet opened; None where they name none."""
    if settings.summary_url is None or settings.summary_model is None:
        return None
    key = settings.summary_key
    return ChatModel(
        settings.summary_url, settings.summary_model, key.get_secret_value() if key else None
    )


@contextlib.asynccontextmanager
async def condensing(settings: Settings, timer: Timer) -> AsyncIterator[Condenser | None]:
    """Give what asks the model of the settings; None where they name none."""
    asked = model(settings)
    if asked is None:
        yield None
        return
    async with asked:
        yield Condenser(asked, timer)
