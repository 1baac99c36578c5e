"""The HTTP application of one repository: questions, linked data, pages and health."""

from fastapi import FastAPI

from api.answering import keep_safe_and_log, tell_problems
from api.routes import health, linked, pages, questions, reference
from api.served import Served


def create_app(served: Served) -> FastAPI:
    """The application that answers from what is served."""
    app = FastAPI(
        title="whatworked",
        version="1",
        summary="What worked, where, and why it transferred, with the words of the source",
        docs_url=None,
        redoc_url=None,
    )
    app.state.served = served
    for module in (health, questions, linked, pages, reference):
        app.include_router(module.router)
    reference.mount_files(app)
    tell_problems(app, pages.draw_problem)
    keep_safe_and_log(app)
    return app
