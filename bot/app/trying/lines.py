"""JSON lines in, JSON lines out, for the ``storywire try`` commands that read standard input."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import Any

from bot.domain.errors import StorywireError

log = logging.getLogger(__name__)

_BLANK = b" \t\r\n\v\f\xef\xbb\xbf"
"""White space, and the byte order mark that some editors put first."""
_BREAKS = {ord(mark): f"\\u{ord(mark):04x}" for mark in "\x85\u2028\u2029"}
"""What JSON may hold as it is, but many readers of lines take for the end of one."""

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def answers(lines: Iterable[bytes], answer: Answer, keys: Iterable[str]) -> Iterator[str]:
    """Yield a line of JSON for each line that is not blank.

    A line that ``answer`` cannot take is answered with its ``error``, and ``keys`` null.
    """
    blank = dict.fromkeys(keys)
    for line in lines:
        if line.strip(_BLANK):
            yield dumps(_answer(line, answer, blank))


def dumps(value: object) -> str:
    """Return one line of JSON; half a surrogate pair, which UTF-8 lacks, stays escaped."""
    text = json.dumps(value, ensure_ascii=False).translate(_BREAKS)
    return text if _is_utf8(text) else json.dumps(value)


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _answer(line: bytes, answer: Answer, blank: dict[str, None]) -> dict[str, Any]:
    record: Any = None
    try:
        record = json.loads(line, parse_constant=_refuse, parse_float=_float)
        return answer(_object(record))
    except Exception as error:
        # whatever a line breaks, the lines after it are answered
        if not isinstance(error, ValueError | StorywireError | RecursionError):
            log.exception("a line broke the command")
        identity = record.get("id") if isinstance(record, dict) else None
        return {"id": identity, **blank, "error": _text(error)}


def _refuse(name: str) -> float:
    """Refuse NaN and Infinity: Python reads and would write them, but they are not JSON."""
    raise ValueError(f"not JSON: {name}")


def _float(text: str) -> float:
    number = float(text)
    return number if isfinite(number) else _refuse(text)


def _object(record: object) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ValueError('a line must be a JSON object such as {"id": 1}')
    return record


def _text(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"not JSON: {error}"
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: {error}"
    return str(error) or type(error).__name__
