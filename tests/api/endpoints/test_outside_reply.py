"""A piece of an answer is not lost where its reader is called off just as it comes."""

import asyncio
import socket

import pytest

from api.endpoints.queries import Reply
from graph.engine.store import END, SOLUTIONS

PIECE = SOLUTIONS + b"?n\n1\n"


async def read_after(turns: int) -> list[tuple[bytes, bytes]]:
    """What is read in all, the first reader called off so many turns of the loop after it came."""
    mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with Reply(mine, 5) as reply, theirs:
        first = asyncio.ensure_future(reply.read())
        await asyncio.sleep(0)
        theirs.send(PIECE)
        for _ in range(turns):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.wait({first})
        theirs.send(END)
        found = [] if first.cancelled() else [first.result()]
        while not found or found[-1][0] != END:
            found.append(await reply.read())
    return found


@pytest.mark.parametrize("turns", range(8))
def test_a_piece_that_comes_as_its_reader_is_called_off_is_read_next(turns: int) -> None:
    assert asyncio.run(read_after(turns)) == [(SOLUTIONS, PIECE[1:]), (END, b"")]
