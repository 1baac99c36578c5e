"""Following a thousand new versions, against the import of the bundle that went before.

`python -m bench.exchange_follow [RECORDS]`: one region exports records of 80 statements each (a
million in all unless said otherwise), another imports the bundle and approves, then 1,000 of them
are changed, published, followed and approved. The ratio is of processor time.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from api.authoring.adding import Steps
from api.exchange.approval import approve
from api.exchange.bundling import export
from api.exchange.following import follow
from api.exchange.import_log import Import
from api.exchange.importing import import_file
from api.exchange.keys import load_key, trust_region
from api.exchange.sharing import publish
from api.home import Home, create_home
from api.options import aside
from api.progress import bar
from api.settings import Region, Settings
from bench.generated import entities, sources
from bench.printing import report
from graph.canonical import canonical_nquads
from graph.log import Attribution
from graph.rdf import to_quads
from ontology.record import Record

RECORDS = 12_500
NEW = 1_000
BATCH = 500
BASE = "https://north.example/"
BY = Attribution("bench")
DAY = date(2026, 1, 1)


def main(records: int) -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as folder, bar(aside()) as steps:
        north, south = make_regions(Path(folder))
        site = Path(folder) / "site"
        made = [*entities(), *sources(records, small=True)]
        put(north, written(made))
        bundle = Path(folder) / "a.zip"
        export(north, bundle, "PUBLIC", DAY, steps)
        whole = take_in(south, lambda: import_file(south, bundle, DAY, steps), steps)
        new = made[-NEW:]
        put(north, changed(written(new)))
        share(north, site, steps)
        part = take_in(south, lambda: follow(south, str(site), steps).found, steps)
    figures = f"all {len(made):,} records {whole:.1f} s, {len(new):,} new versions {part:.1f} s"
    report("following", part / whole, "<= 0.1", held=part <= 0.1 * whole, detail=figures)


def make_regions(folder: Path) -> tuple[Home, Home]:
    """Two repositories, of which the second trusts the first."""
    north, south = (
        create_home(
            Settings(folder / name, "bench", None), Region(name, f"https://{name}.example/", 1)
        )
        for name in ("north", "south")
    )
    (folder / "keys.json").write_text(json.dumps(load_key(north.folder).public()), "utf-8")
    trust_region(south.folder, "north", folder / "keys.json")
    return north, south


def written(records: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """Records with their canonical texts."""
    return ((one.iri(BASE), canonical_nquads(to_quads(one, BASE))) for one in records)


def changed(records: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """New versions: something else is called by another name."""
    for record, text in records:
        yield record, text.replace('"share"@en', '"another share"@en')


def put(north: Home, records: Iterable[tuple[str, str]]) -> None:
    """Put records into a ledger, for everybody."""
    every = iter(records)
    while batch := dict(islice(every, BATCH)):
        north.ledger.append(batch.items(), levels=dict.fromkeys(batch, "PUBLIC"), by=BY)


def share(north: Home, site: Path, steps: Steps) -> None:
    """Publish all of it, or say what is held back."""
    held = publish(north, str(site), "PUBLIC", steps).feed.held
    if held:
        raise SystemExit(str(next(iter(held.items()))))


def take_in(south: Home, bring: Callable[[], Import | None], steps: Steps) -> float:
    """Seconds of the processor to bring something in and to approve it."""
    begun = time.process_time()
    found = bring()
    if found is None:
        raise SystemExit("nothing was new")
    brought = time.process_time() - begun
    done = approve(south, found.import_id, steps)
    seconds = time.process_time() - begun
    print(
        f"{done.changes}: {seconds:.1f} s, of which approval {seconds - brought:.1f} s", flush=True
    )
    return seconds


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else RECORDS)
