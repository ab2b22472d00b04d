"""Our ranking behind sumy's own interface."""

from __future__ import annotations

from sumy.parsers.plaintext import PlaintextParser
from sumy.summarizers import AbstractSummarizer

from bot.summaries.summarizer import NewsSummarizer, Tokenizer
from tests.summaries.articles import BODY


def test_it_summarises_a_document_of_sumy() -> None:
    document = PlaintextParser("\n\n".join(BODY), Tokenizer("en")).document
    summarizer = NewsSummarizer("en")
    assert isinstance(summarizer, AbstractSummarizer)
    best = [str(sentence) for sentence in summarizer(document, 3)]
    assert len(best) == 3
    assert best[0] == BODY[0]
    assert best == [sentence for sentence in BODY if sentence in best]


def test_it_takes_shares_and_headings_as_sumy_does() -> None:
    text = "WATER AND TIMBER\n\n" + "\n".join(BODY)
    document = PlaintextParser(text, Tokenizer("en")).document
    assert len(NewsSummarizer("en")(document, "25%")) == 2


def test_an_empty_document_has_no_sentences() -> None:
    assert NewsSummarizer()(PlaintextParser("", Tokenizer()).document, 3) == ()
