"""The description of the interface for programs, read in a browser from files of this machine."""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, FastAPI, Response
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles

SWAGGER = Path(fastapi_offline.__file__).parent / "static"
POLICY = {
    "content-security-policy": "default-src 'self'; frame-ancestors 'none'; img-src 'self' data:; "
    "script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
}

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def reference() -> Response:
    """Swagger UI; its page brings a script of its own, which only this page may run."""
    page = get_swagger_ui_html(
        openapi_url="/openapi.json",
        title="What worked: the interface for programs",
        swagger_js_url="/swagger/swagger-ui-bundle.js",
        swagger_css_url="/swagger/swagger-ui.css",
        swagger_favicon_url="/swagger/favicon.png",
    )
    page.headers.update(POLICY)
    return page


def mount_files(app: FastAPI) -> None:
    """Serve our own style and the files of Swagger UI."""
    app.mount("/static", StaticFiles(directory=Path(__file__).parents[1] / "static"))
    app.mount("/swagger", StaticFiles(directory=SWAGGER))
