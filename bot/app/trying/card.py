"""``storywire try card``."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from typing import Any, Final

from bot.app.trying import fields
from bot.chat import cards, qr
from bot.domain.values import Also, Story
from bot.summaries import rank
from bot.text import language as languages

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


def answer(record: dict[str, Any], *, zone: str, language: str) -> dict[str, Any]:
    """Return the card of a story of the contract. Raises ValueError for what is malformed."""
    story = _story(record)
    card = cards.render(story, zone=zone, language=language, also=_also(record.get("also")))
    try:
        image = b64encode(qr.png(story.link)).decode("ascii")
    except qr.NoCodeError:  # the card goes out as text then
        image = None
    return {
        "id": record.get("id"),
        "html": card.html,
        "text": card.text,
        "units": card.units,
        "qr_png_base64": image,
        "buttons": [[_button(button) for button in row] for row in card.buttons],
    }


def _button(button: cards.Button) -> dict[str, str]:
    target = {"url": button.url, "data": button.data}
    return {"text": button.text, **{k: v for k, v in target.items() if v is not None}}


def _story(record: dict[str, Any]) -> Story:
    title, link = _needed(record, "title"), _needed(record, "link")
    text = fields.text(record, "text") or ""
    lang = fields.text(record, "lang") or languages.detect(text or title)
    published, has_time = _published(fields.text(record, "published"))
    return Story(
        id=0,
        code=_code(record.get("code")),
        publisher_code=_number(record, "publisher_code"),
        title=title,
        text=text,
        extract=rank(text, title=title, lang=lang),
        published=published,
        published_has_time=has_time,
        seen_at=_NEVER,
        origin=fields.text(record, "origin"),
        author=fields.text(record, "author"),
        publisher=fields.text(record, "publisher"),
        home=fields.text(record, "home"),
        link=link,
        lang=lang,
        photo_file_id=None,
    )


def _also(value: object) -> tuple[Also, ...]:
    """Return who else tells the story's event: a list of code and publisher, or null."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError('also must be a list such as [{"code": 1002, "publisher": "A"}], or null')
    return tuple(Also(_code(one.get("code")), fields.text(one, "publisher") or "") for one in value)


def _needed(record: dict[str, Any], key: str) -> str:
    found = (fields.text(record, key) or "").strip()
    if not found:
        raise ValueError(f"{key} must be a text that is not empty")
    return found


def _number(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return fields.text(record, key)


def _code(value: object) -> int:
    """Return our code; 0 stands for none."""
    if value is None:
        return 0
    text = str(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else ""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError("code must be a whole number, such as 1001, or null")
    return int(text)


def _published(text: str | None) -> tuple[datetime | None, bool]:
    """Return the instant and whether it has a time of day."""
    if text is None:
        return None, False
    day = _DAY.fullmatch(text) is not None
    try:
        instant = datetime.fromisoformat(text)
        if day or instant.tzinfo:
            return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(UTC), not day
    except (ValueError, OverflowError) as error:
        raise ValueError(f"published: {error}; write it as 2018-06-17T14:08:00Z") from error
    raise ValueError("published needs its time zone; write it as 2018-06-17T14:08:00Z")
