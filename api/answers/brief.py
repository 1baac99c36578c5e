"""A brief at the edge: its sources numbered in order, as JSON, as Markdown and for a page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from api.answers.asking import Citation, cite, find_thing
from api.answers.clusters import together
from graph.engine.port import Engine
from ingest.documents import Shelf
from queries.brief.sentence import Sentence
from queries.brief.write import Brief, write_brief
from queries.catalogue import Ask

COVERAGE = {"whole": "read as a whole", "part": "read in part", "secondHand": "at second hand"}


@dataclass(frozen=True)
class Source:
    """A numbered source; one without a title is the record of the innovation itself."""

    number: int
    document: str
    title: str
    address: str | None
    licence: str | None
    coverage: str
    claims: tuple[str, ...]


@dataclass(frozen=True)
class Cited:
    """A brief with its sources and the citation of every claim in it."""

    brief: Brief
    sequence: int
    sources: tuple[Source, ...]
    citations: Mapping[str, Citation]

    def numbers(self, sentence: Sentence) -> list[int]:
        """The numbers of the sources that a sentence rests on."""
        of = {source.document: source.number for source in self.sources}
        return sorted(of[document] for document in sentence.documents)

    def as_json(self) -> dict[str, object]:
        """The brief as programs get it."""
        return {
            "sequence": self.sequence,
            "innovation": self.brief.innovation,
            "title": self.brief.title,
            "sections": [
                {
                    "heading": section.heading,
                    "sentences": [
                        {
                            "text": one.text,
                            "sources": self.numbers(one),
                            "claims": list(one.claims),
                            "silent": one.silent,
                        }
                        for one in section.sentences
                    ],
                }
                for section in self.brief.sections
            ],
            "sources": [asdict(source) for source in self.sources],
            "citations": {claim: asdict(found) for claim, found in self.citations.items()},
        }

    def as_markdown(self) -> str:
        """The brief as Markdown; a text of the graph stays a text, whatever signs are in it."""
        lines = [f"# {_escape(self.brief.title)}: a brief", ""]
        for section in self.brief.sections:
            lines += [f"## {section.heading}", ""]
            for one in section.sentences:
                marks = "".join(f"[{number}]" for number in self.numbers(one))
                lines.append(f"- {_escape(one.text)} {marks}")
            lines.append("")
        lines += ["## Sources", ""]
        for source in self.sources:
            lines.append(f"{source.number}. {_escape(describe_source(source))}")
        return "\n".join([*lines, "", f"As of transaction {self.sequence}.", ""])


def _escape(text: str) -> str:
    flat = " ".join(text.split())
    for sign in "\\`*_[]<>#|":
        flat = flat.replace(sign, f"\\{sign}")
    return flat


def describe_source(source: Source) -> str:
    """A source in a line: title, how far it was read, licence and address."""
    told = [source.title, source.coverage, source.licence, source.address]
    return "; ".join(one for one in told if one)


def brief_innovation(engine: Engine, shelf: Shelf, innovation: str) -> Cited:
    """The brief of an innovation; NotFound where nothing is called so."""
    found = find_thing(innovation, engine.ask, kind="innovation")
    brief = write_brief(together(engine, found), found)
    sentences = [one for section in brief.sections for one in section.sentences]
    claims = list(dict.fromkeys(claim for one in sentences for claim in one.claims))
    citations = cite(engine.ask, shelf, claims)
    documents = dict.fromkeys(document for one in sentences for document in one.documents)
    told = _Told(engine.ask, brief, citations)
    sources = tuple(told.source(at, document) for at, document in enumerate(documents, 1))
    return Cited(brief, engine.sequence, sources, citations)


@dataclass(frozen=True)
class _Told:
    """What is known of the documents of a brief."""

    ask: Ask
    brief: Brief
    citations: Mapping[str, Citation]

    def source(self, number: int, document: str) -> Source:
        """A document as a source; the record of the innovation has its names and nothing more."""
        found = {claim: one for claim, one in self.citations.items() if one.document == document}
        first = next(iter(found.values()), None)
        if first:
            title = first.title or document
            coverage = COVERAGE[first.coverage]
            claims = tuple(found)
            address, licence = first.address, first.licence
        else:
            title, address, licence, claims = self._title(document), document, None, ()
            coverage = (
                "the record of its names" if document == self.brief.innovation else "searched"
            )
        return Source(number, document, title, address, licence, coverage, claims)

    def _title(self, document: str) -> str:
        rows = self.ask("labels", thing=document).rows
        return str(rows[0][1]) if rows else document
