"""What the development pages say of themselves, against a table that a reader wrote.

STORYWIRE_DEV_DATA=FOLDER python -m tests.corpora.page_metadata [--differences]

The reader saw the pages and not the code. The pages are not ours to publish, so the table,
``page_metadata.json``, holds fingerprints: of each page and field the answers that are right, for
two may be fair.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from bot.domain.errors import ArticleError
from bot.domain.values import Article
from bot.feeds.articles.extraction import extract

FIELDS = (
    "title", "published", "author", "origin", "publisher", "home", "image", "canonical_url",
    "lang", "publisher_code",
)  # fmt: skip
WANTED = 0.9
TABLE = Path(__file__).with_suffix(".json")
_SIGNS = str.maketrans({"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


class Answer(NamedTuple):
    """What was found for a field of a page."""

    page: str
    field: str
    value: str | None
    is_right: bool


def main() -> None:
    """Print the share of right answers, field by field."""
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        sys.exit("STORYWIRE_DEV_DATA is not set: it names the folder of development data.")
    found = list(answers(Path(folder) / "pages"))
    for field in FIELDS:
        of_field = [answer for answer in found if answer.field == field]
        right = sum(answer.is_right for answer in of_field)
        print(f"{field:15} {right} of {len(of_field)}")
    if "--differences" in sys.argv:
        for answer in found:
            if not answer.is_right:
                print(*answer[:3])


def answers(pages: Path) -> Iterator[Answer]:
    """Yield what is found in the pages of a folder, field by field."""
    urls = json.loads((pages / "ground-truth.json").read_text("utf-8"))
    for name, row in json.loads(TABLE.read_text("utf-8")).items():
        data = gzip.decompress((pages / f"{name}.html.gz").read_bytes())
        try:
            article = extract(data, url=urls[name]["url"])
        except ArticleError:
            article = None
        for field in FIELDS:
            value = said(article, field) if article else None
            yield Answer(name, field, value, fingerprint(field, value) in row[field])


def said(article: Article, field: str) -> str | None:
    """Return a field as text: an instant, or the day alone where no time is known."""
    if field == "published" and article.published:
        pattern = "%Y-%m-%dT%H:%M:%SZ" if article.published_has_time else "%Y-%m-%d"
        return article.published.strftime(pattern)
    value: str | None = getattr(article, field)
    return value


def fingerprint(field: str, value: str | None) -> str:
    """Return what stands for an answer in the table, whatever its case, quotes and white space."""
    if value is None:
        return "none"
    plain = " ".join(unicodedata.normalize("NFKC", value).translate(_SIGNS).casefold().split())
    if field in {"home", "canonical_url"}:
        plain = re.sub(r"^https?://", "", plain).rstrip("/")
    if field == "lang":
        plain = plain.partition("-")[0]
    return hashlib.sha256(f"{field}\n{plain}".encode()).hexdigest()[:12]


if __name__ == "__main__":
    main()
