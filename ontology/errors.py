"""The errors of the application: one root, one child for each exit code of the contract."""

from typing import ClassVar


class WhatworkedError(Exception):
    """Something the user should be told in one sentence, with the fix in it.

    `exit_code` is what the command line returns, `code` the short name in problem documents
    (RFC 9457).
    """

    exit_code: ClassVar[int] = 1
    code: ClassVar[str] = "internal"


class InvalidInput(WhatworkedError):
    """What was given breaks a rule; nothing was changed."""

    exit_code = 2
    code = "invalid"


class NotFound(InvalidInput):
    """Nothing has the name that was given."""

    code = "notFound"


class Untrusted(WhatworkedError):
    """Nobody who is trusted here has signed it as it is."""

    exit_code = 3
    code = "untrusted"


class HeldByPolicy(WhatworkedError):
    """It is understood, and not done here, whoever asks."""

    exit_code = 4
    code = "heldByPolicy"


class Conflict(WhatworkedError):
    """Somebody else holds what is needed, or the state has moved on."""

    exit_code = 5
    code = "conflict"


class StorageFailure(WhatworkedError):
    """A file could not be read or written, or is not what was written."""

    exit_code = 6
    code = "storage"


class NotAvailable(WhatworkedError):
    """This machine cannot do it; the message says why and what else works."""

    exit_code = 7
    code = "notAvailable"


class LimitReached(WhatworkedError):
    """Time, memory or rows ran out; `code` of the instance says which."""

    exit_code = 8
    code = "limit"
