from __future__ import annotations

from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from bot.chat.qr import LONGEST, NoCodeError, png


def read(image: bytes) -> tuple[str, int]:
    """Return what a reader finds in the image, and its width in pixels."""
    with Image.open(BytesIO(image)) as picture:
        (code,) = zxingcpp.read_barcodes(picture)
        assert picture.format == "PNG"
        assert picture.width == picture.height
        return code.text, picture.width


@pytest.mark.parametrize(
    "link",
    [
        "https://www.example.org/en/article/309076/salt-caravans-return-to-the-lake",
        "https://example.org/a?b=1&c=%D8%AE#d",
        "https://example.org/خبر/گفت‌وگو",
        "https://example.org/新闻/京都",
        "https://example.org/café/ñandú",
        "HTTPS://EXAMPLE.ORG/1",
        "1",
        "https://example.org/" + "a/" * 900,
        "https://example.org/" + "x" * 2300,
        "https://example.org/" + "x" * (LONGEST - 20),
    ],
    ids=lambda link: f"{link[:40]}-{len(link)}",
)
def test_readers_find_the_link(link: str) -> None:
    text, width = read(png(link))
    assert text == link
    assert width <= 1000


def test_the_size_of_a_usual_code() -> None:
    image = png("https://www.example.org/en/article/309076/" + "x" * 78)
    assert read(image)[1] == 424
    assert len(image) < 1000


@pytest.mark.parametrize(
    "link", ["", "x" * (LONGEST + 1), "ж" * 1500, "https://example.org/\ud800"], ids=len
)
def test_what_makes_no_code_says_why(link: str) -> None:
    with pytest.raises(NoCodeError, match="bytes"):
        png(link)
