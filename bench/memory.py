"""What servers hold of memory."""

from contextlib import suppress

import psutil


def family_size(process: psutil.Process, *, but: str = "no process") -> float:
    """MiB of a process and all below it, what they share counted once (PSS).

    Those whose name has `but` in it are left out.
    """
    total = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # children come and go
            total += 0 if but in one.name() else one.memory_full_info().pss
    return total / 2**20
