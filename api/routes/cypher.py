"""Cypher over HTTP, for reading: in our own form, and in that of Neo4j's Query API."""

import time
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.answering import come_later, describe, json_response
from api.endpoints.cypher_request import WRITERS, Query, read_query, read_query_api
from api.schemas.cypher import ANSWER, ASK, QUERY_API, QUERY_API_ANSWER
from api.served import Served, Serving
from graph.engine.answer import DeadlinePassed
from graph.engine.outside_turns import Turns
from graph.neo4j.bolt_values import Writer
from graph.neo4j.own_queries import OwnRows, write_own
from ontology.errors import NotFound, WhatworkedError

router = APIRouter(tags=["cypher"])
TURNS = Turns()
DATABASE = "neo4j"
LARGEST = 8 * 2**20  # bytes of an answer, which is held whole
LEAST = 1.0  # seconds of a query for which Neo4j had to be started first
TRUNCATED = "x-result-truncated"
CODES = {  # Neo4j's words for our own refusals, where it has not spoken itself
    "notFound": "Neo.ClientError.Database.DatabaseNotFound",
    "operatorNotAllowed": "Neo.ClientError.Security.Forbidden",
    "impersonation": "Neo.ClientError.Security.Forbidden",
    "deadline": "Neo.ClientError.Transaction.TransactionTimedOut",
    "memory": "Neo.TransientError.General.OutOfMemoryError",
    "size": "Neo.TransientError.General.OutOfMemoryError",
    "givenUp": "Neo.TransientError.Transaction.Terminated",
    "busy": "Neo.TransientError.Transaction.MaximumTransactionLimitReached",
    "callerBusy": "Neo.TransientError.Transaction.MaximumTransactionLimitReached",
    "notAvailable": "Neo.TransientError.Database.DatabaseUnavailable",
}
STATUS = {"deadline": 408}  # that the Query API has otherwise
COUNTERS = {
    "containsUpdates": False,
    "nodesCreated": 0,
    "nodesDeleted": 0,
    "propertiesSet": 0,
    "relationshipsCreated": 0,
    "relationshipsDeleted": 0,
    "labelsAdded": 0,
    "labelsRemoved": 0,
    "indexesAdded": 0,
    "indexesRemoved": 0,
    "constraintsAdded": 0,
    "constraintsRemoved": 0,
    "containsSystemUpdates": False,
    "systemUpdates": 0,
}


@router.post("/v1/cypher", openapi_extra=ASK, **ANSWER)
async def cypher(request: Request, served: Serving) -> Response:
    """The rows of a query in Cypher, which may only read."""
    query = await read_query(request)
    found, sequence = await run_in_threadpool(_answer, request, served, query, write_own)
    answer = {
        "columns": list(found.columns),
        "rows": found.rows,
        "truncated": found.truncated is not None,
        "sequence": sequence,
    }
    return json_response(answer, _cut(found))


@router.post("/db/{database}/query/v2", openapi_extra=QUERY_API, **QUERY_API_ANSWER)
async def query_api(request: Request, served: Serving) -> Response:
    """The same for programs that speak Neo4j's Query API, with its statuses and its words."""
    database = request.path_params["database"]
    try:
        if database != DATABASE:
            msg = f"there is no database {database!a:.60}: the one here is {DATABASE}"
            raise NotFound(msg)
        query = await read_query_api(request)
        write = WRITERS[query.media]
        found, sequence = await run_in_threadpool(_answer, request, served, query, write)
    except WhatworkedError as error:
        return _tell(error)
    answer: dict[str, object] = {"data": {"fields": list(found.columns), "values": found.rows}}
    if query.counters:
        answer["counters"] = COUNTERS
    if found.truncated:
        answer["notifications"] = [_notify(found.truncated)]
    answer["bookmarks"] = [f"whatworked:{sequence}"]
    kind = query.media.removeprefix("application/")
    return json_response(answer, _cut(found), 202, kind)


def _answer(request: Request, served: Served, query: Query, write: Writer) -> tuple[OwnRows, int]:
    """The rows of a query, and the sequence that they are of; one thread waits for them."""
    caller = request.client.host if request.client else "unknown"
    allowed = served.outside
    with TURNS.take(caller, allowed.seconds) as left:
        begun = time.monotonic()
        engine = served.cypher(seconds=max(left, LEAST))  # less than none would be for ever
        seconds = max(left - (time.monotonic() - begun), LEAST)
        limits = replace(allowed, seconds=seconds, size=min(allowed.size, LARGEST))
        try:
            found = engine.answer(query.statement, query.parameters, limits, write)
        except DeadlinePassed:
            if served.neo4j:
                served.neo4j.mend(seconds)
            raise
        return found, engine.sequence


def _cut(found: OwnRows) -> dict[str, str]:
    return {TRUNCATED: "true"} if found.truncated else {}


def _notify(limit: str) -> dict[str, object]:
    return {
        "code": "Neo.ClientNotification.Statement.ResultTruncated",
        "title": "There is more: the answer was cut.",
        "description": f"The limit of {limit} was reached: ask for less, or for a part at a time.",
        "severity": "WARNING",
    }


def _tell(error: WhatworkedError) -> Response:
    """An error in the words of the Query API, with a status that says it."""
    status, problem = describe(error)
    status = STATUS.get(error.code, status)
    cause = error.__cause__
    theirs = None if isinstance(cause, WhatworkedError) else getattr(cause, "code", None)
    code = theirs or CODES.get(error.code) or "Neo.ClientError.Request.Invalid"
    headers = come_later() if status in {429, 503} else {}
    errors = [{"code": code, "message": problem["detail"]}]
    return json_response({"errors": errors}, headers, status)
