"""Digests of graphs: one altered line is found."""

import pytest

from graph.exchange.digests import digest_graph, find_altered, read_digests
from ontology.errors import InvalidInput

LINES = [f'<urn:a> <urn:p> "{number}" <urn:g> .' for number in range(50)]
WANTED = digest_graph("urn:g", "".join(f"{line}\n" for line in LINES))


def test_any_one_altered_line_is_found() -> None:
    for place in range(len(LINES)):
        lines = list(LINES)
        lines[place] = lines[place][:-1] + "!"
        assert find_altered(WANTED, "".join(f"{line}\n" for line in lines)) == lines[place]


def test_nothing_is_named_where_no_one_line_is_it() -> None:
    whole = "".join(f"{line}\n" for line in LINES)
    assert find_altered(WANTED, whole) is None
    assert find_altered(WANTED, whole + "more\n") is None
    two = whole.replace('"7"', '"x"').replace('"9"', '"y"')
    assert find_altered(WANTED, two) is None


def test_digests_are_read_as_they_are_written() -> None:
    assert list(read_digests(WANTED.as_line().encode())) == [WANTED]
    with pytest.raises(InvalidInput, match="line 1"):
        list(read_digests(b"nonsense\n"))
