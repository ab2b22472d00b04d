"""Pages' metadata is right in nine of ten, field by field."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from tests.corpora.page_metadata import FIELDS, WANTED, answers


def test_the_development_pages() -> None:
    folder = os.environ.get("STORYWIRE_DEV_DATA")
    if not folder:
        pytest.skip("STORYWIRE_DEV_DATA is not set: it names the folder of real pages")
    found = list(answers(Path(folder) / "pages"))
    right = Counter(answer.field for answer in found if answer.is_right)
    pages = len({answer.page for answer in found})
    assert pages == 30
    assert {field for field in FIELDS if right[field] < WANTED * pages} == set()
