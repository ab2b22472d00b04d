"""What ``POST /playground/stories`` takes: JSON in, a checked story out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

from bot.playground.newsroom.values import Submission, SubmissionError

MAX_BODY_BYTES = 2_000_000
"""The largest request body that is read."""

_LIMITS = {
    "title": 1_000,
    "text": 500_000,
    "source": 200,
    "origin": 200,
    "author": 200,
    "code": 40,
    "lang": 35,
}
_NEEDED = ("title", "text", "source")
# What XML 1.0 (section 2.2) or UTF-8 cannot carry: feeds and pages could not show it.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# RFC 5646, as far as shape goes: a language and its subtags.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def read_submission(body: bytes, now: datetime) -> Submission:
    """Return the story in a request body, dated ``now`` where it names no date.

    Raises SubmissionError, naming the field.
    """
    sent = _json_object(body)
    given = {name: _text(sent, name) for name in _LIMITS}
    lang = given["lang"]
    if lang is not None and not _LANGUAGE.fullmatch(lang):
        raise SubmissionError("lang must be a BCP 47 language such as en, fa or pt-BR")
    return Submission(
        title=given["title"] or "",
        text=given["text"] or "",
        source=given["source"] or "",
        published=_instant(sent["published"]) if "published" in sent else now,
        lang=lang,
        origin=given["origin"],
        author=given["author"],
        code=given["code"],
    )


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text: what blank lines part, stripped."""
    return [part for part in (p.strip() for p in re.split(r"\n[^\S\n]*\n", text)) if part]


def _json_object(body: bytes) -> Mapping[str, object]:
    try:
        sent = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise SubmissionError("the body must be JSON in UTF-8") from error
    if not isinstance(sent, dict):
        raise SubmissionError("the body must be a JSON object with title, text and source")
    return sent


def _text(sent: Mapping[str, object], name: str) -> str | None:
    """Return a field's text, tidied; None where it may be absent and is absent, null or empty."""
    value = sent.get(name)
    if value is None and name not in _NEEDED:
        return None
    if name not in sent:
        raise SubmissionError(f"{name} is missing; title, text and source are needed")
    if not isinstance(value, str):
        raise SubmissionError(f"{name} must be a string")
    if _UNPRINTABLE.search(value):
        raise SubmissionError(f"{name} has control characters or half a surrogate pair")
    tidy = _tidy_text(value) if name == "text" else _tidy_line(value)
    if not tidy and name in _NEEDED:
        raise SubmissionError(f"{name} is empty")
    if len(tidy) > _LIMITS[name]:
        raise SubmissionError(f"{name} is longer than {_LIMITS[name]} characters")
    return tidy or None


def _tidy_text(value: str) -> str:
    return "\n\n".join(paragraphs(value.replace("\r\n", "\n").replace("\r", "\n")))


def _tidy_line(value: str) -> str:
    # NFC, so that one publisher's name typed on two keyboards is one publisher.
    return " ".join(unicodedata.normalize("NFC", value).split())


def _instant(value: object) -> datetime | None:
    """Return an ISO 8601 date in UTC, to the second; without a zone it is taken for UTC."""
    if value is None:
        return None
    advice = "published must be an ISO 8601 date such as 2018-06-17T16:08:00Z, or null"
    if not isinstance(value, str):
        raise SubmissionError(advice)
    try:
        read = datetime.fromisoformat(value.strip())
        utc = read.replace(tzinfo=UTC) if read.tzinfo is None else read.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise SubmissionError(advice) from error
    if utc.year < 1000:  # RFC 822 dates in feeds need four digits
        raise SubmissionError(advice)
    return utc.replace(microsecond=0)
