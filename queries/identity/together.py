"""Questions put of things that are one: answered for all of them, each row with its own source."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product

from queries.catalogue import Ask, Cell, Question, Rows, find_question, sort_rows
from queries.given import Given
from queries.identity.matches import Clusters, Match, cluster

LABEL = "Label"  # what the column of a thing's label ends in


class Together:
    """An `Ask` that reads what was decided on identity, whatever the engine and its language.

    What is given is asked for with all that is one with it. Where things are to be named alike,
    each is named as the one of them that was preferred, or else the first by its IRI: analyses
    then count it once. Claims and documents keep their names, unless they are one themselves.
    """

    def __init__(
        self,
        ask: Ask,
        matches: Sequence[Match],
        prefer: Iterable[str | None] = (),
        *,
        rename: bool = True,
    ) -> None:
        """Wrap an `Ask`; `prefer` are the things whose names stand for those that are the same."""
        self._ask = ask
        self._matches = matches
        self._prefer = tuple(name for name in prefer if name)
        self._rename = rename

    def __call__(self, question: Question | str, /, **given: Given) -> Rows:
        """The rows of all that is one; InvalidInput as the engine has it."""
        asked = find_question(question)
        if not self._concerns(given):
            return self._ask(asked, **given)
        answers = [self._ask(asked, **one) for one in self._each(asked, given)]
        found = [row for answer in answers for row in answer.rows]
        if self._rename:
            found = [self._named(asked.columns, row) for row in found]
        truncated = next((one.truncated for one in answers if one.truncated), None)
        return Rows(asked.columns, sort_rows(found), truncated)

    def _concerns(self, given: Mapping[str, Given]) -> bool:
        """Whether anything that is one with another can be in it."""
        return bool((self._rename or any(given.values())) and self._clusters.members)

    @cached_property
    def _clusters(self) -> Clusters:
        return cluster(self._matches)

    @cached_property
    def _heads(self) -> Mapping[str, str]:
        """Each thing that goes by the name of another: that name."""
        chosen = {member: one for one in self._prefer for member in self._clusters.of(one)}
        names = {one: chosen.get(one, those[0]) for one, those in self._clusters.members.items()}
        return {one: name for one, name in names.items() if one != name}

    @cached_property
    def _labels(self) -> Mapping[str, str | None]:
        ends = ((one.one, one.one_label) for one in self._matches)
        return dict(ends) | {one.other: one.other_label for one in self._matches}

    def _each(self, question: Question, given: Mapping[str, Given]) -> Iterator[dict[str, Given]]:
        """What is given, for each choice among things that are one."""
        choices: list[Sequence[Given]] = [
            self._clusters.of(value)
            if isinstance(value, str) and question.given.get(key) == "iri"
            else (value,)
            for key, value in given.items()
        ]
        yield from (dict(zip(given, chosen, strict=True)) for chosen in product(*choices))

    def _named(self, columns: Sequence[str], row: Sequence[Cell]) -> tuple[Cell, ...]:
        cells = dict(zip(columns, row, strict=True))
        for name, cell in zip(columns, row, strict=True):
            cells[name] = self._name(cells[name])
            if cells[name] != cell and name + LABEL in cells:
                label = self._labels.get(str(cells[name]))
                cells[name + LABEL] = label or cells[name + LABEL]
        return tuple(cells.values())

    def _name(self, cell: Cell) -> Cell:
        match cell:
            case str():
                return self._heads.get(cell, cell)
            case tuple():
                return tuple(sorted({self._heads.get(one, one) for one in cell}))
        return cell
