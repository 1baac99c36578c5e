"""Words as people type them: without case or accents, singular or plural, with a slip or two."""

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[^\W_]+(?:[-\u2010'\u2019][^\W_]+)+")
_LITTLE = frozenset(
    {"a", "an", "and", "at", "by", "for", "in", "of", "on", "s", "the", "to", "with"}
)
_SHORT = 3  # letters of a word that is never cut
FEWEST = 3  # words whose initials people use


def split_words(text: str) -> list[str]:
    """The words of a text in small letters, without accents, each as in the singular."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(one for one in plain if not unicodedata.combining(one)).casefold()
    return [stem(word) for word in _WORD.findall(letters)]


def stem(word: str) -> str:
    """A word without the ending of its plural.

    After the S-stemmer of Harman (1991), How effective is suffixing?, JASIS 42: 7-15.
    """
    if len(word) <= _SHORT:
        return word
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return f"{word[:-3]}y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    return word[:-1] if word.endswith("s") and not word.endswith(("us", "ss")) else word


def list_words(text: str) -> list[str]:
    """The words of a text that say something; all of them where none does."""
    words = split_words(text)
    return [word for word in words if word not in _LITTLE] or words


def join_words(text: str) -> set[str]:
    """Words with a hyphen or the like in them, as those write them who leave it out."""
    return {"".join(split_words(found)) for found in _JOINED.findall(text)}


def find_initials(text: str) -> set[str]:
    """What a name of three words or more is called for short: its initials.

    NHS in front is left out as well as not: NHS Bath and … and Bath and …
    """
    words = [word for word in list_words(text.partition("(")[0]) if not word.isdecimal()]
    runs = [words, words[1:] if words[:1] == ["nhs"] else []]
    return {"".join(word[0] for word in run) for run in runs if len(run) >= FEWEST}


def shorten_once(word: str) -> Iterator[str]:
    """A word, and all that it becomes without one of its letters.

    Two words that are one slip apart share one of these (Garbe 2012, SymSpell).
    """
    yield word
    yield from {word[:at] + word[at + 1 :] for at in range(len(word))}


def slipped(one: str, other: str) -> bool:
    """Whether two words differ by one letter too many, too few, changed, or by two swapped."""
    if len(one) > len(other):
        one, other = other, one
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :] and len(other) - len(one) == 1
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
