"""What must be true of regions once all was delivered and approved."""

from api.exchange.matching import propose_identity
from graph.canonical import dataset_digest, graph_digest
from graph.exchange.feed import Feed
from graph.ledger import SHARING
from ontology.errors import WhatworkedError
from tests.graph.imports.regions_histories import History, Texts
from tests.graph.imports.regions_model import Parcel, Region

ROUNDS = 2  # of deliveries: the second finds nothing new


def settle(history: History) -> None:
    """Deliver the last of everything and approve all that may be."""
    last = {
        (publisher, audience): history.regions[publisher].parcel(audience, "feed")
        for (follower, publisher), audience in history.audience.items()
        if "liar" not in {follower, publisher}
    }
    for _ in range(ROUNDS):
        for name, region in history.regions.items():
            for other in history.honest:
                if name not in {other, "liar"}:
                    _follow(region, last[other, history.audience[name, other]])
                    history.look(name)


def _follow(region: Region, parcel: Parcel) -> None:
    try:
        region.receive(parcel)
    except WhatworkedError as error:
        msg = f"{region.name} cannot follow {parcel.publisher}: {error}"
        raise AssertionError(msg) from error
    for waiting in region.waiting():
        region.approve(waiting)


def require_agreement(history: History) -> None:
    """Raise AssertionError where a promise of sharing is broken."""
    for name in history.honest:
        _require_own_facts(history, name)
        _require_no_erased_byte(history, name)
        _require_no_refused_match(history, name)
        for other in history.honest:
            if other != name:
                _require_equal(history, name, other)


def _require_own_facts(history: History, name: str) -> None:
    region, truth = history.regions[name], history.truth[name]
    held = region.ledger.graphs()
    own = {one: text for one, text in held.items() if one.startswith(region.base)}
    assert own == truth.texts, f"{name} lost or changed a fact of its own"
    levels = {one: region.ledger.level(one) for one in truth.levels}
    assert levels == truth.levels, f"{name} shares other than it said"
    kept = {one: held.get(one) for one in truth.kept}
    assert kept == truth.kept, f"{name} lost what was done there by hand"


def _require_no_erased_byte(history: History, name: str) -> None:
    words = [word.encode() for word in history.erased]
    for path in history.regions[name].folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(word in data for word in words), f"{name} has an erased word in {path.name}"


def _require_equal(history: History, follower: str, publisher: str) -> None:
    """The follower holds what the publisher wants the audience to see, and no more."""
    audience = history.audience[follower, publisher]
    there, here = history.regions[publisher], history.regions[follower]
    told = there.feed(audience)
    wanted = _shown(history, publisher, audience)
    kept = history.truth[follower].kept
    held = {one: text for one, text in here.ledger.graphs().items() if one.startswith(there.base)}
    assert _digest(wanted) == told.digest(there.ledger.nquads), f"the feed of {publisher} is wrong"
    assert _is_own(told, there), f"{publisher} states of others"
    some = {one: text for one, text in held.items() if one not in kept}
    others = {one: text for one, text in wanted.items() if one not in kept}
    assert _digest(some) == _digest(others), f"{follower} differs from {publisher}: {audience}"


def _is_own(feed: Feed, region: Region) -> bool:
    told = (member.record for step in feed.steps for member in step.members)
    return all(record.startswith(region.base) for record in told)


def _shown(history: History, publisher: str, audience: str) -> Texts:
    truth = history.truth[publisher]
    shown = SHARING[SHARING.index(audience) :]
    return {one: text for one, text in truth.texts.items() if truth.levels.get(one) in shown}


def _digest(texts: Texts) -> str:
    return dataset_digest((record, graph_digest(text)) for record, text in texts.items())


def _require_no_refused_match(history: History, name: str) -> None:
    region = history.regions[name]
    held = dict(region.ledger.graphs())
    arriving = {one: text for one, text in held.items() if not one.startswith(region.base)}
    refused = history.refused[name]
    if {another for _, another in refused} & arriving.keys():
        own = {one: text for one, text in held.items() if one.startswith(region.base)}
        proposed = {(it.other, it.one) for it in propose_identity(arriving, own)}
        assert not proposed & refused, f"a match that {name} refused is back"
