from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from bot.domain.values import Entry
from bot.store import rows
from bot.store.columns import Instant, Packed, clean, fingerprint, term_key

SPAN = (datetime(1900, 1, 1), datetime(2200, 1, 1))  # noqa: DTZ001  # Hypothesis wants them so
ANY_TEXT = st.text(st.characters(codec=None) | st.characters(categories=["Cs"]))
DIALECTS: tuple[Dialect, ...] = (
    SQLiteDialect(),
    PGDialect(),  # type: ignore[no-untyped-call]  # SQLAlchemy gives it no types
)


@given(ANY_TEXT)
def test_a_cleaned_text_can_be_stored_and_is_clean(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned
    assert cleaned.encode().decode() == cleaned


@given(ANY_TEXT, ANY_TEXT)
def test_fingerprints_tell_texts_apart_and_are_short(one: str, two: str) -> None:
    assert (fingerprint(one) == fingerprint(two)) == (one == two)
    assert len(fingerprint(one)) == 32
    assert len(term_key(one).encode()) <= 400


@given(st.lists(ANY_TEXT))
def test_packed_values_come_back_clean(texts: list[str]) -> None:
    column = Packed()
    packed = column.process_bind_param(texts, DIALECTS[0])
    assert packed is not None
    assert "\x00" not in packed
    assert column.process_result_value(packed, DIALECTS[0]) == [
        re.sub("[\ud800-\udfff]", "\ufffd", text) for text in texts
    ]


@given(st.datetimes(*SPAN), st.integers(-14, 14))
def test_instants_are_the_same_in_utc(naive: datetime, hours: int) -> None:
    local = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
    for dialect in DIALECTS:
        column = Instant()
        back = column.process_result_value(column.process_bind_param(local, dialect), dialect)
        assert back == local
        assert back.tzinfo is UTC


TIMES = st.none() | st.datetimes(timezones=st.just(UTC))
TEXTS = st.none() | st.text()


@given(st.builds(Entry, TEXTS, TEXTS, TEXTS, TIMES, TIMES, TEXTS, TEXTS, TEXTS, TEXTS))
def test_an_entry_comes_back_from_json(entry: Entry) -> None:
    assert rows.entry(json.loads(json.dumps(rows.packed_entry(entry)))) == entry
