"""Changed copies of frozen values: what `dataclasses.replace` makes, in a third of its time.

The parts of a room are frozen, so every message has some made anew (docs/performance.md). Only
values that are slotted, and that nothing but their fields makes up, can be copied so.
"""

from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

__all__ = ["replace"]

if TYPE_CHECKING:
    from dataclasses import replace  # its changes are checked by name and type
else:

    def replace(value, /, **changes):  # noqa: ANN001, ANN003, ANN201 - as it is seen above
        """The value with other contents in these fields; TypeError where it has no such field."""
        kind = type(value)
        read, writers = _ways(kind)
        copy = object.__new__(kind)
        for write, each in zip(writers.values(), read(value), strict=True):
            write(copy, each)
        for name, each in changes.items():
            if name not in writers:
                raise TypeError(f"{kind.__name__} has no field {name!r}")
            writers[name](copy, each)
        return copy


@cache
def _ways(kind: type[Any]) -> tuple[Any, dict[str, Any]]:
    """How to read all of a value's fields at once, and how to write each of a copy's."""
    names = [each.name for each in fields(kind)]
    return attrgetter(*names), {name: getattr(kind, name).__set__ for name in names}
