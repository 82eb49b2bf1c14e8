"""Install a package of Debian or Ubuntu, where we may: as root, or with sudo that asks nothing."""

import os
import shutil
import subprocess


def install(package: str) -> bool:
    """Whether the package is there afterwards."""
    may = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (may and not shutil.which("sudo")):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package])
    return all(
        subprocess.run([*may, "apt-get", *step], env=environment, check=False).returncode == 0
        for step in steps
    )
