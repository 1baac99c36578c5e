"""A bundle before judges that do not run in the suite: roc-validator, in an environment of its own.

`python -m bench.judges CRATE-CONTEXTS [BUNDLE]` exports the starter records unless a bundle is
given. CRATE-CONTEXTS is a folder with `1.1/context.jsonld` and `1.2/context.jsonld`: the judge
fetches contexts from the web, so that they are put into its cache and it is told to stay offline.
"""

import json
import subprocess
import sys
import tempfile
import venv
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from api.exchange.bundling import export
from api.home import Home
from api.settings import read_settings
from bench.printing import timed
from graph.exchange.archive import unpack

JUDGE = "roc-validator==0.13.0"
LEVELS = ("REQUIRED", "RECOMMENDED")
PRIME = """
import io, pathlib, sys
from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

class Files(HTTPAdapter):
    def send(self, request, **options):
        version = request.url.split("/")[-2]
        data = (pathlib.Path(sys.argv[1]) / version / "context.jsonld").read_bytes()
        head = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(io.BytesIO(data), head, 200, reason="OK", preload_content=False)
        return self.build_response(request, raw)

session = CachedSession(sys.argv[2], backend="sqlite", expire_after=-1)
session.mount("https://", Files())
for version in ("1.1", "1.2"):
    session.get(f"https://w3id.org/ro/crate/{version}/context").raise_for_status()
"""


def main(contexts: Path, bundle: Path | None) -> None:
    """Print what the judge finds at each level; its own exit code is not needed."""
    with tempfile.TemporaryDirectory() as parent:
        room = Path(parent)
        python = install(room / "judge")
        cache = room / "cache"
        subprocess.run([python, "-c", PRIME, contexts, cache], check=True)
        unpack(bundle or exported(room), room / "bag")
        for level in LEVELS:
            seconds, issues = timed(partial(judge, python, cache, room / "bag", level))
            print(f"{JUDGE}, {level}: {len(issues)} issues, {seconds:.1f} s")
            for issue in issues:
                print(f"  {issue}")


def install(folder: Path) -> Path:
    """Make the judge's environment; its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", JUDGE], check=True)
    return python


def exported(room: Path) -> Path:
    """A bundle of the starter records."""
    command = [Path(sys.executable).with_name("whatworked"), "init", "--starter", "--home"]
    subprocess.run([*map(str, command), str(room / "home")], check=True, stdout=subprocess.DEVNULL)
    home, out = Home(read_settings({}, room / "home")), room / "bundle.zip"
    export(home, out, "PUBLIC", datetime.now(UTC).date())
    return out


def judge(python: Path, cache: Path, bag: Path, level: str) -> list[str]:
    """What the judge finds wrong with a crate at a level."""
    options = ["-y", "validate", "--offline", "--cache-path", cache, "--no-paging"]
    options += ["-l", level, "-f", "json"]
    found = subprocess.run(
        [str(one) for one in (python.with_name("rocrate-validator"), *options, bag / "data")],
        capture_output=True,
        text=True,
        check=False,
    )
    issues = json.loads(found.stdout[found.stdout.index("{") :])["issues"]
    return [f"{one['check']['identifier']}: {one['message']}" for one in issues]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
