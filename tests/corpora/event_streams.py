"""Joining measured on labelled streams of headlines, and its parameters found again.

``python -m tests.corpora.event_streams [--olympics NOTEBOOK] [--tune]``. The one stream is
``$STORYWIRE_DEV_DATA/events/dev.csv``. The other is OG2021 (Novak, Calcina, Mladenic, Grobelnik:
10,940 headlines in nine languages of the Tokyo games by event), as its manual evaluation prints it:
``notebooks/02-group-manual-evaluation.ipynb`` of github.com/E3-JSI/dataset-OG2021.

Many of its stories under one headline have two labels; ``linked`` takes such labels for one, as
joining them is no fault.
"""

from __future__ import annotations

import argparse
import ast
import csv
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple
from zlib import crc32

from bot.summaries.event_weights import TUNED, Parameters
from bot.summaries.events import WINDOW, EventIndex, Signature, signature

_LINE: Final = re.compile(
    r"^\d+\s*:  (\S+)\s+\S+\s*: (\d+)  (\w+)  (\S+ \S+) - (.*)$", re.MULTILINE
)
_LANGUAGES: Final = {"eng": "en", "por": "pt", "spa": "es", "fra": "fr", "rus": "ru", "deu": "de",
                     "slv": "sl", "ara": "ar", "zho": "zh"}  # fmt: skip
_STEPS: Final = {
    "floor": (0.1, 0.14, 0.06), "rise": (0.38, 0.34, 0.42), "ease": (4.0, 3.0, 5.5),
    "quiet": (0.9, 0.75, 1.05), "apart": (0.3, 0.2, 0.4), "least": (1.1, 0.9, 1.3),
    "common": (0.4, 0.3, 0.5), "meaning": (0.75, 0.6, 0.9), "figure": (0.65, 0.5, 0.8),
    "place": (0.7, 0.55, 0.85),
}  # fmt: skip
_ASKED: Final = 0.985
"""Precision asked of half of the events, where half of those to mistake for them are missing."""


class Row(NamedTuple):
    """A headline with its label."""

    story: Signature
    title: str
    event: str


class Scores(NamedTuple):
    """How well events agree with labels."""

    precision: float
    """B-cubed (Bagga, Baldwin 1998): of a story's event, the share with its label."""
    recall: float
    """B-cubed: of a story's label, the share in its event."""
    pair_precision: float
    pair_recall: float


def dev() -> list[Row]:
    """Read the development headlines."""
    path = Path(os.environ["STORYWIRE_DEV_DATA"]) / "events" / "dev.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Row(_signed(r["TITLE"], "en", int(r["TIMESTAMP"]) / 1000), r["TITLE"], r["STORY"])
            for r in csv.DictReader(lines)
        ]


def _signed(title: str, lang: str, seconds: float) -> Signature:
    return signature(title, None, lang, datetime.fromtimestamp(seconds, UTC))


def olympics(notebook: Path) -> list[Row]:
    """Read OG2021 from the notebook, with the corrections that its authors made in it."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    printed = max(
        ("".join(out.get("text", ())) for cell in cells for out in cell.get("outputs", ())), key=len
    )
    source = next(s for s in ("".join(cell["source"]) for cell in reversed(cells))
                  if s.count('"wn-') > 9)  # fmt: skip
    mended = ast.literal_eval(source[source.index("{") :])
    found: dict[str, tuple[float, str, Row]] = {}
    for label, number, lang, when, title in _LINE.findall(printed):
        event = mended["art_to_cls"].get(number, mended["cls_to_cls"].get(label, label))
        event = mended["cls_to_cls"].get(event, event)
        if event not in mended["remove_cls"] and number not in mended["remove_art"]:
            seconds = datetime.fromisoformat(f"{when}+00:00").timestamp()
            row = Row(_signed(title, _LANGUAGES[lang], seconds), title, event)
            found.setdefault(number, (seconds, number, row))
    return [row for _, _, row in sorted(found.values())]


def linked(rows: Sequence[Row]) -> list[Row]:
    """Take the labels of stories under one headline, within the window, for one label."""
    parent: dict[str, str] = {}

    def root(label: str) -> str:
        while parent.setdefault(label, label) != label:
            label = parent[label]
        return label

    latest: dict[str, Row] = {}
    for row in rows:
        headline = re.sub(r"\W+", " ", row.title.lower()).strip()
        before = latest.get(headline)
        if before is not None and _gap(before, row) <= WINDOW.total_seconds():
            parent[root(row.event)] = root(before.event)
        latest[headline] = row
    return [row._replace(event=root(row.event)) for row in rows]


def _gap(a: Row, b: Row) -> float:
    first, second = a.story.published, b.story.published
    return abs((first - second).total_seconds()) if first and second else 0.0


def undated(story: Signature) -> Signature:
    """Return a story without the hour that it came."""
    return replace(story, published=None)


def half(rows: Sequence[Row], which: int) -> list[Row]:
    """Return the stories of half of the events."""
    return [row for row in rows if crc32(row.event.encode()) % 2 == which]


def joined(rows: Sequence[Row], given: Parameters = TUNED) -> list[int]:
    """Return the event that each story of a stream is given."""
    index = EventIndex(given)
    return [index.add(row.story) for row in rows]


def scores(rows: Sequence[Row], found: Sequence[int]) -> Scores:
    """Compare events with labels."""
    events, labels = Counter(found), Counter(row.event for row in rows)
    both = Counter(zip(found, (row.event for row in rows), strict=True))
    size = len(rows)
    right = _pairs(both)
    return Scores(
        sum(n * n / events[event] for (event, _), n in both.items()) / size,
        sum(n * n / labels[label] for (_, label), n in both.items()) / size,
        right / max(1, _pairs(events)),
        right / max(1, _pairs(labels)),
    )


def _pairs(counts: Counter[int] | Counter[str] | Counter[tuple[int, str]]) -> int:
    return sum(n * (n - 1) // 2 for n in counts.values())


def table(streams: dict[str, list[Row]], given: Parameters = TUNED) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    yield "| stream | headlines | B-cubed P / R | linked labels P / R | pairs P / R |"
    yield "|---|---|---|---|---|"
    for name, rows in streams.items():
        found = joined(rows, given)
        plain, kind = scores(rows, found), scores(linked(rows), found)
        yield (
            f"| {name} | {len(rows)} | {plain.precision:.3f} / {plain.recall:.3f} "
            f"| {kind.precision:.3f} / {kind.recall:.3f} "
            f"| {plain.pair_precision:.3f} / {plain.pair_recall:.3f} |"
        )


def tuned(streams: Sequence[list[Row]]) -> Parameters:
    """Return the parameters with the best recall at the precision asked, one after another."""
    given = TUNED
    best = _worth(streams, given)
    for name, values in _STEPS.items():
        for value in values:
            tried = Parameters(**{**given._asdict(), name: value})
            worth = _worth(streams, tried)
            if worth > best + 1e-3:
                best, given = worth, tried
                print(f"{name} = {value}: {best:.4f}", flush=True)
    return given


def _worth(streams: Sequence[list[Row]], given: Parameters) -> float:
    worth = 0.0
    for rows in streams:
        found = scores(linked(rows), joined(rows, given))
        worth += found.recall - 10 * max(0.0, _ASKED - found.precision)
    return worth / len(streams)


def main() -> None:
    """Print the table; with ``--tune`` find the parameters on one half and show the other."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--olympics", type=Path, metavar="NOTEBOOK")
    asked.add_argument("--tune", action="store_true")
    options = asked.parse_args()
    streams = {"dev": dev()}
    if options.olympics:
        rows = olympics(options.olympics)
        for lang in ("en", "es", "pt", "fr", "de", "ru", "ar", "sl"):
            streams[f"OG2021 {lang}"] = [row for row in rows if row.story.lang == lang]
    if options.tune:
        seen = [half(rows, 0) for rows in list(streams.values())[:2]]
        print("\n".join(table({f"{name}, other half": half(r, 1) for name, r in streams.items()})))
        given = tuned(seen)
        print(given)
        streams = {f"{name}, other half": half(rows, 1) for name, rows in streams.items()}
        print("\n".join(table(streams, given)))
        return
    if options.olympics:
        streams["OG2021, all languages"] = rows
    halves = {f"dev, half {which}": half(streams["dev"], which) for which in (0, 1)}
    print("\n".join(table({**halves, **streams})))


if __name__ == "__main__":
    main()
