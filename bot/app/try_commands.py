"""``storywire try``: each part alone, JSON in and out. Needs no database and no token."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import click

from bot.app.trying.lines import Answer, answers, dumps
from bot.domain.errors import FetchError, SettingsError, StorywireError
from bot.ops import logs


@click.group("try")
def trying() -> None:
    """Try each part alone: JSON in and out, one object a line."""
    logs.configure("text")


def _lines(answer: Answer, *keys: str) -> None:
    """Answer standard input, line by line."""
    if sys.stdin is None:  # closed by whoever started us
        raise StorywireError("standard input cannot be read: it is closed")
    try:
        for line in answers(sys.stdin.buffer, answer, keys):
            click.echo(line)
    except OSError as error:
        raise StorywireError(f"standard input cannot be read: {error}") from error


def _source(part: ModuleType, source: str, **options: str | None) -> None:
    """Answer a file or an address; a file that cannot be read at all ends in exit code 1 too."""
    try:
        record = asyncio.run(part.answer_source(source, **options, exceptions=_exceptions()))
    except FetchError as error:
        click.echo(dumps(part.failure(error)))
        raise
    click.echo(dumps(record))


@trying.command()
@click.argument("source", metavar="FILE-or-URL")
@click.option("--url", help="The address the file came from, for relative links.")
@click.option("--content-type", help="Content-Type as the server sent it.")
def feed(source: str, url: str | None, content_type: str | None) -> None:
    """Parse a feed."""
    from bot.app.trying import feed as part

    _source(part, source, url=url, content_type=content_type)


@trying.command()
@click.argument("source", metavar="FILE-or-URL")
@click.option("--url", help="The address the file came from.")
def article(source: str, url: str | None) -> None:
    """Extract an article from a page."""
    from bot.app.trying import article as part

    _source(part, source, url=url)


@trying.command()
@click.option("--sentences", type=click.IntRange(0), default=3, show_default=True)
@click.option("--chars", type=click.IntRange(0), help="Room in UTF-16 units, instead of a number.")
def summary(sentences: int, chars: int | None) -> None:
    """Summarise {"id","title","text","lang"}."""
    from bot.app.trying import summary as part

    def answer(record: dict[str, Any]) -> dict[str, Any]:
        return part.answer(record, sentences=sentences, chars=chars)

    _lines(answer, "sentences")


@trying.command()
def topic() -> None:
    """Match {"id","topic","title","text","lang","source","languages"}."""
    from bot.app.trying import topic as part

    _lines(part.answer, "match", "words")


@trying.command()
def events() -> None:
    """Tell which stories of {"id","title","text","lang","published"} tell one event."""
    from bot.app.trying.events import Events

    _lines(Events().answer, "event")


@trying.command("digest-times")
def digest_times() -> None:
    """List the times of {"id","zone","time","days","after","count"}."""
    from bot.app.trying import digest_times as part

    _lines(part.answer, "times")


@trying.command()
def url() -> None:
    """Tell whether {"id","url"} may be fetched."""
    from bot.app.trying import url as part

    exceptions = _exceptions()

    def answer(record: dict[str, Any]) -> dict[str, Any]:
        return part.answer(record, exceptions=exceptions)

    _lines(answer, "allowed", "reason")


def _zone(_context: click.Context, _option: click.Parameter, name: str) -> str:
    """Return a zone's name, if it is one."""
    from bot.pipeline.digest_times import load_zone

    try:
        load_zone(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error
    return name


@trying.command()
@click.option("--zone", default="UTC", show_default=True, callback=_zone,
              help="The reader's IANA time zone.")  # fmt: skip
@click.option("--language", default="en", show_default=True, help="The reader's language.")
def card(zone: str, language: str) -> None:
    """Make the card of a story."""
    from bot.app.trying import card as part

    def answer(record: dict[str, Any]) -> dict[str, Any]:
        return part.answer(record, zone=zone, language=language)

    _lines(answer, "html", "text", "units", "qr_png_base64", "buttons")


def _exceptions() -> Iterable[str]:
    """Return ALLOW_PRIVATE_HOSTS; what is wrong with it is said, and allows nothing."""
    from bot.ops.settings import load_exceptions

    try:
        return load_exceptions()
    except SettingsError as error:
        for fault in error.faults:
            click.echo(f"storywire: {fault}", err=True)
        return ()
