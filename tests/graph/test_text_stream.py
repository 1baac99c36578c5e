"""Many texts as one file: nothing is lost between them, and what goes wrong is told."""

from collections.abc import Iterator
from itertools import count

import pytest
from pyoxigraph import RdfFormat, Store

from graph.text_stream import TextStream
from ontology.errors import StorageFailure


def test_the_texts_come_one_after_the_other() -> None:
    texts = ["one\n", "", "zwö\n" * 10_000, "three"]
    assert TextStream(texts).read() == "".join(texts).encode()
    assert TextStream([]).read() == b""


def test_no_text_is_made_before_it_is_read() -> None:
    asked = count()
    stream = TextStream(f"{next(asked)} {'x' * 10_000}\n" for _ in range(100))
    stream.readline()
    assert next(asked) < 5


def test_a_store_raises_what_making_a_text_raises() -> None:
    def texts() -> Iterator[str]:
        yield "<https://ex.org/a> <https://ex.org/b> <https://ex.org/c> .\n"
        raise StorageFailure("the disk is gone")

    with pytest.raises(StorageFailure, match="the disk is gone"):
        Store().bulk_load(TextStream(texts()), RdfFormat.N_QUADS)
