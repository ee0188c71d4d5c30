"""What must hold of whatever comes out: events that can be kept, errors that quote nobody, time."""

import math
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from time import process_time
from typing import Any, Final, TypeVar

from bot.domain.events import Event
from storage.codec import pack, unpack
from tests.fuzz.inputs import MARK

_T = TypeVar("_T")

LATEST: Final = 253_402_300_800.0  # epoch seconds: the end of the year 9999
ALLOWED: Final = 0.5  # seconds, however short the input: the code may be watched while it runs
ALLOWED_A_KILOBYTE: Final = 0.01  # seconds
_TRIES: Final = 3

_timed = False


def time_all() -> None:
    """From now on `timed` holds what it does to a time. The suite doesn't: machines are busy."""
    global _timed  # noqa: PLW0603 - set once, by whoever looks for bad input
    _timed = True


def timed(work: Callable[[], _T], size: int) -> _T:
    """Do it, in the processor's time that is allowed for so many characters."""
    if not _timed:
        return work()
    allowed = ALLOWED + ALLOWED_A_KILOBYTE * size / 1000
    taken = math.inf
    for _ in range(_TRIES):
        began = process_time()
        done = work()
        taken = min(taken, process_time() - began)
        if taken <= allowed:
            return done
    raise AssertionError(f"{taken:.2f} s for {size} characters, {allowed:.2f} are allowed")


def quotes_nobody(said: object) -> None:
    """An error's or a log's words hold nothing that somebody wrote, and can be written down."""
    text = str(said)
    assert MARK not in text
    text.encode()


def valid(events: Iterable[Event]) -> list[Event]:
    """Events that the core can take, and the store can keep and read again."""
    found = list(events)
    for event in found:
        assert 0 <= event.at < LATEST
        assert event.room
        fit_to_keep(event)
        assert unpack(type(event), pack(event)) == event
    keys = [event.key for event in found if event.key]
    assert len(keys) == len(set(keys))
    return found


def fit_to_keep(value: Any) -> None:  # noqa: ANN401 - any value of the domain
    """Its texts are such as every database takes: whole characters, and no NUL."""
    if isinstance(value, str):
        value.encode()
        assert "\x00" not in value
    elif is_dataclass(value):
        for each in fields(value):
            fit_to_keep(getattr(value, each.name))
    elif isinstance(value, list | tuple | set | frozenset):
        for each in value:
            fit_to_keep(each)
    elif isinstance(value, float):
        assert math.isfinite(value)


def size_of(value: Any) -> int:  # noqa: ANN401 - whatever JSON can say
    """How many characters it has, about."""
    size, waiting = 0, [value]
    while waiting:
        match waiting.pop():
            case str(text):
                size += len(text)
            case dict(members):
                waiting += [*members, *members.values()]
            case list(several):
                waiting += several
            case _:
                size += 8
    return size
