"""Reads a topic as a person types it. Recursive descent over at most 256 characters: linear."""

from __future__ import annotations

import itertools
from functools import cache, lru_cache
from typing import Final

import regex
from babel import Locale

from bot.domain.errors import TopicError
from bot.text.normal import fold
from bot.text.tokens import words
from bot.topics import lexer, places, shape
from bot.topics.lexer import Piece
from bot.topics.query import All, Any, InTitle, Lang, Node, Not, Phrase, Query, Source, Word, write
from bot.topics.surfaces import as_typed

MAX_LENGTH: Final = 256
"""Characters of a topic, as typed and normalised."""
_MAX_NESTING: Final = 12


@lru_cache(maxsize=4096)
def parse(text: str) -> Query:
    """Return the query that a person means by ``text``.

    Raises TopicError, with the position and a corrected topic where there is one, for what cannot
    be understood, matches everything or nothing, or is longer than 256 characters or 32 words.
    """
    if len(text) > MAX_LENGTH:
        raise TopicError(
            f"This topic has {len(text)} characters; {MAX_LENGTH} is the most. "
            "Make several topics of it.",
            position=MAX_LENGTH,
        )
    try:
        root = _Reader(text, lexer.cut(text)).whole()
    except TopicError as error:
        offers = (error.suggestion, " ".join(token.text for token in words(text)))
        readable = (offer for offer in map(_tidy, offers) if _is_read(offer))
        raise TopicError(
            str(error), position=error.position, suggestion=next(readable, None)
        ) from None
    return _settled(root)


@lru_cache(maxsize=4096)
def read(normal: str) -> Query:
    """Return the query of a normalised text, as ``parse`` does, at once where it is plain words."""
    words = normal.split(" ")
    if not "".join(words).isalnum() or not _not_plain().isdisjoint(words):
        return parse(normal)
    row = tuple(map(Word, words))
    return Query(root=row[0] if len(row) == 1 else All(row), normal=normal)


@cache
def _not_plain() -> frozenset[str]:
    """Return the words that may be more than words: operators, and beginnings of places' names."""
    return lexer.KEYWORDS | places.beginnings()


def _tidy(offer: str | None) -> str:
    return " ".join((offer or "").split())


def _is_read(offer: str) -> bool:
    try:
        _settled(_Reader(offer, lexer.cut(offer)).whole())
    except TopicError:
        return False
    return True


def _settled(root: Node) -> Query:
    root = shape.settle(root)
    shape.check(root)
    normal = write(root)
    if len(normal) > MAX_LENGTH:
        raise TopicError("This topic is too long. Make several topics of it.", position=0)
    return Query(root=root, normal=normal)


_AFTER: Final = "needs a word after it, or quotation marks if it is a word itself."


def _names_kept(pieces: list[Piece]) -> list[Piece]:
    """Make words of an "and" within a place's name: Bosnia and Herzegovina, Trinidad y Tobago."""
    made = list(pieces)
    for at, piece in enumerate(pieces):
        if piece.kind != "and" or piece.text.isupper():
            continue
        for start in range(max(0, at - places.LONGEST + 2), at):
            row = pieces[start : start + places.LONGEST]
            named = itertools.takewhile(lambda one: one.kind in {"word", "and"}, row)
            size, _ = places.named([fold(one.text) for one in named])
            if start + size > at + 1:
                made[at] = piece._replace(kind="name")
    return made


class _Reader:
    """Walks over the pieces of one topic."""

    def __init__(self, text: str, pieces: list[Piece]) -> None:
        self._text = text
        self._pieces = _names_kept(pieces)
        self._at = 0
        self._depth = 0

    def whole(self) -> Node:
        """Read the topic to its end."""
        if not self._pieces:
            raise TopicError("There is no word in this topic. Send one, such as: Syria", position=0)
        node = self._alternatives()
        piece = self._peek()
        if piece is not None:  # only a closing bracket stops the reading early
            raise self._fault("This bracket closes nothing: take it out.", piece, drop=piece)
        return node

    def _peek(self) -> Piece | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _fault(self, why: str, at: Piece | None, *, drop: Piece | None = None) -> TopicError:
        """Make the error; the suggestion is the topic without one piece."""
        position = len(self._text) if at is None else at.start
        suggestion = None
        if drop is not None:
            suggestion = self._text[: drop.start] + " " + self._text[drop.end :]
        return TopicError(why, position=position, suggestion=suggestion)

    def _alternatives(self) -> Node:
        rows = [self._row()]
        while (piece := self._peek()) is not None and piece.kind == "or":
            self._at += 1
            if not rows[-1]:
                raise self._fault(f"“{piece.text}” needs a word before it.", piece, drop=piece)
            rows.append(self._row())
            if not rows[-1]:
                raise self._fault(f"“{piece.text}” {_AFTER}", piece, drop=piece)
        if not rows[-1]:
            raise self._fault("There is no word here.", self._peek())
        if len(rows) == 1:
            return All(tuple(rows[0]))
        # "Syria OR Iraq -football": who writes so wants no football at all.
        last: list[Node] = [node for node in rows[-1] if not isinstance(node, Not)]
        excluded: list[Node] = [node for node in rows[-1] if isinstance(node, Not)]
        if not last:
            last, excluded = rows[-1], []
        either = Any(tuple(All(tuple(row)) for row in [*rows[:-1], last]))
        return All((either, *excluded)) if excluded else either

    def _row(self) -> list[Node]:
        nodes: list[Node] = []
        while (piece := self._peek()) is not None and piece.kind not in {")", "or"}:
            if piece.kind == "and":
                self._at += 1
                after = self._peek()
                if not nodes:
                    raise self._fault(f"“{piece.text}” needs a word before it.", piece, drop=piece)
                if after is None or after.kind in {")", "or", "and"}:
                    raise self._fault(f"“{piece.text}” {_AFTER}", piece, drop=piece)
                continue
            nodes += self._term()
        return nodes

    def _term(self) -> list[Node]:
        piece = self._pieces[self._at]
        self._at += 1
        if piece.kind in {"minus", "not"}:
            return self._exclusion(piece)
        if piece.kind == "field":
            return [self._field(piece)]
        if piece.kind == "(":
            return [self._group(piece)]
        if piece.kind == "phrase":
            return [quoted(piece.text)]
        return self._word(piece)

    def _exclusion(self, sign: Piece) -> list[Node]:
        after = self._peek()
        ends = after is None or after.kind in {")", "or", "and"}
        if ends or (sign.kind == "minus" and not sign.glued):
            raise TopicError(
                f"“{sign.text}” stands alone. Put it right before the word to leave out.",
                position=sign.start,
                suggestion=self._mended(sign, drop=ends),
            )
        return [Not(All(tuple(self._operand())))]

    def _operand(self) -> list[Node]:
        """Read what a sign or a field belongs to: one term, or all words of a place's name."""
        ahead = itertools.takewhile(
            lambda piece: piece.kind in {"word", "name"}, self._pieces[self._at :]
        )
        row = [fold(piece.text) for piece in itertools.islice(ahead, places.LONGEST)]
        size, _ = places.named(row)
        return [node for _ in range(max(size, 1)) for node in self._term()]

    def _mended(self, sign: Piece, *, drop: bool) -> str:
        before, after = self._text[: sign.start], self._text[sign.end :]
        return before + (" " if drop else "-") + after.lstrip()

    def _group(self, opening: Piece) -> Node:
        self._depth += 1
        if self._depth > _MAX_NESTING:
            raise self._fault("These brackets are nested too deep.", opening)
        closing = self._peek()
        if closing is not None and closing.kind == ")":
            raise TopicError(
                "There is nothing between these brackets.",
                position=opening.start,
                suggestion=self._text[: opening.start] + self._text[closing.end :],
            )
        if closing is None:
            raise self._fault("This bracket opens nothing: take it out.", opening, drop=opening)
        node = self._alternatives()
        if self._peek() is None:
            raise TopicError(
                "This bracket is not closed: add ) where the group ends.",
                position=opening.start,
                suggestion=self._text.rstrip() + ")",
            )
        self._at += 1
        self._depth -= 1
        return node

    def _field(self, name: Piece) -> Node:
        piece = self._peek()
        if piece is None or piece.kind not in {"word", "phrase", "("}:
            raise self._fault(f"“{name.text}:” needs a word after it.", name, drop=name)
        if name.text == "title":
            return InTitle(All(tuple(self._operand())))
        if piece.kind == "(":
            raise TopicError(
                f"“{name.text}:” takes one name, in quotation marks if it has several words.",
                position=piece.start,
            )
        self._at += 1
        if name.text == "lang":
            return _language(piece)
        return Source(_folded_words(piece.text, keep_hyphens=False))

    def _word(self, piece: Piece) -> list[Node]:
        text = piece.text.replace("＊", "*")
        star = text.find("*")
        plain = text.replace("*", "")
        exact = plain[0] in "=＝"
        plain = plain.lstrip("=＝")
        found = _folded_words(plain, keep_hyphens=True)
        if not found:
            raise self._fault("There is no word here.", piece, drop=piece)
        if star >= 0:
            return [self._beginning(piece, text, found)]
        is_named = piece.kind == "name"
        alone = len(self._pieces) == len(found) == 1
        # An operator that is a word here (Or Yehuda, N.O.) is one wherever the normal form puts it.
        return [
            Word(word, exact=exact or (word in lexer.KEYWORDS and not (alone or is_named)))
            for word in found
        ]

    def _beginning(self, piece: Piece, text: str, found: tuple[str, ...]) -> Node:
        whole = "".join(found).replace("-", "")
        suggestion = self._text[: piece.start] + found[0] + "*" + self._text[piece.end :]
        if not text.endswith("*") or "*" in text[:-1] or len(found) > 1 or text[0] in "=＝":
            raise TopicError(
                "A * may stand only once, at the end of a word.",
                position=piece.start + text.find("*"),
                suggestion=suggestion,
            )
        if len(whole) < 3:
            raise TopicError(
                "A beginning needs three letters or more: it would match too much.",
                position=piece.start,
                suggestion=suggestion.replace("*", "", 1),
            )
        return Word(whole, prefix=True)


_HYPHENS: Final = regex.compile(r"[-‐‑−－&＆_]+")


def _folded_words(text: str, *, keep_hyphens: bool) -> tuple[str, ...]:
    """Return the folded words of a piece; compounds as one where hyphens are kept."""
    parts = _HYPHENS.split(text)
    made: list[list[str]] = []
    for part in parts:
        tokens = [found for token in words(part) for found in as_typed(token.text)]
        if keep_hyphens and made and tokens and made[-1] and len(parts) > 1:
            made[-1].append(tokens[0])
            tokens = tokens[1:]
        made += [[token] for token in tokens]
    return tuple("-".join(compound) for compound in made)


def quoted(text: str) -> Node:
    """Return the phrase between quotation marks; one word is that word exactly."""
    found = _folded_words(text, keep_hyphens=False)
    return Phrase(found) if len(found) > 1 else Word(found[0], exact=True)


@cache
def _language_names() -> dict[str, str]:
    """Return the languages' names in English and in themselves, folded, with their codes."""
    made = {"farsi": "fa", "中文": "zh"}
    for tag in places.LANGUAGES:
        for spoken in ("en", tag):
            name = Locale.parse(tag).get_language_name(spoken)
            made[fold(name or tag)] = tag
    return made


def _language(piece: Piece) -> Node:
    name = fold(piece.text).replace("_", "-").split("-")[0]
    tag = _language_names().get(name, name)
    if not (2 <= len(tag) <= 3 and tag.isascii() and tag.isalpha()):
        raise TopicError(
            "“lang:” takes a language code, such as lang:en or lang:fa.", position=piece.start
        )
    return Lang(tag)
