"""Word lists as they are written in code: words parted by white space."""

from __future__ import annotations

from bot.text.normal import fold


def word_set(text: str) -> frozenset[str]:
    """Return the words of ``text`` as they are."""
    return frozenset(text.split())


def folded_set(text: str) -> frozenset[str]:
    """Return the words of ``text``, folded."""
    return frozenset(map(fold, text.split()))


def folded_pairs(text: str) -> dict[str, str]:
    """Return "form word, form word" as a mapping of folded forms to folded words."""
    return {fold(form): fold(word) for form, word in (pair.split() for pair in text.split(","))}
