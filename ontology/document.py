"""What is known of a document itself, and how its text was had."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ontology.fields import Day, Iri, Reference, Role, Sha256, Text, misfit, notation_of


class Strict(BaseModel):
    """A part of a record that has no other fields than these, and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Document(Strict):
    """A document: held with its text, or known by its address alone."""

    title: Text
    publisher: Reference | None = None
    licence: Iri | None = None
    issued: Day | None = None
    address: Iri | None = None
    collection: Iri | None = None
    coverage: Annotated[str, notation_of("coverage")]
    range_read: Text | None = Field(None, alias="rangeRead")
    bytes_sha256: Sha256 | None = Field(None, alias="bytesSha256")
    text_sha256: Sha256 | None = Field(None, alias="textSha256")
    extractor: Text | None = None
    narrator: Reference | None = None
    narrator_role: Role | None = Field(None, alias="narratorRole")
    narrator_because: Text | None = Field(None, alias="narratorBecause")

    @property
    def held(self) -> bool:
        """Whether its text is held, so that statements stand on words of it."""
        return self.text_sha256 is not None

    @property
    def basis(self) -> str:
        """What a statement stands on where it does not say: words, or the page at the address."""
        return "span" if self.held else "address"

    @model_validator(mode="after")
    def _says_how_far_it_was_read(self) -> Self:
        if self.coverage == "part" and self.range_read is None:
            raise misfit("rangeRead", "coverage part: say which part was read, rangeRead: …")
        if self.narrator and not self.narrator_because:
            msg = "a narrator is a curator's reading: say why, narratorBecause: …"
            raise misfit("narratorBecause", msg)
        return self

    @model_validator(mode="after")
    def _is_held_or_has_an_address(self) -> Self:
        text = {
            "textSha256": self.text_sha256,
            "bytesSha256": self.bytes_sha256,
            "extractor": self.extractor,
        }
        missing = [name for name, given in text.items() if given is None]
        if 0 < len(missing) < len(text):
            msg = (
                "a text that is held has textSha256, bytesSha256 and extractor, all from "
                f"whatworked document add: {' and '.join(missing)} is wanted, or none of the three"
            )
            raise misfit(missing[0], msg)
        if missing and self.address is None:
            msg = "the text is not held, so tell where it can be read: address: https://…"
            raise misfit("address", msg)
        return self
