"""Signatures: Ed25519 keys, and JSON Web Signatures detached from what they sign.

Sources: RFC 7515 appendix F (detached content), RFC 7638 (thumbprints), RFC 9864 (Ed25519).
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.jws import JWSRegistry, deserialize_compact, serialize_compact

from ontology.errors import InvalidInput, Untrusted

ALGORITHM = "Ed25519"
_HEADER = frozenset({"alg", "kid"})  # what a header of ours has; anything else is refused
_REGISTRY = JWSRegistry(algorithms=[ALGORITHM])
_PUBLIC = ("kty", "crv", "x", "kid", "alg", "use")

Jwk = Mapping[str, Any]


@dataclass(frozen=True)
class SigningKey:
    """A key pair; `kid` is the thumbprint of the public half."""

    kid: str
    private: Jwk

    def public(self) -> dict[str, Any]:
        """The half that others need, as a JSON Web Key."""
        known = {**self.private, "kid": self.kid, "alg": ALGORITHM, "use": "sig"}
        return {name: known[name] for name in _PUBLIC}

    def sign(self, payload: bytes) -> str:
        """Sign some bytes; the signature without them, in compact form."""
        header = {"alg": ALGORITHM, "kid": self.kid}
        key = OKPKey.import_key(dict(self.private))
        whole = serialize_compact(header, payload, key, registry=_REGISTRY)
        head, _, tail = whole.split(".")
        return f"{head}..{tail}"


def make_key() -> SigningKey:
    """Make a new key pair."""
    made = OKPKey.generate_key("Ed25519", private=True)
    return SigningKey(made.thumbprint(), made.as_dict(private=True))


def read_key(text: str) -> SigningKey:
    """Read a key pair from its JSON Web Key.

    Raises InvalidInput where it is none.
    """
    key = _import(_parse(text))
    if not key.is_private:
        msg = "the key has no private half: restore it from a backup with keys"
        raise InvalidInput(msg)
    return SigningKey(key.thumbprint(), key.as_dict(private=True))


def read_public(text: str) -> list[dict[str, Any]]:
    """Read the public keys of a JSON Web Key Set, or of one key, named by their thumbprints.

    Raises InvalidInput where one is no Ed25519 key, or is private: it is not for others' eyes.
    """
    given = _parse(text)
    found = given.get("keys", [given])
    if not isinstance(found, list) or not found:
        msg = "no keys are in it: give the file of `whatworked keys show --json`"
        raise InvalidInput(msg)
    return [_public(jwk) for jwk in found]


def verify(signature: str, payload: bytes, keys: Iterable[Jwk]) -> str:
    """Verify a detached signature with keys that are trusted; give the `kid` of the one that fits.

    Raises Untrusted where the header asks for anything but Ed25519 and a key that is known here,
    or the bytes are not those that were signed.
    """
    head, tail = _split(signature)
    kid = _kid(head)
    known = {str(jwk["kid"]): jwk for jwk in keys}
    if kid not in known:
        msg = f"it is signed by the key {kid:.60}, which nobody trusted here has"
        raise Untrusted(msg)
    try:
        deserialize_compact(
            f"{head}.{_encoded(payload)}.{tail}", _import(known[kid]), registry=_REGISTRY
        )
    except (JoseError, ValueError) as error:
        msg = "the signature does not fit: it was changed after it was signed"
        raise Untrusted(msg) from error
    return kid


def _split(signature: str) -> tuple[str, str]:
    match signature.strip().split("."):
        case [head, "", tail]:
            return head, tail
    msg = "the signature is no detached JSON Web Signature"
    raise Untrusted(msg)


def _kid(head: str) -> str:
    """The key that a header names, where it is a header of ours: no algorithm or key of its own."""
    try:
        header = json.loads(_decoded(head))
    except ValueError as error:
        msg = "the header of the signature cannot be read"
        raise Untrusted(msg) from error
    if not isinstance(header, dict) or header.keys() != _HEADER or header["alg"] != ALGORITHM:
        msg = f"the signature's header is not the one wanted: alg {ALGORITHM} and kid alone"
        raise Untrusted(msg)
    return str(header["kid"])


def _public(jwk: object) -> dict[str, Any]:
    if not isinstance(jwk, dict):
        msg = "a key is no JSON object"
        raise InvalidInput(msg)
    key = _import(jwk)
    if key.is_private:
        msg = "a private key is in it: never pass one on; give the file of `whatworked keys show`"
        raise InvalidInput(msg)
    return SigningKey(key.thumbprint(), key.as_dict()).public()


def _import(jwk: Mapping[str, Any]) -> OKPKey:
    if jwk.get("kty") != "OKP" or jwk.get("crv") != "Ed25519":
        msg = "not an Ed25519 key (kty OKP, crv Ed25519)"
        raise InvalidInput(msg)
    try:
        return OKPKey.import_key(dict(jwk))
    except (JoseError, ValueError, TypeError) as error:
        msg = "a key cannot be read: it is cut short or changed"
        raise InvalidInput(msg) from error


def _parse(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        msg = f"not JSON: {error}"
        raise InvalidInput(msg) from error
    if not isinstance(found, dict):
        msg = "not a JSON object: give the file of `whatworked keys show --json`"
        raise InvalidInput(msg)
    jwks = found.get("jwks")
    return jwks if isinstance(jwks, dict) else found


def _encoded(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
