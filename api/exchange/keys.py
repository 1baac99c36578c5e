"""The signing key of a repository, and the keys of other regions that it trusts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graph.exchange.signing import SigningKey, make_key, read_key, read_public
from graph.files import storage_failures, write_file, write_secret
from ontology.errors import Conflict, NotFound, StorageFailure

KEYS, TRUST = "keys", "trust.json"
_SIGNING = "signing.json"

Trusted = Mapping[str, list[dict[str, Any]]]  # of each region: its public keys


def create_key(home: Path) -> SigningKey:
    """Make the signing key of a repository; Conflict where it has one."""
    made = make_key()
    folder = home / KEYS
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_secret(folder / _SIGNING, f"{json.dumps(dict(made.private))}\n".encode())
    except FileExistsError:
        msg = f"{folder} holds a key already, and others trust it: it is kept"
        raise Conflict(msg) from None
    except OSError as error:
        msg = f"{folder}: cannot be written ({error.strerror})"
        raise StorageFailure(msg) from None
    return made


def has_key(home: Path) -> bool:
    """Whether a repository has a signing key."""
    return (home / KEYS / _SIGNING).exists()


def load_key(home: Path) -> SigningKey:
    """The signing key of a repository; StorageFailure where it has none."""
    path = home / KEYS / _SIGNING
    if not path.is_file():
        msg = (
            f"{path.parent} holds no signing key: restore one from a backup made with --keys, or "
            "make one (whatworked keys new) and tell the regions that trust you"
        )
        raise StorageFailure(msg)
    with storage_failures():
        return read_key(path.read_text("utf-8"))


def load_trust(home: Path) -> Trusted:
    """The regions that are trusted, by name; StorageFailure where the file was changed."""
    path = home / TRUST
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
        return {name: read_public(json.dumps({"keys": keys})) for name, keys in found.items()}
    except (ValueError, AttributeError) as error:
        msg = f"{path}: is not what trust wrote ({error}): restore it from a backup"
        raise StorageFailure(msg) from None


def trust_region(home: Path, region: str, keys_file: Path) -> Trusted:
    """Trust a region by the keys in a file, besides those it had."""
    with storage_failures():
        text = keys_file.read_text("utf-8", errors="replace")
    given = read_public(text)
    trusted = dict(load_trust(home))
    known = {key["kid"]: key for key in [*trusted.get(region, []), *given]}
    trusted[region] = [known[kid] for kid in sorted(known)]
    return _keep(home, trusted)


def distrust_region(home: Path, region: str) -> Trusted:
    """Trust a region no longer; NotFound where it was not trusted."""
    trusted = dict(load_trust(home))
    if region not in trusted:
        names = ", ".join(sorted(trusted)) or "none"
        msg = f"{region} is not trusted here; these are: {names}"
        raise NotFound(msg)
    del trusted[region]
    return _keep(home, trusted)


def copy_trust(source: Path, target: Path, *, key: bool) -> None:
    """Copy who is trusted from one folder to another, and with `key` the signing key, if any."""
    with storage_failures():
        if (source / TRUST).is_file():
            write_file(target / TRUST, (source / TRUST).read_bytes())
        if key and has_key(source):
            (target / KEYS).mkdir(mode=0o700)
            write_secret(target / KEYS / _SIGNING, (source / KEYS / _SIGNING).read_bytes())


def _keep(home: Path, trusted: Trusted) -> Trusted:
    text = json.dumps(trusted, sort_keys=True, indent=1, ensure_ascii=False)
    with storage_failures():
        write_file(home / TRUST, f"{text}\n".encode())
    return trusted
