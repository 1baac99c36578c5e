"""Whatever readers and editors do in whatever order: nothing accepted is lost, nothing rejected
comes back, and no state claims more readers than there were."""

from collections import Counter

import pytest

from bench.histories import RECORD, STEPS, History, begin, stand_by, standing
from ingest.documents import digest
from ingest.review.drafting import Draft, draft
from ingest.review.item import Item
from ingest.review.queue import fold
from ontology.fields import REVIEW_STATES as STATES
from ontology.record import Source

HISTORIES, STEPS_EACH, BLOCKS = 1000, 12, 10


def run(seed: int) -> History:
    """One history, looked at after each step."""
    history = begin(seed)
    for _ in range(STEPS_EACH):
        decided = {item.key for item in history.items() if history.said.get(item.key)}
        step = history.dice.choice(STEPS)
        if step == "merge":
            merge_and_split(history)
        elif step == "publish":
            publish(history)
        else:
            {
                "decide": history.decide,
                "undo": history.undo,
                "edit text": history.edit_text,
                "split": history.split,
            }[step]()
        assert decided <= set(history.queue.items), "an item that was decided on has gone"
        assert_states(history)
        assert_no_rejected_is_open(history)
    publish(history)
    assert fold(history.events) == history.queue
    return history


def assert_states(history: History) -> None:
    for item in history.items():
        readers = stand_by(history, item)
        assert set(item.readers) == readers
        assert STATES.index(item.state) <= len(readers)
        against = {reader for reader, (said, _) in standing(history, item) if said == "reject"}
        assert (item.status in ("accepted", "disputed")) == bool(readers)
        assert (item.status in ("rejected", "disputed")) == bool(against)


def assert_no_rejected_is_open(history: History) -> None:
    """Of the same words as often as they stand in the text, the rejected ones are among them."""
    text, kinds = history.text, Counter[tuple[str, str]]()
    for item in history.items():
        if item.form == "thing" and item.place and not item.gone:
            words = text[item.place.start : item.place.end]
            assert digest(words) == item.content.exact
            kinds[item.proposed.kind, words] += 1
    for (_, words), times in kinds.items():
        assert times <= text.count(words), "an item came in twice"


def merge_and_split(history: History) -> None:
    """A merge that is taken back leaves the very record there was; then it is made again."""
    before = draft(history.queue, RECORD, history.team)
    if merged := history.merge():
        history.happen("split", "ann", key=merged[0], reason="not the same after all")
        after = draft(history.queue, RECORD, history.team)
        assert (after.record, after.states, after.held) == (
            before.record,
            before.states,
            before.held,
        )
        history.happen("merge", "ann", key=merged[0], into=merged[1], reason="the same after all")


def publish(history: History) -> None:
    made = draft(history.queue, RECORD, history.team)
    for item in history.items():
        if stand_by(history, item):
            assert (item.key in made.states) != (item.key in made.held)
            assert item.key in made.states or made.held[item.key]
        else:
            assert item.key not in made.states
    if made.record:
        assert_says(history, made, made.record)
        assert_nobody_is_invented(history, made, made.record)
    states = made.states if made.record else {}
    history.happen("publish", "ann", states=states, version="v", sequence=1)


def assert_says(history: History, made: Draft, record: Source) -> None:
    """Each published item stands in the record, in the words that it stands on."""
    said = {item.key for _, item in record.items()}
    spans = record.places()
    for key in made.states:
        item = history.queue.items[key]
        assert item.name in said or item.name in record.nodes
        assert item.place
        assert (item.place.start, item.place.end) in spans


def assert_nobody_is_invented(history: History, made: Draft, record: Source) -> None:
    by_name = {history.queue.items[key].name: history.queue.items[key] for key in made.states}
    lowest = min((stands(history, item) for item in by_name.values()), default=0)
    assert STATES.index(record.review_state) <= lowest
    for item in (item for _, item in record.items()):
        if item.key in by_name:
            most = stands(history, by_name[item.key])
            assert STATES.index(item.review_state or record.review_state) <= most


def stands(history: History, item: Item) -> int:
    return len(stand_by(history, item))


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_thousand_histories(block: int) -> None:
    size = HISTORIES // BLOCKS
    steps: Counter[str] = Counter()
    for seed in range(block * size, (block + 1) * size):
        steps.update(event.kind for event in run(seed).events)
    assert {"propose", "decide", "undo", "merge", "split", "publish"} == set(steps)


def test_what_was_rejected_stays_rejected_wherever_its_sentence_goes() -> None:
    """As long as the words stand in the text once, one item is theirs, and it keeps its verdict."""
    for seed in range(100):
        history = begin(seed)
        history.sentences = list(dict.fromkeys(history.sentences))
        history.propose()
        rejected = {}
        for item in history.items():
            if item.form == "thing" and item.proposed.kind == "QualitativeOutcome":
                on = item.content.digest
                history.happen("decide", "ann", key=item.key, verdict="reject", on=on, reason="no")
                rejected[item.proposed.label, item.place and item.proposed.exact] = item.key
        for _ in range(6):
            history.dice.shuffle(history.sentences)
            gone = history.sentences.pop()
            history.propose()
            history.sentences.append(gone)
            history.propose()
            for item in history.items():
                if (item.proposed.label, item.proposed.exact) in rejected and not item.gone:
                    words = history.text.count(f"{item.proposed.label}.")
                    assert words != 1 or item.status == "rejected"
