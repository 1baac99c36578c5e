"""Figures drawn: SVG from a Vega-Lite specification, in this process and without a network."""

import json
from functools import lru_cache

from api.present import to_json
from ontology.errors import WhatworkedError
from queries.figures.figure import Figure

VERSION = "6.4"  # of Vega-Lite; the renderer carries it, and a font that is like Arial
KEPT = 64  # drawings


def draw_svg(figure: Figure) -> str:
    """A figure as SVG; drawn once as long as its values stay the same."""
    return _draw(to_json(figure.spec))


@lru_cache(maxsize=KEPT)
def _draw(spec: str) -> str:
    import vl_convert  # noqa: PLC0415 - its renderer takes memory that few servers ever need

    try:
        # no address is allowed: a specification is its own data
        return vl_convert.vegalite_to_svg(
            json.loads(spec), vl_version=VERSION, allowed_base_urls=[]
        )
    except ValueError as error:
        msg = f"a figure cannot be drawn ({str(error).splitlines()[0]}): please report it"
        raise WhatworkedError(msg) from error
