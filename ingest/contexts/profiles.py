"""Profiles of places, made of tables and of what is known of their columns.

A table has a row for each place, with its `ons_code`, its `name` and, where it has one, its
`ods_code`. An empty cell is a number that nobody knows: its figure has no value, and is never
nought.
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from ingest.contexts.editions import (
    compared_editions,
    merge_editions,
    read_editions,
    read_number,
    slug,
    title,
)
from ingest.tables import Row, read_table
from ontology.figure import Described, Edition
from ontology.record import Record
from ontology.report import parse_record

SHIPPED = Path(__file__).parent

Fields = dict[str, object]


def shipped_profiles() -> Iterator[Record]:
    """The profiles that come with the program, and the indicators that they name."""
    told, spread, acute = (
        read_editions(SHIPPED / f"{name}.yaml") for name in ("icb", "variation", "challenges")
    )
    average = list(merge_editions([*compared_editions(), *told]))
    yield from indicators_of(acute)
    yield from profiles_of(read_table(SHIPPED / "icb.csv"), average, "icb")
    yield from profiles_of(read_table(SHIPPED / "icb_variation.csv"), spread, "icb", "variation")
    yield from challenges_of(read_table(SHIPPED / "challenges.csv"), acute)


def profiles_of(
    table: Iterable[Row], editions: Sequence[Edition], level: str, field: str = "figures"
) -> Iterator[Record]:
    """A profile for each place and edition, with the columns that the edition describes.

    `field` is that of a profile: figures, or variation. Raises InvalidInput where a cell is
    neither a number nor empty.
    """
    for row in table:
        for edition in editions:
            figures = [
                {
                    **_figure(row, name, described),
                    "key": slug(name),
                    "feature": name,
                    "label": described.label,
                }
                for name, described in edition.described().items()
                if name in row
            ]
            if figures:
                yield _profile(row, edition, edition.year, level, {field: figures})


def indicators_of(editions: Iterable[Edition]) -> Iterator[Record]:
    """The challenge indicators that editions describe, each with the direction that is worse."""
    for edition in editions:
        for name, described in edition.described().items():
            yield parse_record(
                {
                    "kind": "entity",
                    "record": f"indicator/{name}",
                    "is": "ChallengeIndicator",
                    "label": described.label,
                    "facts": {"worseDirection": described.worse},
                    "source": edition.version,
                }
            )


def challenges_of(table: Iterable[Row], editions: Sequence[Edition]) -> Iterator[Record]:
    """A profile for each place and edition, with the indicators that have a row for the place.

    The columns are those of `ingest.contexts.challenges`, with the level, code and name of the
    place. A place is ranked among those of the table whose value is known.
    """
    rows = list(table)
    for edition in editions:
        mine = [row for row in rows if row["indicator"] in edition.features]
        known: dict[str, list[Decimal]] = {name: [] for name in edition.features}
        places: dict[str, list[Row]] = {}
        for row in mine:
            places.setdefault(row["ons_code"], []).append(row)
            if (value := read_number(row, "value")) is not None:
                known[row["indicator"]].append(value)
        for here in places.values():
            figures = [_challenge(row, edition, known[row["indicator"]]) for row in here]
            first = here[0]
            yield _profile(first, edition, first["year"], first["level"], {"challenges": figures})


def _profile(row: Row, edition: Edition, year: str | None, level: str, figures: Fields) -> Record:
    code = slug(row.get("ods_code") or row["ons_code"])
    return parse_record(
        {
            "kind": "profile",
            "record": f"{slug(level)}-{code}-{edition.name}",
            "of": row.get("of") or f"area/{row['ons_code']}",
            "label": f"{row['name']}, {', '.join(figures)}: {title(edition.version)}, {year}",
            "level": level,
            "source": edition.source,
            "sourceVersion": edition.version,
            "year": year,
            **figures,
        }
    )


def _figure(row: Row, column: str, described: Described) -> Fields:
    return {
        "value": read_number(row, column),
        "unit": described.unit,
        "computed": described.computed,
    }


def _challenge(row: Row, edition: Edition, known: Sequence[Decimal]) -> Fields:
    """A figure, its rank among all that are known: 1 the worst, equal values in one position."""
    described = edition.described()[row["indicator"]]
    figure: Fields = {
        **_figure(row, "value", described),
        "key": row["indicator"],
        "indicator": f"indicator/{row['indicator']}",
    }
    if row["first_year"]:
        figure |= {"firstYear": row["first_year"], "firstValue": read_number(row, "first_value")}
    value = read_number(row, "value")
    if value is not None:
        higher = described.worse == "increase"
        worse = sum(other > value if higher else other < value for other in known)
        figure |= {"rank": 1 + worse, "ranked": len(known)}
    return figure
