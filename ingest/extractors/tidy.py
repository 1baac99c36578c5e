"""What is made of the text that a library gives, before offsets are counted in it."""

import re
import unicodedata

_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff]"
)
_LONE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)
_BLANK = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text in NFC, without signs that nobody sees, spaces at line ends and empty stretches.

    Controls, bidirectional marks, zero-width spaces, soft hyphens and marks of byte order go; half
    of a surrogate pair becomes U+FFFD.
    """
    text = _LONE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", _UNSEEN.sub("", text))
    return _BLANK.sub("\n\n", _SPACE.sub("", text)).strip("\n") + "\n"
