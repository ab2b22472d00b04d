"""How alike sentences are: cosine of their TF-IDF vectors (Salton and Buckley, 1988).

Or, whatever the language's word forms, by runs of letters (McNamee and Mayfield, 2004).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log, sqrt

Vector = dict[str, float]
"""A weight for each term; of length 1, or empty."""


def vectors(documents: Sequence[Sequence[str]]) -> list[Vector]:
    """Return a TF-IDF vector of length 1 for each list of terms."""
    counts = [Counter(document) for document in documents]
    spread = Counter(term for count in counts for term in count)
    idf = {term: log(1 + len(counts) / seen) for term, seen in spread.items()}
    return [_unit({t: (1 + log(n)) * idf[t] for t, n in count.items()}) for count in counts]


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two vectors of length 1; 0 where one is empty."""
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def centroid(many: Sequence[Vector]) -> Vector:
    """Return the direction of the sum of the vectors."""
    total: Vector = defaultdict(float)
    for vector in many:
        for term, weight in vector.items():
            total[term] += weight
    return _unit(total)


def matrix(many: Sequence[Vector]) -> list[list[float]]:
    """Return the cosine of each two vectors; it takes time only for terms that they share."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    rows = [[0.0] * len(many) for _ in many]
    for i, vector in enumerate(many):
        row = rows[i]
        for term, weight in vector.items():
            earlier = postings[term]
            for j, other in earlier:
                row[j] += weight * other
            earlier.append((i, weight))
    for i, row in enumerate(rows):
        for j in range(i):
            rows[j][i] = row[j]
    return rows


def trigrams(text: str) -> frozenset[str]:
    """Return the runs of three characters in a text, without case."""
    lower = text.lower()
    return frozenset([lower[i : i + 3] for i in range(len(lower) - 2)])


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of what two texts have in common (Ochiai, 1957); 0 where one has nothing."""
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0


def _unit(vector: Vector) -> Vector:
    length = sqrt(sum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}
