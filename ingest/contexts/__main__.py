"""The tables of places that come with the program, made anew from published ones.

`python -m ingest.contexts SHARED/data` writes them from the published tables there; a test holds
the shipped ones to what this makes.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ingest.contexts.challenges import (
    read_emergency_care,
    read_health_index,
    read_patients,
    read_talking_therapies,
)
from ingest.contexts.profiles import SHIPPED
from ingest.contexts.variation import spread_within
from ingest.tables import Row, read_table, write_table


def make_extracts(data: Path) -> dict[str, bytes]:
    """The name and the bytes of each table that is shipped, from the folder of shared data."""
    folder = data / "context"
    boards = {row["ods_code"]: row for row in read_table(folder / "icb_context.csv")}
    spread = spread_within(read_table(folder / "lsoa_context.csv.gz"), "icb24_code_nhs")
    variation = ({**_place(board), **spread[code]} for code, board in boards.items())
    return {
        "icb.csv": (folder / "icb_context.csv").read_bytes(),
        "icb_variation.csv": write_table(variation),
        "challenges.csv": write_table(_challenges(folder, boards)),
    }


def _challenges(folder: Path, boards: Mapping[str, Row]) -> Iterator[Row]:
    acute = [
        *read_health_index(read_table(folder / "icb_health_index_2015_2021.csv")),
        *read_emergency_care(read_table(folder / "icb_ae_monthly.csv.gz")),
    ]
    yield from _placed(acute, "icb", boards)
    parts = {row["ons_code"]: row for row in read_table(folder / "sub_icb_context.csv")}
    therapies = read_talking_therapies(read_table(folder / "sub_icb_talking_therapies.csv.gz"))
    yield from _placed(therapies, "subIcb", parts)
    districts = {row["ons_code"]: row for row in read_table(folder / "lad_context.csv")}
    patients = read_patients(read_table(folder / "lad_patients_per_gp.csv"))
    yield from _placed(patients, "district", districts)


def _placed(rows: Iterable[Row], level: str, places: Mapping[str, Row]) -> Iterator[Row]:
    """The rows under the codes and the name of their place; what is no place now is left out."""
    for row in rows:
        if row["code"] in places:
            told = {name: cell for name, cell in row.items() if name != "code"}
            yield {"level": level, **_place(places[row["code"]]), **told}


def _place(row: Row) -> Row:
    return {name: row.get(name, "") for name in ("ons_code", "ods_code", "name")}


if __name__ == "__main__":
    for name, text in make_extracts(Path(sys.argv[1])).items():
        (SHIPPED / name).write_bytes(text)
