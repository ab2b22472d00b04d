"""Python run as a process of its own."""

from __future__ import annotations

import subprocess
import sys


def start(program: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program that says ``ready`` once it is, then waits for a line."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def answer(process: subprocess.Popen[str]) -> str:
    """Return the next line that the process writes."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go(process: subprocess.Popen[str]) -> None:
    """Let the process go on."""
    assert process.stdin is not None
    process.stdin.write("go\n")
    process.stdin.flush()
