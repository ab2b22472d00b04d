"""Texts as Telegram keeps them: trimmed, with given and detected entities, within the lengths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.playground.emulator.detection import detect
from bot.playground.emulator.errors import Json, bad_request
from bot.playground.emulator.markup_html import link_entity, parse_html
from bot.playground.emulator.markup_markdown import parse_markdown, parse_markdown_v2
from bot.playground.emulator.spans import outside_code, without_returns
from bot.playground.emulator.utf16 import Ruler
from bot.text import units

MAX_ENTITIES = 100
_GIVEN = frozenset((
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote",
    "expandable_blockquote", "code", "pre", "text_link", "text_mention", "custom_emoji",
))  # fmt: skip
_DETECTED = frozenset((
    "mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number",
))  # fmt: skip
_OPAQUE = ("code", "pre", "text_link", "text_mention", "custom_emoji")
_SPACES = (
    " \t\n\v\f\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u3000"
)
_INVISIBLE = frozenset(
    _SPACES + "\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202f\u205f\u2060\ufeff"
)


# of entities over the same characters, the lower rank is listed first (TDLib's priorities)
_RANKS = {
    "blockquote": 0, "expandable_blockquote": 0, "pre": 11, "code": 20, "text_link": 49,
    "text_mention": 49, "bold": 90, "italic": 91, "underline": 92, "strikethrough": 93,
    "spoiler": 94, "custom_emoji": 99,
}  # fmt: skip


class Formatted(NamedTuple):
    """A text with its entities."""

    text: str
    entities: list[Json]
    """Bot API MessageEntity objects, offsets in UTF-16 units, in order."""


def format_text(text: str, *, parse_mode: str | None, entities: object = None) -> Formatted:
    """Return what Telegram makes of a text. Raises BotApiError (400) on bad markup.

    ``entities`` counts only without ``parse_mode``, as with Telegram.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise bad_request("strings must be encoded in UTF-8")
    mode = (parse_mode or "").lower()
    if mode == "html":
        plain, found = parse_html(text)
    elif mode == "markdownv2":
        plain, found = parse_markdown_v2(text)
    elif mode == "markdown":
        plain, found = parse_markdown(text)
    elif mode in ("", "none"):
        plain, found = text, _given(text, entities)
    else:
        raise bad_request("unsupported parse_mode")
    return _finish(plain, found)


def check_length(formatted: Formatted, limit: int, message: str) -> None:
    """Raise BotApiError (400) with ``message`` where the text is over ``limit`` UTF-16 units."""
    if units.length(formatted.text) > limit:
        raise bad_request(message)


def is_blank(text: str) -> bool:
    """Tell whether nothing of a text would be seen."""
    return all(char in _INVISIBLE for char in text)


def _given(text: str, entities: object) -> list[Json]:
    """Check the entities that a bot gave itself."""
    if entities in (None, ""):
        return []
    if not isinstance(entities, Sequence) or isinstance(entities, str):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    total = units.length(text)
    kept: list[Json] = []
    for entity in entities:
        if not isinstance(entity, dict) or not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: expected an Object with a type")
        kind, offset, length = entity["type"], entity.get("offset"), entity.get("length")
        if type(offset) is not int or type(length) is not int:
            raise bad_request("can't parse MessageEntity: offset and length must be Integers")
        if offset < 0 or length < 0 or offset + length > total:
            raise bad_request(f"entity ends after the end of the text at UTF-16 offset {offset}")
        if kind in _DETECTED:
            continue  # Telegram finds these itself
        if kind not in _GIVEN:
            raise bad_request(f'can\'t parse MessageEntity: unsupported type "{kind}"')
        checked = _checked(entity)
        if checked is not None and length:
            kept.append({**checked, "offset": offset, "length": length})
    return kept


def _checked(entity: Json) -> Json | None:
    kind = entity["type"]
    if kind == "text_link":
        return link_entity(str(entity.get("url", "")))
    if kind == "text_mention":
        user = entity.get("user")
        if not isinstance(user, dict) or type(user.get("id")) is not int:
            raise bad_request("can't parse MessageEntity: a text_mention needs a user")
        return {"type": kind, "user": user}
    extra = {"pre": "language", "custom_emoji": "custom_emoji_id"}.get(kind)
    return {"type": kind, **({extra: entity[extra]} if extra and entity.get(extra) else {})}


def _finish(text: str, found: Iterable[Json]) -> Formatted:
    """Trim as Telegram does, add what it detects, sort, and keep the first 100 entities."""
    # carriage returns go, other control characters become spaces
    ruler = Ruler(text)
    spans = [
        (ruler.index(entity["offset"]), ruler.index(entity["offset"] + entity["length"]), entity)
        for entity in found
    ]
    text, spans = without_returns(text, spans)
    text = "".join(" " if char < " " and char != "\n" else char for char in text)
    left = len(text) - len(text.lstrip(" \n"))
    kept = text.rstrip(_SPACES)
    plain = kept[left:]
    moved = [
        (max(start - left, 0), min(end - left, len(plain)), entity) for start, end, entity in spans
    ]
    moved = outside_code(moved)
    moved = [(s, e, entity) for s, e, entity in moved if e > s and not is_blank(plain[s:e])]
    # what stands in code, links and the like is not detected a second time
    taken = [(start, end) for start, end, entity in moved if entity["type"] in _OPAQUE]
    for start, end, kind in detect(plain):
        if not any(start < other_end and other < end for other, other_end in taken):
            moved.append((start, end, {"type": kind}))
    moved.sort(key=lambda span: (span[0], -span[1], _RANKS.get(span[2]["type"], 50)))
    ruler = Ruler(plain)
    entities = [_placed(ruler, start, end, entity) for start, end, entity in moved[:MAX_ENTITIES]]
    return Formatted(plain, entities)


def _placed(ruler: Ruler, start: int, end: int, entity: Json) -> Json:
    """Return the entity with type and place first, as the Bot API writes it."""
    offset = ruler.offset(start)
    place = {"offset": offset, "length": ruler.offset(end) - offset}
    rest = {key: value for key, value in entity.items() if key not in ("type", "offset", "length")}
    return {"type": entity["type"], **place, **rest}
