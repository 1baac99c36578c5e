"""A language model as one more suggester: it proposes, and only words of the text are taken.

Each item needs a quotation that stands in the text, white space apart; its offsets and words are
the text's own. Where a quotation stands several times, the item says which it is. What the model
adds in its own words, and any number or word that is not in the quotation, is dropped.
"""

import json
import re
import time
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ingest.suggesters.endpoint import Endpoint
from ingest.suggesters.layout import Layout
from ingest.suggesters.suggestion import Suggestion
from ontology.errors import LimitReached
from ontology.terms import load_ontology
from ontology.values import Value

MOST_CHARACTERS: Final = 8_000  # of the text in one request
MOST_REQUESTS: Final = 50  # for one text
MOST_ITEMS: Final = 500  # of one answer
_LONGEST: Final = 2_000  # characters of a quotation
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_KEY = re.compile(r"[a-z][A-Za-z]{0,39}")

ORDER = (
    "List what the text names and says about innovations in health care. For each item give its "
    "class, the shortest quotation of the text that it stands on, letter by letter, and which "
    "occurrence of those words it is, counted from 1. Take nothing from outside the text. A plan, "
    "an aim or an example is no result: say so by the modality. Leave out what you are not sure of."
)


@dataclass(frozen=True)
class Read:
    """What a model proposes that the text bears out, and how many items it did not."""

    found: tuple[Suggestion, ...]
    dropped: int


def read_with(endpoint: Endpoint, layout: Layout) -> Read:
    """What a model finds in a text, in the order of the text.

    Raises LimitReached where the text is too long or the model too slow, NotAvailable where it
    does not answer.
    """
    from ingest.suggesters.model import ask_model  # noqa: PLC0415 — HTTP only where one is asked

    deadline = time.monotonic() + endpoint.seconds
    parts = list(_parts(layout))
    if len(parts) > MOST_REQUESTS:
        msg = f"the text is too long for a model ({len(layout.text):,} characters): give it parts"
        raise LimitReached(msg)
    found: list[Suggestion] = []
    dropped = 0
    for start, end in parts:
        words = layout.text[start:end]
        answer = ask_model(endpoint, _request(endpoint.model, words), deadline)
        read = read_answer(words, answer, endpoint.model)
        found += [one.shifted(start) for one in read.found]
        dropped += read.dropped
    return Read(tuple(sorted(found, key=_order)), dropped)


def add_read(found: Iterable[Suggestion], read: Read) -> list[Suggestion]:
    """All suggestions in the order of the text; where a rule says the same, it is the rule's."""
    ours = list(found)
    known = {(one.kind, one.start, one.end) for one in ours}
    new = [one for one in read.found if (one.kind, one.start, one.end) not in known]
    return sorted([*ours, *new], key=_order)


def _order(one: Suggestion) -> tuple[int, int, str]:
    return one.start, -one.end, one.kind


def _parts(layout: Layout) -> Iterator[tuple[int, int]]:
    """Runs of blocks that fit one request; a block longer than that is cut where it must be."""
    start = end = 0
    for block in layout.blocks:
        if end > start and block.end - start > MOST_CHARACTERS:
            yield start, end
            start = block.start
        while block.end - start > MOST_CHARACTERS:
            yield start, start + MOST_CHARACTERS
            start += MOST_CHARACTERS
        end = block.end
    if end > start:
        yield start, end


def _request(model: str, words: str) -> dict[str, object]:
    schema = {"name": "suggestions", "strict": True, "schema": write_schema()}
    return {
        "model": model,
        "temperature": 0,
        "seed": 0,
        "messages": [{"role": "system", "content": ORDER}, {"role": "user", "content": words}],
        "response_format": {"type": "json_schema", "json_schema": schema},
    }


def write_schema() -> dict[str, object]:
    """The JSON Schema of an answer."""
    ontology = load_ontology()
    text: dict[str, object] = {"type": "string"}
    return _object(
        items=_list(
            _object(
                **{"class": {"enum": sorted(ontology.kinds)}},
                quote=text,
                occurrence={"type": "integer", "minimum": 1},
                label=text,
                modality={"enum": sorted(ontology.code_lists["modality"])},
                attributes=_list(_object(name=text, words=text)),
            )
        )
    )


def _object(**fields: object) -> dict[str, object]:
    required = list(fields)
    return {
        "type": "object",
        "properties": fields,
        "required": required,
        "additionalProperties": False,
    }


def _list(member: object) -> dict[str, object]:
    return {"type": "array", "items": member}


def read_answer(text: str, answer: str, model: str) -> Read:
    """What of an answer the text bears out; an answer that is no such JSON says nothing."""
    items = _items(answer)[:MOST_ITEMS]
    found = [_suggestion(text, item, model) for item in items]
    borne_out = {(one.kind, one.start, one.end): one for one in found if one}
    return Read(tuple(borne_out.values()), found.count(None))


def _items(answer: str) -> list[object]:
    """The items of an answer, whatever words or fences a model puts around the JSON."""
    try:
        whole = json.loads(answer[answer.find("{") : answer.rfind("}") + 1])
    except (ValueError, RecursionError):
        return []
    items = whole.get("items") if isinstance(whole, dict) else None
    return items if isinstance(items, list) else []


def _suggestion(text: str, item: object, model: str) -> Suggestion | None:
    if not isinstance(item, dict):
        return None
    kind, modality = item.get("class"), item.get("modality", "asserted")
    span = find_quote(text, item.get("quote"), item.get("occurrence"))
    if span is None or not _known(kind, load_ontology().kinds):
        return None
    if not _known(modality, load_ontology().code_lists["modality"]):
        return None
    exact = text[span[0] : span[1]]
    return Suggestion(
        kind=str(kind),
        label=_label(exact, item.get("label")),
        start=span[0],
        end=span[1],
        exact=exact,
        rule=f"reader.{model}",
        modality=str(modality),
        attributes=dict(_attributes(exact, item.get("attributes"))),
    )


def _known(word: object, among: Container[str]) -> bool:
    return isinstance(word, str) and word in among


def find_quote(text: str, quote: object, occurrence: object = None) -> tuple[int, int] | None:
    """Where a quotation stands, white space apart; None where it does not.

    One that stands several times is found only where its occurrence, from 1, is told.
    """
    words = quote.split() if isinstance(quote, str) and len(quote) <= _LONGEST else []
    if not words:
        return None
    spans = [found.span() for found in _whole(r"\s+".join(map(re.escape, words))).finditer(text)]
    if occurrence is None and len(spans) == 1:
        return spans[0]
    if isinstance(occurrence, int) and 1 <= occurrence <= len(spans):
        return spans[occurrence - 1]
    return None


def _whole(pattern: str) -> re.Pattern[str]:
    """A pattern that cuts no word and no number: 6% does not stand in 26%, nor 5 in 7.5."""
    first = r"(?<!\w)(?<![0-9][.,])(?=\w)|(?=\W)"
    last = r"(?<=\w)(?!\w)(?![.,][0-9])|(?<=\W)"
    return re.compile(f"(?:{first}){pattern}(?:{last})")


def _label(exact: str, label: object) -> str:
    """The model's label where each of its words is quoted, else the quotation."""
    if isinstance(label, str) and label.strip() and _words(label) <= _words(exact):
        return " ".join(label.split())
    return " ".join(exact.split())


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()))


def _attributes(exact: str, given: object) -> Iterator[tuple[str, Value]]:
    """What the model says of an item in words, or a number, that stand in its quotation."""
    for one in given if isinstance(given, list) else ():
        name, words = (one.get("name"), one.get("words")) if isinstance(one, dict) else (None, None)
        if not isinstance(name, str) or not _KEY.fullmatch(name):
            continue
        if isinstance(words, str) and find_quote(exact, words, 1):
            yield name, Decimal(words) if _FIGURE.fullmatch(words) else words
