"""Where a model behind an OpenAI-compatible endpoint is; nothing is called here.

No address comes with the program: nothing is ever called unless a user gives one.
"""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ontology.errors import InvalidInput


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers (the address up to `/v1`), which one, and within how many seconds.

    The key is sent as a bearer token and never shown. InvalidInput says what is wrong.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = 120.0

    def __post_init__(self) -> None:
        if not _is_address(self.address):
            msg = "the address of the model is none: write https://host/v1, the key apart from it"
            raise InvalidInput(msg)
        if not self.model.strip() or self.seconds <= 0:
            msg = f"{self.address}: name the model that is to read, and give it some seconds"
            raise InvalidInput(msg)


def _is_address(address: str) -> bool:
    try:
        url = urlsplit(address)
        url.port  # noqa: B018 — read to be checked
    except ValueError:
        return False
    known = url.scheme in {"http", "https"} and url.username is None and url.password is None
    return known and bool(url.hostname) and address.isprintable()
