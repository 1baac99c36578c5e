"""Damaged documents: what becomes of N mutations of a file of each format, and of this process.

Each is read as `whatworked document add` reads it, and its text is taken apart. Text and a refusal
are both fine; an error that nobody foresaw, the end of this process or of the reader's ("crash")
and a wait beyond the bound are not.
"""

import argparse
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from bench.samples import SAMPLES
from ingest.extractors.confined import Bounds, Reader, open_reader
from ingest.extractors.formats import FORMATS, PLAIN_TEXT
from ingest.extractors.text import read_text
from ingest.suggesters.layout import read_layout
from ontology.errors import WhatworkedError

HANG = "over the limit"
GRACE = 5  # seconds that ending a process may take beyond its bound


def mutate(random: Random, data: bytes) -> bytes:
    """The bytes with one to four changes: flipped, cut, inserted, doubled or spliced."""
    for _ in range(random.randint(1, 4)):
        data = random.choice((_flip, _cut, _insert, _double, _splice))(random, data) or b"\n"
    return data


def mutate_word(random: Random, data: bytes) -> bytes:
    """The package itself damaged, or one of its parts in a package that is sound."""
    if random.random() < 0.4:
        return mutate(random, data)
    with ZipFile(BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    xml = [name for name in parts if name.endswith((".xml", ".rels"))]
    name = random.choice([*xml, *["word/document.xml"] * len(xml)])
    parts[name] = mutate(random, parts[name])
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


def _stretch(random: Random, data: bytes) -> slice:
    start = random.randrange(len(data))
    return slice(start, min(len(data), start + random.choice((1, 4, 32, 400, len(data)))))


def _flip(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ (1 << random.randrange(8))]) + data[at + 1 :]


def _cut(random: Random, data: bytes) -> bytes:
    part = _stretch(random, data)
    return data[: part.start] + data[part.stop :]


def _insert(random: Random, data: bytes) -> bytes:
    at = random.randrange(len(data))
    return data[:at] + random.randbytes(random.choice((1, 4, 64))) + data[at:]


def _double(random: Random, data: bytes) -> bytes:
    part = _stretch(random, data)
    return data[: part.stop] + data[part] * random.choice((1, 2, 50)) + data[part.stop :]


def _splice(random: Random, data: bytes) -> bytes:
    here, there = _stretch(random, data), _stretch(random, data)
    return data[: here.start] + data[there] + data[here.stop :]


@dataclass
class Found:
    """What became of the files: how many of each outcome, and the longest wait in seconds."""

    outcomes: Counter[str]
    slowest: float = 0.0

    def told(self) -> str:
        """All of it in one line; the codes are those of the refusals."""
        rest = ", ".join(f"{count:,} {name}" for name, count in sorted(self.outcomes.items()))
        return f"{rest}; slowest {self.slowest:.2f} s"


def read_mutated(suffix: str, count: int, seed: int, reader: Reader, bounds: Bounds) -> Found:
    """How many gave text, each code of a refusal, an error of ours, or a wait beyond the bound."""
    sound = SAMPLES[suffix]()
    change = mutate_word if suffix == ".docx" else mutate
    found = Found(Counter())
    for number in range(count):
        data = change(Random(f"{seed} {suffix} {number}"), sound)  # noqa: S311 — no secret
        begun = time.monotonic()
        found.outcomes[_outcome(suffix, data, reader)] += 1
        waited = time.monotonic() - begun
        found.outcomes += Counter({HANG: waited > bounds.seconds + GRACE})
        found.slowest = max(found.slowest, waited)
    return found


def _outcome(suffix: str, data: bytes, reader: Reader) -> str:
    try:
        text = read_text(data) if suffix in PLAIN_TEXT else reader.read(FORMATS[suffix], data)
        read_layout(text)
    except WhatworkedError as error:
        return error.code
    except Exception as error:  # this is what is counted
        return f"unforeseen {type(error).__name__}"
    return "text"


def main() -> None:
    """Print one line for each format; where this process dies, the line is not there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--format", choices=sorted(SAMPLES), action="append")
    chosen = parser.parse_args()
    bounds = Bounds()
    for suffix in chosen.format or SAMPLES:
        begun = time.monotonic()
        with open_reader(bounds) as reader:
            found = read_mutated(suffix, chosen.count, chosen.seed, reader, bounds)
        seconds = time.monotonic() - begun
        print(f"{suffix}: {chosen.count:,} in {seconds:.0f} s: {found.told()}", flush=True)


if __name__ == "__main__":
    main()
