"""What the page of what worked where shows: the answer as tables, each cell leading on."""

from collections.abc import Mapping

from api.answers.table import NOTHING, Shape, Shown, in_words, link_citation, page_of
from api.answers.views import MOST_QUOTES, Values
from api.answers.worked import Answer
from api.answers.worked_answer import NO_EVIDENCE, line_result
from queries.catalogue import Cell
from queries.outcomes.answer import ForWhom
from queries.outcomes.case import Case, Evidence, Finding, Named
from queries.outcomes.contradictions import Contradiction
from queries.outcomes.rules import LEVELS

NONE = Shown("not stated", silent=True)


def view_worked(answer: Answer) -> Values:
    """The tables of the page, and the first of the words behind them."""
    worked = answer.worked
    cited = list(answer.citations.values())
    return {
        "counts": worked.counts,
        "shares": worked.shares,
        "cases": _cases(answer),
        "matrix": _matrix(answer),
        "contradictions": Shape(
            ["level", "worked", "did not", "context", "differs in", "known of one alone"],
            [_contradiction(one) for one in worked.contradictions],
            "No use that worked stands beside one that did not.",
        ),
        "negatives": Shape(
            ["use", "outcome", "why"],
            [
                [_named(case.use), _named(one.measure or one.node), Shown(one.because)]
                for case, one in worked.negatives
            ],
            NOTHING,
        ),
        "silent": Shape(
            ["use or plan", "status", "document"],
            [_silent(row) for row in worked.never_reported],
            "Of every use on record something is reported.",
        ),
        "people": Shape(
            ["for whom", "inequality focus", "cases", "succeeded", "failed", "unclear"],
            [_people(one) for one in worked.for_whom],
            NOTHING,
        ),
        "citations": [link_citation(one) for one in cited[:MOST_QUOTES]],
        "left": max(len(cited) - MOST_QUOTES, 0),
    }


def _contradiction(one: Contradiction) -> list[Shown]:
    return [
        Shown(one.level),
        _named(one.succeeded.use),
        _named(one.failed.use),
        Shown(in_words(one.likeness)),
        Shown(_differing(one.failed, one.conditions) or "nothing known"),
        Shown(str(len(one.unknown)), number=True),
    ]


def _silent(row: Mapping[str, Cell]) -> list[Shown]:
    subject, document = str(row["subject"]), str(row["document"])
    return [
        Shown(str(row["subjectLabel"] or subject), page_of(subject)),
        Shown(in_words(str(row["status"]))) if row["status"] else NONE,
        Shown(document.rsplit("/", 1)[-1], page_of(document)),
    ]


def _people(one: ForWhom) -> list[Shown]:
    unknown = Shown("not reported", silent=True)
    return [
        _named(one.people) if one.people else unknown,
        Shown(", ".join(one.focus)) if one.focus else unknown,
        *(Shown(str(count), number=True) for count in one.results.values()),
    ]


def _differing(case: Case, conditions: Mapping[str, object]) -> str:
    return ", ".join(case.conditions.get(iri) or iri for iri in conditions)


def _named(one: Named) -> Shown:
    return Shown(one.called, page_of(one.iri))


def _cases(answer: Answer) -> Shape:
    """One row for each finding: where, what level, how it came out, on what evidence."""
    rows = [
        [
            _named(case.use),
            Shown(", ".join(one.called for one in case.places)) if case.places else NONE,
            Shown(found.level) if found and found.level else NONE,
            _named(found.measure or found.node) if found else NONE,
            Shown(found.result if found else case.result, silent=not found),
            Shown(found.because if found else case.because),
            _evidence(found),
            _claim(found.claims if found else case.stated, answer),
        ]
        for case in answer.cases
        for found in case.findings or (None,)
    ]
    heads = ["use", "place", "level", "outcome", "result", "why", "evidence", "claim"]
    return Shape(heads, rows, NOTHING)


def _evidence(found: Finding | None) -> Shown:
    if found is None or found.evidence is None:
        return NONE
    return Shown(tell_evidence(found.evidence))


def tell_evidence(one: Evidence) -> str:
    """Design, independence and comparator side by side, never added up to a grade."""
    told = f"told by {', '.join(one.asserter_roles)}" if one.asserter_roles else "teller not stated"
    parts = (
        in_words(one.design) if one.design else "design not stated",
        in_words(one.independence) if one.independence else told,
        in_words(one.comparator) if one.comparator else "comparator not stated",
    )
    return " · ".join(parts)


def _claim(claims: tuple[str, ...], answer: Answer) -> Shown:
    claim = next(iter(claims), None)
    citation = answer.citations.get(claim) if claim else None
    if citation is None:
        return NONE
    page = page_of(citation.record) or citation.record
    if citation.start is None:
        return Shown(citation.title or "the document", page)
    return Shown(f"{citation.start} to {citation.end}", f"{page}#o{citation.start}")


def _matrix(answer: Answer) -> Shape:
    """Cases by levels: what came of each, or that there is no evidence."""
    levels = sorted(LEVELS[answer.worked.asked.axis])
    rows = [
        [
            _named(case.innovation),
            _named(case.use),
            *(_cell(line_result(case, level)) for level in levels),
        ]
        for case in answer.cases
    ]
    return Shape(["innovation", "use", *levels], rows, NOTHING)


def _cell(result: str) -> Shown:
    return Shown("no evidence" if result == NO_EVIDENCE else result, silent=result == NO_EVIDENCE)
