"""What the tests need beside Python: Debian's Chromium and fonts for Arabic and Chinese.

``python -m tests.setup`` installs them where it runs as root on Debian and they are missing.
Without them the tests of the page are skipped, aloud; with CI=true that is an error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-noto-core", "fonts-noto-cjk", "fonts-noto-color-emoji")


def missing() -> list[str]:
    """Return the Debian packages that are not installed; all of them where dpkg is unknown."""
    if not shutil.which("dpkg-query"):
        return [] if shutil.which("chromium") else list(PACKAGES)
    found = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *PACKAGES],
        capture_output=True, text=True, check=False,
    ).stdout.splitlines()  # fmt: skip
    return [package for package in PACKAGES if f"{package} installed" not in found]


def main() -> int:
    """Install what is missing; return the exit code."""
    lacking = missing()
    if not lacking:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing for the tests of the page: {' '.join(lacking)}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = ["apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends", *lacking]
        done = all(
            subprocess.run(command, env=environment, check=False, stdout=sys.stderr).returncode == 0
            for command in (["apt-get", "update", "--quiet=2"], install)
        )
        if done:
            return 0
    print(f"The tests of the page need {' '.join(lacking)}; without, they are skipped.")
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
