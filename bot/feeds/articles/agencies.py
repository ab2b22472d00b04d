"""News agencies, and how publishers write their names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from bot.feeds.articles.blocks import folded

_EDGES = " .,،;:|/()[]«»\"'“”*"
_ARTICLE = re.compile(r"^(?:the|via|with|from) |^(?:agencia|agence|agenzia|agentur|агентство) ")
_LOWER = frozenset({"dpa", "epd", "sda"})


def known(name: str | None) -> str | None:
    """Return the name by which we know an agency, in any of its spellings; None for others.

    ``Associated Press`` of ``(AP)``, ``AFP`` of ``أ ف ب``.
    """
    if not name or len(name) > 60:
        return None
    bare = name.strip(_EDGES)
    if len(bare) <= 4 and bare.isascii() and not (bare.isupper() or bare in _LOWER):
        return None  # Ina and Efe are people
    plain = folded(bare)
    return _names().get(plain) or _names().get(_ARTICLE.sub("", plain))


def is_same(name: str | None, other: str | None) -> bool:
    """Return whether two names mean one publisher: one holds the other, or both are one agency."""
    if not name or not other:
        return False
    agency = known(name)
    if agency and agency == known(other):
        return True
    one, two = sorted((squashed(name), squashed(other)), key=len)
    return bool(one) and two.startswith(one)


def squashed(name: str) -> str:
    """Return a name for comparing: letters and digits only, without an article before them."""
    plain = re.sub(r"^the\s+", "", folded(name))
    return re.sub(r"[\W_]", "", plain)


@cache
def _names() -> dict[str, str]:
    table = tomllib.loads((files(__package__) / "agencies.toml").read_text("utf-8"))
    return {folded(other): name for name, others in table.items() for other in (name, *others)}
