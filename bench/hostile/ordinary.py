"""Somebody who asks an ordinary question, again and again: `python -m bench.hostile.ordinary URL`.

Printed are the seconds in which it is answered, all but one time in twenty.
"""

import sys
import time

import httpx
import numpy as np

QUESTION = "/v1/questions/sets"
TIMES = 100


def main(address: str) -> None:
    """Ask, and print what it took."""
    taken = []
    with httpx.Client(base_url=address, timeout=120) as client:
        for _ in range(TIMES):
            start = time.perf_counter()
            client.get(QUESTION).raise_for_status()
            taken.append(time.perf_counter() - start)
    print(float(np.percentile(taken[1:], 95)))


if __name__ == "__main__":
    main(sys.argv[1])
