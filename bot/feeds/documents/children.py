"""The processes in which we parse what may hold a core: how one starts, and what it may take."""

from __future__ import annotations

import sys
from pathlib import Path

import bot

_ROOT = str(Path(bot.__file__).resolve().parents[1])


def command(module: str) -> list[str]:
    """Return the command that runs the ``main`` of a module of ours in a process of its own."""
    # -c, not -m: the child must find this package wherever the parent found it.
    program = f"import sys; sys.path.insert(0, sys.argv[1]); from {module} import main; main()"
    return [sys.executable, "-c", program, _ROOT]


def limit(*, memory: int, seconds: int | None = None) -> None:
    """Bound what this process may take: bytes of memory, seconds of the CPU."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's time limit holds there too
        return
    wanted = {resource.RLIMIT_AS: memory} | ({resource.RLIMIT_CPU: seconds} if seconds else {})
    for kind, most in wanted.items():
        _, ceiling = resource.getrlimit(kind)
        if ceiling in {-1, resource.RLIM_INFINITY} or most < ceiling:
            resource.setrlimit(kind, (most, ceiling))
