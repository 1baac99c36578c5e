"""How firmly a figure is stated, and whether a model computed it."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache

from ingest.suggesters.quantities.lexicon import listed, pattern, phrases, read_lexicon, word_set

_NEAR = 120  # characters: a cue further before the figure speaks of something else
_BEFORE = 400  # characters before the end of a figure: a sentence and a bit
_AFTER = 60  # characters after a figure that may say who computed it
_SAID = 60  # characters before a cue in which it stands who says it
_LOOSE = ("possible", "expected")  # of verbs that bind the next verb alone


@cache
def _cues() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((mood, phrases(words)) for mood, words in read_lexicon().moods.items())


def read_mood(words: str, at: int, end: int, form: str = "") -> str:
    """The modality of what stands at `at`: that of the nearest cue before it, or else just after.

    `form` is past or base where a verb of change stands at `at`: a past tense is ruled only by a
    cue that binds it (`would have fallen`), a bare infinitive is a purpose.
    """
    low = _clause_start(words, at)
    for start, stop, mood in reversed(_find(words, low, at)):
        if _is_of_another(words, start, at):
            continue
        if form != "past" or _binds(words[stop:at], mood):
            return mood
    if form != "past" and (after := min(_find(words, at, _follow(words, at, end)), default=None)):
        return after[2]
    return _bare_purpose(words, at) if form == "base" else "asserted"


def _find(words: str, start: int, end: int) -> Sequence[tuple[int, int, str]]:
    """The cues that stand from `start` to `end`."""
    cues = _find_cues(words)
    first = bisect_left(cues, (start,))
    return [cue for cue in cues[first : bisect_left(cues, (end,))] if cue[1] <= end]


@lru_cache(maxsize=4)
def _find_cues(words: str) -> list[tuple[int, int, str]]:
    """All cues; none of what people said they would do, which is their view and no plan."""
    views = {at for one in listed("attitudes").finditer(words) for at in range(*one.span())}
    found = ((match, mood) for mood, cue in _cues() for match in cue.finditer(words))
    return sorted(
        (*match.span(), mood)
        for match, mood in found
        if match.group() != "May"  # a month
        and match.start() not in views
        and not _is_hedged(words, match.start())
    )


def _is_hedged(words: str, at: int) -> bool:
    """Whether a cue tells what somebody said: `said they would`, `asked if they could`."""
    return bool(pattern("hedged").search(words, max(0, at - _SAID), at))


def _is_of_another(words: str, start: int, at: int) -> bool:
    """Whether a cue is of another figure: `against a target of 75%, 68% came`."""
    noun = listed("own_figure").match(words, start)
    return noun is not None and "," in words[start:at]


def _binds(between: str, mood: str) -> bool:
    """Whether a cue rules a past tense that stands so far after it."""
    other = pattern("other_clause").search(between)
    return bool(pattern("bound").fullmatch(between)) or (mood not in _LOOSE and not other)


def _follow(words: str, at: int, end: int) -> int:
    """Up to where a cue after a figure speaks of it: a comma or what somebody said ends that."""
    stops = [match.start() for match in re.finditer(r",\s", words[at:end])]
    stops += [match.start() for match in listed("reporting").finditer(words[at:end])]
    return at + min(stops, default=end - at)


def _bare_purpose(words: str, at: int) -> str:
    """`to reduce` with nothing that says it came about is a purpose."""
    purpose = pattern("purpose").search(words, max(0, at - 4), at)
    if not purpose or listed("achieved").search(words, max(0, at - _NEAR), at):
        return "asserted"
    return "intended"


def _clause_start(words: str, at: int) -> int:
    low = max(0, at - _NEAR)
    return max((mark.end() for mark in pattern("mood_break").finditer(words, low, at)), default=low)


def is_prospective(mood: str) -> bool:
    """Whether it tells of what was not seen."""
    return mood in word_set("prospective")


def is_modelled(words: str, end: int, introduced: str = "") -> bool:
    """Whether a model, or somebody's estimate, computed the figure that ends at `end`.

    Words before it in its sentence say so, or right after it, or those that introduce its list.
    """
    told = _find_models(words)
    near = bisect_left(told, max(0, end - _BEFORE))
    after = re.split(r"[,;]", words[end : end + _AFTER], maxsplit=1)[0]
    if near < len(told) and told[near] < end + len(after):
        return True
    return bool(introduced and listed("modelled_list").search(introduced))


@lru_cache(maxsize=4)
def _find_models(words: str) -> list[int]:
    """Where a model tells something: a tool for forecasting tells nothing."""
    patterns = (listed("modelled"), pattern("model_tells"))
    return sorted(match.start() for one in patterns for match in one.finditer(words))
