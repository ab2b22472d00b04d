"""What ``storywire try feed`` and ``try article`` read: a file, or nothing but an address."""

from __future__ import annotations

from pathlib import Path

from bot.domain.errors import FetchFailed, FetchTooLarge
from bot.feeds.web.unpacking import unpack_gzip

MAX_BYTES = 20_000_000
"""A larger file is not read."""


def is_address(source: str) -> bool:
    """Return whether a FILE-or-URL argument is an address."""
    return "://" in source[:12] and not Path(source).exists()


def read_file(name: str) -> bytes:
    """Return a file's bytes, ``-`` being standard input; gzip is unpacked. Raises FetchError."""
    try:
        if name == "-":
            data = Path("/dev/stdin").read_bytes()
        else:
            path = Path(name)
            if path.stat().st_size > MAX_BYTES:
                raise FetchTooLarge(f"{name} has more than {MAX_BYTES} bytes; it is not read.")
            data = path.read_bytes()
    except OSError as error:
        raise FetchFailed(f"{name} cannot be read: {error.strerror}. Check the name.") from error
    return unpack_gzip(data, MAX_BYTES) if data.startswith(b"\x1f\x8b") else data
