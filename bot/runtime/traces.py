"""Traces: one number follows what happens from its arrival through the lane to what is delivered.

It stands in every log line of ours meanwhile, as `trace_id`, in the parcels that come of it, and is
the id of the trace where those are collected. It is random and says nothing by itself.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Final

from structlog.contextvars import bound_contextvars, get_contextvars

FIELD: Final = "trace_id"
BYTES: Final = 16  # as https://www.w3.org/TR/trace-context/#trace-id has it


def new() -> str:
    """A number that nothing else has, in lower-case hexadecimal digits."""
    return token_hex(BYTES)


def current() -> str:
    """What is being followed; empty where nothing is."""
    found: str = get_contextvars().get(FIELD, "")
    return found


@contextmanager
def following(trace: str) -> Iterator[None]:
    """Follow this until the block ends, in tasks too that are made within it."""
    with bound_contextvars(**{FIELD: trace}):
        yield
