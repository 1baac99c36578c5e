"""Records in older terms are made into ours by named migrations, or held with what to do."""

from pathlib import Path

import pytest

from graph.imports.arrival import Arrival, Change, Origin
from graph.imports.migrating import UpgradeFirst, load_migrations, migrate, migrations_from
from ontology.errors import InvalidInput
from ontology.terms import load_version

RENAME = """\
#+ from: "{before}"
#+ to: "{after}"
#+ summary: {old} is called {new}
CONSTRUCT {{ ?s ?q ?o }} WHERE {{
  ?s ?p ?o
  BIND(IF(?p = <urn:{old}>, <urn:{new}>, ?p) AS ?q)
}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for before, after, old, new in ((0, 1, "a", "b"), (1, 2, "b", "c")):
        text = RENAME.format(before=before, after=after, old=old, new=new)
        (tmp_path / f"{before}-to-{after}-rename-{old}.rq").write_text(text, "utf-8")
    return tmp_path


def test_two_migrations_are_done_in_order_and_the_rest_stays(folder: Path) -> None:
    steps = migrations_from("0.4.1", load_migrations(folder), "2.0.0")
    assert [one.name for one in steps] == ["0-to-1-rename-a", "1-to-2-rename-b"]
    assert steps[0].summary == "a is called b"
    text = '<urn:r> <urn:a> "x" <urn:r> .\n<urn:r> <urn:k> "y" <urn:r> .\n'
    changes = [Change("urn:r", text), Change("urn:gone", None)]
    arrival = migrate(Arrival(Origin("feed", "", None), lambda: iter(changes)), steps)
    first, second = arrival.changes()
    lines = text.replace("urn:a", "urn:c").splitlines(keepends=True)
    assert first.nquads == "".join(sorted(lines))
    assert second == changes[1]


def test_the_same_major_version_needs_none(folder: Path) -> None:
    assert migrations_from("2.9.0", load_migrations(folder), "2.0.0") == ()
    assert migrations_from(load_version(), load_migrations()) == ()


def test_a_newer_one_and_one_that_nothing_leads_from_are_held(folder: Path) -> None:
    with pytest.raises(UpgradeFirst, match="upgrade first"):
        migrations_from("99.0.0", load_migrations())
    with pytest.raises(UpgradeFirst, match="nothing leads"):
        migrations_from("0.1.0", load_migrations(folder)[1:], "2.0.0")
    with pytest.raises(InvalidInput):
        migrations_from("newest", load_migrations())
