"""Languages as feeds and pages state them."""

from __future__ import annotations

import re

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
"""The attribute that states an element's language, as lxml names it."""

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def language(text: str | None) -> str | None:
    """Return a BCP 47 tag as written, with hyphens; None where it is none."""
    if not text:
        return None
    tag = text.strip().replace("_", "-")
    return tag if _TAG.fullmatch(tag) else None
