"""``python -m tests.hostile``: print the table with what came of each case."""

from __future__ import annotations

import sys
import time

from tests.hostile.cases import Case, Outcome
from tests.hostile.running import outcomes
from tests.hostile.table import CASES, GROUPS


def row(case: Case, got: Outcome) -> str:
    """Return a line of the table."""
    fault = case.fault(got)
    wrong = f"  !! {fault}" if fault else ""
    came = f"{got.error or 'read'} ({got.step or '-'})"
    return (
        f"{'BAD ' if fault else 'good'} {case.id:42.42} {came:32} {got.seconds:6.2f} s "
        f"{got.peak_mb:4.0f} +{got.helper_mb:3.0f} MB  {got.text[:90]!r}{wrong}"
    )


def main() -> int:
    """Run all cases, or those whose names hold a word given."""
    words = sys.argv[1:]
    chosen = [c for c in CASES if not words or any(word in c.id for word in words)]
    began = time.perf_counter()
    found = []
    for name, group in GROUPS.items():
        wanted = [case for case in group if case in chosen]
        found += outcomes(wanted, together=name == "waiting") if wanted else []
    by_id = {got.id: got for got in found}
    for case in chosen:
        print(row(case, by_id[case.id]))
    bad = sum(case.fault(by_id[case.id]) is not None for case in chosen)
    took = time.perf_counter() - began
    own, helper = (max(sizes) for sizes in zip(*(got[-2:] for got in found), strict=True))
    print(
        f"{len(chosen)} cases, {bad} bad, {took:.1f} s; memory at most {own:.0f} MB above base, "
        f"{helper:.0f} MB in the process for large and broken feeds"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
