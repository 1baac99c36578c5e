"""The bundle that a server offers: made when it is asked for, and kept while nothing is new."""

import shutil
from datetime import date
from pathlib import Path

from api.exchange.bundling import export_release
from api.home import Home
from graph.exchange.publishing import Release
from graph.files import storage_failures

_FOLDER = "bundles"


def offer_bundle(home: Home, made: Release, day: date) -> Path:
    """The bundle of what an audience gets, made on a day; those of before are removed.

    Its name is another where its bytes are.
    """
    point = made.point
    folder = home.folder / _FOLDER / point.audience.lower()
    path = folder / f"{point.epoch}.{point.sequence}.{day}.{point.chain[:16]}.zip"
    if not path.is_file():
        with storage_failures():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        export_release(home, made, path, day)
    return path


def drop_bundles(home: Home) -> None:
    """Remove all that is kept: something in it is to be erased."""
    shutil.rmtree(home.folder / _FOLDER, ignore_errors=True)
