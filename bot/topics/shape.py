"""Brings a tree into its one shape, and refuses trees that match everything or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeGuard

import regex

from bot.domain.errors import TopicError
from bot.text.normal import fold
from bot.text.stems import script
from bot.text.stopwords import STOP_WORDS
from bot.text.wordlist import folded_set, word_set
from bot.topics import lexer, places
from bot.topics.query import All, Any, InTitle, Lang, Node, Not, Place, Source, Word, leaves

MAX_TERMS: Final = 32
# English function words, those of other scripts, and the frequent ones of other languages that are
# no English word ("war" is German for "was", and a topic).
COMMON: Final = frozenset(
    {fold(word) for lang in ("en", "ar", "fa", "ru") for word in STOP_WORDS.get(lang, ())}
    | word_set(
        "der das und ein eine ist nicht auf auch la le les et ou de du des une est dans pour qui"
        " avec el los las y que en un una por del bir bu da ve veya ile icin cok"
        " 的 了 在 是 和 有 不 一 这 他 我 们 这个 我们 他们 或 与 也 就 都"
    )
)
"""Folded words of which one alone is no topic."""
_BY_LANGUAGE: Final = {lang: frozenset(map(fold, listed)) for lang, listed in STOP_WORDS.items()}
_ARTICLE: Final = "al"
_THREE: Final = regex.compile("[0-9]{3}")
_UP_TO_THREE: Final = regex.compile("[0-9]{1,3}")
# Persian writes these onto a word, with a joiner or, as often, apart: تحریم ها, می روند.
_FA_ENDINGS: Final = folded_set("ها های هایی هایم هایت هایش هایمان هایتان هایشان")
_FA_VERBAL: Final = folded_set("می نمی")


def settle(node: Node) -> Node:
    """Return the tree with nested rows joined, doubles dropped and names of places recognised."""
    if isinstance(node, Not):
        inner = settle(node.part)
        return inner.part if isinstance(inner, Not) else Not(inner)
    if isinstance(node, InTitle):
        return InTitle(settle(_untitled(node.part)))
    if isinstance(node, Any):
        parts = _unique(_flat(map(settle, node.parts), Any))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))
    if isinstance(node, All):
        return _all(_flat(map(settle, node.parts), All))
    if isinstance(node, Word):
        return _named([node])[0]
    return node


def _untitled(node: Node) -> Node:
    """Take off a title: within a title:, which says it twice."""
    if isinstance(node, InTitle):
        return _untitled(node.part)
    if isinstance(node, Not):
        return Not(_untitled(node.part))
    if isinstance(node, All | Any):
        return type(node)(tuple(map(_untitled, node.parts)))
    if isinstance(node, Source | Lang):
        raise TopicError("“title:” looks for words; put source: and lang: outside of its brackets.")
    return node


def _flat(nodes: Iterable[Node], kind: type[All | Any]) -> list[Node]:
    return [part for node in nodes for part in (node.parts if isinstance(node, kind) else (node,))]


def _unique(nodes: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(nodes))


def _all(nodes: Sequence[Node]) -> Node:
    """Put exclusions last, name places and drop doubles until nothing changes any more."""
    plain: list[Node] = [node for node in nodes if not isinstance(node, Not)]
    wanted = plain
    excluded: list[Node] = _unique(node for node in nodes if isinstance(node, Not))
    while True:
        named = _named(_joined(_flat_words(wanted)))
        unique = _unique(named)
        if unique == wanted:
            break
        # A double that went may bring two words together that name a place.
        wanted = unique
    parts = [*wanted, *excluded]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _joined(nodes: Sequence[Node]) -> list[Node]:
    """Join what is one word in two pieces: al Assad, 1 000, Persian endings and prefixes."""
    made: list[Node] = []
    number = -1
    for node in nodes:
        before = made[-1] if made else None
        if not (_is_plain(node) and before is not None and _is_plain(before)):
            made.append(node)
        elif _THREE.fullmatch(node.text) and (
            _UP_TO_THREE.fullmatch(before.text) or number == len(made)
        ):
            made[-1] = Word(before.text + node.text)
            number = len(made)
        elif before.text == _ARTICLE:
            made[-1] = Word(f"{_ARTICLE}-{node.text}")
        elif before.text in _FA_VERBAL or (
            node.text in _FA_ENDINGS and script(before.text) == "arabic"
        ):
            made[-1] = Word(before.text + node.text)
        else:
            made.append(node)
    return made


def _is_operator(node: Node) -> TypeGuard[Word]:
    """Return whether a word is an operator that stands where it is none: "or the"."""
    return isinstance(node, Word) and node.exact and node.text in lexer.KEYWORDS


def _is_plain(node: Node) -> TypeGuard[Word]:
    return isinstance(node, Word) and not node.exact and not node.prefix


def _named(nodes: Sequence[Node]) -> list[Node]:
    """Replace words, alone or in a row, that name a place; the longest name wins."""
    plain = _flat_words(nodes)
    made: list[Node] = []
    at = 0
    while at < len(plain):
        size, place = _place(plain[at : at + places.LONGEST])
        made.append(plain[at] if place is None else place)
        at += size
    return made


def _place(nodes: Sequence[Node]) -> tuple[int, Place | None]:
    """Return the place that the first words name and how many they are; (1, None) without one."""
    row: list[str] = []
    ends: dict[int, int] = {}
    for count, node in enumerate(nodes, start=1):
        if not isinstance(node, Word) or node.exact or node.prefix:
            break
        row += node.text.split("-")
        ends[len(row)] = count
    for words in sorted(ends, reverse=True):
        size, code = places.named(row[:words])
        if code is not None and size == words:
            return ends[words], Place(" ".join(row[:words]), code)
    return 1, None


def _flat_words(nodes: Sequence[Node]) -> list[Node]:
    plain: list[Node] = []
    for node in nodes:
        if isinstance(node, Place):
            plain += [Word(word) for word in node.text.split(" ")]
        else:
            plain.append(node)
    return plain


def check(root: Node) -> None:
    """Raise TopicError for a tree with too many words or with nothing that must be there."""
    count = sum(1 for _ in leaves(root))
    if count > MAX_TERMS:
        raise TopicError(
            f"This topic has {count} words; {MAX_TERMS} is the most. Make several topics of it.",
            position=None,
        )
    if not _wants(root):
        raise TopicError(
            "This topic only says what to leave out. Add a word that stories must have.",
            position=0,
        )
    _check_contradiction(root)
    _check_common(root)


def _wants(node: Node) -> bool:
    if isinstance(node, Not):
        return False
    if isinstance(node, InTitle):
        return _wants(node.part)
    if isinstance(node, All):
        return any(map(_wants, node.parts))
    return all(map(_wants, node.parts)) if isinstance(node, Any) else True


def _check_contradiction(node: Node) -> None:
    if isinstance(node, All):
        for part in node.parts:
            if isinstance(part, Not) and part.part in node.parts:
                raise TopicError("This topic asks for a word and leaves it out as well.")
    if isinstance(node, All | Any):
        for part in node.parts:
            _check_contradiction(part)


def _check_common(root: Node) -> None:
    """Refuse a topic whose words are all in nearly every story: function words of one language."""
    wanted = list(leaves(root, excluded=False))
    texts = [leaf.text for leaf in wanted if _is_plain(leaf) or _is_operator(leaf)]
    if not any(map(_is_plain, wanted)) or len(texts) < len(wanted):
        return
    of_one = len(texts) > 1 and any(known.issuperset(texts) for known in _BY_LANGUAGE.values())
    if of_one or COMMON.issuperset(texts):
        text = " ".join(texts)
        raise TopicError(
            f"“{text}” is in nearly every story. Add a word that tells the topic, "
            "or put quotation marks around it.",
            position=0,
            suggestion=f'"{text}"',
        )
