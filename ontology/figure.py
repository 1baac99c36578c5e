"""The numbers of a place: those that describe it, and those that show an acute challenge."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from ontology.document import Strict
from ontology.fields import Iri, Key, Reference, Text, Year, misfit

Count = Annotated[int, Field(strict=True, ge=1)]


class Figure(Strict):
    """One number of a place, as official statistics give it; without a value it is unknown."""

    key: Key
    feature: Text
    label: Text | None = None
    value: Decimal | None
    unit: Text
    computed: Text | None = None


class ChallengeFigure(Strict):
    """What a challenge indicator says of a place: now, earlier, and beside others of its level.

    `rank` is the position among the `ranked` areas whose value is known, 1 the worst.
    """

    key: Key
    indicator: Reference
    value: Decimal | None
    unit: Text
    computed: Text | None = None
    first_year: Year | None = Field(None, alias="firstYear")
    first_value: Decimal | None = Field(None, alias="firstValue")
    rank: Count | None = None
    ranked: Count | None = None

    @property
    def change(self) -> Decimal | None:
        """The value less the first one, where both are known."""
        if self.value is None or self.first_value is None:
            return None
        return self.value - self.first_value

    @model_validator(mode="after")
    def _dates_its_first_value(self) -> Self:
        if self.first_value is not None and self.first_year is None:
            raise misfit("firstYear", "a first value is of some year: give firstYear")
        return self

    @model_validator(mode="after")
    def _ranks_what_is_known(self) -> Self:
        if self.rank is None and self.ranked is None:
            return self
        if self.rank is None or self.ranked is None or self.rank > self.ranked:
            raise misfit("rank", "a rank is one of so many: give rank and ranked, rank the smaller")
        if self.value is None:
            raise misfit("rank", "what is not known has no rank: take rank and ranked out")
        return self


Worse = Literal["increase", "decrease"]


class Described(Strict):
    """What a figure is, in what unit, how it was had, and for a challenge which way is worse."""

    label: Text
    unit: Text = "not stated"
    computed: Text | None = None
    worse: Worse | None = None


class Edition(Strict):
    """Figures of one source in one edition: what each is, and where all come from.

    `features` are the names of columns or indicators. What one of them does not say, or a label
    alone leaves out, is as the edition has it. The year is left out where each figure has its own.
    """

    name: Key
    source: Iri
    version: Text
    year: Year | None = None
    unit: Text = "not stated"
    computed: Text | None = None
    worse: Worse | None = None
    features: Mapping[str, Text | Described]

    def described(self) -> Mapping[str, Described]:
        """Each feature with all that is known of it."""
        shared = {"unit": self.unit, "computed": self.computed, "worse": self.worse}
        told = {
            name: {"label": one} if isinstance(one, str) else one.model_dump(exclude_unset=True)
            for name, one in self.features.items()
        }
        return {name: Described.model_validate(shared | one) for name, one in told.items()}


EDITIONS: TypeAdapter[tuple[Edition, ...]] = TypeAdapter(tuple[Edition, ...])
