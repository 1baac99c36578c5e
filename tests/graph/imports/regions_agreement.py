"""What must be true of regions once all was delivered and approved."""

from api.exchange.matching import propose_identity
from graph.canonical import dataset_digest, graph_digest
from graph.exchange.feed import AUDIENCES, Feed
from graph.ledger import SHARING
from ontology.errors import WhatworkedError
from tests.graph.imports.regions_histories import LIAR, History, Texts
from tests.graph.imports.regions_model import Parcel, Region

ROUNDS = 8  # of deliveries: by then one of them finds nothing new


def settle(history: History) -> None:
    """Deliver the last of everything in any order, approve all that may be, until all is quiet."""
    last = {
        (name, audience): history.regions[name].parcel(audience, "feed")
        for name in history.honest
        for audience in AUDIENCES
    }
    followed = [
        (name, other, audience)
        for (name, other), audiences in history.audiences.items()
        for audience in audiences
        if name != other and LIAR not in {name, other}
    ]
    for _ in range(ROUNDS):
        history.chosen.shuffle(followed)
        news = [_follow(history, name, last[other, audience]) for name, other, audience in followed]
        if not any(news):
            return
    msg = f"something is new after {ROUNDS} rounds still"
    raise AssertionError(msg)


def _follow(history: History, name: str, parcel: Parcel) -> bool:
    region = history.regions[name]
    try:
        is_new = region.receive(parcel)
    except WhatworkedError as error:
        msg = f"{region.name} cannot follow {parcel.publisher}: {error}"
        raise AssertionError(msg) from error
    region.approve_all()
    history.look(name)
    return is_new


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
    """The follower holds what the publisher wants its audiences to see, and no more."""
    audiences = history.audiences[follower, publisher]
    there, here = history.regions[publisher], history.regions[follower]
    for audience in audiences:
        told, wanted = there.feed(audience), _shown(history, publisher, audience)
        right = _digest(wanted) == told.digest(there.ledger.nquads)
        assert right, f"the feed of {publisher} is wrong"
        assert _is_own(told, there), f"{publisher} states of others"
    wanted = _shown(history, publisher, min(audiences, key=SHARING.index))
    kept = history.truth[follower].kept
    held = {one: text for one, text in here.ledger.graphs().items() if one.startswith(there.base)}
    some = {one: text for one, text in held.items() if one not in kept}
    others = {one: text for one, text in wanted.items() if one not in kept}
    assert _digest(some) == _digest(others), f"{follower} differs from {publisher}"
    for record in some:
        level = here.ledger.level(record)
        assert level in audiences, f"{follower} shows {record} to {level}, who were not told"
        wide = SHARING.index(level) > SHARING.index(history.truth[publisher].levels[record])
        assert not wide, f"{follower} shows {record} more widely than {publisher}"


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
