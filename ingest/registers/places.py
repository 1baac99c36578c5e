"""Sub-ICB locations and districts, and the boards' areas that they lie in on both maps."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.registers.boards import SINCE, UNTIL, Boards, board_areas, read_boards
from ingest.registers.entry import Entry
from ingest.tables import read_table

STARTED = "2022-07-01"
# Two boards were split along the borders of their locations.
PLACED = {
    "06K": "S1Y5D", "06N": "S1Y5D", "07H": "D7T5G",
    "06T": "D7T5G", "06L": "T6Y0W", "07K": "T6Y0W",
}  # fmt: skip
_PLACED = (
    "; board from April 2026: page england.nhs.uk/east-of-england/ccgs-and-acute-trusts (west and "
    "north east Essex with Essex, Hertfordshire with Central East, Suffolk with Norfolk), and the "
    "names of these codes as clinical commissioning groups in public code lists"
)
# Codes that changed with those of their boards' areas, where a board has several locations.
RECODED = {"92A": "E38000246", "70F": "E38000248"}
_RECODED = "; former code: a public script of dental statistics that recodes the old by the new"
_CONTEXT = "humaniverse/geographr c026be5 on GitHub, lookups of 2024 by ONS"
_SMALL = "humaniverse/geographr c026be5 on GitHub, lookup of 33,755 small areas of 2021 by ONS"


@dataclass(frozen=True)
class Places:
    """The tables of places, and the boards that they hang on."""

    data: Path
    boards: Boards

    @cached_property
    def locations(self) -> dict[str, Mapping[str, str]]:
        """Sub-ICB locations by ODS code."""
        rows = read_table(self.data / "context" / "sub_icb_context.csv")
        return {row["ods_code"]: row for row in rows}

    @cached_property
    def districts(self) -> dict[str, Mapping[str, str]]:
        """Districts by ONS code."""
        rows = read_table(self.data / "context" / "lad_context.csv")
        return {row["ons_code"]: row for row in rows}

    @cached_property
    def residents(self) -> dict[str, Counter[str]]:
        """Residents of each district in each location that it has small areas in."""
        found: dict[str, Counter[str]] = {code: Counter() for code in self.districts}
        for row in read_table(self.data / "context" / "lsoa_context.csv.gz"):
            people = int(row["population_2021"])
            found[row["ltla24_code"]][row["sicbl24_code_nhs"]] += people
        return found

    def board_after(self, location: str) -> str:
        """The board that a location's area lies in since April 2026; nothing where it was split."""
        old = self.locations[location]["icb_ods_code"]
        new = self.boards.successors(old)
        if old in self.boards.second:
            return old
        return new[0] if len(new) == 1 else PLACED.get(location, "")

    def area(self, location: str, *, after: bool) -> str:
        """The code of the board's area that a location's area lies in; nothing if nobody knows."""
        if not after:
            return self.boards.first[self.locations[location]["icb_ods_code"]]["onsCode"]
        board = self.board_after(location)
        return self.boards.second[board]["onsCode"] if board else ""


def read_places(data: Path) -> Places:
    """The places of the shared tables."""
    return Places(data, read_boards(data))


def location_entries(places: Places) -> Iterator[Entry]:
    """Sub-ICB locations as bodies."""
    for ods, row in sorted(places.locations.items()):
        codes = [RECODED[ods], row["ons_code"]] if ods in RECODED else [row["ons_code"]]
        yield Entry(
            f"organisation/{ods}",
            "SubIcbLocation",
            row["name"],
            {
                "odsCode": ods,
                "partOf": f"organisation/{row['icb_ods_code']}",
                "coversArea": tuple(f"area/{code}" for code in codes),
                "validFrom": STARTED,
            },
            f"{_CONTEXT}; from: the day on which the boards began",
        )


def location_areas(places: Places) -> Iterator[Entry]:
    """The areas of sub-ICB locations, each in the boards' areas that hold the whole of it."""
    for ods, row in places.locations.items():
        former, before = RECODED.get(ods, ""), places.boards.codes(row["icb_ods_code"])[0].code
        codes = [places.area(ods, after=after) for after in (False, True)]
        codes = codes if former else [before, *codes]
        if former:
            yield Entry(
                f"area/{former}",
                "Area",
                f"{row['name']} (until {UNTIL})",
                {
                    "onsCode": former,
                    "partOf": f"area/{before}",
                    "validTo": UNTIL,
                },
                f"ONS codes of NHS Talking Therapies activity in 2022-23, NHS Digital{_RECODED}",
            )
        yield Entry(
            f"area/{row['ons_code']}",
            "Area",
            row["name"],
            {
                "onsCode": row["ons_code"],
                "partOf": tuple(dict.fromkeys(f"area/{code}" for code in codes if code)),
                "validFrom": SINCE if former else "",
                "replaces": f"area/{former}" if former else "",
            },
            _CONTEXT + (_PLACED if ods in PLACED else ""),
        )


def district_entries(places: Places) -> Iterator[Entry]:
    """Districts, each in the board's area that holds all of it or most of its residents."""
    taken = {entry.label for entry in board_areas(places.boards)}
    for code, row in places.districts.items():
        yield Entry(
            f"area/{code}",
            "Area",
            row["name"] + (" (district)" if row["name"] in taken else ""),
            {"onsCode": code, **_lies(places, code)},
            f"{_CONTEXT}; boards' areas: {_SMALL}, counted by us",
        )


def _lies(places: Places, code: str) -> dict[str, tuple[str, ...]]:
    """The boards' areas of a district on either map: as a whole, or mainly."""
    whole: list[str] = []
    mainly: list[str] = []
    people = places.residents[code]
    for after in (False, True):
        held: Counter[str] = Counter()
        for location, number in people.items():
            held[places.area(location, after=after)] += number
        (area, most), total = held.most_common(1)[0], people.total()
        if area and 2 * most > total:
            (whole if most == total else mainly).append(f"area/{area}")
    return {
        "partOf": tuple(dict.fromkeys(whole)),
        "mainlyIn": tuple(one for one in dict.fromkeys(mainly) if one not in whole),
    }
