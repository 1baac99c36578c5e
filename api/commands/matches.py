"""The commands on identity: what may be one thing, and what people decide on it."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from api.exchange.matching import Decided, Identity, Ruling, decide, list_identity, take_back
from api.exchange.sssom import write_decisions
from api.options import MAKE, AsOption, HomeOption, JsonOption, aside, open_home, people, print_json
from api.progress import bar
from graph.files import write_file
from ontology.errors import InvalidInput
from queries.identity.matches import Match

app = typer.Typer()
match = typer.Typer(no_args_is_help=True)
app.add_typer(
    match, name="match", help="Which things are one, and which are not.", rich_help_panel=MAKE
)

OneArgument = Annotated[str, typer.Argument(help="A thing: IRI, type/code or label.")]
OtherArgument = Annotated[str, typer.Argument(help="The other thing.")]
ReasonOption = Annotated[str, typer.Option(help="Why; it is kept with the decision.")]
RelationOption = Annotated[
    str,
    typer.Option(help="exactMatch (one thing), closeMatch, broadMatch, narrowMatch, relatedMatch."),
]
ConfidenceOption = Annotated[
    str | None, typer.Option(help="How sure you are, from 0 to 1; left out, nothing is said.")
]


@match.command("list")
def list_matches(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List what may be one thing, what was decided, and what codes of registers say."""
    opened = open_home(home)
    found = list_identity(opened)
    if as_json:
        print_json(_listed(found, opened.names()))
    else:
        _print_listed(found)


def _ruled(verdict: str) -> Callable[..., None]:
    """The command by which somebody says whether two things are one."""

    def rule(  # noqa: PLR0913 — three of them every command has
        one: OneArgument,
        other: OtherArgument,
        *,
        reason: ReasonOption = "",
        relation: RelationOption = "exactMatch",
        confidence: ConfidenceOption = None,
        home: HomeOption = None,
        actor: AsOption = None,
        as_json: JsonOption = False,
    ) -> None:
        ruling = Ruling(verdict, reason, relation, _number(confidence))
        with bar(aside()) as shown:
            _tell(decide(open_home(home, actor), (one, other), ruling, shown), as_json=as_json)

    return rule


match.command("accept", help="Hold two things for one; both stay, and are answered together.")(
    _ruled("accepted")
)
match.command("refuse", help="Say that two things are not one; they are never proposed again.")(
    _ruled("refused")
)


@match.command()
def undo(  # noqa: PLR0913 — three of them every command has
    one: OneArgument,
    other: OtherArgument,
    *,
    reason: ReasonOption = "",
    home: HomeOption = None,
    actor: AsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take a decision back: all is then as if it had never been made."""
    _tell(take_back(open_home(home, actor), (one, other), reason), as_json=as_json)


@match.command()
def export(
    out: Annotated[Path, typer.Argument(help="Where to write the table, .sssom.tsv.")],
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write all decisions as an SSSOM table."""
    opened = open_home(home)
    found = list_identity(opened)
    write_file(out, write_decisions(opened, found).encode())
    rows = len(found.decided) + len(found.keyed)
    if as_json:
        print_json({"file": str(out), "mappings": rows, "sequence": found.sequence})
    else:
        people().print(Text(f"{rows} mappings in {out}"), soft_wrap=True)


def _number(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        msg = f"{text!r:.40} is no number: give a confidence from 0 to 1, as 0.9"
        raise InvalidInput(msg) from None


def _tell(done: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        print_json(done)
    else:
        people().print(Text(f"{done['status']:9} {done['record']}"), soft_wrap=True)


def _listed(found: Identity, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "sequence": found.sequence,
        "proposals": [one.as_json() for one in found.proposals],
        "decided": [_decided(one, names) for one in found.decided],
        "keys": [{**_match(one), "key": one.key, "code": one.code} for one in found.keyed],
        "disputed": [_match(one) for one in found.disputed],
    }


def _decided(one: Decided, names: Mapping[str, str]) -> dict[str, object]:
    return {
        **_match(one.match),
        "verdict": one.match.verdict,
        "reason": one.match.justification,
        "confidence": one.match.confidence,
        "reviewer": names.get(str(one.reviewer), one.reviewer),
        "date": one.date,
        "record": one.match.decision,
    }


def _match(one: Match) -> dict[str, object]:
    return {
        "one": one.one,
        "oneLabel": one.one_label,
        "other": one.other,
        "otherLabel": one.other_label,
        "relation": one.relation.rpartition("#")[2],
    }


def _print_listed(found: Identity) -> None:
    out = people()
    out.print(Text(f"{len(found.proposals)} pairs may be one thing"), style="bold")
    for proposal in found.proposals:
        out.print(Text(f"  {proposal.kind}: {proposal.justification}"), soft_wrap=True)
        out.print(Text(f"    {proposal.one} {proposal.other}"), style="dim", soft_wrap=True)
    out.print(Text(f"{len(found.decided)} were decided"), style="bold")
    for one in found.decided:
        told = f"  {one.match.verdict}: {one.match.one} {one.match.other}"
        out.print(Text(f"{told} ({one.match.justification})"), soft_wrap=True)
    out.print(Text(f"{len(found.keyed)} hold by a code of a register"), style="bold")
    for pair in found.disputed:
        told = f"  not held for one, against a refusal: {pair.one} {pair.other}"
        aside().print(Text(told), soft_wrap=True)
