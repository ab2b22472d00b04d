"""What a topic asks of the archive's index: terms that every story it matches must hold."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.values import Either, Every, Term, Wanted
from bot.text.stems import stems_by_language
from bot.topics import keys, places
from bot.topics.matching import is_dense
from bot.topics.query import (
    All,
    Any,
    InTitle,
    Lang,
    Leaf,
    Node,
    Not,
    Phrase,
    Place,
    Query,
    Source,
    Word,
    leaves,
)  # fmt: skip
from bot.topics.shape import COMMON


def wanted(query: Query) -> Wanted:
    """Return what a story's terms must hold for the query to match.

    Necessary, not sufficient: that words stand in a row, for one, is seen in the text only.
    """
    need = _wanted(query.root, in_title=False)
    if need is None:  # the grammar refuses what only excludes
        raise ValueError(f"{query.normal!r} asks for nothing")
    return need


def each(query: Query, *, in_title: bool = False) -> tuple[Wanted, ...]:
    """Return the same for each word, phrase and place that is asked for, once each.

    Or what each needs to stand in the headline.
    """
    asked = leaves(query.root, excluded=False)
    words = (leaf for leaf in asked if not isinstance(leaf, Source | Lang) and not _is_common(leaf))
    return tuple(dict.fromkeys(_leaf(leaf, in_title=in_title) for leaf in words))


def spelt(query: Query) -> dict[str, Wanted]:
    """Return the words asked for that may be misspelt, folded, each with what it needs."""
    found: dict[str, Wanted] = {}
    for leaf in leaves(query.root, excluded=False):
        if isinstance(leaf, Word) and not leaf.prefix:
            found |= {word: _leaf(leaf, in_title=False) for word in leaf.text.split("-")}
        elif isinstance(leaf, Phrase):
            found |= {word: of_word(word) for word in leaf.words}
    return found


def of_word(word: str) -> Wanted:
    """Return what a story needs to hold a folded word in any form."""
    return _word(word, in_title=False)


def terms_of(need: Wanted) -> frozenset[str]:
    """Return the terms of which a need is made, but those of languages: most stories have them."""
    return frozenset(term for term in all_terms_of(need) if not keys.is_of_language(term))


def all_terms_of(need: Wanted) -> frozenset[str]:
    """Return all of them."""
    if isinstance(need, Term):
        return frozenset({need.text})
    return frozenset[str]().union(*map(all_terms_of, need.parts))


def _wanted(node: Node, *, in_title: bool) -> Wanted | None:
    """Return the need of a tree; None for what only excludes."""
    match node:
        case All():
            asked = [part for part in node.parts if not isinstance(part, Not)]
            telling = [part for part in asked if not _is_common(part)] or asked
            parts = [_wanted(part, in_title=in_title) for part in telling]
            return _every(part for part in parts if part is not None)
        case Any():
            choices = [_wanted(part, in_title=in_title) for part in node.parts]
            known = [choice for choice in choices if choice is not None]
            return _either(known) if len(known) == len(choices) else None
        case InTitle():
            return _wanted(node.part, in_title=True)
        case Not():
            return None
        case _:
            return _leaf(node, in_title=in_title)


def _is_common(node: Node) -> bool:
    """Return whether so many stories have a word that to ask for it tells little."""
    return isinstance(node, Word) and not (node.exact or node.prefix) and node.text in COMMON


def _leaf(leaf: Leaf, *, in_title: bool) -> Wanted:
    match leaf:
        case Source():
            row = [Term(keys.source(word)) for word in leaf.words]
            return _either([_all(row), Term(keys.source("".join(leaf.words)))])
        case Lang():
            return Term(keys.lang(leaf.tag))
        case Phrase():
            return _all(_word(word, in_title=in_title) for word in leaf.words)
        case Place():
            codes = (leaf.code, *sorted(places.PARTS.get(leaf.code, ())))
            named = [Term(keys.place(code), in_title) for code in codes]
            typed = _all(_word(word, in_title=in_title) for word in leaf.text.split(" "))
            return _either([typed, *named])
        case Word():
            return _form(leaf, in_title=in_title)


def _form(word: Word, *, in_title: bool) -> Wanted:
    if word.prefix and not is_dense(word.text):
        return Term(keys.beginning(word.text), in_title)
    parts = word.text.split("-")
    if len(parts) == 1:
        return _word(word.text, in_title=in_title)
    apart = _all(_word(part, in_title=in_title) for part in parts)
    return _either([_word("".join(parts), in_title=in_title), apart])


def _word(word: str, *, in_title: bool) -> Wanted:
    if is_dense(word):
        pairs = [word[at : at + 2] for at in range(len(word) - 1)] or [word]
        return _all(Term(keys.gram(pair), in_title) for pair in pairs)
    by_language = stems_by_language(word)
    if len(by_language) == 1:
        return Term(keys.word(next(iter(by_language))), in_title)
    return _either(
        _stem(stem, langs, in_title=in_title) for stem, langs in sorted(by_language.items())
    )


def _stem(stem: str, langs: frozenset[str], *, in_title: bool) -> Wanted:
    """Return the need of a stem, which is another word's in languages that do not give it.

    "dan" is no form of "dane" in English. What English gives is asked of every story: to look
    at the many that are read as English takes longer than it spares.
    """
    term = Term(keys.word(stem), in_title)
    if "en" in langs:
        return term
    return _all([term, _either(Term(keys.reading(lang)) for lang in sorted(langs))])


def _all(parts: Iterable[Wanted]) -> Wanted:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Every(found)


def _every(parts: Iterable[Wanted]) -> Wanted | None:
    found = tuple(parts)
    return _all(found) if found else None


def _either(parts: Iterable[Wanted]) -> Wanted:
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else Either(found)
