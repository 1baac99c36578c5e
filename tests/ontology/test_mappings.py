"""The mappings of our conditions: valid SSSOM, between things that there are."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.read import CORPUS, read_files
from ontology.mappings import load_mappings
from ontology.record import Entity
from ontology.schemes import load_scheme
from ontology.terms import PROJECT_BASE, SKOS, VOCAB

FILES = sorted((Path(__file__).parents[2] / "ontology/mappings").iterdir())
RELATIONS = {"exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}


def conditions() -> dict[str, str]:
    """The label of each condition by its IRI."""
    found = read_files([CORPUS / "entities/condition.yaml"])
    return {one.iri(): one.label for one in found if isinstance(one, Entity)}


def checked(file: Path) -> "subprocess.CompletedProcess[str]":
    """What the sssom package says of a table."""
    command = Path(sys.executable).with_name("sssom")
    kinds = ("-V", "JsonSchema", "-V", "PrefixMapCompleteness", "-V", "StrictCurieFormat")
    return subprocess.run(
        [command, "validate", *kinds, file], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_table_is_valid_sssom(file: Path, tmp_path: Path) -> None:
    found = checked(file)
    assert (found.returncode, found.stdout) == (0, ""), found.stderr
    broken = tmp_path / file.name
    broken.write_text(file.read_text("utf-8").replace("semapv:Manual", "guess:Manual"), "utf-8")
    assert checked(broken).returncode


def test_labels_are_those_of_the_things() -> None:
    lines = [line for file in FILES for line in file.read_text("utf-8").splitlines()]
    rows = list(csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t"))
    labels = conditions()
    for row, found in zip(rows, load_mappings(), strict=True):
        code_list, _, notation = found.object.removeprefix(VOCAB).partition("/")
        construct = load_scheme(code_list).concepts[notation]
        assert (row["subject_label"], row["object_label"]) == (
            labels[found.subject],
            construct.label,
        )
        assert row["mapping_justification"] == "semapv:ManualMappingCuration"


def test_every_condition_is_mapped_to_constructs_that_were_seen() -> None:
    assert {one.subject for one in load_mappings()} == set(conditions())
    assert len({(one.subject, one.object) for one in load_mappings()}) == len(load_mappings())
    for one in load_mappings():
        assert one.subject.startswith(f"{PROJECT_BASE}id/condition/")
        assert one.predicate.removeprefix(SKOS) in RELATIONS
        assert one.comment
        code_list, _, notation = one.object.removeprefix(VOCAB).partition("/")
        assert load_scheme(code_list).concepts[notation].verification == "verified"
