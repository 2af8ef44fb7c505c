"""Pango sets the text of the signed record; it is the one thing that pip cannot bring."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess

from certflow.setting_up.voice import Stuck, say

DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
DEBIAN_LINE = f"apt-get update && apt-get install -y {' '.join(DEBIAN_PACKAGES)}"
OTHER_LINES = {
    "alpine": "apk add pango",
    "arch": "pacman -S pango",
    "darwin": "brew install pango",
    "fedora": "dnf install pango",
    "rhel": "dnf install pango",
    "suse": "zypper install libpango-1_0-0",
}


def make_loadable(python: str) -> None:
    """Return once `python` can load Pango. As root on Debian we install it; else Stuck says how."""
    if loads(python):
        return
    if os.geteuid() == 0 and _is_debian() and shutil.which("apt-get"):
        say(f"Pango is missing, which draws the signed record. Running: {DEBIAN_LINE}")
        _apt("update")
        _apt("install", "-y", "--no-install-recommends", *DEBIAN_PACKAGES)
        if loads(python):
            return
        raise Stuck(f"Pango was installed but does not load. See what this says: {python} -c 'import weasyprint'")
    raise Stuck(f"Pango is missing, which draws the signed record. Install it:\n\n    {remedy()}\n\nand start again.")


def loads(python: str) -> bool:
    """Whether WeasyPrint finds all the libraries it needs."""
    asked = subprocess.run([python, "-c", "import weasyprint"], capture_output=True, text=True, check=False)
    if asked.returncode and "cannot load library" not in asked.stderr:
        raise Stuck(
            f"WeasyPrint does not start:\n{asked.stderr}\nDelete the folder .venv and run the same command again."
        )
    return asked.returncode == 0


def remedy() -> str:
    """The line that installs Pango on this system."""
    if _is_debian():
        return f"sudo sh -c '{DEBIAN_LINE}'" if os.geteuid() else DEBIAN_LINE
    kin = _families()
    return next(
        (line for family, line in OTHER_LINES.items() if family in kin),
        "(your system's package for Pango 1.44 or newer)",
    )


def _apt(*arguments: str) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(["apt-get", "-qq", *arguments], env=environment, stdout=2, check=False).returncode:
        raise Stuck(
            f"apt-get failed; its words are above. Put it right, or install Pango yourself:\n\n    {DEBIAN_LINE}\n"
        )


def _is_debian() -> bool:
    return bool(_families() & {"debian", "ubuntu"})


def _families() -> set[str]:
    """What this system is and what it descends from, in the words of its os-release."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return {platform.system().lower()}
    return {release.get("ID", ""), *release.get("ID_LIKE", "").split()}
