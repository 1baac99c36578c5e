"""Signatures: what is signed verifies, and nothing else does."""

import base64
import hashlib
import hmac
import json

import pytest

from graph.exchange.signing import SigningKey, make_key, read_key, read_public, verify
from ontology.errors import InvalidInput, Untrusted

PAYLOAD = b"what worked"


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return make_key()


def test_what_is_signed_verifies(key: SigningKey) -> None:
    signature = key.sign(PAYLOAD)
    assert verify(signature, PAYLOAD, [key.public()]) == key.kid
    assert signature == key.sign(PAYLOAD)
    assert read_key(json.dumps(dict(key.private))) == key
    assert "d" not in key.public()


def test_other_bytes_and_other_keys_do_not(key: SigningKey) -> None:
    signature = key.sign(PAYLOAD)
    with pytest.raises(Untrusted, match="does not fit"):
        verify(signature, PAYLOAD + b"!", [key.public()])
    with pytest.raises(Untrusted, match="nobody trusted"):
        verify(signature, PAYLOAD, [make_key().public()])
    posing = {**make_key().public(), "kid": key.kid}
    with pytest.raises(Untrusted, match="does not fit"):
        verify(signature, PAYLOAD, [posing])


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "change",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": "EdDSA"},
        {"jku": "https://example.org/keys"},
        {"jwk": {}},
        {"crit": ["exp"]},
        {"b64": False},
    ],
)
def test_a_header_that_asks_for_more_is_refused(key: SigningKey, change: dict[str, object]) -> None:
    header = {"alg": "Ed25519", "kid": key.kid, **change}
    head = encoded(json.dumps(header).encode())
    secret = str(key.public()["x"]).encode()
    mac = hmac.digest(secret, f"{head}.{encoded(PAYLOAD)}".encode(), hashlib.sha256)
    for tail in ("", encoded(mac), key.sign(PAYLOAD).rpartition(".")[2]):
        with pytest.raises(Untrusted, match="header"):
            verify(f"{head}..{tail}", PAYLOAD, [key.public()])


@pytest.mark.parametrize("text", ["", "a.b.c", "a..b.c", "!..!", f"{encoded(b'[]')}..x", "é..é"])
def test_what_is_no_signature_is_refused(key: SigningKey, text: str) -> None:
    with pytest.raises(Untrusted):
        verify(text, PAYLOAD, [key.public()])


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"keys": []}', '{"kty": "OKP", "crv": "X25519"}']
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        read_public(text)


def test_a_private_key_is_not_taken_as_a_public_one(key: SigningKey) -> None:
    with pytest.raises(InvalidInput, match="private"):
        read_public(json.dumps(dict(key.private)))
