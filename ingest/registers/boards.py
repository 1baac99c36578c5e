"""Integrated care boards on both maps, their areas under each code, regions, and successions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ingest.registers.entry import Entry, read_concepts, read_list

BEFORE, AFTER = "2026-03-31", "2026-04-01"  # the last day of the first map, the first of the second
UNTIL, SINCE = "2023-03-31", "2023-04-01"  # the same of two codes that changed between
RECODED = "onsCodeBeforeApril2023"
_SAME = ("same repository", "GitHub rcpch/rcpch-nhs-organisations")
_EARLIER = "humaniverse/geographr on GitHub, boundaries of boards in 2022"


@dataclass(frozen=True)
class Code:
    """An ONS code of a board's area, where it was seen, and the days on which it was in force."""

    code: str
    seen: str
    start: str
    end: str = ""


@dataclass(frozen=True)
class Boards:
    """The two lists of boards, and what passed from the one to the other."""

    first: Mapping[str, Mapping[str, str]]
    second: Mapping[str, Mapping[str, str]]
    successions: tuple[Mapping[str, str], ...]
    regions: Mapping[str, Mapping[str, str]]

    @cached_property
    def all(self) -> dict[str, Mapping[str, str]]:
        """Every board by ODS code, as the list says that has it first."""
        return {**self.second, **self.first}

    def codes(self, ods: str) -> list[Code]:
        """The ONS codes of a board's area, oldest first."""
        first, second = self.first.get(ods), self.second.get(ods)
        found: list[Code] = []
        start = first["validFrom"] if first else ""
        if first and RECODED in first:
            found, start = [Code(first[RECODED], _EARLIER, start, UNTIL)], SINCE
        if first:
            goes_on = second and second["onsCode"] == first["onsCode"]
            end = "" if goes_on else BEFORE
            found.append(Code(first["onsCode"], seen_in(first), start, end))
        if second and (not found or found[-1].end):
            found.append(Code(second["onsCode"], seen_in(second), AFTER))
        return found

    def successors(self, ods: str) -> list[str]:
        """The boards that took over from one."""
        return [one["successor"] for one in self.successions if one["predecessor"] == ods]


def read_boards(data: Path) -> Boards:
    """The boards as the published lists have them."""
    first, second, regions = (
        {one["notation"]: one for one in read_concepts(data, name)}
        for name in ("icb-2022", "icb-2026", "nhs-regions")
    )
    return Boards(first, second, tuple(read_list(data, "icb-2026")["successions"]), regions)


def seen_in(concept: Mapping[str, str]) -> str:
    """Where a member of a list was seen, in words that stand by themselves."""
    return concept["seenIn"].replace(*_SAME)


def board_entries(boards: Boards) -> Iterator[Entry]:
    """The boards themselves."""
    for ods, concept in sorted(boards.all.items()):
        seen = concept.get("nhsRegionSeenIn")
        before = tuple(
            f"organisation/{one['predecessor']}"
            for one in boards.successions
            if one["successor"] == ods
        )
        yield Entry(
            f"organisation/{ods}",
            "IntegratedCareBoard",
            concept["prefLabel"],
            {
                "altLabel": concept["prefLabel"].replace("Integrated Care Board", "ICB"),
                "odsCode": ods,
                "validFrom": concept["validFrom"],
                "validTo": concept.get("validTo", ""),
                "coversArea": tuple(f"area/{one.code}" for one in boards.codes(ods)),
                "inRegion": f"organisation/{concept['nhsRegion']}",
                "predecessor": before,
            },
            seen_in(concept) + (f"; region: {seen}" if seen else ""),
        )


def short_name(concept: Mapping[str, str]) -> str:
    """What the area of a board is called."""
    return concept["prefLabel"].removeprefix("NHS ").removesuffix(" Integrated Care Board")


def board_areas(boards: Boards) -> Iterator[Entry]:
    """The areas of boards, one for each code, since a code changes with the boundary."""
    for ods, concept in boards.all.items():
        codes = boards.codes(ods)
        for at, one in enumerate(codes):
            is_last = at == len(codes) - 1
            yield Entry(
                f"area/{one.code}",
                "Area",
                short_name(concept) + ("" if is_last else f" (until {one.end})"),
                {
                    "onsCode": one.code,
                    "validFrom": one.start,
                    "validTo": one.end,
                    "replaces": "" if at == 0 else f"area/{codes[at - 1].code}",
                },
                one.seen,
            )


def region_entries(boards: Boards) -> Iterator[Entry]:
    """The regions of NHS England as bodies, and their areas under present and former codes.

    On which days the codes changed was not seen, so no area of a region has any.
    """
    for ods, concept in boards.regions.items():
        name, history = concept["prefLabel"], concept["onsCodeHistory"]
        yield Entry(
            f"organisation/{ods}",
            "NhsRegion",
            f"NHS England {name}",
            {
                "odsCode": ods,
                "coversArea": tuple(f"area/{code}" for code in history),
            },
            concept["seenIn"],
        )
        for at, code in enumerate(history):
            former = "" if code == concept["onsCode"] else f", former code {code}"
            yield Entry(
                f"area/{code}",
                "Area",
                f"{name} (NHS England region{former})",
                {"onsCode": code, "replaces": "" if at == 0 else f"area/{history[at - 1]}"},
                concept["seenIn"],
            )


def succession_entries(boards: Boards) -> Iterator[Entry]:
    """What passed from board to board, each with its day, kind and extent."""
    times = Counter(one["predecessor"] for one in boards.successions)
    for one in boards.successions:
        old, new = one["predecessor"], one["successor"]
        extent = "whole" if times[old] == 1 else "part"
        yield succession(
            (f"organisation/{old}", f"organisation/{new}"),
            (boards.all[old]["prefLabel"], boards.all[new]["prefLabel"]),
            {"takesEffect": one["date"], "successionKind": one["type"], "extent": extent},
            seen_in(one),
        )


def succession(
    ends: tuple[str, str], names: tuple[str, str], facts: Mapping[str, str], source: str
) -> Entry:
    """One body after another: records and names of the earlier and the later one."""
    codes = "-".join(end.partition("/")[2] for end in ends)
    part = ", in part," if facts["extent"] == "part" else ""
    return Entry(
        f"succession/{codes}",
        "Succession",
        f"{names[0]}{part} to {names[1]}",
        {"fromOrganisation": ends[0], "toOrganisation": ends[1], **facts},
        source,
    )
