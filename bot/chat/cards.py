"""The story card: what a reader sees of a story under its QR code."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from bot.chat import also_line, dates
from bot.chat.escape import Html, blockquote, bold, is_web, italic, join, line, link
from bot.chat.lines import alone, paragraph, row
from bot.domain.values import Also, Sentence, Story, TextFrom
from bot.summaries import fit
from bot.text import units

CAPTION: Final = 1024
"""UTF-16 units that Telegram allows in a photo's caption, entities not counted."""

LABELS: Final = MappingProxyType(
    {
        "extract": "Extract",
        "extract_feed": "Extract from the feed",
        "extract_pay": "Extract from the feed or the page’s opening: the rest is for subscribers",
        "extract_consent": "Extract from the feed: the page asks for consent first",
        "extract_bots": "Extract from the feed: the page asks visitors to prove they are human",
        "summary": "Summary by {model}",
        "summary_feed": "Summary by {model}, of the feed’s text",
        "read_more": "Read more",
        "why": "Why?",
        "undated": "Undated",
        "corrected": "Corrected {moment}",
        "their_code": "publisher’s code {code}",
    }
)

# Written without spaces between sentences.
_UNSPACED: Final = frozenset({"zh", "ja", "yue"})


class Button(NamedTuple):
    """A button under a message; it has either an address or data."""

    text: str
    url: str | None = None
    data: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message, finished."""

    html: str
    """Telegram's HTML."""
    text: str
    """What is shown of it."""
    units: int
    """The length of ``text`` in UTF-16 units."""
    buttons: tuple[tuple[Button, ...], ...]
    """Rows of buttons."""


class _Told(NamedTuple):
    """What a card tells, and to whom."""

    story: Story
    also: Sequence[Also]
    corrected_at: datetime | None
    zone: str
    language: str


class _Layout(NamedTuple):
    """How much room the parts may take that publishers make as long as they like."""

    title: int
    name: int
    also: int
    """Each name of the also-line."""
    link: int


# Tried in this order until the extract finds room too.
_LAYOUTS: Final = (
    _Layout(title=700, name=200, also=60, link=700),
    _Layout(title=700, name=120, also=40, link=160),
    _Layout(title=300, name=80, also=30, link=120),
    _Layout(title=140, name=40, also=20, link=60),
)


def render(
    story: Story,
    *,
    zone: str,
    language: str,
    also: Sequence[Also] = (),
    corrected_at: datetime | None = None,
    room: int = CAPTION,
) -> Card:
    """Return a story's card of at most ``room`` UTF-16 units in the reader's zone and language.

    A model's summary stands in the extract's place where it fits, and is marked as one. The extract
    is of whole sentences; where the rest leaves no room for one, long headlines, names and links
    are shortened first. ``also`` are other sources' stories of its event;
    ``corrected_at`` is when it was corrected after the card was sent. Raises ValueError for an
    unknown zone.
    """
    told = _Told(story, also, corrected_at, zone, language)
    composers = [partial(_compose, told, layout) for layout in _LAYOUTS]
    fitting = [compose for compose in composers if compose(()).units <= room]
    extract = [sentence for sentence in story.extract if line(sentence.text)]
    extracts = (_with_extract(extract, room, compose) for compose in fitting)
    body = _with_summary(story, room, fitting) or next(filter(None, extracts), None)
    if body is None:
        body = fitting[0](()) if fitting else _tiny(story, room)
    return Card(body.html, body.text, body.units, _buttons(story))


def _with_summary(story: Story, room: int, composers: Sequence[partial[Html]]) -> Html | None:
    """Return the card with the model's summary; None where there is none, or it does not fit."""
    summary = line(story.summary or "")
    if not summary:
        return None
    name = "summary" if story.text_from is TextFrom.PAGE else "summary_feed"
    label = LABELS[name].format(model=line(story.summary_by or ""))
    bodies = (compose([Sentence(summary, 0, 0, 0)], label) for compose in composers)
    return next((body for body in bodies if body.units <= room), None)


def _with_extract(
    extract: Sequence[Sentence], room: int, compose: Callable[[Sequence[Sentence]], Html]
) -> Html | None:
    """Return the card with the largest good extract that fits; None where no sentence does."""
    if not extract:
        return None
    space = room - compose(extract[:1]).units + units.length(extract[0].text)
    while space > 0:
        chosen = choose(extract, space)
        if not chosen:
            return None
        body = compose(chosen)
        if body.units <= room:
            return body
        space -= body.units - room
    return None


def choose(sentences: Sequence[Sentence], space: int) -> tuple[Sentence, ...]:
    """Return two to four sentences, in order, that read well within ``space`` UTF-16 units.

    Four short ones or three of middling length, as a caption filled to the brim is not read; else
    the best two that fit, or one.
    """
    best = sorted(sentences, key=lambda sentence: sentence.rank)
    for count, length in ((4, 420), (3, 640)):
        top = best[:count]
        if len(top) == count and sum(units.length(s.text) for s in top) <= min(length, space):
            return tuple(sorted(top, key=lambda sentence: sentence.position))
    return fit(sentences, units=space, count=2)


def _compose(
    told: _Told, layout: _Layout, sentences: Sequence[Sentence], label: str | None = None
) -> Html:
    story = told.story
    top = join(
        (_headline(story, layout), _published(told), _corrected(told), _byline(story, layout)), "\n"
    )
    extract = Html()
    if sentences:
        heading = italic(label or _label(story))
        extract = blockquote(join((heading, _flow(sentences, story.lang)), "\n"))
    more = link(LABELS["read_more"], story.link) if is_web(story.link) else Html()
    also = also_line.render(told.also, name=layout.also)
    # after its own code: what reads a forwarded card takes the first one (``hearing``)
    foot = join((_publisher(story, layout), _codes(story), also, _address(story, layout)), "\n")
    return join((top, extract, more, foot), "\n\n")


def _label(story: Story) -> str:
    """Return the line over the extract: what it is, and of what where that is not the page."""
    if story.text_from is TextFrom.PAGE:
        return LABELS["extract"]
    return LABELS[f"extract_{story.text_from}"]


def _headline(story: Story, layout: _Layout) -> Html:
    return bold(alone(units.cut(line(story.title), layout.title), story.lang))


def _published(told: _Told) -> str:
    story = told.story
    if story.published is None:
        return LABELS["undated"]
    return dates.moment(
        story.published,
        zone=told.zone,
        language=told.language,
        has_time=story.published_has_time,
    )


def _corrected(told: _Told) -> str:
    if told.corrected_at is None:
        return ""
    moment = dates.moment(told.corrected_at, zone=told.zone, language=told.language)
    return LABELS["corrected"].format(moment=moment)


def _byline(story: Story, layout: _Layout) -> Html:
    names = [units.cut(line(name or ""), layout.name) for name in (story.origin, story.author)]
    # many publishers give their own name, or the origin's, as the author
    known = line(story.publisher or "")
    return row(
        [paragraph(name, story.lang) for name in dict.fromkeys(names) if name != known], " · "
    )


def _publisher(story: Story, layout: _Layout) -> Html:
    name = line(story.publisher or "") or _host(story.home)
    return link(alone(units.cut(name, layout.name), story.lang), story.home)


def _host(url: str | None) -> str:
    """Return the host of an address as readers know it; empty where there is none."""
    if url is None or not is_web(url):
        return ""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _codes(story: Story) -> str:
    ours = f"/s{story.code}" if story.code > 0 else ""
    theirs = units.cut(line(story.publisher_code or ""), 64)
    labelled = LABELS["their_code"].format(code=theirs) if theirs else ""
    return " · ".join(filter(None, (ours, labelled)))


def _address(story: Story, layout: _Layout) -> Html:
    shown = units.cut(line(story.link), layout.link)
    return link(shown, story.link)


def _flow(sentences: Sequence[Sentence], language: str | None) -> str:
    """Return the sentences as they stood: neighbours run on, what was left out parts paragraphs."""
    gap = "" if (language or "").split("-")[0].lower() in _UNSPACED else " "
    paragraphs: list[str] = []
    before: Sentence | None = None
    for sentence in sentences:
        text = line(sentence.text)
        if before and _neighbours(before, sentence):
            paragraphs[-1] += gap + text
        else:
            paragraphs.append(text)
        before = sentence
    return "\n\n".join(paragraph(text, language) for text in paragraphs)


def _neighbours(one: Sentence, other: Sentence) -> bool:
    return other.position == one.position + 1 and other.paragraph == one.paragraph


def _tiny(story: Story, room: int) -> Html:
    """Return the least that a card is where even its shortest layout is too long."""
    code = units.cut(_codes(story), room)
    title = units.cut(line(story.title), room - units.length(code) - 1)
    return join((bold(title), code), "\n")


def _buttons(story: Story) -> tuple[tuple[Button, ...], ...]:
    row = []
    if is_web(story.link):
        row.append(Button(LABELS["read_more"], url=story.link))
    if story.id > 0:  # one that is not kept cannot be asked about
        row.append(Button(LABELS["why"], data=f"why:{story.id}"))
    return (tuple(row),) if row else ()
