"""Answers about similar contexts as they are printed: for programs, and for people.

The JSON holds all that an independent reader needs to work each score out again.
"""

import csv
import io
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.answers.similarity import Alike
from queries.similarity.profile import Feature, Profile
from queries.similarity.similar import METHOD, Hit
from queries.similarity.weighings import DRAWS

NOTE = (
    "Likeness of places has not been shown to predict whether an innovation transfers: it picks "
    "whom to read first."
)
COLUMNS = (
    "id", "name", "similarity", "similarityStatus", "coverage", "low", "high", "rank", "rankBest",
    "rankWorst", "stability", "belowLine", "differences", "unknown",
)  # fmt: skip


def answer_json(alike: Alike) -> dict[str, object]:
    """An answer as the contract has it, with the frame and the weights that it rests on."""
    similar = alike.similar
    profile, subject = similar.profile, similar.subject
    weights = dict(zip(profile.names, similar.weights, strict=True))
    told = dict(zip(profile.names, subject.told, strict=True))
    return {
        "method": METHOD,
        "version": f"{profile.name} {profile.version}",
        "profile": profile.name,
        "level": alike.level,
        "subject": subject.id or None,
        "name": subject.name,
        "note": note_of(alike),
        "weights": weights,
        "given": {name: raw for name, raw in told.items() if raw is not None},
        "unknown": [name for name, raw in told.items() if raw is None and weights[name]],
        "frame": {
            feature.name: {"kind": feature.kind, **feature.frame}
            for feature in profile.features
            if weights[feature.name]
        },
        "compared": similar.compared,
        "ranks": "exact" if similar.exact else "bounds",
        "stabilityOf": {"draws": DRAWS, "among": similar.among},
        "results": [_hit_json(alike, hit) for hit in similar.hits],
    }


def note_of(alike: Alike) -> str:
    """What every answer says, and what this one must say of what is not known."""
    lacking = [hit for hit in alike.similar.hits if hit.likeness.unknown]
    if not lacking:
        return f"{alike.remark}{NOTE}"
    return (
        f"{alike.remark}{NOTE} Some figures are not known of {len(lacking)} of these places or of "
        "the subject: their likeness rests on the others alone, and low, high, rankBest and "
        "rankWorst say what it may be."
    )


def _hit_json(alike: Alike, hit: Hit) -> dict[str, object]:
    likeness = hit.likeness
    codes = alike.table.places.codes
    return {
        "id": hit.context.id,
        "name": hit.context.name,
        **(codes[hit.row] if codes else {}),
        "similarity": likeness.similarity,
        "coverage": likeness.coverage,
        "low": likeness.low,
        "high": likeness.high,
        "rank": hit.rank,
        "rankBest": hit.best,
        "rankWorst": hit.worst,
        "stability": hit.stability,
        "belowLine": not likeness.enough,
        "differences": list(hit.differences),
        "contributions": [
            {
                "feature": part.feature,
                "weight": part.weight,
                "a": part.a,
                "b": part.b,
                "distance": part.distance,
                "contribution": part.contribution,
            }
            for part in likeness.parts
        ],
        "unknown": list(likeness.unknown),
    }


def answer_csv(alike: Alike) -> str:
    """An answer as CSV, one row for each place."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for hit in alike.similar.hits:
        found = _hit_json(alike, hit)
        status = "notReported" if found["similarity"] is None else "reported"
        cells: Mapping[str, object] = {
            **found,
            "similarityStatus": status,
            "belowLine": str(found["belowLine"]).lower(),
            "differences": "; ".join(hit.differences),
            "unknown": "; ".join(hit.likeness.unknown),
        }
        writer.writerow([cells[name] for name in COLUMNS])
    return text.getvalue()


def print_alike(console: Console, alike: Alike) -> None:
    """An answer for people: how alike, within which range, on how much, and what differs."""
    similar = alike.similar
    where = f"{similar.compared} places" + (f" of the level {alike.level}" if alike.level else "")
    console.print(Text(f"Places like {similar.subject.name}, of {where}"), style="bold")
    console.print(Text(f"in {similar.profile.summary}"), style="dim")
    table = Table("", "place, and in what it differs most", header_style="bold")
    for name in ("likeness", "known", "rank", "stays"):
        table.add_column(name, no_wrap=True)
    for hit in similar.hits:
        table.add_row(*map(Text, _cells(hit)), end_section=True)
    console.print(table)
    console.print(
        Text("known: of the weight, of both; rank: possible ones; stays: weighed otherwise"),
        style="dim",
    )
    if any(not hit.likeness.enough for hit in similar.hits):
        console.print("* below the line: less than half is known of both", style="dim")
    console.print(Text(note_of(alike)), style="dim")


def _cells(hit: Hit) -> list[str]:
    likeness = hit.likeness
    mark = "" if likeness.enough else "*"
    ranks = str(hit.best) if hit.best == hit.worst else f"{hit.best}–{hit.worst}"
    likely = "not known" if likeness.similarity is None else f"{likeness.similarity:.3f}"
    possible = f"\n{likeness.low:.2f}–{likeness.high:.2f}" if likeness.unknown else ""
    return [
        f"{hit.rank}{mark}",
        "\n".join([hit.context.name, *(f"  {words}" for words in hit.differences)]),
        f"{likely}{possible}",
        f"{likeness.coverage:.0%}",
        ranks,
        f"{hit.stability:.0%}",
    ]


def profile_json(profile: Profile) -> dict[str, object]:
    """A profile with what each of its features is and where it comes from."""
    return {
        "name": profile.name,
        "version": profile.version,
        "summary": profile.summary,
        "groups": dict(profile.groups),
        "features": [
            _feature_json(feature, weight)
            for feature, weight in zip(profile.features, profile.weigh(), strict=True)
        ],
    }


def _feature_json(feature: Feature, weight: float) -> dict[str, object]:
    return {
        "name": feature.name,
        "label": feature.label,
        "kind": feature.kind,
        "columns": list(feature.columns),
        "group": feature.group,
        "weight": weight,
        "frame": dict(feature.frame),
        **feature.about,
    }
