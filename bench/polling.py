"""Two thousand feeds of two hundred hosts polled, ours against reader's update_feeds (PyPI).

python -m bench.polling
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from importlib.util import find_spec

from bench.feed_server import FEEDS, HOSTS
from bench.pollers import POLLERS, ROUNDS
from bench.serving import serving


def main() -> None:
    """Print feeds a second, CPU and memory of both, round by round."""
    found: dict[str, list[dict[str, float]]] = {}
    with serving("bench.feed_server") as port:
        for name in POLLERS:
            if name != "storywire" and find_spec(name) is None:
                print(f"{name} is not installed; make bench installs it")
                continue
            found[name] = poll(name, port)
    count = HOSTS * FEEDS
    for number, title in enumerate(ROUNDS):
        for name, rounds in found.items():
            took = rounds[number]
            print(
                f"{title:16} {name:10} {count / took['seconds']:6.0f} feeds/s "
                f"{1000 * took['cpu'] / count:6.2f} ms CPU a feed {took['peak']:6.1f} MB peak"
            )
        if "reader" in found:
            ratio = found["reader"][number]["seconds"] / found["storywire"][number]["seconds"]
            print(f"{'':16} {ratio:.1f} times reader")


def poll(name: str, port: int) -> list[dict[str, float]]:
    """Let one reader poll, in a process and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.pollers", name, str(port), folder]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


if __name__ == "__main__":
    main()
