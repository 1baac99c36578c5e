"""The HTTP application of one repository: questions, linked data, pages and health."""

from fastapi import FastAPI

from api.answering import AnswerHead, watch_over
from api.description import Application
from api.endpoints.scratch import Scratch
from api.routes import (
    brief,
    bundles,
    contexts,
    cypher,
    exchange,
    figures,
    fit,
    gaps,
    health,
    lessons,
    linked,
    pages,
    questions,
    reference,
    review,
    review_pages,
    search,
    sparql,
    store,
    why,
    worked,
)
from api.served import Served


def create_app(served: Served) -> FastAPI:
    """The application that answers from what is served."""
    app = Application(
        title="whatworked",
        version="1",
        summary="What worked, where, and why it transferred, with the words of the source",
        description="HEAD answers wherever GET does, without the body.",
        docs_url=None,
        redoc_url=None,
    )
    app.state.served = served
    for module in (
        sparql,  # first of all: each call looks through the routes in this order
        health,
        questions,
        contexts,
        fit,
        lessons,
        gaps,
        why,
        worked,
        figures,
        brief,
        search,
        store,
        cypher,
        linked,
        bundles,  # before the files of a feed, whose paths may be any
        exchange,
        review,
        review_pages,
        pages,
        reference,
    ):
        app.include_router(module.router)
    reference.mount_files(app)
    app.add_middleware(AnswerHead)
    watch_over(app, pages.draw_problem)
    return app


def create_scratch_app(scratch: Scratch) -> FastAPI:
    """The application that answers SPARQL from a scratch dataset, and writes to it."""
    app = Application(title="whatworked: scratch", version="1", docs_url=None, redoc_url=None)
    app.state.served = scratch
    for module in (sparql, store):
        app.include_router(module.router)
    app.add_middleware(AnswerHead)
    watch_over(app, pages.draw_problem)
    return app
