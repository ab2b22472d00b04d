"""The QR code of a story's link."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

from bot.chat.escape import clean

LONGEST: Final = 2953
"""Bytes that the largest QR code holds at the lowest level of correction."""
_MEDIUM: Final = 2331
"""Bytes that it holds at level M."""
_WIDEST: Final = 1000
"""Pixels: enough for every screen, and far inside of Telegram's 10,000."""


class NoCodeError(ValueError):
    """A link is empty, malformed or longer than a QR code holds."""


def png(link: str) -> bytes:
    """Return the PNG image of a link's QR code. Raises NoCodeError.

    Level M, and L where M cannot hold the link; 8 pixels a module, fewer in large codes.
    """
    size = len(link.encode("utf-8", "replace"))
    if not 0 < size <= LONGEST or clean(link) != link:
        raise NoCodeError(
            f"a QR code holds a link of 1 to {LONGEST} bytes without control characters;"
            f" this has {size} bytes: {link[:80]!r}"
        )
    # UTF-8 said openly: segno would take Latin-1 where it can, and readers guess at that
    code = segno.make(
        link, error="m" if size <= _MEDIUM else "l", micro=False, encoding="utf-8"
    )  # fmt: skip
    modules, _ = code.symbol_size()
    image = BytesIO()
    code.save(image, kind="png", scale=max(4, min(8, _WIDEST // modules)))
    return image.getvalue()
