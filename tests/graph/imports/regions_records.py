"""Records for random histories, and pages that come short."""

from collections.abc import Mapping

from ontology.terms import RDF, SKOS, WW

DESCRIPTION = "http://purl.org/dc/terms/description"
VERDICT = "https://w3id.org/whatworked/vocab/verdict/"


def innovation(record: str, word: str) -> str:
    """A record whose words occur in no other version of any record."""
    facts = {
        f"<{RDF}type>": f"<{WW}Innovation>",
        f"<{WW}mainClass>": f"<{WW}Innovation>",
        f"<{SKOS}prefLabel>": '"Telephone triage"@en',
        f"<{DESCRIPTION}>": f'"{word}"',
    }
    return _written(record, facts)


def refusal(record: str, one: str, other: str) -> str:
    """The decision that two things are not one."""
    facts = {
        f"<{RDF}type>": f"<{WW}IdentityDecision>",
        f"<{WW}decisionSubject>": f"<{one}>",
        f"<{WW}decisionObject>": f"<{other}>",
        f"<{WW}decisionRelation>": f"<{SKOS}exactMatch>",
        f"<{WW}verdict>": f"<{VERDICT}rejected>",
        f"<{WW}justification>": '"other callers"@en',
    }
    return _written(record, facts)


def _written(record: str, facts: Mapping[str, str]) -> str:
    return "".join(sorted(f"<{record}> {key} {it} <{record}> .\n" for key, it in facts.items()))


def shorten(page: bytes) -> bytes:
    """A page without its first member."""
    lines = page.decode().split("\n")
    starts = [n for n, one in enumerate(lines) if f"<{RDF}type> <https://www.w3.org/ns/act" in one]
    return "\n".join(lines[starts[1] :] if len(starts) > 1 else lines).encode()
