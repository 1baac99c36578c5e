"""Regions for tests of imports: one that sends bundles, and one that receives them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from api.authoring.adding import Steps
from api.exchange.approval import approve
from api.exchange.import_log import Import
from api.exchange.importing import import_file
from api.exchange.keys import TRUST
from api.home import Home, create_home
from api.progress import silent
from api.settings import Region, Settings
from graph.exchange.bundle import bundle_files
from graph.exchange.bundle_file import write_bundle
from graph.exchange.feed import project_feed
from graph.exchange.publishing import Release, seal_feed
from graph.exchange.signing import SigningKey, make_key
from graph.ledger import Ledger, create_ledger
from graph.log import Attribution
from ontology.terms import RDF, SKOS, WW

DAY = date(2026, 3, 4)
STEPS: Steps = silent()
BY = Attribution("a1")


@dataclass(frozen=True)
class Sender:
    """A region with records of its own that it puts into bundles."""

    name: str
    base: str
    ledger: Ledger
    key: SigningKey

    def iri(self, name: str) -> str:
        return f"{self.base}id/innovation/{name}"

    def put(self, level: str = "PUBLIC", /, **labels: str) -> None:
        """Put innovations with these labels, shared."""
        texts = {self.iri(name): innovation(self.iri(name), it) for name, it in labels.items()}
        self.ledger.append(texts.items(), levels=dict.fromkeys(texts, level), by=BY)

    def release(self, audience: str = "PUBLIC") -> Release:
        feed = project_feed(self.ledger.transactions(), self.ledger.nquads, audience)
        return seal_feed(feed, self.name, self.base, self.key, self.ledger.nquads)

    def bundle(self, out: Path, day: date = DAY, audience: str = "PUBLIC") -> Path:
        made = self.release(audience)
        write_bundle(bundle_files(made), made, out, day)
        return out


def innovation(record: str, label: str) -> str:
    """The canonical text of an innovation that our shapes let in."""
    lines = [
        f"<{record}> <{RDF}type> <{WW}Innovation>",
        f"<{record}> <{WW}mainClass> <{WW}Innovation>",
        f'<{record}> <{SKOS}prefLabel> "{label}"@en',
    ]
    return "".join(sorted(f"{line} <{record}> .\n" for line in lines))


def make_sender(folder: Path, name: str) -> Sender:
    return Sender(name, f"https://{name}.example/", create_ledger(folder), make_key())


def make_receiver(folder: Path, senders: Iterable[Sender], team: int = 2) -> Home:
    """A repository of the region south, which trusts some senders."""
    region = Region("south", "https://south.example/", team)
    home = create_home(Settings(folder, "ann", None), region)
    trusted = {one.name: [one.key.public()] for one in senders}
    (folder / TRUST).write_text(json.dumps(trusted), "utf-8")
    return home


def acting(home: Home, actor: str) -> Home:
    """The same repository, opened by somebody else."""
    return Home(Settings(home.folder, actor, None))


def bring(home: Home, file: Path) -> Import:
    return import_file(home, file, DAY, STEPS)


def take_in(home: Home, file: Path) -> Import:
    """Import a file and have a second person approve it."""
    one = bring(home, file)
    return approve(acting(home, "ben"), one.import_id, STEPS)
