"""Search at the edge: hits with where they lead, and the words behind what is said."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from api.answers.asking import Citation, cite
from api.answers.table import page_of
from ingest.documents import Shelf
from ontology.errors import InvalidInput
from queries.catalogue import Ask
from queries.search.index import KINDS, Found, Hit, Index, Kind

MOST = 100  # hits that one answer lists
DIGITS = 9
LONGEST = 200  # characters of a text to search for
TRY = "Try fewer or other words, the beginning of one, a code, or the name it had before."


@dataclass(frozen=True)
class Sought:
    """What is sought: a text, things of which kinds, and which part of the hits."""

    text: str
    kinds: tuple[Kind, ...] = KINDS
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True)
class Searched:
    """The hits of a part, how many there are in all, and the citations of their claims."""

    sought: Sought
    found: Found
    sequence: int
    citations: Mapping[str, Citation]

    @property
    def shown(self) -> Sequence[Hit]:
        """The hits of this part."""
        return self.found.hits[self.sought.offset :][: self.sought.limit]

    @property
    def advice(self) -> str | None:
        """What there is to say where nothing has all of the words, and what to try."""
        if not self.found.hits:
            return f"Nothing here is called so. That is not to say that there is none. {TRY}"
        if self.found.lacking:
            words = ", ".join(self.found.lacking)
            return f"Nothing has all of these words: not all that follows has {words}. {TRY}"
        return None

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        sought = self.sought
        return {
            "query": sought.text,
            "type": list(sought.kinds),
            "sequence": self.sequence,
            "total": len(self.found.hits),
            "limit": sought.limit,
            "offset": sought.offset,
            "advice": self.advice,
            "hits": [self._hit(hit) for hit in self.shown],
        }

    def _hit(self, hit: Hit) -> dict[str, object]:
        citation = self.citations.get(hit.name.claim or "")
        return {
            "kind": hit.entry.kind,
            "iri": None if hit.entry.kind == "question" else hit.entry.iri,
            "label": hit.entry.label,
            "snippet": snippet_of(hit),
            "matched": hit.name.naming,
            "score": hit.score,
            "href": href_of(hit),
            "claim": hit.name.claim,
            "citation": asdict(citation) if citation else None,
        }


def search(index: Index, sequence: int, sought: Sought, words: tuple[Ask, Shelf]) -> Searched:
    """Search an index; `words` are where the quotations of claims come from."""
    found = index.find(sought.text, sought.kinds)
    shown = found.hits[sought.offset :][: sought.limit]
    claims = [hit.name.claim for hit in shown if hit.name.claim]
    return Searched(sought, found, sequence, cite(*words, claims) if claims else {})


def snippet_of(hit: Hit) -> str:
    """By what it was found where that is not its label, else what is said of it or what it is."""
    if hit.name.naming not in ("label", "class", "initials"):
        return hit.name.text
    names = {name.naming: name.text for name in reversed(hit.entry.names)}
    return names.get("said") or names.get("other") or names.get("class") or hit.entry.kind


def href_of(hit: Hit) -> str:
    """The page of a hit."""
    if hit.entry.kind == "question":
        return f"/questions/{hit.entry.iri}"
    return page_of(hit.entry.iri) or hit.entry.iri


def read_text(text: str) -> str:
    """A text to search for; InvalidInput where it is empty or too long."""
    if not text.strip():
        msg = "there is nothing to search for: give a word of a name, or a code"
        raise InvalidInput(msg)
    if len(text) > LONGEST:
        msg = f"the text to search for is longer than {LONGEST} characters: give a few words"
        raise InvalidInput(msg)
    return text


def read_whole(name: str, text: str, ends: tuple[int, int]) -> int:
    """A whole number between two others; InvalidInput where it is not."""
    least, most = ends
    if text.isascii() and text.isdecimal() and len(text) <= DIGITS and least <= int(text) <= most:
        return int(text)
    msg = f"{name} is a whole number from {least} to {most}, not {text!r:.40}"
    raise InvalidInput(msg)


def read_kinds(text: str | None) -> tuple[Kind, ...]:
    """Kinds of things with commas between them; all where none is given."""
    if not text:
        return KINDS
    names = text.split(",")
    for name in names:
        if name not in KINDS:
            msg = f"there is no type {name!r:.40}: choose from {', '.join(KINDS)}"
            raise InvalidInput(msg)
    return tuple(kind for kind in KINDS if kind in names)
