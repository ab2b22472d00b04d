"""Results of inline queries, checked before a person sees them."""

from __future__ import annotations

from bot.playground.emulator.entities import check_length, format_text, is_blank
from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.keyboards import check_markup

MAX_RESULTS = 50
_MAX_TEXT = 4096
_MAX_CAPTION = 1024


def check_results(results: object) -> list[Json]:
    """Return the results as the bot gave them. Raises BotApiError (400)."""
    if not isinstance(results, list) or not all(isinstance(result, dict) for result in results):
        raise bad_request("can't parse inline query results JSON object")
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in results:
        identifier = result.get("id")
        if not isinstance(identifier, str) or not 1 <= len(identifier.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if identifier in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(identifier)
        _check(result)
    return results


def _check(result: Json) -> None:
    kind = result.get("type")
    if not isinstance(kind, str) or not kind:
        raise bad_request("RESULT_TYPE_INVALID")
    if kind == "article" and not str(result.get("title") or "").strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if kind == "article" and not isinstance(content, dict):
        raise bad_request("can't parse inline query result: no input_message_content")
    check_markup(result.get("reply_markup"))
    message = inline_message(result)
    if kind == "article" and is_blank(str(message.get("text", "x"))):
        raise bad_request("message text is empty")


def inline_message(result: Json) -> Json:
    """Return the fields of the message that a chosen result becomes. Raises BotApiError (400)."""
    content = result.get("input_message_content")
    fields: Json = {}
    if isinstance(content, dict) and "message_text" in content:
        text = format_text(
            str(content["message_text"]), parse_mode=str(content.get("parse_mode") or ""),
            entities=content.get("entities"),
        )  # fmt: skip
        check_length(text, _MAX_TEXT, "message is too long")
        fields = {"text": text.text, "entities": text.entities}
    elif result.get("caption"):
        caption = format_text(
            str(result["caption"]), parse_mode=str(result.get("parse_mode") or ""),
            entities=result.get("caption_entities"),
        )  # fmt: skip
        check_length(caption, _MAX_CAPTION, "message caption is too long")
        fields = {"caption": caption.text, "caption_entities": caption.entities}
    return {key: value for key, value in fields.items() if value}
