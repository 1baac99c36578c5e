"""What a brief says, section by section."""

from collections.abc import Iterator
from dataclasses import dataclass

from ontology.terms import load_ontology
from queries.brief.sentence import (
    UNSAID,
    Section,
    Sentence,
    enumerate_words,
    finish,
    list_rows,
    name_words,
    say,
    split_name,
    text_of,
)
from queries.catalogue import Ask
from queries.outcomes.case import Axis, Case, Finding
from queries.outcomes.read import read_cases
from queries.spread.answer import Spread, count, trace_spread
from queries.spread.moves import Move

AXES: tuple[Axis, ...] = ("effect", "adoption")
OF_AXIS = {"effect": "effect", "adoption": "uptake"}
RESULTS = {"succeeded": "What worked", "failed": "What did not", "unclear": "What is unclear"}
BECAME = {
    "arrived": "it arrived",
    "stopped": "it arrived and was given up",
    "notAdopted": "it was not adopted",
    "underway": "it was under way",
    "planned": "it is planned only",
    "unknown": "what became of it is not known",
}
WHENS = {"startedAt": "begun", "occurredDuring": "during", "period": "during", "asOf": "by"}


@dataclass(frozen=True)
class Brief:
    """A brief: what it is of, its sections, and the documents that were searched for it."""

    innovation: str
    title: str
    sections: tuple[Section, ...]
    searched: tuple[str, ...]


def write_brief(ask: Ask, innovation: str) -> Brief:
    """The brief of an innovation, from all that an engine holds of it."""
    return _Writer(ask, innovation).write()


class _Writer:
    """Reads what is held of one innovation, once, and writes the sections from it."""

    def __init__(self, ask: Ask, innovation: str) -> None:
        self.ask, self.innovation = ask, innovation
        self.spread: Spread = trace_spread(ask, innovation)
        self.cases = {axis: read_cases(ask, innovation, axis=axis) for axis in AXES}
        self.names = list(list_rows(ask, "searchable", thing=innovation))
        labels = [str(row["label"]) for row in self.names if row["label"]]
        self.label = labels[0] if labels else innovation.rsplit("/", 1)[-1]
        said = list_rows(ask, "said", innovation=innovation)
        read = {str(row["claim"]).rpartition("/")[0] for row in said}
        read.update(one.rpartition("/")[0] for one in self.spread.claims)
        for case in (one for cases in self.cases.values() for one in cases):
            read.update(claim.rpartition("/")[0] for claim in case.claims)
        self.searched = tuple(sorted(read)) or (innovation,)

    def write(self) -> Brief:
        sections = {
            "What it is": (self._identity(), "No document says what it is"),
            "Where it was tried": (self._uses(), "No use of it is on record"),
            **{
                heading: (self._findings(result), f"Nothing is on record as {result}")
                for result, heading in RESULTS.items()
            },
            "What is said in words and not counted": (self._told(), "Nothing more is on record"),
            "What is said about why": (self._reasons(), "No source says what brought it about"),
            "Conditions": (self._conditions(), "No condition was assessed"),
            "Lessons": (self._lessons(), "No lesson is drawn from it on record"),
            "Adaptations": (self._adaptations(), "No adaptation of it is on record"),
            "How it spread": (self._spread(), "No attempt to take it elsewhere is on record"),
            "What is only planned, intended or expected": (
                self._planned(),
                "No plan or intention is on record",
            ),
            "What is not known": (self._unknown(), "Nothing of this is left open"),
        }
        written = tuple(
            Section(heading, tuple(sentences) or (self._silent(silence),))
            for heading, (sentences, silence) in sections.items()
        )
        return Brief(self.innovation, self.label, written, self.searched)

    def _silent(self, text: str) -> Sentence:
        return Sentence(finish(text), self.searched, silent=True)

    def _identity(self) -> Iterator[Sentence]:
        for row in self.names[:1]:
            kind = name_words(row["class"])
            yield Sentence(finish(f"{self.label} is recorded as: {kind}"), (self.innovation,))
        others = sorted({str(row["name"]) for row in self.names if row["naming"] == "other"})
        if others:
            told = f"{self.label} is also called {enumerate_words(others)}"
            yield Sentence(finish(told), (self.innovation,))
        for row in self.names:
            if row["naming"] == "said":
                yield say(f"it is said of it: {row['name']}", [str(row["claim"])])

    def _uses(self) -> Iterator[Sentence]:
        for use in self.spread.moves.uses.values():
            if not use.planned:
                by = enumerate_words(one.called for one in use.organisations)
                place = enumerate_words(one.called for one in use.places)
                status = enumerate_words(use.statuses)
                told = f"by {by}; place {place}; time {_when(use)}; status {status}"
                yield say(f"{use.thing.called}: {told}", use.claims)

    def _findings(self, result: str) -> Iterator[Sentence]:
        for axis in AXES:
            for case in self.cases[axis]:
                for found in case.findings:
                    if found.result == result and not case.launched_only:
                        yield _finding(case, found, axis)

    def _told(self) -> Iterator[Sentence]:
        seen = {one.node.iri: (case, one) for case in self.cases["effect"] for one in case.told}
        for case, one in seen.values():
            told = f"{one.node.called} (level {one.level or UNSAID})"
            yield say(f"{case.use.called}: {told}", one.claims)

    def _reasons(self) -> Iterator[Sentence]:
        for row in list_rows(self.ask, "mechanisms", innovation=self.innovation):
            name = next(iter(list_rows(self.ask, "labels", thing=str(row["outcome"]))), None)
            outcome = str(name["label"]) if name else text_of(row, "outcome")
            told = f"“{outcome}” is put down to: {text_of(row, 'mechanismLabel', 'mechanism')}"
            who = f"{row['modality']}; part of who says so: {text_of(row, 'asserterRole')}"
            yield say(f"{told} ({who})", [str(row["claim"])])

    def _conditions(self) -> Iterator[Sentence]:
        for row in list_rows(self.ask, "conditions", innovation=self.innovation):
            where = text_of(row, "assessedForLabel", "assessedFor")
            told = f"{text_of(row, 'conditionLabel', 'condition')}: {row['state']} in {where}"
            yield say(told, [str(row["claim"])])

    def _lessons(self) -> Iterator[Sentence]:
        near = {self.innovation, *self.spread.moves.uses, *self.spread.moves.attempts}
        told: dict[str, list[str]] = {}
        for document in self.searched:
            for row in list_rows(self.ask, "lessons", document=document):
                if near & {row["derivedFrom"], row["concerns"]}:
                    text = f"{text_of(row, 'label', 'lesson')} ({row['modality']})"
                    told.setdefault(text, []).append(str(row["claim"]))
        yield from (say(text, claims) for text, claims in sorted(told.items()))

    def _adaptations(self) -> Iterator[Sentence]:
        for row in list_rows(self.ask, "adapted", innovation=self.innovation):
            told = text_of(row, "adaptationLabel", "adaptation")
            ways = f"from {text_of(row, 'fromContextLabel')} to {text_of(row, 'toContextLabel')}"
            yield say(f"{text_of(row, 'useLabel', 'use')}: {told}; {ways}", [str(row["claim"])])

    def _spread(self) -> Iterator[Sentence]:
        for attempt in self.spread.moves.attempts.values():
            origins = enumerate_words(self._name(iri) for iri in attempt.origins)
            targets = enumerate_words(self._name(iri) for iri in attempt.targets)
            told = f"from {origins}; to {targets}; time {_when(attempt)}; {BECAME[attempt.became]}"
            yield say(f"{attempt.thing.called}: {told}", attempt.claims)

    def _name(self, iri: str) -> str:
        return self.spread.label(iri) or iri

    def _planned(self) -> Iterator[Sentence]:
        for row in list_rows(self.ask, "planned", innovation=self.innovation):
            subject, thing = (text_of(row, f"{one}Label", one) for one in ("subject", "object"))
            told = f"{row['modality']}: {subject} {name_words(row['predicate'])} {thing}"
            yield say(told, [str(row["claim"])])

    def _unknown(self) -> Iterator[Sentence]:
        for row in list_rows(self.ask, "unmeasured", innovation=self.innovation):
            measure = text_of(row, "measureLabel", "measure")
            yield say(f"it was meant to change {measure}, and no measurement is on record",
                      [str(row["claim"])])  # fmt: skip
        for axis in AXES:
            cases = self.cases[axis]
            bare = sum(not case.findings for case in cases)
            if bare:
                yield self._silent(f"no result of {OF_AXIS[axis]}: {bare} of {len(cases)} uses")
        found = (one for axis in AXES for case in self.cases[axis] for one in case.findings)
        levels = load_ontology().code_lists["outcome-level"] - {one.level for one in found}
        if levels:
            yield self._silent(f"no outcome is on record of: {', '.join(sorted(levels))}")
        counts = count(self.spread.moves)
        for name, what in (("withoutSource", "whom it was taken from"), ("undated", "when")):
            if counts[name]:
                of = f"{counts[name]} of {counts['attempts']} attempts"
                yield self._silent(f"of {of} to take it elsewhere it is not stated {what}")


def _finding(case: Case, found: Finding, axis: Axis) -> Sentence:
    measure = found.measure.label if found.measure and found.measure.label else found.node.label
    told = f"{measure or found.node.iri}: {found.because}"
    level = f"{OF_AXIS[axis]}, level {found.level or UNSAID}"
    if found.facts.get("changeValue") is not None:
        kind = found.facts.get("changeKind") or UNSAID
        level += f"; kind of change: {split_name(kind)}"
    if found.same_as:
        level += "; the same estimate is told more than once"
    return say(f"{case.use.called}: {told} ({level})", found.claims)


def _when(one: Move) -> str:
    when = one.when
    if when is None or (when.earliest is None and when.latest is None):
        return UNSAID
    word = WHENS[when.basis]
    if when.earliest is None or when.latest is None or when.earliest == when.latest:
        return f"{word} {when.latest or when.earliest}"
    return f"{word} {when.earliest} to {when.latest}"
