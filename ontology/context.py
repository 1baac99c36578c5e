"""The JSON-LD context: what the keys of a record mean to a program that knows no YAML of ours."""

import json

from ontology.terms import PROJECT_BASE, VOCAB, WW, Property, load_ontology

_FIXED = {"@version": 1.1, "id": "@id", "type": "@type", "ww": WW}


def context() -> dict[str, object]:
    """The context as a mapping: every class and record key of the ontology to its IRI.

    A code is read within its list, a text as English, a bare string where a thing is wanted as an
    IRI. Numbers that are not whole have to be written as strings, since a processor would turn
    them into doubles. Source: JSON-LD 1.1, 4.1.8 (scoped contexts) and 4.2.3 (type coercion).
    """
    ontology = load_ontology()
    classes = {kind.name: kind.iri for kind in ontology.kinds.values()}
    properties = {key: _definition(prop) for key, prop in ontology.properties.items()}
    terms = dict(sorted(classes.items())) | dict(sorted(properties.items()))
    return {"@context": _FIXED | {"@base": f"{PROJECT_BASE}id/"} | terms}


def context_text() -> str:
    """The context as the file `context.jsonld` holds it."""
    return json.dumps(context(), indent=2) + "\n"


def _definition(prop: Property) -> dict[str, object]:
    named: dict[str, object] = {"@id": prop.iri}
    if prop.code_list:
        codes = {"@vocab": f"{VOCAB}{prop.code_list}/"}
        return named | {"@type": "@vocab", "@context": codes}
    if prop.is_text:
        return named | {"@language": "en"}
    return named | {"@type": prop.datatype or "@id"}
