"""What Telegram marks in a text by itself: commands, addresses, mentions, hashtags.

The patterns follow TDLib's MessageEntity.cpp; of bare host names those with a common ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_COMMAND = re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")
_MENTION = re.compile(r"(?<![\w@])@[a-zA-Z0-9_]{3,32}(?![\w@])")
_HASHTAG = re.compile(r"(?<![\w\u200c])#[\w\u200c]{1,256}(?![\w\u200c]*#)")
_CASHTAG = re.compile(r"(?<![\w$])\$[A-Z]{1,8}(?![\w$])")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]{1,63}\.)+[a-zA-Z]{2,24}(?![\w-])")
_ENDINGS = (
    "com|org|net|info|biz|edu|gov|int|mil|io|me|tv|app|dev|news|media|press|online|site|ir|ru|de|"
    "fr|es|tr|cn|uk|us|eu|ca|au|in|jp|br|it|nl|ch|at|se|no|pl|ua|il|ae|sa|qa|eg|sy|iq|lb|jo|kz"
)
_HOST = rf"(?:(?:[\w-]{{1,63}}\.)+(?:{_ENDINGS})|\d{{1,3}}(?:\.\d{{1,3}}){{3}})"
_PATH = r"(?::\d{1,5})?(?:[/?#][^\s<>\"«»“”]*)?"
_URL = re.compile(
    rf"(?<![\w@.$/-])(?:(?:https?|ftp)://(?:[\w-]{{1,63}}\.)+[\w-]{{1,63}}{_PATH}"
    rf"|(?:tg|ton|tonsite)://[\w?=&%./-]+|{_HOST}(?![\w@-]){_PATH})",
    re.IGNORECASE,
)
_TAIL = ".,:;!?'\"…*_"


def detect(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, entity type) of what is found, by index, never overlapping."""
    found: list[tuple[int, int, str]] = []
    for start, end, kind in _candidates(text):
        if all(end <= other or other_end <= start for other, other_end, _ in found):
            found.append((start, end, kind))
    return sorted(found)


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what the patterns find, the ones that win over the others first."""
    if "@" in text:
        yield from _each(_EMAIL, text, "email")
    if "." in text or "://" in text:
        for match in _URL.finditer(text):
            yield match.start(), match.start() + len(_without_tail(match[0])), "url"
    if "/" in text:
        yield from _each(_COMMAND, text, "bot_command")
    if "@" in text:
        yield from _each(_MENTION, text, "mention")
    if "#" in text:
        for match in _HASHTAG.finditer(text):
            if not match[0][1:].replace("_", "").isdigit():
                yield match.start(), match.end(), "hashtag"
    if "$" in text:
        yield from _each(_CASHTAG, text, "cashtag")


def _each(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[tuple[int, int, str]]:
    for match in pattern.finditer(text):
        yield match.start(), match.end(), kind


def _without_tail(url: str) -> str:
    """Drop the sentence's punctuation and unbalanced brackets from an address's end."""
    while url:
        last = url[-1]
        opening = {")": "(", "]": "[", "}": "{"}.get(last)
        if last in _TAIL or (opening and url.count(opening) < url.count(last)):
            url = url[:-1]
        else:
            break
    return url
