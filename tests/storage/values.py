"""Any value of the domain, for property tests."""

from collections import deque
from dataclasses import fields, is_dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from bot.domain.room import REMEMBERED_TURNS
from bot.domain.settings import Budget, DailySpan, Patience

_PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    NoneType: st.none(),
    # These three check themselves.
    Patience: st.builds(
        Patience,
        messages=st.integers(min_value=1),
        seconds=st.floats(min_value=1e-9, max_value=1e12, exclude_min=True),
    ),
    Budget: st.builds(Budget, per_meeting=st.integers(0, 99), per_day=st.integers(0, 99)),
    DailySpan: st.builds(
        DailySpan, start_minute=st.integers(0, 1439), end_minute=st.integers(0, 1439)
    ),
}


def values(kind: Any) -> st.SearchStrategy[Any]:  # noqa: ANN401 - a type, or a typing construct
    """Values of that type: a dataclass of the domain, or whatever stands in its fields."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        return st.builds(kind, **{each.name: values(hints[each.name]) for each in fields(kind)})
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    return _container(get_origin(kind), get_args(kind))


def _container(origin: Any, inside: tuple[Any, ...]) -> st.SearchStrategy[Any]:  # noqa: ANN401 - as above
    if origin in {Union, UnionType}:
        return st.one_of(*map(values, inside))
    if origin is dict:
        return st.dictionaries(values(inside[0]), values(inside[1]), max_size=3)
    if origin is frozenset:
        return st.frozensets(values(inside[0]), max_size=3)
    if origin is deque:
        several = st.lists(values(inside[0]), max_size=3)
        return several.map(lambda each: deque(each, maxlen=REMEMBERED_TURNS))
    if origin is tuple and inside[-1] is ...:
        return st.lists(values(inside[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*map(values, inside))
    raise TypeError(f"no values for {origin}")
