"""Width and height of image bytes, read from their headers; nothing is decoded."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple


class Size(NamedTuple):
    """What an image's bytes say."""

    width: int
    """In pixels."""
    height: int
    """In pixels."""
    suffix: str
    """The ending of a file of that kind, without a dot."""


def image_size(data: bytes) -> Size | None:
    """Return the size of a whole PNG, JPEG, GIF, WebP or BMP, None for anything else."""
    for reader in (_png, _jpeg, _gif, _webp, _bmp):
        size = reader(data)
        if size is not None:
            return size if size.width > 0 and size.height > 0 else None
    return None


def _size(layout: str, data: bytes, suffix: str) -> Size:
    width, height = struct.unpack(layout, data)
    return Size(width, height, suffix)


def _png(data: bytes) -> Size | None:
    """Follow the chunks to IEND, checking their sums (PNG specification, section 5)."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    at, size, has_pixels = 8, None, False
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        body_end = at + 8 + length
        kind = data[at + 4 : at + 8]
        if zlib.crc32(data[at + 4 : body_end]) != int.from_bytes(
            data[body_end : body_end + 4], "big"
        ):
            return None
        if kind == b"IHDR" and length >= 8:
            size = _size(">II", data[at + 8 : at + 16], "png")
        has_pixels = has_pixels or kind == b"IDAT"
        if kind == b"IEND":
            return size if has_pixels else None
        at = body_end + 4
    return None


def _jpeg(data: bytes) -> Size | None:
    """Follow the segments to the frame header (ITU T.81, annex B)."""
    if not data.startswith(b"\xff\xd8\xff") or b"\xff\xd9" not in data[-64:]:
        return None
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return Size(width, height, "jpg")
        if marker == 0xFF:  # padding
            at += 1
        else:
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None


def _gif(data: bytes) -> Size | None:
    if data[:6] not in (b"GIF87a", b"GIF89a") or len(data) < 14:
        return None
    return _size("<HH", data[6:10], "gif")


def _webp(data: bytes) -> Size | None:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[i : i + 3], "little") + 1 for i in (24, 27))
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8 ":
        width, height = (value & 0x3FFF for value in struct.unpack("<HH", data[26:30]))
    else:
        return None
    return Size(width, height, "webp")


def _bmp(data: bytes) -> Size | None:
    if data[:2] != b"BM" or len(data) < 54:
        return None
    width, height = struct.unpack("<ii", data[18:26])
    return Size(width, abs(height), "bmp")
