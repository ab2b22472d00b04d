"""Answers to people's taps and inline queries."""

from __future__ import annotations

from bot.playground.emulator.errors import BotApiError, Json, bad_request
from bot.playground.emulator.inline import check_results
from bot.playground.emulator.links import checked_link
from bot.playground.emulator.methods.registry import Call, method


@method("answerCallbackQuery")
def answer_callback(call: Call) -> bool:
    """Answer a tap on a button."""
    parameters = call.parameters
    text = parameters.text("text")
    if len(text) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.text("url")
    if url and checked_link(url) is None:
        raise bad_request("URL_INVALID")
    answer: Json = {
        "text": text or None, "show_alert": parameters.flag("show_alert"), "url": url or None
    }  # fmt: skip
    if not call.world.queries.answer(parameters.text("callback_query_id"), answer):
        raise _too_old()
    return True


@method("answerInlineQuery")
def answer_inline(call: Call) -> bool:
    """Answer an inline query with results."""
    parameters = call.parameters
    results = check_results(parameters.json("results"))
    offset = parameters.text("next_offset")
    if len(offset.encode()) > 64:
        raise bad_request("NEXT_OFFSET_INVALID")
    answer: Json = {
        "results": results,
        "next_offset": offset,
        "cache_time": parameters.integer("cache_time", 300),
        "is_personal": parameters.flag("is_personal"),
        "button": parameters.json("button"),
        "bot": call.bot.user(),
    }
    if not call.world.queries.answer(parameters.text("inline_query_id"), answer):
        raise _too_old()
    return True


def _too_old() -> BotApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
