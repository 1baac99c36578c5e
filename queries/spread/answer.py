"""The answer to how an innovation spread: what is known, with counts of what is not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from queries.catalogue import Ask
from queries.outcomes.case import Named
from queries.spread.links import link_nodes
from queries.spread.moves import BECAME, Move, Moves, read_moves
from queries.spread.reach import FEWEST, Broker, Followed, follow

NOTE = (
    "An arrow is an attempt that arrived, from a named use to a named use. What is planned, under "
    "way, not adopted or of unknown result draws none."
)
TOO_FEW = "fewer than three are linked by attempts that arrived: nobody can stand between"
NOBODY = "nobody stands between others on the ways that are known"


@dataclass(frozen=True)
class Spread:
    """The uses and attempts of an innovation, and what following them shows."""

    moves: Moves
    followed: Followed

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims of all uses and attempts, in order."""
        moves = (*self.moves.attempts.values(), *self.moves.uses.values())
        return tuple(dict.fromkeys(claim for one in moves for claim in one.claims))

    def as_json(self) -> dict[str, object]:
        """The answer as programs get it."""
        moves, followed = self.moves, self.followed
        return {
            "innovation": moves.innovation.iri,
            "label": moves.innovation.label,
            "note": NOTE,
            "counts": count(moves),
            "attempts": [self._attempt(one) for one in in_time(moves.attempts.values())],
            "uses": [_told(one) for one in in_time(moves.uses.values())],
            "reach": [
                {
                    "use": self._named(one.use),
                    "direct": list(map(self._named, one.direct)),
                    "indirect": list(map(self._named, one.indirect)),
                    "steps": dict(one.steps),
                }
                for one in followed.reach
            ],
            "brokers": self._brokers(),
            "ends": [
                {"thing": self._named(one.thing), "why": one.why, "claims": list(one.claims)}
                for one in followed.ends
            ],
            "circles": [list(map(self._named, circle)) for circle in followed.circles],
            "outOfOrder": [list(map(self._named, pair)) for pair in followed.out_of_order],
            "graph": link_nodes(moves),
        }

    def _attempt(self, one: Move) -> dict[str, object]:
        return {
            **_told(one),
            "became": one.became,
            "from": list(map(self._named, one.origins)),
            "to": list(map(self._named, one.targets)),
        }

    def _named(self, iri: str) -> dict[str, str | None]:
        return {"iri": iri, "label": self.label(iri)}

    def label(self, iri: str) -> str | None:
        """What a use, an attempt or an organisation is called."""
        moves = self.moves
        known = moves.uses.get(iri) or moves.attempts.get(iri)
        return known.thing.label if known else _organisations(moves).get(iri, moves.labels.get(iri))

    def _brokers(self) -> dict[str, object]:
        followed = self.followed
        found = followed.uses_between or followed.organisations_between
        linked = {use for one in followed.reach for use in (one.use, *one.steps)}
        reason = None if found else TOO_FEW if len(linked) < FEWEST else NOBODY
        return {
            "reason": reason,
            "uses": [self._broker(one) for one in followed.uses_between],
            "organisations": [self._broker(one) for one in followed.organisations_between],
            "carriers": [
                {**asdict(one), "attempts": list(attempts)}
                for one, attempts in followed.carriers.items()
            ],
        }

    def _broker(self, one: Broker) -> dict[str, object]:
        told = {"betweenness": one.betweenness, "pairs": one.pairs, "n": one.n}
        return {**self._named(one.node), **told}


def trace_spread(ask: Ask, innovation: str) -> Spread:
    """How an innovation spread, as far as documents tell."""
    moves = read_moves(ask, innovation)
    return Spread(moves, follow(moves))


def count(moves: Moves) -> dict[str, int]:
    """How many attempts came to what, and of how many something is not known."""
    attempts = moves.attempts.values()
    became = Counter(one.became for one in attempts)
    kinds = dict.fromkeys((*BECAME.values(), "unknown"))
    return {
        "uses": sum(not one.planned for one in moves.uses.values()),
        "usesPlanned": sum(one.planned for one in moves.uses.values()),
        "attempts": len(attempts),
        **{kind: became[kind] for kind in kinds},
        "withoutSource": sum(not one.origins for one in attempts),
        "withoutTarget": sum(not one.targets for one in attempts),
        "undated": sum(one.when is None for one in attempts),
    }


def in_time(moves: Iterable[Move]) -> list[Move]:
    """Moves by the last day that they can fall on, those without a date after all others."""
    return sorted(moves, key=lambda one: (_last_day(one), one.thing.iri))


def _last_day(one: Move) -> str:
    last = one.when and (one.when.latest or one.when.earliest)
    return last or "9999"


def _told(one: Move) -> dict[str, object]:
    return {
        **asdict(one.thing),
        "planned": one.planned,
        "statuses": list(one.statuses),
        "when": asdict(one.when) if one.when else None,
        "asOf": asdict(one.as_of) if one.as_of else None,
        "issued": one.issued,
        "organisations": [asdict(who) for who in one.organisations],
        "places": [asdict(where) for where in one.places],
        "claims": list(one.claims),
        "documents": list(one.documents),
    }


def _organisations(moves: Moves) -> Mapping[str, str | None]:
    """The names of those who use it or carry it."""
    every = (*moves.uses.values(), *moves.attempts.values())
    named: Iterable[Named] = (who for one in every for who in one.organisations)
    return {who.iri: who.label for who in named}
