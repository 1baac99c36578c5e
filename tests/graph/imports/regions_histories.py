"""Random histories of regions that share: what happens, and what must be true when all is quiet."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from graph.exchange.feed import AUDIENCES
from graph.exchange.publishing import PAGE
from graph.exchange.signing import make_key
from graph.imports.arrival import Kind
from graph.ledger import SHARING, create_ledger
from ontology.errors import WhatworkedError
from tests.graph.imports.regions_model import Parcel, Region
from tests.graph.imports.regions_records import innovation, refusal, shorten

NAMES = ("north", "east", "south", "west", "middle")
LIAR = "liar"  # trusted by all, and states about others' records
RECORDS = 4
STRANGER = make_key()
KEYS = {name: make_key() for name in (*NAMES, LIAR)}
Texts = dict[str, str]


class Crash(Exception):
    """The process ended here."""


@dataclass
class Truth:
    """What a region should hold of itself: texts and levels; and what people did to others'."""

    texts: Texts = field(default_factory=dict)
    levels: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str | None] = field(default_factory=dict)
    by_hand: dict[str, set[str]] = field(default_factory=dict)  # their words
    looked: int = 0  # the last transaction that was looked at for erasures


@dataclass
class History:
    """Some regions, what is on its way between them, and what should be true of them."""

    chosen: random.Random
    folder: Path
    sizes: tuple[int, ...] = (3, 3, 4, 5)  # numbers of regions to choose from
    regions: dict[str, Region] = field(default_factory=dict)
    truth: dict[str, Truth] = field(default_factory=dict)
    audiences: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)  # followed
    way: dict[str, list[Parcel]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    refused: dict[str, set[tuple[str, str]]] = field(default_factory=dict)
    crash_in: int | None = None
    counted: int = 0

    def __post_init__(self) -> None:
        names = (*NAMES[: self.chosen.choice(self.sizes)], LIAR)
        keys = {name: [KEYS[name].public()] for name in names}
        for name in names:
            create_ledger(self.folder / name / "ledger")
            self.regions[name] = Region(name, self.folder / name, KEYS[name], keys, self.pause)
            self.truth[name], self.way[name], self.refused[name] = Truth(), [], set()
            for other in names:
                some = self.chosen.sample(AUDIENCES, self.chosen.choice([1, 1, 2, 2, 3]))
                self.audiences[name, other] = tuple(some)

    @property
    def honest(self) -> list[str]:
        return [name for name in self.regions if name != LIAR]

    def pause(self) -> None:
        """A place where a crash may come."""
        if self.crash_in is not None:
            self.crash_in -= 1
            if self.crash_in < 0:
                self.crash_in = None
                raise Crash

    def run(self, steps: int) -> None:
        kinds: list[Callable[[str], None]] = [
            *[self.edit] * 6,
            *[self.send] * 4,
            *[self.deliver] * 6,
            *[self.approve] * 6,
            *(self.erase, self.erase, self.hand_on, self.hand_on, self.undo, self.undo),
            *[self.change_others] * 3,
            *(self.refuse_match, self.lie, self.forge, self.damage, self.overtake, self.overtake),
        ]
        for _ in range(steps):
            self.step(self.chosen.choice(kinds))

    def step(self, kind: Callable[[str], None]) -> None:
        """Do something somewhere; the process may crash meanwhile, and is then begun anew."""
        name = self.chosen.choice(self.honest)
        self.crash_in = self.chosen.randint(0, 5) if self.chosen.random() < 0.2 else None
        try:
            kind(name)
        except Crash:
            if self.chosen.random() < 0.5:
                with (self.folder / name / "ledger" / "log").open("ab") as log:
                    log.write(b'{"op":"create","rec')
            self.regions[name].reopen()
        self.crash_in = None
        self.look(name)

    def look(self, name: str) -> None:
        """See what imports erased: what people here made of it is gone as well."""
        region, truth = self.regions[name], self.truth[name]
        for one in region.ledger.transactions(truth.looked):
            for change in one.changes:
                if change.operation == "erase" and one.import_id:
                    truth.kept.pop(change.record, None)
                    self.erased |= truth.by_hand.pop(change.record, set())
        truth.looked = region.ledger.sequence

    def new_text(self, record: str) -> str:
        known = self.words.setdefault(record, [])
        again = [word for word in known if word not in self.erased]
        if again and self.chosen.random() < 0.2:
            return innovation(record, self.chosen.choice(again))
        self.counted += 1
        known.append(f"word{self.counted:05}")
        return innovation(record, known[-1])

    def audience(self, name: str, other: str) -> str:
        """Some audience of another's that a region follows."""
        return self.chosen.choice(self.audiences[name, other])

    def some_record(self, owner: str) -> str:
        return f"https://{owner}.example/id/innovation/r{self.chosen.randrange(RECORDS)}"

    # what happens

    def edit(self, name: str) -> None:
        """Put, withdraw and share records of one's own, all at once."""
        truth, region = self.truth[name], self.regions[name]
        puts: Texts = {}
        levels: dict[str, str] = {}
        gone: set[str] = set()
        for record in sorted({self.some_record(name) for _ in range(self.chosen.randint(1, 3))}):
            match self.chosen.choice(["put", "put", "level", "level", "delete"]):
                case "delete" if record in truth.texts:
                    gone.add(record)
                case "level" if record in truth.texts:
                    levels[record] = self.chosen.choice([*SHARING, "PUBLIC"])
                case _:
                    puts[record] = self.new_text(record)
                    if record not in truth.texts:
                        levels[record] = self.chosen.choice([*SHARING, "PUBLIC"])
        region.write(puts, gone, levels)
        truth.texts.update(puts)
        truth.levels.update(levels)
        for record in gone:
            del truth.texts[record], truth.levels[record]

    def erase(self, name: str) -> None:
        record, region = self.some_record(name), self.regions[name]
        told = region.told()
        if any(change.record == record for one in told for change in one.changes):
            region.erase(record)
            self.erased |= set(self.words[record])
            self.truth[name].texts.pop(record, None)
            self.truth[name].levels.pop(record, None)

    def send(self, name: str) -> None:
        """Publish, and send it to somebody; it may be lost on its way."""
        other = self.chosen.choice([one for one in self.honest if one != name])
        kind: Kind = "feed" if self.chosen.random() < 0.6 else "bundle"
        parcel = self.regions[name].parcel(self.audience(other, name), kind)
        if self.chosen.random() < 0.8:
            self.way[other].append(parcel)

    def hand_on(self, name: str) -> None:
        """Pass a parcel of somebody else's on, as it is."""
        other = self.chosen.choice([one for one in self.honest if one != name])
        known = [
            one
            for one in self.way[name]
            if one.publisher != other and one.audience in self.audiences[other, one.publisher]
        ]
        if known:
            self.way[other].append(self.chosen.choice(known))

    def deliver(self, name: str) -> None:
        """Receive any parcel on its way: early or late, and perhaps again later."""
        if self.way[name]:
            place = self.chosen.randrange(len(self.way[name]))
            parcel = self.way[name][place]
            if self.chosen.random() < 0.6:
                del self.way[name][place]
            self.receive(name, parcel)

    def overtake(self, name: str) -> None:
        """A newer bundle arrives before an older one."""
        self.crash_in = None
        other = self.chosen.choice([one for one in self.honest if one != name])
        parcels, audience = [], self.audience(name, other)
        for _ in range(2):
            self.edit(other)
            parcels.append(self.regions[other].parcel(audience, "bundle"))
        for parcel in reversed(parcels):
            self.receive(name, parcel)
            self.regions[name].approve_all()

    def receive(self, name: str, parcel: Parcel) -> bool:
        try:
            self.regions[name].receive(parcel)
        except WhatworkedError:
            return False
        return True

    def approve(self, name: str) -> None:
        waiting = self.regions[name].waiting()
        if waiting:
            self.regions[name].approve(self.chosen.choice(waiting))

    def undo(self, name: str) -> None:
        """Take the last import of somebody back, perhaps after work by hand on what it brought."""
        if self.chosen.random() < 0.5:
            self.change_others(name)
        region = self.regions[name]
        other = self.chosen.choice([*self.honest, LIAR])
        last = region.last_accepted(other, self.audience(name, other))
        if last:
            region.undo(last.name())

    def change_others(self, name: str) -> None:
        """Change or withdraw by hand a record that came from somebody."""
        region, truth = self.regions[name], self.truth[name]
        found = sorted(one for one in region.ledger.records() if not one.startswith(region.base))
        if found:
            record = self.chosen.choice(found)
            if self.chosen.random() < 0.7:
                self.counted += 1
                word = f"hand{self.counted:05}"
                text = innovation(record, word)
                region.write({record: text})
                truth.by_hand.setdefault(record, set()).add(word)
                truth.kept[record] = text
            else:
                region.write({}, [record])
                truth.kept[record] = None

    def refuse_match(self, name: str) -> None:
        """Decide that a record of one's own and somebody's are not one."""
        other = self.chosen.choice([one for one in self.honest if one != name])
        one, another = self.some_record(name), self.some_record(other)
        base = self.regions[name].base
        record = f"{base}id/decision/{one[-2:]}-{other}-{another[-2:]}"
        text = refusal(record, one, another)
        self.regions[name].write({record: text})
        self.truth[name].texts[record] = text
        self.refused[name].add((one, another))

    def lie(self, name: str) -> None:
        """Somebody whom all trust states of others' records, and sends that."""
        liar = self.regions[LIAR]
        about = [self.some_record(self.chosen.choice([*self.regions])) for _ in range(2)]
        self.counted += 1
        puts = {one: innovation(one, f"lies{self.counted:05}") for one in about}
        self.crash_in = None
        liar.write(puts, (), dict.fromkeys(puts, "PUBLIC"))
        self.way[name].append(liar.parcel(self.audience(name, LIAR), "feed"))

    def forge(self, name: str) -> None:
        """Somebody whom nobody trusts says to be one of us."""
        liar, other = self.regions[LIAR], self.chosen.choice(self.honest)
        posing = replace(liar, name=other, key=STRANGER)  # its folder is the liar's still
        self.receive(name, posing.parcel(self.audience(name, other), "bundle"))

    def damage(self, name: str) -> None:
        """A parcel of which a page comes short, or half of whose files are older."""
        if not self.way[name]:
            return
        parcel = self.chosen.choice(self.way[name])
        files = dict(parcel.files)
        older = [one for one in self.way[name] if one.publisher == parcel.publisher]
        old = self.chosen.choice(older).files
        for path, data in parcel.files.items():
            if PAGE.fullmatch(path):
                files[path] = shorten(data)
            elif path in old and self.chosen.random() < 0.2:
                files[path] = old[path]
        if self.receive(name, replace(parcel, files=files)):
            self.approve(name)
