"""Where a SPARQL server of the user's is, and as whom it is asked; nothing is called here."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ontology.errors import InvalidInput


@dataclass(frozen=True)
class Endpoint:
    """Where a SPARQL 1.1 server takes queries and updates, and as whom: by password or by token.

    InvalidInput says what is wrong with an address; nothing secret is ever part of one.
    """

    query: str
    update: str
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        for address in (self.query, self.update):
            _check_address(address)
        if bool(self.user) != bool(self.password) or (self.user and self.token):
            msg = f"{self.query}: give a user and a password, or a token, or none of them"
            raise InvalidInput(msg)


def _check_address(address: str) -> None:
    try:
        url = urlsplit(address)
        url.port  # noqa: B018 — read to be checked
    except ValueError as error:
        msg = f"the address of the SPARQL server is none ({error}): write https://host/…"
        raise InvalidInput(msg) from None
    if url.username is not None or url.password is not None:
        msg = f"{url.hostname}: the address holds a name or a password: give them as settings"
        raise InvalidInput(msg)
    if url.scheme not in {"http", "https"} or not url.hostname or not address.isprintable():
        msg = f"{address!r} is no address of a SPARQL server: write https://host/…"
        raise InvalidInput(msg)
