"""What speaks for and against a sentence as part of a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, log, sqrt
from statistics import fmean
from typing import Final, NamedTuple

import regex

from bot.summaries import similarity
from bot.summaries.terms import Terms


class Features(NamedTuple):
    """The features of a sentence; each is 0 where it does not apply."""

    position: float
    """exp(-i / 3) for the sentence at place i."""
    taken_up: float
    """How much later sentences resemble it, standardised (PacSum; Zheng and Lapata, 2019)."""
    central: float
    """How much it resembles the article as a whole, standardised (Radev and others, 2004)."""
    title: float
    """How much it resembles the headline: the cosine."""
    letters: float
    """The same by letters, where stems miss what a language does to its words."""
    shared: float
    """The share of its terms that other sentences have, too."""
    short: float
    """Ninths of a sentence missing below nine words."""
    long: float
    """Twenties of words above 40."""
    length: float
    """The logarithm of its words, less three."""
    titled_length: float
    """The same where there is a headline, which tells better what a sentence is worth."""
    lone: float
    """The article opens with it and the next sentences do not take it up: a scene, a tease."""
    teaser: float
    """The article opens with it and it has no name and no number."""
    quotation: float
    """It opens with a quotation."""
    person: float
    """It speaks in the first or second person."""
    chatty: float
    """It has a contraction, which English reports avoid outside of quotations."""
    number: float
    """It has a number."""
    question: float
    """It is a question."""
    leaning: float
    """It opens with a pronoun or connective that points back."""
    unbalanced: float
    """A quotation mark or bracket lacks its partner."""
    fragment: float
    """It begins in the middle, with a small letter, or ends there: with a comma or colon, or
    without an end mark where others have one."""
    caption: float
    """It speaks as under a picture."""


_NEXT: Final = 7
"""Sentences after the first that take it up, or do not."""
_SCENIC: Final = 12
"""Sentences from which on an article may begin with a scene; a short one begins with the news."""
_LONE: Final = 0.03
"""Mean likeness to those below which it stands alone."""
_QUOTATION: Final = regex.compile(r"^[\p{Pi}\p{Pf}\"'„「『«»]")
_QUESTION: Final = regex.compile(r"[?？؟][\p{Pe}\p{Pf}\"']*$")
_FRAGMENT: Final = regex.compile(r"\p{Ll}[^\p{Lu}\s]*+(?:\s|$)|(?:[QA]|Frage|Antwort): ")
_OPEN_END: Final = regex.compile(r"[,:;،؛，：；](?:\W*|\s*\p{Nd}{1,2}[.)])$")  # these steps: 1.
_END: Final = regex.compile(r"[.!?…:;؟۔।॥。！？၊။።፧៕][\p{Pe}\p{Pf}\"'\s]*$")
_CAPTION: Final = regex.compile(
    r"\((?:far |top |bottom )?(?:left|right|cent(?:re|er)|above|below|pictured)\b|\bpictured\b"
    r"|\b(?:is|are|was|were) (?:seen|shown),? (?:here|above|below|left|right)\b"
)
_AWKWARD: Final = (_QUESTION, regex.compile(rf"^(?:{_FRAGMENT.pattern})"), _CAPTION)
_SLUG: Final = regex.compile(
    r"^\p{Lu}[\p{L}'’]*+(?: \p{Ll}[\p{L}'’]*+){0,3}: \p{Lu}"
)  # Broken wall: It
_NUMBER: Final = regex.compile(r"\p{Nd}")
_CASED: Final = regex.compile(r"^\P{L}*+\p{Lu}")
_NAME: Final = regex.compile(r"[\p{L},'’] \p{Lu}\p{L}")
_PERSON: Final = regex.compile(
    r"\b(?:I|I['’]\w+|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|[Mm]e|us|ich|wir|je|nous|vous|я|мы|вы)\b"
)
_CHATTY: Final = regex.compile(r"n['’]t\b|['’]re\b|['’]s (?:been|a|the|not)\b")


def of(
    texts: Sequence[str],
    terms: Sequence[Terms],
    leaning: Sequence[bool],
    *,
    bodies: Sequence[similarity.Vector],
    rows: Sequence[Sequence[float]],
    head: similarity.Vector,
    title: str,
) -> list[Features]:
    """Return the features of each sentence.

    ``bodies`` and ``head`` are the vectors of the sentences and the headline, ``title`` is the
    headline itself or empty, ``rows`` the likeness of each two sentences.
    """
    whole = similarity.centroid(bodies)
    later = _standardised([sum(row[i + 1 :]) for i, row in enumerate(rows)])
    central = _standardised([similarity.cosine(body, whole) for body in bodies])
    runs = similarity.trigrams(title)
    spread = Counter(term for body in bodies for term in body)
    length = [log(1 + t.words) - 3 for t in terms]
    lone = len(rows) >= _SCENIC and fmean(rows[0][1 : 1 + _NEXT]) < _LONE
    open_end = _open_ends(texts)
    return [
        Features(
            position=exp(-i / 3),
            taken_up=later[i],
            central=central[i],
            title=similarity.cosine(bodies[i], head),
            letters=similarity.overlap(similarity.trigrams(text), runs) if runs else 0,
            shared=sum(spread[t] > 1 for t in bodies[i]) / max(1, len(bodies[i])),
            short=max(0, 9 - terms[i].words) / 9,
            long=max(0, terms[i].words - 40) / 20,
            length=length[i],
            titled_length=length[i] if head else 0,
            lone=i == 0 and lone,
            teaser=i == 0 and _teases(text),
            quotation=_QUOTATION.search(text) is not None,
            person=_PERSON.search(text) is not None,
            chatty=_CHATTY.search(text) is not None,
            number=_NUMBER.search(text) is not None,
            question=_QUESTION.search(text) is not None,
            leaning=leaning[i],
            unbalanced=not balanced(text),
            fragment=_FRAGMENT.match(text) is not None or open_end[i],
            caption=_CAPTION.search(text) is not None,
        )
        for i, text in enumerate(texts)
    ]


def awkward(texts: Sequence[str]) -> list[bool]:
    """Return of each sentence of an article whether it reads badly by itself.

    It asks, describes a picture, begins or ends in the middle, or lacks half of a pair of marks.
    """
    return [
        bool(open_end or not balanced(text) or any(one.search(text) for one in _AWKWARD))
        for text, open_end in zip(texts, _open_ends(texts), strict=True)
    ]


def slugged(text: str) -> bool:
    """Return whether a word or a few and a colon stand before a sentence, as in captions."""
    return _SLUG.match(text) is not None


def ended(text: str) -> bool:
    """Return whether a sentence has an end mark; colon and semicolon count."""
    return _END.search(text) is not None


def _open_ends(texts: Sequence[str]) -> list[bool]:
    """Return of each sentence whether it ends in the middle."""
    marked = [ended(text) for text in texts]
    usual = sum(marked) * 2 > len(texts)
    return [
        (usual and not end) or _OPEN_END.search(text[-6:]) is not None
        for text, end in zip(texts, marked, strict=True)
    ]


def _teases(text: str) -> bool:
    return not _NUMBER.search(text) and _CASED.search(text) is not None and not _NAME.search(text)


_PAIRS: Final = ("()", "[]", "«»", "「」", "『』", "（）", "《》", "【】")
_ANY: Final = regex.compile(r"[\"'‘’“”„‟()\[\]«»「」『』（）《》【】]")
_CURLY: Final = regex.compile("[“”„‟]")  # one language opens with what another closes with
_STRAIGHT: Final = regex.compile(r'(?P<opens>(?<![^\s(\[])"(?=[^\s]))|(?P<closes>(?<=\S)"(?!\w))|"')
_OPENED: Final = regex.compile(r"(?<![\p{L}\p{N}])['‘](?=[\p{L}\p{N}])")
_ORPHAN: Final = regex.compile(r"^(?:[^'‘’]|(?<=\w)['’](?=\w))*+(?<=[.!?,])['’](?:\s|$)")
"""What was quoted before this sentence ends in it."""
_CLOSED: Final = regex.compile(r"['’](?![\p{L}\p{N}])")


def balanced(text: str) -> bool:
    """Return whether every quotation mark and bracket of a sentence has its partner."""
    if not _ANY.search(text):
        return True
    if not _straight_balanced(text) or len(_CURLY.findall(text)) % 2:
        return False
    if _ORPHAN.match(text):
        return False
    # the genitive of plurals looks like an end: of ends there may be too many
    if len(_OPENED.findall(text)) > len(_CLOSED.findall(text)):
        return False
    return all(text.count(a) == text.count(b) for a, b in _PAIRS)


def _straight_balanced(text: str) -> bool:
    """Return whether straight quotation marks come in pairs, and none closes what is not open."""
    marks = [mark.lastgroup for mark in _STRAIGHT.finditer(text)]
    # where white space does not tell which it is, it may be either
    return len(marks) % 2 == 0 and not ("closes" in marks[::2] or "opens" in marks[1::2])


def _standardised(values: Sequence[float]) -> list[float]:
    """Return the values with mean 0 and deviation 1; zeros where all are the same."""
    if not values:
        return []
    mean = fmean(values)
    deviation = sqrt(fmean([(value - mean) ** 2 for value in values]))
    return [(value - mean) / deviation if deviation else 0.0 for value in values]
