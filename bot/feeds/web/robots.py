"""robots.txt as RFC 9309 reads it: the longest rule wins, ``*`` and ``$`` have their meaning.

``urllib.robotparser`` takes the first rule and no wildcards, so it lets us in where we are not
wanted.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

MAX_BYTES = 512_000
"""RFC 9309, 2.5: at least 500 KiB are read; the rest may be ignored."""
MAX_RULES = 2_000


class _Rule(NamedTuple):
    allows: bool
    pieces: tuple[str, ...]
    to_end: bool
    length: int
    """Of the pattern as written: the longest that matches decides."""

    def matches(self, path: str) -> bool:
        """Match the pieces in order, each as far left as possible: linear for each."""
        if not path.startswith(self.pieces[0]):
            return False
        at = len(self.pieces[0])
        *middle, last = self.pieces[1:] or ("",)
        for piece in middle:
            if (found := path.find(piece, at)) < 0:
                return False
            at = found + len(piece)
        if len(self.pieces) == 1:
            return at == len(path) if self.to_end else True
        if self.to_end:
            return path.endswith(last) and len(path) - len(last) >= at
        return path.find(last, at) >= 0


class Robots(NamedTuple):
    """What one host's robots.txt asks of us."""

    rules: tuple[_Rule, ...] = ()

    def allows(self, path: str) -> bool:
        """Return whether a path with its query may be fetched; where rules tie, it may."""
        path = _spelled(path)
        hits = [(rule.length, rule.allows) for rule in self.rules if rule.matches(path)]
        return max(hits)[1] if hits else True


ALLOW_ALL = Robots()
"""No rules."""


def parse(data: bytes, agent: str) -> Robots:
    """Read the rules for an agent's product token, or those for all."""
    ours: list[_Rule] = []
    all_others: list[_Rule] = []
    named = False
    targets: list[list[_Rule]] = []
    in_agents = False
    for line in data[:MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff").splitlines():
        key, _, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if key == "user-agent":
            targets = targets if in_agents else []
            in_agents = True
            name = re.split(r"[\s/]", value, maxsplit=1)[0].lower()
            if name == agent.lower():
                named = True
                targets.append(ours)
            elif name == "*":
                targets.append(all_others)
        elif key in {"allow", "disallow"}:
            in_agents = False
            for rules in targets:
                if value and len(rules) < MAX_RULES:
                    rules.append(_rule(key == "allow", value))
        elif key:
            in_agents = in_agents and key not in {"sitemap", "crawl-delay"}
    return Robots(tuple(ours if named else all_others))


def _rule(allows: bool, pattern: str) -> _Rule:  # private
    to_end = pattern.endswith("$")
    pattern = _spelled(pattern.removesuffix("$"))
    if not pattern.startswith(("/", "*")):
        pattern = f"/{pattern}"
    return _Rule(allows, tuple(pattern.split("*")), to_end, len(pattern) + to_end)


def _spelled(path: str) -> str:
    return quote(
        unquote(path, errors="surrogateescape"),
        safe="/?&=+$,;:@!~*'()-._[]",
        errors="surrogateescape",
    )
