"""Places in a text counted in UTF-16 code units, as the Bot API counts them."""

from __future__ import annotations

from bisect import bisect_left


class Ruler:
    """Converts between indices of a text and its UTF-16 offsets."""

    def __init__(self, text: str) -> None:
        self._wide = [index for index, char in enumerate(text) if char > "\uffff"]
        self._wide_units = [index + count for count, index in enumerate(self._wide)]

    def offset(self, index: int) -> int:
        """Return the UTF-16 offset of a character's index."""
        return index + bisect_left(self._wide, index)

    def index(self, offset: int) -> int:
        """Return the index of the character at (or split by) a UTF-16 offset."""
        return offset - bisect_left(self._wide_units, offset)
