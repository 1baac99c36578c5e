"""The HTTP application of one repository: questions, linked data, pages and health."""

from fastapi import FastAPI

from api.answering import AnswerHead, watch_over
from api.description import Application
from api.routes import contexts, gaps, health, linked, pages, questions, reference
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
    for module in (health, questions, contexts, gaps, linked, pages, reference):
        app.include_router(module.router)
    reference.mount_files(app)
    app.add_middleware(AnswerHead)
    watch_over(app, pages.draw_problem)
    return app
