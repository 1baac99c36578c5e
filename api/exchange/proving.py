"""Self-proof: the questions in a bundle are put again to its records, and the answers compared."""

from collections.abc import Iterator

from api.authoring.adding import Steps
from api.exchange.bundling import answer_bytes
from graph.engine.memory import MemoryEngine
from graph.engine.port import Update
from graph.exchange.verifying import read_graphs
from graph.imports.bundle import Bundle
from queries.catalogue import questions


def differing_answers(bundle: Bundle, steps: Steps) -> Iterator[str]:
    """The questions whose answers are not those that the bundle says, each with how it differs.

    A question is put only in our own words: one whose text is another's is named and not run, for
    it could do harm.
    """
    known = questions()
    with MemoryEngine() as engine:
        engine.load(Update(1, dict(read_graphs(bundle.folder))))
        steps.step("asking again", None)
        for name, text, told in bundle.questions():
            if name not in known or known[name].text != text:
                yield f"{name}: the question is not worded as here: it was not asked"
            elif answer_bytes(name, engine.ask(known[name])) != told:
                yield f"{name}: the answer on these records is another than the bundle says"
            steps.advance(1)
