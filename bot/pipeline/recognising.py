"""Recognising a story: an item of a feed is known, says something new of what is known, or is new.

An item is the same as a story
1. by its guid within the feed, unless the document gives that guid to two items, or it comes back
   with another link, another headline and another date: such a guid is a place in a list;
2. else by its canonical link, in any feed, unless several items of the document share it or it is
   the front page: then it is nobody's own;
3. else by its content within the feed: the headline and the date where both are distinctive, else
   the text with them. It must point to one item and one story, and that not in the document under
   another key. So feeds may change all guids at once, and all links too, when their site moves.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.ports import Unit
from bot.domain.values import Change, Entry, Feed, FeedAnswer, Found, Known
from bot.pipeline.identity import READ, UNTITLED, calm, identified, is_made
from bot.pipeline.sharing import share
from bot.text.normal import fold

AHEAD = timedelta(hours=1)
"""A date further ahead than this is a publisher's slip: it becomes the time seen."""
FLOOD = 5
"""New items that are old, from which on a poll that brings mostly those brings no news."""
_MUCH = 200_000
"""Characters from which on comparing takes long enough to hold others up: some 10 ms."""
_TICK = timedelta.resolution


async def read_items(feed: Feed, answer: FeedAnswer, now: datetime) -> list[Found]:
    """As ``sort_entries``, in a thread where there is much of it."""
    entries = answer.feed.entries if answer.feed else ()
    size = sum(min(len(entry.content or entry.summary or ""), READ) for entry in entries)
    if size > _MUCH:
        return await asyncio.to_thread(sort_entries, feed, answer, now)
    return sort_entries(feed, answer, now)


async def keep(unit: Unit, feed: Feed, items: Sequence[Found], now: datetime) -> int:
    """Keep what a poll brought in the transaction ``unit``; return how many stories are new."""
    if not items:
        return 0
    known = await unit.stories.known(
        feed.id,
        {item.entry.guid for item in items if item.entry.guid},
        {item.link for item in items},
        {item.content_key for item in items if item.content_key},
    )
    rows = match(items, known)
    await unit.stories.changed(feed, changes(items, rows, known), now)
    await share(unit, feed, zip(items, rows, strict=True), now)
    new = [item for item, row in zip(items, rows, strict=True) if row is None]
    if is_flood(feed, new, len(items)):
        new = settled(feed, new, await unit.stories.newest(feed.id))
    return await unit.stories.found(feed, _with_free_guids(new, known), now)


def sort_entries(feed: Feed, answer: FeedAnswer, now: datetime) -> list[Found]:
    """Return the items of a poll with their keys, in the order they shall get their codes.

    The oldest comes first. What the first read of a feed brings and was published before the feed
    was added is its backlog, and comes newest first, for only its top is pushed.
    """
    entries = answer.feed.entries if answer.feed else ()
    first = feed.first_read_at is None and not feed.push_backlog
    by_age = sorted(
        enumerate(identified(feed, entries)),
        key=lambda pair: (_moment(pair[1].entry, now), -pair[0]),
    )  # undated ones count as new; a feed's own order decides between equals
    fresh: list[Found] = []
    backlog: list[Found] = []
    for _, item in by_age:
        published = item.entry.published
        late = published is None or published < feed.added_at or published > now + AHEAD
        (backlog if first and late else fresh).append(item._replace(backlog=first and late))
    return fresh + backlog[::-1]


def match(items: Sequence[Found], known: Sequence[Known]) -> list[Known | None]:
    """Return what each item is the same as; None for what is new."""
    by_guid = {row.guid: row for row in known if row.guid is not None}
    by_link: dict[str, Known] = {}
    for row in sorted(known, key=_precedence):
        for link in row.links:
            by_link.setdefault(link, row)
    linked = [by_link.get(item.link) for item in items]
    unchanged = {
        row for item, row in zip(items, linked, strict=True) if row is not None and _says(row, item)
    }
    rows: list[Known | None] = []
    for item, at_link in zip(items, linked, strict=True):
        named = by_guid.get(item.entry.guid) if item.entry.guid else None
        says_it = at_link is not None and _says(at_link, item)
        if named is None or says_it or _is_another(item, named, elsewhere=named in unchanged):
            rows.append(at_link)
        else:
            rows.append(named)
    return _by_content(items, rows, known)


def changes(
    items: Sequence[Found], rows: Sequence[Known | None], known: Sequence[Known]
) -> list[Change]:
    """Return what the document says anew of the feed's own stories.

    Where most of the known items differ in the text alone, the feed's template has changed (or it
    shows something else with each read): that is noted, and no story read again for it.
    """
    told: defaultdict[Known, list[Found]] = defaultdict(list)
    for item, row in zip(items, rows, strict=True):
        if row is not None and row.own:
            told[row].append(item)
    nearest = [(row, _nearest(row, same)) for row, same in told.items()]
    guids = Counter([*(row.guid for row in known), *(item.entry.guid for _, item in nearest)])
    links = Counter(link for row in known for link in row.links)
    links.update(item.link for _, item in nearest)
    found = [
        Change(
            known=row,
            found=item,
            # one that the row never had may be a place in a list, as above
            guid=item.entry.guid
            if row.has_guid and row.guid is None and guids[item.entry.guid] == 1
            else None,
            link=item.link if links[item.link] == 1 and not is_made(item.link) else None,
            revises=row.entry_key is not None and row.entry_key != item.entry_key,
        )
        for row, item in nearest
    ]
    textual = sum(change.revises and not _has_new_title(change) for change in found)
    if textual >= FLOOD and textual * 2 > len(found):
        found = [change._replace(revises=_has_new_title(change)) for change in found]
    return [change for change in found if _is_news(change)]


def is_flood(feed: Feed, new: Sequence[Found], total: int) -> bool:
    """Return whether a poll of ``total`` items brings mostly what must have been there before."""
    last_read = feed.last_good_at or feed.first_read_at
    if feed.first_read_at is None or last_read is None or feed.push_backlog:
        return False
    old = sum(_is_before(item, last_read) for item in new)
    return old >= FLOOD and old * 2 > total


def settled(feed: Feed, new: Sequence[Found], newest: datetime | None) -> list[Found]:
    """Return a flood's items with those marked as backlog that are no younger than ``newest``.

    A day's edition, which comes at once and dated before the last poll, is younger than what the
    feed brought before.
    """
    last_read = feed.last_good_at or feed.first_read_at
    if newest is None or last_read is None:
        return list(new)
    return [item._replace(backlog=_is_before(item, min(last_read, newest + _TICK))) for item in new]


def _says(row: Known, item: Found) -> bool:
    """Return whether the item says of the feed's own story what it said before."""
    return row.own and row.entry_key is not None and row.entry_key == item.entry_key


def _is_another(item: Found, row: Known, *, elsewhere: bool) -> bool:
    """Return whether the guid of a known story has come to stand for another one.

    ``elsewhere`` is true where the document has that story at its own link, unchanged.
    """
    ours = calm(item.entry.title or "")
    theirs = "" if row.title == UNTITLED else calm(row.title or "")  # that was ours to say
    if item.link in row.links or not ours or not theirs or fold(ours) == fold(theirs):
        return False
    if elsewhere:
        return True
    if item.entry.published and row.published:
        return item.entry.published != row.published
    # without dates: a headline that was put in other words keeps a part of them
    words, others = set(fold(ours).split()), set(fold(theirs).split())
    return len(words & others) * 3 < min(len(words), len(others))


def _by_content(
    items: Sequence[Found], rows: Sequence[Known | None], known: Sequence[Known]
) -> list[Known | None]:
    """Return the rows with those found by content, where that points to one item and one row."""
    stated = Counter(item.content_key for item in items)
    kept = Counter(row.content_key for row in known if row.own)
    claimed = {row for row in rows if row is not None}
    free = {
        row.content_key: row
        for row in known
        if row.own and row not in claimed and kept[row.content_key] == 1
    }
    return [
        free.get(item.content_key)
        if row is None and item.content_key and stated[item.content_key] == 1
        else row
        for item, row in zip(items, rows, strict=True)
    ]


def _precedence(row: Known) -> tuple[bool, bool, bool, int]:
    """Order rows that are known by one link: the feed's own first, and stories before drafts."""
    return (not row.own, row.dropped, row.story_id is None, row.story_id or row.draft_id or 0)


def _nearest(row: Known, same: Iterable[Found]) -> Found:
    """Return which of a document's items that are the same story speaks for it, in any order."""

    def distance(item: Found) -> tuple[bool, bool, str, str, str]:
        guid, entry_key = item.entry.guid or "", item.entry_key or ""
        is_it = row.guid is not None and guid == row.guid
        return (not is_it, entry_key != row.entry_key, item.link, guid, entry_key)

    return min(same, key=distance)


def _has_new_title(change: Change) -> bool:
    old, new = change.known.title, change.found.entry.title
    return bool(old and new) and calm(old or "") != calm(new or "")


def _is_news(change: Change) -> bool:
    known, found = change.known, change.found
    same = (known.entry_key, known.content_key) == (found.entry_key, found.content_key)
    return change.revises or not same or change.guid is not None or change.link is not None


def _with_free_guids(new: Iterable[Found], known: Iterable[Known]) -> list[Found]:
    """Return the items without the guids that belong to other stories."""
    taken = {row.guid for row in known}
    return [
        item._replace(entry=replace(item.entry, guid=None)) if item.entry.guid in taken else item
        for item in new
    ]


def _is_before(item: Found, moment: datetime) -> bool:
    return item.entry.published is not None and item.entry.published < moment


def _moment(entry: Entry, now: datetime) -> datetime:
    known = entry.published is not None and entry.published <= now + AHEAD
    return entry.published if known and entry.published else now
