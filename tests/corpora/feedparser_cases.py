"""Compare our parser with feedparser on feedparser's own test corpus.

The corpus is not part of this project: clone github.com/kurtmckee/feedparser and run

    python -m tests.corpora.feedparser_cases FOLDER/tests [--differences]

Two measures, both of title, link, id, dates, summary, content and author as plain text:

- *cases*: the fields that a case's expectation speaks of, in the entry that it names. This is the
  target of the project: at least 97 %.
- *everything*: every one of these fields that feedparser finds, in every entry of every file.

What counts: feedparser's value, and ours beside it. Both are read from the same bytes, with the
headers that the case gives and an address of its own. What does not count, each rule with its
reason, is listed in ``EXCUSES`` and printed with how often it was used; nothing else is left out.
"""

from __future__ import annotations

import calendar
import collections
import io
import re
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from bot.domain.errors import FeedError
from bot.domain.values import Entry, ParsedFeed
from bot.feeds import dates
from bot.feeds.documents.parsing import parse

FIELDS = ("title", "link", "guid", "published", "updated", "summary", "content", "author")
"""What is compared, where a case speaks of it."""
TARGET = 97.0
"""Of a hundred cases so many must agree."""

_EXPECT = re.compile(r"Expect:\s+(.+)")
_HEADER = re.compile(r"^\s*([A-Za-z-]+):\s+(\S.*)$", re.MULTILINE)
_NAMED = re.compile(r"entries\[(\d+)\](?:\[u?['\"](\w+)['\"]\]|\.get\(['\"](\w+)['\"])")
_SPOKEN = {
    "title": "title", "link": "link", "id": "guid", "published": "published",
    "published_parsed": "published", "updated": "updated", "updated_parsed": "updated",
    "summary": "summary", "description": "summary", "content": "content", "author": "author",
    "title_detail": "title", "summary_detail": "summary", "guid": "guid",
}  # fmt: skip
_HIDDEN = re.compile(r"<!--.*?-->|<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z!?][^<>]*>")


class Pair(NamedTuple):
    """A field of an entry, as both parsers have it."""

    case: str
    field: str
    ours: str
    theirs: str


def _ambiguous(data: bytes, pair: Pair) -> bool:
    """Tell a date that names two days (03/02/2026): our contract wants null, feedparser guesses."""
    return (
        pair.field in {"published", "updated"}
        and not pair.ours
        and re.search(rb">\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b", data) is not None
    )


def _unresolvable(_data: bytes, pair: Pair) -> bool:
    """Tell a link that is no web address: our contract wants absolute ones, feedparser keeps it."""
    return pair.field == "link" and not pair.ours and not re.match(r"https?://", pair.theirs)


EXCUSES: dict[str, Callable[[bytes, Pair], bool]] = {
    "an ambiguous date is null by contract": _ambiguous,
    "a link that is no http address is null by contract": _unresolvable,
}
"""Why a difference may be left out of the count."""


class Score:
    """How often both agreed, by field."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen: collections.Counter[str] = collections.Counter()
        self.agreed: collections.Counter[str] = collections.Counter()
        self.excused: collections.Counter[str] = collections.Counter()
        self.empty = 0
        self.differences: list[Pair] = []

    def count(self, data: bytes, pair: Pair) -> None:
        """Count a pair as agreeing, differing or excused."""
        agrees = pair.ours == pair.theirs
        if not agrees and (
            reason := next((r for r, excuses in EXCUSES.items() if excuses(data, pair)), None)
        ):
            self.excused[reason] += 1
            return
        self.empty += agrees and not pair.ours
        self.seen[pair.field] += 1
        self.agreed[pair.field] += agrees
        if not agrees:
            self.differences.append(pair)

    @property
    def percent(self) -> float:
        """Return the share that agrees, in per cent; 100 where nothing was compared."""
        total = sum(self.seen.values())
        return 100 * sum(self.agreed.values()) / total if total else 100.0

    def show(self, *, differences: bool) -> None:
        """Print the score."""
        print(f"\n== {self.name}")
        for pair in self.differences if differences else ():
            print(" | ".join((pair.case, pair.field, repr(pair.ours[:90]), repr(pair.theirs[:90]))))
        for field in FIELDS:
            print(f"{field:10} {self.agreed[field]} of {self.seen[field]}")
        for reason, times in self.excused.items():
            print(f"left out, {times} times: {reason}")
        right, total = sum(self.agreed.values()), sum(self.seen.values())
        print(f"{self.empty} of those that agree are no text at all, such as a lone image")
        print(f"agreement {right} of {total}: {self.percent:.2f} %")


def main(arguments: list[str]) -> int:
    """Print both measures, and each difference if asked; 1 where the target is missed."""
    folder = Path(next((a for a in arguments if not a.startswith("-")), ""))
    paths = list(cases(folder)) if arguments else []
    if len(paths) < 100:
        print(f"No corpus in {str(folder)!r}. {(__doc__ or '').partition('Two measures')[0]}")
        return 2
    spoken, everything = compare(folder, paths)
    for score in (everything, spoken):
        score.show(differences="--differences" in arguments)
    return int(spoken.percent < TARGET)


def compare(folder: Path, paths: list[Path]) -> tuple[Score, Score]:
    """Return the score of the cases and of everything."""
    import feedparser

    spoken, everything = Score("cases"), Score("everything")
    for path in paths:
        data, name = path.read_bytes(), str(path.relative_to(folder))
        given = headers(data, f"http://127.0.0.1:8097/tests/{name}")
        theirs = feedparser.parse(io.BytesIO(data), response_headers=given).entries
        ours = our_entries(data, given)
        wanted = spoken_of(data)
        for index, entry in enumerate(theirs):
            own = ours[index] if index < len(ours) else None
            for field in FIELDS:
                if (expected := their_field(entry, field)) is None:
                    continue
                pair = Pair(name, field, our_field(own, field), expected)
                everything.count(data, pair)
                if (index, field) in wanted:
                    spoken.count(data, pair)
    return spoken, everything


def cases(folder: Path) -> Iterator[Path]:
    """Yield the corpus's feeds."""
    yield from sorted(p for kind in ("*.xml", "*.json") for p in folder.rglob(kind))


def _head(data: bytes) -> str:
    return data[:6000].decode("latin-1").replace("\0", "").partition("-->")[0]


def spoken_of(data: bytes) -> set[tuple[int, str]]:
    """Return which entries and fields of ours a case's expectation is about."""
    if (expect := _EXPECT.search(_head(data))) is None:
        return set()
    found = ((int(index), a or b) for index, a, b in _NAMED.findall(expect[1]))
    return {(index, _SPOKEN[name]) for index, name in found if name in _SPOKEN}


def headers(data: bytes, address: str) -> dict[str, str]:
    """Return the HTTP headers a case gives in its comment, and where it was read from."""
    found = {k.lower(): v.strip() for k, v in _HEADER.findall(_head(data))}
    given = {k: v for k, v in found.items() if k in {"content-type", "content-location"}}
    return {"content-location": address} | given


def our_entries(data: bytes, given: dict[str, str]) -> tuple[Entry, ...]:
    """Return what our parser makes of a case."""
    try:
        feed: ParsedFeed = parse(
            data, content_type=given.get("content-type"), url=given["content-location"]
        )
    except FeedError:
        return ()
    return feed.entries


def our_field(entry: Entry | None, field: str) -> str:
    """Return a field of ours as plain text; the title is plain text already."""
    value = getattr(entry, field) if entry else None
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    return plain(value) if field in {"summary", "content", "author"} else " ".join(value.split())


def their_field(entry: Any, field: str) -> str | None:
    """Return feedparser's field as plain text; None where it has none."""
    if field in {"published", "updated"}:
        return _their_date(entry, field)
    if field == "content":
        value = entry.content[0].value if entry.get("content") else None
    else:
        value = entry.get({"guid": "id"}.get(field, field))
    if value is None or field in {"link", "guid"}:
        return value or None
    is_text = field == "title" and entry.get("title_detail", {}).get("type") == "text/plain"
    return " ".join(value.split()) if is_text else plain(value)


def _their_date(entry: Any, field: str) -> str | None:
    """Return feedparser's date, also where it kept the words only and we can read them."""
    names = ("published", "updated") if field == "published" else ("updated",)
    for name in names:
        # its own get() gives the published date where there is no updated one
        if parsed := dict.get(entry, f"{name}_parsed"):
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC).isoformat()
        if (words := dict.get(entry, name)) and (instant := dates.parse(words)):
            return instant.isoformat()
    return None


def plain(text: str) -> str:
    """Return the words of a text without markup, by a reading of HTML that is neither parser's."""
    return " ".join(unescape(_TAG.sub(" ", _HIDDEN.sub(" ", text))).split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
