"""Why an innovation transferred, over HTTP and as a page."""

from fastapi import APIRouter, Depends, Request, Response

from api.answering import (
    given_once,
    has_this,
    json_response,
    no_parameters,
    refuse_unknown,
    tag_of,
    unchanged,
)
from api.answers.axes import AXES
from api.answers.gazetteer import folders_of
from api.answers.table import link_citation
from api.answers.views import MOST_QUOTES, Values
from api.answers.why import Answer, Counted, ask_why, count_analysis, read_wanted
from api.answers.why_answer import WORDS, answer_json, give_reason, ordinal
from api.description import TAGGED, UNCHANGED, answers_with, parameter
from api.routes.pages import draw
from api.served import Served, Serving
from queries.transfer.matrix import Matrix
from queries.transfer.narrative import Sentence
from queries.transfer.needs import list_needs
from queries.transfer.why import name_of

router = APIRouter()
HEADINGS = {
    "said": "What sources say brought it about",
    "result": "What came of it",
    "contrast": "A success beside the failure most like it",
    "agreement": "What the successes have in common",
    "association": "What goes with the result",
    "move": "From where to where",
    "adaptation": "What was adapted",
}
_PARAMETERS = [
    parameter("id", "path", "an innovation: IRI, code or label",
              {"type": "string", "minLength": 1, "examples": ["periprem"]}),
    parameter("outcome", "query", "a level of outcomes, or a measure",
              {"type": "string", "minLength": 1}),
    parameter("axis", "query", "whether it worked, or whether it spread", {"enum": list(AXES)}),
]  # fmt: skip


@router.get(
    "/v1/innovations/{id:path}/why",
    summary="Why an innovation transferred, as far as records bear it",
    tags=["innovations"],
    responses=answers_with("Why", headers=TAGGED),
    openapi_extra={"parameters": _PARAMETERS, "responses": UNCHANGED},
)
def why(request: Request, served: Serving) -> Response:
    """What is said, contrasts, configurations behind their guard, and what to record next."""
    given = given_once(request)
    refuse_unknown(given, "outcome", "axis")
    state = served.state(served.engine().sequence)
    if has_this(request, state):
        return unchanged(state)
    answer, counted = _ask(served, request.path_params["id"], given)
    return json_response(answer_json(answer, counted), tag_of(state))


def _ask(served: Served, name: str, given: dict[str, str]) -> tuple[Answer, Counted]:
    engine = served.engine()
    wanted = read_wanted(engine, name, given.get("outcome"), given.get("axis", AXES[0]))
    answer = ask_why(engine, served.home.shelf, folders_of(served.home.settings), wanted)
    return answer, count_analysis(served.home, answer)


@router.get(
    "/innovations/{code}/why", include_in_schema=False, dependencies=[Depends(no_parameters)]
)
def why_page(code: str, request: Request, served: Serving) -> Response:
    """Both axes, one below the other, each with its sentences, matrix and needs."""
    found = [_ask(served, f"innovation/{code}", {"axis": axis}) for axis in AXES]
    iri = found[0][0].why.wanted.innovation
    named = served.ask("labels", {"thing": iri}).rows.rows
    values: Values = {
        "name": str(named[0][1]) if named else code,
        "code": code,
        "iri": iri,
        "axes": [_view(answer, counted) for answer, counted in found],
    }
    return draw(request, served, "why.html", values)


def _view(answer: Answer, counted: Counted) -> Values:
    why, analysis = answer.why, answer.why.analysis
    sentences: dict[str, list[Values]] = {}
    for one in answer.sentences:
        sentences.setdefault(HEADINGS[one.about], []).append(_cite(one.text, _claims(one), answer))
    return {
        "axis": why.wanted.axis,
        "words": WORDS[analysis.grade],
        "reason": give_reason(why),
        "count": f"{ordinal(counted.number)} analysis of this outcome",
        "sentences": sentences,
        "matrix": _matrix(analysis.matrix),
        "notComparable": [
            (name_of(one.success.use), name_of(one.failure.use), one.known, len(one.unknown))
            for one in analysis.contrasts
            if not one.comparable
        ],
        "needs": list_needs(why.wanted, analysis),
    }


def _claims(sentence: Sentence) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim for one in sentence.clauses for claim in one.claims))


def _cite(text: str, claims: tuple[str, ...], answer: Answer) -> Values:
    cited = [answer.citations[one] for one in claims if one in answer.citations]
    citations = [link_citation(one) for one in cited[:MOST_QUOTES]]
    return {"text": text, "citations": citations, "count": len(cited)}


def _matrix(matrix: Matrix) -> Values:
    heads = [matrix.labels[one] for one in matrix.conditions]
    rows = [
        {
            "name": name_of(case.use),
            "unit": name_of(case.unit),
            "result": case.result,
            "states": [
                state.state if (state := case.states.get(one)) else None
                for one in matrix.conditions
            ],
        }
        for case in matrix.cases
    ]
    return {"heads": heads, "rows": rows}
