"""The commands by which regions exchange what they learned."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.exchange.bundling import Exported, preview
from api.exchange.bundling import export as export_bundle
from api.exchange.keys import (
    Trusted,
    create_key,
    distrust_region,
    load_key,
    load_trust,
    trust_region,
)
from api.exchange.previewing import preview_page, preview_text
from api.exchange.sharing import held_back, trusted_keys
from api.exchange.sharing import publish as publish_feed
from api.options import (
    SHARE,
    AsOption,
    HomeOption,
    JsonOption,
    aside,
    open_home,
    people,
    print_json,
)
from api.progress import bar
from graph.exchange.verifying import Verified, verify_bundle
from graph.files import storage_failures, write_file

app = typer.Typer()
keys = typer.Typer(no_args_is_help=True)
trust = typer.Typer(no_args_is_help=True)
app.add_typer(keys, name="keys", help="The key that signs what is shared.", rich_help_panel=SHARE)
app.add_typer(trust, name="trust", help="The regions that are trusted.", rich_help_panel=SHARE)

SharingOption = Annotated[str, typer.Option(help="For whom: PARTNERS, NHS or PUBLIC.")]
RegionArgument = Annotated[str, typer.Argument(help="The name of a region.")]


@app.command(rich_help_panel=SHARE)
def publish(
    location: Annotated[
        str,
        typer.Argument(
            metavar="FOLDER|URL", help="What a web server serves: a folder, or s3://… and the like."
        ),
    ],
    *,
    sharing: SharingOption = "PUBLIC",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the feed of an audience as files, or bring them up to date."""
    with bar(aside()) as shown:
        made = publish_feed(open_home(home, actor), location, sharing, shown)
    held = held_back(made)
    if as_json:
        point = made.point
        print_json(
            {
                "folder": location,
                "sequence": point.sequence,
                "epoch": point.epoch,
                "records": point.records,
                "digest": point.digest,
                "held": held,
            }
        )
        return
    people().print(
        Text(f"{made.point.records} records in {location}, sequence {made.feed.sequence}")
    )
    people().print(Text(f"{len(made.feed.held)} are held back (whatworked export --preview)"))


@app.command(rich_help_panel=SHARE)
def export(  # noqa: PLR0913 — each option is one the contract names
    out: Annotated[Path, typer.Argument(help="The file to write, OUT.zip; see --preview.")],
    *,
    sharing: SharingOption = "PUBLIC",
    only_preview: Annotated[
        bool,
        typer.Option(
            "--preview", help="Only show what would leave; into OUT.html, as a page to sign."
        ),
    ] = False,
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write what an audience gets into one signed file."""
    opened, today = open_home(home, actor), datetime.now(UTC).date()
    with bar(aside()) as shown:
        if only_preview:
            done = preview(opened, sharing, shown)
        else:
            done = export_bundle(opened, out, sharing, today, shown)
    is_page = only_preview and out.suffix == ".html"
    if is_page:
        with storage_failures():
            write_file(out, preview_page(done, today).encode())
    if as_json:
        print_json(_exported(done))
    elif is_page:
        people().print(Text(f"{out} is the page to read, print and sign"))
    elif only_preview:
        people().print(Text(preview_text(done, today)), soft_wrap=True, end="")
    else:
        point, held = done.release.point, done.release.feed.held
        people().print(Text(f"{point.records} records in {out}, sequence {point.sequence}"))
        people().print(Text(f"{len(held)} are held back (whatworked export --preview)"))


def _exported(done: Exported) -> dict[str, object]:
    point = done.release.point
    return {
        "bundle": str(done.bundle) if done.bundle else None,
        "sharing": point.audience,
        "sequence": point.sequence,
        "records": point.records,
        "digest": point.digest,
        "held": held_back(done.release),
        "texts": done.texts,
        "textsLeftOut": done.texts_left_out,
    }


@app.command(rich_help_panel=SHARE)
def verify(
    bundle: Annotated[Path, typer.Argument(help="A file that export wrote.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether a bundle is whole, and signed by a region that is trusted here."""
    trusted, today = trusted_keys(open_home(home)), datetime.now(UTC).date()
    with bar(aside()) as shown:
        shown.step("verifying", None)
        found = verify_bundle(bundle, trusted, today, progress=shown.advance)
    if as_json:
        print_json(_verified(found))
    else:
        for problem in found.problems:
            people().print(Text(f"{problem.code}: {problem.detail}"), soft_wrap=True)
        if not found.problems:
            people().print(Text(f"It is whole, and signed by {found.issuer}."))
    if found.problems:
        raise typer.Exit(found.exit_code)


def _verified(found: Verified) -> dict[str, object]:
    return {
        "valid": not found.problems,
        "issuer": found.issuer,
        "sequence": found.point.sequence if found.point else None,
        "problems": [{"code": one.code, "detail": one.detail} for one in found.problems],
    }


@keys.command("show")
def show_keys(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Show the public key: what others need to trust this repository."""
    opened = open_home(home)
    public = load_key(opened.folder).public()
    if as_json:
        print_json({"region": opened.region.name, "jwks": {"keys": [public]}})
    else:
        people().print(Text(f"{opened.region.name}: {public['kid']}"))


@keys.command("new")
def new_key(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """Make a signing key where there is none."""
    opened = open_home(home)
    create_key(opened.folder)
    show_keys(home=home, as_json=as_json)


@trust.command("add")
def add_trust(
    region: RegionArgument,
    file: Annotated[Path, typer.Argument(help="What `keys show --json` printed there.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Trust a region by its public keys, which its people handed over themselves."""
    _report(trust_region(open_home(home).folder, region, file), as_json=as_json)


@trust.command("remove")
def remove_trust(
    region: RegionArgument, *, home: HomeOption = None, as_json: JsonOption = False
) -> None:
    """Trust a region no longer; what it shared before stays."""
    _report(distrust_region(open_home(home).folder, region), as_json=as_json)


@trust.command("list")
def list_trust(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List the regions that are trusted, with their keys."""
    _report(load_trust(open_home(home).folder), as_json=as_json)


def _report(trusted: Trusted, *, as_json: bool) -> None:
    rows = [
        {"region": region, "kids": [key["kid"] for key in found]}
        for region, found in sorted(trusted.items())
    ]
    if as_json:
        print_json({"trusted": rows})
        return
    for region, found in sorted(trusted.items()):
        people().print(Text(f"{region}: {', '.join(key['kid'] for key in found)}"), soft_wrap=True)
    if not trusted:
        people().print("No region is trusted yet.")
