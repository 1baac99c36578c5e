"""What the items of lists say, by their lead-in and section: rules in `lists.yaml`."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from ingest.suggesters.layout import Block, Layout
from ingest.suggesters.statements.clauses import FEWEST_WORDS, LONGEST, SHORTEST, trimmed
from ingest.suggesters.statements.lexicon import Words, read_rules
from ingest.suggesters.suggestion import Suggestion
from ontology.values import Value

RULES = Path(__file__).with_name("lists.yaml")
HEADED = "Condition"
_PLAIN = 120  # code points of a sentence that a heading alone explains, at most
LEAD = 160  # code points at the end of a lead-in that are looked at
_MARKS = re.compile(r"[*_“\"\u2018']*")
_LEAD_END = r"\s*[:;.?–—-]*\s*$"
_CLAUSE = re.compile(
    r"[:;](?=\s)|[.?!](?=\s|$)|\*\*|,?\s(?:eg|e\.g\.)\s|\s[–—]\s|\s\(it\s|\sto:?\s*$"
)
_LED = re.compile(r"([A-Z][^.:;!?]{2,80}):\s+(?=[^;.]{3,200};)")
_PART = re.compile(r"(?!\s|and\s)[^;]+")
_ITEM = re.compile(r"[.?!]?\s*$")


@dataclass(frozen=True)
class ListRule:
    """What an item of a list is; the fields are explained at the head of `lists.yaml`.

    A rule without a kind says that the item is nothing.
    """

    name: str
    kind: str
    modality: str = "asserted"
    problem: str = ""
    roles: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    lead: Words | None = None
    unless_lead: Words | None = None
    begins: Words | None = None
    take: str = "item"
    attributes: Mapping[str, Value] = field(default_factory=dict)
    example: Mapping[str, str] = field(default_factory=dict)


@cache
def _no_item() -> Words:
    """The beginnings of sentences that a heading above them says nothing of."""
    return Words(read_rules(RULES)["no_item"])


@cache
def read_list_rules() -> tuple[ListRule, ...]:
    """The rules in the order of their file."""
    return tuple(_read(raw) for raw in read_rules(RULES)["rules"])


def _read(raw: Mapping[str, Any]) -> ListRule:
    leads = {
        key: Words(rf"(?<!\w)(?:{raw[key]}){_LEAD_END}")
        for key in ("lead", "unless_lead")
        if key in raw
    }
    begins = {"begins": Words(raw["begins"])} if "begins" in raw else {}
    return ListRule(**{**raw, **leads, **begins})


def find_listed(layout: Layout) -> Iterator[Suggestion]:
    """What the items of lists say."""
    for item, above in with_leads(layout.blocks):
        lead = layout.text[max(above.start, above.end - LEAD) : above.end] if above else ""
        words = layout.text[item.start : item.end]
        if rule := classify_item(words, item.role, lead):
            yield from _take(rule, item, layout.text)


def find_run_on(layout: Layout) -> Iterator[Suggestion]:
    """What the parts of a list in a sentence say, which words and a colon lead into."""
    for sentence in layout.sentences:
        led = _LED.match(layout.text, sentence.start, sentence.end)
        if led is None or sentence.block.form != "paragraph":
            continue
        for part in _PART.finditer(layout.text, led.end(), sentence.end):
            item = replace(sentence.block, form="item", start=part.start(), end=part.end())
            rule = classify_item(part.group(), item.role, led[1])
            if rule and rule.lead:
                yield from _take(rule, item, layout.text)


def find_headed(layout: Layout) -> Iterator[Suggestion]:
    """What sentences are by the heading above them, where that names what helped or hindered."""
    head = ""
    for sentence in layout.sentences:
        block = sentence.block
        if block.form == "heading":
            head = layout.text[max(block.start, block.end - LEAD) : block.end]
        elif block.form == "paragraph" and block.role == "lessons":
            item = replace(block, form="item", start=sentence.start, end=sentence.end)
            words = layout.text[item.start : item.end]
            rule = classify_item(words, item.role, head)
            told = _no_item().pattern.match(words)
            if rule and rule.lead and rule.kind == HEADED and not told and len(words) <= _PLAIN:
                yield from _take(rule, item, layout.text)


def with_leads(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block | None]]:
    """Each item of a list, with the item above it or with the block that its list follows."""
    above: list[Block] = []
    for block in blocks:
        if block.form == "margin":
            continue
        if block.form != "item":
            above = [block]
            continue
        while above and above[-1].form == "item" and above[-1].level >= block.level:
            above.pop()
        yield block, above[-1] if above else None
        above.append(block)


def classify_item(words: str, role: str, lead: str) -> ListRule | None:
    """The rule for an item in a section of this role, below this lead-in, if any."""
    start = _begin(words, 0, len(words))
    rule = next((one for one in read_list_rules() if _fits(one, words, start, role, lead)), None)
    return rule if rule and rule.kind else None


def _fits(rule: ListRule, words: str, start: int, role: str, lead: str) -> bool:
    fitting = role in rule.roles if rule.roles else role not in rule.avoid
    return (
        fitting
        and (rule.begins is None or rule.begins.pattern.match(words, start) is not None)
        and (rule.lead is None or rule.lead.pattern.search(lead) is not None)
        and (rule.unless_lead is None or rule.unless_lead.pattern.search(lead) is None)
    )


def _begin(text: str, start: int, end: int) -> int:
    """Where the words of an item begin: after the marks of stress or a quotation."""
    marks = _MARKS.match(text, start, end)
    return marks.end() if marks else start


def _take(rule: ListRule, item: Block, text: str) -> Iterator[Suggestion]:
    begin = _begin(text, item.start, item.end)
    stop = (_ITEM if rule.take == "item" else _CLAUSE).search(text, begin, item.end)
    start, end = trimmed(text, begin, stop.start() if stop else item.end)
    exact = text[start:end]
    if SHORTEST <= len(exact) <= LONGEST and len(exact.split()) >= FEWEST_WORDS:
        problem = bool(rule.problem) and item.role == "problem"
        kind = rule.problem if problem else rule.kind
        attributes = {} if problem else dict(rule.attributes)
        words = " ".join(exact.split())
        yield Suggestion(kind, words, start, end, exact, rule.name, rule.modality, attributes)
