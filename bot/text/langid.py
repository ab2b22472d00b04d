"""py3langid's model, loaded on first use and kept in a file rather than in memory."""

from __future__ import annotations

import mmap
import tempfile
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from py3langid.langid import LanguageIdentifier

_LEAST: Final = 20
"""Bytes below which the model only guesses."""


class _Model(NamedTuple):
    identifier: LanguageIdentifier
    maps: tuple[mmap.mmap, ...]
    """Where its large tables lie."""


def classify(text: str, languages: frozenset[str]) -> str | None:
    """Return the likeliest of ``languages``; None where the text is too short to say.

    Takes half a second the first time, then about 2 ms for 4,000 characters.
    """
    if len(text.encode("utf-8", "replace")) < _LEAST:
        return None
    model = _model()
    ranked = model.identifier.rank(text)
    for table in model.maps:
        table.madvise(mmap.MADV_DONTNEED)
    return next((lang for lang, _ in ranked if lang in languages), None)


@cache
def _model() -> _Model:
    """Load the model with its tables in nameless files.

    39 MB of moves and 28 MB of weights would stay in our memory for the few texts that need them.
    The system keeps what was read of a file for as long as it has room, and we let go of it.
    """
    import numpy as np
    from py3langid.langid import MODEL_DIR, MODEL_FILE, LanguageIdentifier
    from py3langid.modelio import load_model

    weights, priors, names, moves, rows, features = load_model(MODEL_DIR / MODEL_FILE)
    maps = _mapped(moves), _mapped(weights)
    table = np.frombuffer(maps[1], dtype=weights.dtype).reshape(weights.shape)
    walk = memoryview(maps[0]).cast(moves.typecode)
    identifier = LanguageIdentifier(table, priors, names, walk, array("i", features), tk_row=rows)
    return _Model(identifier, maps)


def _mapped(values: array[int] | NDArray[Any]) -> mmap.mmap:
    with tempfile.TemporaryFile() as file:
        values.tofile(file)
        file.flush()
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
