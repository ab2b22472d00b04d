"""Joining on the labelled development headlines (broad events of days: recall is low by nature)."""

from __future__ import annotations

import os

import pytest

from tests.corpora import event_streams as streams


def test_headlines_alone_find_nearly_half_of_an_event_and_hardly_another() -> None:
    if not os.environ.get("STORYWIRE_DEV_DATA"):
        pytest.skip("STORYWIRE_DEV_DATA is not set: give the folder of the development data")
    rows = streams.dev()
    found = streams.scores(rows, streams.joined(rows))
    assert found.precision >= 0.97
    assert found.recall >= 0.48
    undated = [row._replace(story=streams.undated(row.story)) for row in rows]
    found = streams.scores(undated, streams.joined(undated))
    assert found.precision >= 0.95
    assert found.recall >= 0.43
