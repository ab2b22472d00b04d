"""Real article pages become stories that can be told: a headline, a text and an extract."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from bot import summaries
from bot.feeds.articles.extraction import extract


def test_development_pages_give_title_text_and_summary() -> None:
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        pytest.skip("STORYWIRE_DEV_DATA is not set: no real pages to read")
    pages = Path(folder) / "pages"
    truth = json.loads((pages / "ground-truth.json").read_text(encoding="utf-8"))
    told = 0
    for name, known in truth.items():
        article = extract(
            gzip.decompress((pages / f"{name}.html.gz").read_bytes()), url=known["url"]
        )
        ranked = summaries.rank(article.text, title=article.title, lang=article.lang)
        chosen = summaries.fit(ranked, units=640, count=4)
        assert article.title, name
        flat = " ".join(article.text.split())
        assert all(" ".join(sentence.text.split()) in flat for sentence in chosen), name
        told += len(chosen) >= 1
    assert told == len(truth) >= 20
