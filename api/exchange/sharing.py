"""What a repository shares with an audience, and the feed that it publishes."""

from api.authoring.adding import Steps
from api.exchange.keys import Trusted, has_key, load_key, load_trust
from api.home import Home
from api.progress import silent
from graph.exchange.feed import project_feed
from graph.exchange.publishing import Release, seal_feed, write_feed
from graph.locations import open_location


def release(home: Home, audience: str, steps: Steps | None = None) -> Release:
    """Seal what an audience gets as the ledger stands; `steps` are told of each record read."""
    key, steps = load_key(home.folder), steps or silent()

    def read(version: str) -> str:
        steps.advance(1)
        return home.ledger.nquads(version)

    steps.step("looking at what may leave", None)
    feed = project_feed(home.ledger.transactions(), read, audience)
    steps.step("sealing", None)
    made = seal_feed(feed, home.region.name, home.region.base, key, read)
    steps.step("writing", None)
    return made


def publish(home: Home, address: str, audience: str, steps: Steps | None = None) -> Release:
    """Write the feed of an audience where any web server can serve it: a folder, or a store.

    Conflict where another feed is there: what is for few must not come among the public.
    """
    location = open_location(address)
    made = release(home, audience, steps)
    write_feed(location, made)
    return made


def held_back(made: Release) -> list[dict[str, object]]:
    """What is held back and why, one row for each reason."""
    return [
        {"record": record, "reason": reason.detail, "code": reason.code}
        for record, reasons in made.feed.held.items()
        for reason in reasons
    ]


def trusted_keys(home: Home) -> Trusted:
    """The public keys of the regions trusted here, and of this one."""
    trusted = dict(load_trust(home.folder))
    if has_key(home.folder):
        name = home.region.name
        trusted[name] = [*trusted.get(name, []), load_key(home.folder).public()]
    return trusted
