"""How the small areas within an area differ, which its average hides.

Small areas are the LSOAs of the 2021 census, each weighted by its residents. Shares add up to one
within each group: deciles of deprivation, classes of rurality, distances from the coast.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.tables import Row

Numbers = NDArray[np.float64]

RURALITY = ("UN1", "UF1", "RLN1", "RLF1", "RSN1", "RSF1")  # ONS Rural Urban Classification 2021
# km: above, and up to
COAST = {"00_to_05km": (-1, 5), "05_to_20km": (5, 20), "20km_and_over": (20, np.inf)}
PERCENTILES = (10, 50, 90)


def spread_within(areas: Sequence[Row], column: str) -> dict[str, Row]:
    """The figures of variation of each group of small areas that have one code in a column."""
    codes = np.array([row[column] for row in areas])
    numbers = {
        name: np.array([float(row[name]) for row in areas])
        for name in ("IMD_decile", "population_2021", "n_65p", "n_all20", "area_km2", "coast_km")
    }
    classes = np.array([row["ruc21_code"] for row in areas])
    found: dict[str, Row] = {}
    for code in sorted(set(codes.tolist())):
        here = codes == code
        within = {name: values[here] for name, values in numbers.items()}
        found[code] = dict(_figures(within, classes[here]))
    return found


def _figures(
    numbers: Mapping[str, Numbers], classes: NDArray[np.str_]
) -> Iterator[tuple[str, str]]:
    people = numbers["population_2021"]

    def share(chosen: NDArray[np.bool_]) -> str:
        return str(round(float(people[chosen].sum() / people.sum()), 4))

    for decile in range(1, 11):
        yield f"share_imd_decile_{decile:02}", share(numbers["IMD_decile"] == decile)
    for name in RURALITY:
        yield f"share_ruc_{name.lower()}", share(classes == name)
    for name, (above, upto) in COAST.items():
        distance = numbers["coast_km"]
        yield f"share_coast_{name}", share((distance > above) & (distance <= upto))
    density = people / numbers["area_km2"]
    older = numbers["n_65p"] / numbers["n_all20"]
    for percent in PERCENTILES:
        yield f"density_p{percent}", str(round(percentile(density, people, percent), 1))
    for percent in PERCENTILES:
        yield f"share_65_plus_p{percent}", str(round(percentile(older, people, percent), 4))


def percentile(values: Numbers, weights: Numbers, percent: float) -> float:
    """The least value such that at least this percentage of the weight lies at or below it."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    at = np.searchsorted(reached, reached[-1] * percent / 100 * (1 - 1e-12))
    return float(values[order][at])
