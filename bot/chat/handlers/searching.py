"""/search and its pages."""

from __future__ import annotations

from bot.chat import keyboards
from bot.chat.handlers.talk import Answer, Talk
from bot.domain.errors import TopicError
from bot.pipeline import searching


async def search(talk: Talk, argument: str) -> Answer:
    """Show what the archive has on a topic, the best first."""
    if not argument:
        return Answer(talk.texts.which_search())
    return await _page(talk, argument, start=0, before=None)


async def press_find(talk: Talk, argument: str) -> Answer:
    """Search, or turn to another page; a query that its button has no room for is in the message.

    The argument is where the page begins, the code that stories must be below, and the query.
    """
    first, _, rest = argument.partition(":")
    code, _, text = rest.partition(":")
    start, before = keyboards.natural(first), keyboards.natural(code)
    if start is None or before is None:
        return Answer(toast=talk.texts.stale())
    return await _page(talk, text or talk.shown, start=start, before=before or None)


async def _page(talk: Talk, text: str, *, start: int, before: int | None) -> Answer:
    try:
        results = await searching.search(
            talk.services.store, talk.chat, text, talk.now, start=start, before=before
        )
    except TopicError as error:
        buttons = keyboards.search(error.suggestion, error.suggestion) if error.suggestion else ()
        return Answer(talk.texts.topic_refused(error, text), buttons)
    return Answer(talk.texts.found(results, text), keyboards.found(talk.texts, results, text))
