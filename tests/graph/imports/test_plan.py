"""The plan of an import, where regions share the project's own records or its base."""

from collections.abc import Mapping

from graph.imports.arrival import Arrival, Change, Origin
from graph.imports.history import Standing
from graph.imports.plan import Held, Plan, make_plan
from ontology.terms import PROJECT_BASE

SOUTH, NORTH = "https://south.example/", "https://north.example/"
AREA = f"{PROJECT_BASE}id/area/x"
SHIPPED = f'<{AREA}> <urn:says> "as shipped" <{AREA}> .\n'
OTHER = SHIPPED.replace("as shipped", "otherwise")


def plan(
    change: Change, base: str, sender: str = NORTH, held: Mapping[str, Standing] | None = None
) -> Plan:
    known = Held(
        base=base,
        standing=held or {},
        read={"shipped": SHIPPED, "other": OTHER}.__getitem__,
        shipped={AREA: SHIPPED}.get,
    )
    origin = Origin("bundle", "a.zip", "north", sender, "PUBLIC", sequence=1)
    return make_plan(Arrival(origin, lambda: iter([change])), known)


def test_the_projects_records_are_taken_only_as_they_come_with_the_program() -> None:
    for base in (SOUTH, PROJECT_BASE):
        assert plan(Change(AREA, SHIPPED), base).created == (AREA,)
        left = plan(Change(AREA, OTHER), base)
        assert (left.created, left.findings, len(left.conflicts)) == ((), (), 1)
        gone = plan(Change(AREA, None), base)
        assert (gone.deleted, gone.findings, len(gone.conflicts)) == ((), (), 1)


def test_what_is_held_as_it_comes_is_left_alone() -> None:
    held = {AREA: Standing("shipped", "PUBLIC", None)}
    for base in (SOUTH, PROJECT_BASE):
        assert plan(Change(AREA, SHIPPED), base, held=held) == Plan(unchanged=1)


def test_a_region_that_kept_the_projects_base_owns_what_it_put_in_by_hand() -> None:
    held = {AREA: Standing("shipped", "PUBLIC", None)}
    for sender in (NORTH, PROJECT_BASE):
        found = plan(Change(AREA, OTHER), PROJECT_BASE, sender, held)
        assert ([one.record for one in found.proposals], found.updated) == ([AREA], ())


def test_two_regions_that_both_kept_it_share_what_is_new() -> None:
    assert plan(Change(AREA, OTHER), PROJECT_BASE, PROJECT_BASE).created == (AREA,)
    held = {AREA: Standing("shipped", "PUBLIC", "i-1")}
    assert plan(Change(AREA, OTHER), PROJECT_BASE, PROJECT_BASE, held).updated == (AREA,)
