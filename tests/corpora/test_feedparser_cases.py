"""feedparser's own corpus, where somebody fetched it; see feedparser_cases."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.corpora import feedparser_cases


def test_the_cases_agree_with_feedparser() -> None:
    folder = os.environ.get("FEEDPARSER_CORPUS")
    if not folder:
        pytest.skip(
            "FEEDPARSER_CORPUS is not set: it names the tests folder of feedparser's source"
        )
    paths = list(feedparser_cases.cases(Path(folder)))
    spoken, everything = feedparser_cases.compare(Path(folder), paths)
    assert spoken.percent >= feedparser_cases.TARGET
    assert everything.percent >= 95


def test_an_absent_corpus_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert feedparser_cases.main([]) == 2
    assert feedparser_cases.main([str(tmp_path)]) == 2
    assert "clone github.com/kurtmckee/feedparser" in capsys.readouterr().out
