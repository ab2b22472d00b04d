"""Events, and what tells copies of a story, as JSON can hold them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.summaries.events import Event, Headline, Signature


def packed(event: Event) -> dict[str, object]:
    """Return an event without its number."""
    return {
        "size": event.size,
        "terms": dict(event.terms),
        "lead": dict(event.lead),
        "told": dict(event.told),
        "texts": event.texts,
        "langs": sorted(event.langs, key=str),
        "headlines": [
            (kept.terms, _sorted(kept.names), kept.lang) for kept in event.headlines
        ],
        "opened": _written(event.opened),
        "latest": _written(event.latest),
        "bodies": dict(event.bodies),
    }  # fmt: skip


def event(number: int, record: Mapping[str, Any]) -> Event:
    """Read what ``packed`` wrote."""
    return Event(
        number=number,
        size=record["size"],
        terms=record["terms"],
        lead=record["lead"],
        told=record["told"],
        texts=record["texts"],
        langs=frozenset(record["langs"]),
        headlines=tuple(
            Headline(tuple(terms), _set(names), lang) for terms, names, lang in record["headlines"]
        ),
        opened=_read(record["opened"]),
        latest=_read(record["latest"]),
        bodies={source: tuple(hashes) for source, hashes in record["bodies"].items()},
    )


def packed_signature(story: Signature) -> dict[str, object]:
    """Return of a signature what tells copies of its story."""
    return {
        "lang": story.lang,
        "published": _written(story.published),
        "title": story.title,
        "names": _sorted(story.names),
        "exact": story.exact,
        "sketch": b64encode(story.sketch).decode("ascii"),
    }


def signature(record: Mapping[str, Any]) -> Signature:
    """Read what ``packed_signature`` wrote."""
    return Signature(
        lang=record["lang"],
        published=_read(record["published"]),
        source=None,
        title=tuple(record["title"]),
        names=_set(record["names"]),
        lead=(),
        surfaces=(),
        exact=record["exact"],
        sketch=b64decode(record["sketch"]),
        copies=(),
    )


def _sorted(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _set(names: list[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(names)


def _written(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
