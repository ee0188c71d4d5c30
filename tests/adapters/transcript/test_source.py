"""Bytes on their way to lines."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.transcript.source import HEAD, Tap


@settings(deadline=None)
@given(st.integers(0, 3 * HEAD), st.lists(st.integers(-1, HEAD), min_size=1))
def test_a_tap_gives_all_bytes_and_tells_how_many(length: int, sizes: list[int]) -> None:
    """However it is read, nothing is lost, and the head is among it."""
    data = bytes(n % 251 for n in range(length))
    told: list[int] = []
    tap = Tap(io.BytesIO(data), told.append)
    assert tap.readable()
    given_out = b"".join(tap.read1(size) for size in sizes)
    while more := tap.read1():
        given_out += more
    assert given_out == data
    assert sum(told) == length
    assert tap.head == data[:HEAD]
