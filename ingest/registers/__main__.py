"""`python -m ingest.registers SHARED/data`: write the registers from the published lists."""

import sys
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

from ingest.read import REGISTERS
from ingest.registers.boards import (
    board_areas,
    board_entries,
    region_entries,
    succession_entries,
)
from ingest.registers.entry import write_entries
from ingest.registers.networks import network_entries, network_successions
from ingest.registers.places import (
    district_entries,
    location_areas,
    location_entries,
    read_places,
)


def write_registers(data: Path) -> Mapping[str, str]:
    """The text of each file of the registers, by its name, made from the folder of shared data."""
    places = read_places(data)
    boards = places.boards
    entries = {
        "board": chain(board_entries(boards), board_areas(boards)),
        "region": region_entries(boards),
        "network": network_entries(data),
        "sub-icb": chain(location_entries(places), location_areas(places)),
        "district": district_entries(places),
        "succession": chain(succession_entries(boards), network_successions(data)),
    }
    return {f"{name}.yaml": write_entries(found) for name, found in entries.items()}


if __name__ == "__main__":
    for name, text in write_registers(Path(sys.argv[1])).items():
        (REGISTERS / name).write_text(text, "utf-8")
