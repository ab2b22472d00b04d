"""Names in addresses: slugs of titles and sources, and story ids written in letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

# Letters only: a number in the path would be read as the publisher's story code. No vowels, so
# that no id spells a word.
_LETTERS = "bcdfghjklmnpqrstvwxz"
_ID_WIDTH = 4
_LONG_NUMBER = re.compile(r"\d{4,}")


def slug(text: str, limit: int = 60) -> str:
    """Return the Latin words of a text as ``lower-case-words`` within ``limit``, maybe empty.

    Accents are dropped, and so are numbers of four digits or more, which readers take for codes.
    Other scripts give nothing: percent-encoded they make links and QR codes five times as long.
    """
    apart = unicodedata.normalize("NFKD", text).lower()
    bare = re.sub(r"['’\u0300-\u036f]", "", apart)
    words = [word for word in re.findall(r"\w+", bare) if word.isascii()]
    kept = ""
    for word in " ".join(words).replace("_", " ").split():
        if _LONG_NUMBER.fullmatch(word):
            continue
        longer = f"{kept}-{word}" if kept else word[:limit]
        if len(longer) > limit:
            break
        kept = longer
    # "0:3" in a Russian headline is no name for a page
    return kept if re.search("[a-z]", kept) else ""


def free_slug(wanted: str, taken: Container[str]) -> str:
    """Return a source's slug that is not ``taken``: the wanted one, numbered if need be."""
    wanted = wanted or "source"
    if wanted not in taken:
        return wanted
    return next(free for n in count(2) if (free := f"{wanted}-{n}") not in taken)


def id_in_letters(number: int) -> str:
    """Return a story's id, 0 or more, as at least four consonants."""
    letters = ""
    while number or len(letters) < _ID_WIDTH:
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters
    return letters


def id_from_letters(letters: str) -> int | None:
    """Return the id that ``id_in_letters`` wrote, or None for anything else."""
    if not _ID_WIDTH <= len(letters) <= 12 or not set(letters) <= set(_LETTERS):
        return None
    number = 0
    for letter in letters:
        number = number * len(_LETTERS) + _LETTERS.index(letter)
    return number if id_in_letters(number) == letters else None
