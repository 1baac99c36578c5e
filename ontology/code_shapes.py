"""The shapes of the properties whose values are codes of published lists: which codes they take."""

from ontology.schemes import codes_of
from ontology.terms import VOCAB, Property, load_ontology

_HEAD = """\
# Codes of published lists: written by ontology/code_shapes.py, not by hand.
@prefix ww: <https://w3id.org/whatworked/ns#> .
@prefix s: <https://w3id.org/whatworked/shapes#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""


def code_shapes_text() -> str:
    """The shapes as the file `shapes/codes.ttl` holds them, to be named by shapes of classes."""
    ontology = load_ontology()
    props = [prop for _, prop in sorted(ontology.properties.items()) if _is_published(prop)]
    names = sorted({prop.code_list or "" for prop in props})
    prefixes = "".join(f"@prefix {name}: <{VOCAB}{name}/> .\n" for name in names)
    return _HEAD + prefixes + "".join(map(_shape, props))


def _is_published(prop: Property) -> bool:
    return prop.code_list is not None and prop.code_list not in load_ontology().code_lists


def _shape(prop: Property) -> str:
    codes = " ".join(f"{prop.code_list}:{notation}" for notation in codes_of(prop))
    under = f", below {prop.branch}" if prop.branch else ""
    return f"""
s:code-{prop.key} a sh:PropertyShape ;
    sh:path ww:{prop.key} ;
    sh:in ( {codes} ) ;
    sh:severity sh:Violation ;
    sh:message "{prop.key} is a code of the list {prop.code_list}{under}: choose one of it."@en .
"""
