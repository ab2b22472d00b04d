"""A topic in words: which stories it finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from babel import Locale

from bot import topics
from bot.chat import dates
from bot.chat.escape import Html, Piece, join, line
from bot.chat.lines import alone
from bot.chat.texts.parts import Parts, fill
from bot.domain.errors import TopicError
from bot.domain.values import Subscription
from bot.text import units

_NAMED: Final = 2
"""Other names of a place that a button tells."""


class Understanding(Parts):
    """Sentences about what a topic means."""

    def understood(self, query: topics.Query, typed: str) -> Html:
        """Return in one sentence which stories a topic finds, its words written as typed."""
        part = _as_typed(topics.describe(query, (self._chat.language,)), typed)
        wanted = [one for one in _conjuncts(part) if one.kind != "not"]
        barred = [one.parts[0] for one in _conjuncts(part) if one.kind == "not"]
        sentence = fill(
            self._("I look for stories {wanted}"),
            wanted=join([self._of_row(one, len(wanted)) for one in wanted], self._(" and ")),
        )
        if barred:
            none = join([self._clause(one) for one in barred], self._(" or "))
            sentence = fill(self._("{sentence}, but not {barred}"), sentence=sentence, barred=none)
        return join([sentence, "."])

    def _of_row(self, part: topics.Part, count: int) -> Html:
        """Return a part of a row of so many; alternatives need their brackets beside others."""
        clause = self._clause(part)
        return fill("({inner})", inner=clause) if part.kind == "any" and count > 1 else clause

    def _clause(self, part: topics.Part) -> Html:
        """Return a part as it follows "stories"."""
        text = alone(units.cut(line(part.text), 100), None)
        inner = [self._clause(one) for one in part.parts]
        if part.kind == "all":
            rows = [self._of_row(one, len(inner)) for one in part.parts]
            return fill("({inner})", inner=join(rows, self._(" and ")))
        if part.kind == "any":
            return join(inner, self._(" or "))
        forms = {
            "not": self._("not {inner}"),
            "title": self._("{inner} in the headline"),
            "source": self._("from {text}"),
            "lang": self._("in {language}"),
            "prefix": self._("with words that begin with {text}"),
            "exact": self._("with exactly “{text}”"),
            "phrase": self._("with exactly “{text}”"),
        }
        form = forms.get(
            part.kind, self._("with {text} {also}") if part.also else self._("with {text}")
        )
        return fill(
            form,
            inner=inner[0] if inner else "",
            text=text,
            language=self._language(part.text),
            also=self._also(part),
        )

    def exact_button(self, query: topics.Query) -> str:
        """Return the label of the button that takes the other names of a topic's places off."""
        names = "”, “".join(part.text for part in self._places(query))
        return self._("Only “{names}”").format(names=names)

    def names_button(self, query: topics.Query) -> str:
        """Return the label of the button that brings them back, for a topic that has them."""
        also = [
            name
            for part in self._places(query)
            # a genitive is found without them too
            for name in [one for one in part.also if not one.endswith("'s")][:_NAMED]
        ]
        return self._("Also {names} …").format(names=", ".join(also))

    def _places(self, query: topics.Query) -> list[topics.Part]:
        return list(_places(topics.describe(query, (self._chat.language,))))

    def _also(self, part: topics.Part) -> Piece:
        if not part.also:
            return ""
        shown = [alone(word, None) for word in part.also[:6]]
        return fill(self._("(also {words})"), words=", ".join(shown))

    def _language(self, tag: str) -> str:
        locale: Locale = dates.locale_of(self._chat.language)
        return str(locale.languages.get(tag, tag))


def understood(subscription: Subscription) -> topics.Query | None:
    """Return the query of a topic; None where an older grammar kept it, which we read no more."""
    try:
        return topics.parse(subscription.topic.normal)
    except TopicError:
        return None


def _places(part: topics.Part) -> Iterator[topics.Part]:
    """Yield the places that a topic asks for."""
    if part.kind == "place":
        yield part
    elif part.kind != "not":
        for one in part.parts:
            yield from _places(one)


def _conjuncts(part: topics.Part) -> tuple[topics.Part, ...]:
    return part.parts if part.kind == "all" else (part,)


def _as_typed(part: topics.Part, typed: str) -> topics.Part:
    """Return the part with its words in the person's letters; the topic has folded them."""
    if part.kind in {"word", "place"} and not any(char in typed for char in '":=*()'):
        return replace(part, text=typed)  # the topic is this and nothing else
    return _recased(part, typed)


def _recased(part: topics.Part, typed: str) -> topics.Part:
    folded = typed.casefold().replace("-", " ")
    at, text = folded.find(part.text), part.text
    if at >= 0 and len(typed) == len(folded):  # else the places do not correspond
        text = typed[at : at + len(text)]
    return replace(part, text=text, parts=tuple(_recased(one, typed) for one in part.parts))
