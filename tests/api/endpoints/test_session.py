"""Whose next query a process may answer that has read an earlier one."""

import pytest
from fastapi import Request

from api.endpoints.scratch import caller_of, session_of


def call(port: int, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Request({"type": "http", "client": ("127.0.0.1", port), "headers": raw})


def test_each_connection_of_a_caller_is_a_session_of_its_own() -> None:
    assert caller_of(call(4001)) == caller_of(call(4002))
    assert session_of(call(4001)) == session_of(call(4001)) != session_of(call(4002))


@pytest.mark.parametrize("header", ["via", "forwarded", "x_forwarded_for"])
def test_calls_that_somebody_passes_on_share_nothing(header: str) -> None:
    assert session_of(call(4001, **{header: "192.0.2.1"})) == ""


def test_a_call_without_an_address_shares_nothing() -> None:
    assert session_of(Request({"type": "http", "client": None, "headers": []})) == ""
