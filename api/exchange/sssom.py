"""What was decided on identity, as an SSSOM table that other tools read.

Source: Simple Standard for Sharing Ontological Mappings (SSSOM), and its vocabulary of
justifications, https://w3id.org/semapv/vocab/.
"""

from collections.abc import Iterator

from api.exchange.matching import Decided, Identity
from api.home import Home
from graph.exchange.rules import load_leaving
from ontology.sssom import Row, write_mappings
from queries.identity.matches import Match

CURATED, BY_CODE = "semapv:ManualMappingCuration", "semapv:LexicalMatching"


def write_decisions(home: Home, found: Identity) -> str:
    """Write all decisions, accepted and refused, and all matches by a key of a register.

    Who decided goes by an opaque identifier: the names stay in this repository.
    """
    rows = [*map(_decided, found.decided), *map(_keyed, found.keyed)]
    title = f"Decisions on identity of {home.region.name}"
    return write_mappings(f"{home.region.base}mappings", title, load_leaving().licence, rows)


def _decided(one: Decided) -> Row:
    match = one.match
    slots = {
        **dict(_labels(match)),
        "predicate_modifier": "Not" if match.verdict == "refused" else "",
        "mapping_justification": CURATED,
        "author_label": one.reviewer or "",
        "mapping_date": one.date or "",
        "confidence": "" if match.confidence is None else str(match.confidence),
        "comment": match.justification or "",
    }
    return Row(match.one, match.relation, match.other, slots)


def _keyed(match: Match) -> Row:
    field = f"ww:{match.key}" if match.key != "doi" else "ww:address"
    slots = {
        **dict(_labels(match)),
        "mapping_justification": BY_CODE,
        "subject_match_field": field,
        "object_match_field": field,
        "match_string": match.code or "",
    }
    return Row(match.one, match.relation, match.other, slots)


def _labels(match: Match) -> Iterator[tuple[str, str]]:
    yield "subject_label", match.one_label or ""
    yield "object_label", match.other_label or ""
