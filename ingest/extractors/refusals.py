"""What is told of a document that gives no text: one error, with a code of its own, for each."""

from collections.abc import Mapping

from ontology.errors import InvalidInput, LimitReached, WhatworkedError


class UnknownFormat(InvalidInput):
    """Documents with this ending of the name are not read."""

    code = "unknownFormat"


class Unreadable(InvalidInput):
    """The file is damaged, cut short, or not of the format that its name says."""

    code = "unreadable"


class Crashed(Unreadable):
    """The file ended the process that read it."""

    code = "crash"


class PasswordProtected(InvalidInput):
    """The document is encrypted."""

    code = "passwordProtected"


class DeclaresDoctype(InvalidInput):
    """The document declares a document type, which can hide text, repeat it or fetch it."""

    code = "doctype"


class WrongEncoding(InvalidInput):
    """The bytes are no text in UTF-8."""

    code = "encoding"


class NoText(InvalidInput):
    """The document is sound and has no words."""

    code = "noText"


class TooLarge(InvalidInput):
    """The document, its parts unpacked or its text is larger than is read."""

    code = "tooLarge"


class TooSlow(LimitReached):
    """Reading the document takes longer than it may."""

    code = "deadline"


class TooMuchMemory(LimitReached):
    """Reading the document takes more memory than it may."""

    code = "memory"


REFUSALS: Mapping[str, type[WhatworkedError]] = {
    error.code: error
    for error in (
        *(UnknownFormat, Unreadable, Crashed, PasswordProtected, DeclaresDoctype, WrongEncoding),
        *(NoText, TooLarge, TooSlow, TooMuchMemory),
    )
}


def say_damaged(name: str, why: str = "it ended the process that read it") -> str:
    """What is told of a file that its format's reader makes nothing of."""
    return f"cannot be read as a {name} ({why}): it is damaged: save it again"
