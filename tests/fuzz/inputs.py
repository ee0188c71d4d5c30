"""What may come from outside: texts made to be trouble, JSON of any kind, and good JSON gone bad.

All of it is made from bytes, so that whoever chooses the bytes chooses the input: hypothesis in the
suite, and a fuzzer that watches which code they reach, with millions of them. (Hypothesis's own
generators can be led so too, but draw a hundred such inputs a second where these draw thousands.)
"""

import pickle
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

_T = TypeVar("_T")

MARK: Final = "quagga"
"""In whatever somebody may have written, and so to be found in no error and no log."""

Json = Any  # whatever JSON can say
Path = tuple[str | int, ...]

_PIECES: Final = (
    "a", MARK, "I", "9", " ", "  ", "\n", "\r\n", "\t", "\x00", "\x01", "\x1b[31m", "\x85", "\xa0",
    "é", "ß", "İ", "中", "٣", "😂", "\U0001f44d\U0001f3fb", "\u200d", "\u202e", "\u2028", "\ufeff",
    "\ud800", "\udfff", "<", ">", "<@U1>", "<@U1|", "<#C1|x>", "<!here>", "<@1>", "<@&9>", "<:a:1>",
    "<t:1:R>", "&", "&lt;", "&amp;lt;", "`", "```", "*", "**", "_", "~", "||", "|", "\\", '"', "'",
    "“", "’", "(", ")", "[", "](", "{", "}", "> ", ">>> ", "# ", "- ", "1. ", "http://", "www.",
    "https://a.b/c?d=e", "a@b.c", "@everyone", "@here", "@Heed ", "/heed ", "?", "!", ".", "…",
    ",", ";", ":", "=", "+", "-", "/", "%", "@", "who decides", "I don't know", "haha ", "thanks",
    "how", "Maya: ", "ok", "0", "-1", "1e999", "NaN", "null", "true", "\x034", "2020-01-01",
)  # fmt: skip
_VALUES: Final[tuple[Json, ...]] = (
    None, True, False, 0, 1, -1, 2**31, 2**53, 2**63, 2**64, 10**30, -(10**30), 10**400, 0.0, -0.5,
    1e-9, 1e308, float("inf"), float("nan"), "", [], {}, "9" * 5000, 253_402_300_800,
)  # fmt: skip
_TIMES: Final = (10, 100, 1000, 5000)
_DEEP: Final = (5, 40, 120)  # four of them in each other, and Python can still copy it
_DEEP_IN: Final = ("elements", "components", "children")
_CHANGES: Final = 4


class Choices:
    """Choices that bytes make, one after the other; where they end, the simplest is chosen."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def __repr__(self) -> str:
        return f"Choices({self._data!r})"

    def number(self, most: int) -> int:
        """A number from 0 to so many."""
        chosen, size = 0, 1
        while size <= most:
            chosen = chosen << 8 | self._byte()
            size <<= 8
        return chosen % (most + 1)

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1] if self._at <= len(self._data) else 0

    def pick(self, of: Sequence[_T]) -> _T:
        """One of these."""
        return of[self.number(len(of) - 1)]

    def several(self, most: int) -> range:
        """So many times, at most."""
        return range(self.number(most))

    def raw(self, most: int = 24) -> bytes:
        """Bytes as they are."""
        size = self.number(most)
        begin, self._at = self._at, self._at + size
        return self._data[begin : self._at]

    # --- texts -------------------------------------------------------------------------------

    def short(self) -> str:
        """A few pieces that mean something somewhere."""
        return "".join(self.pick(_PIECES) for _ in self.several(8))

    def text(self) -> str:
        """Any text; now and then a long one of the same over and over."""
        match self.number(15):
            case 15:
                return self.short() + self.short() * self.pick(_TIMES) + self.short()
            case 13 | 14:
                return self.raw().decode("utf-8", "surrogateescape")
        return self.short()

    # --- JSON --------------------------------------------------------------------------------

    def junk(self, keys: Sequence[str], depth: int = 2) -> Json:
        """Any JSON, whose objects may have these keys."""
        kind = self.number(7 if depth else 3)
        if kind in {0, 1}:
            return self.text()
        if kind in {2, 3}:
            return self.pick(_VALUES)
        if kind in {4, 5}:
            return [self.junk(keys, depth - 1) for _ in self.several(3)]
        if kind == 6:
            return nested(self.pick(_DEEP), self.text())
        return {self._key(keys): self.junk(keys, depth - 1) for _ in self.several(3)}

    def _key(self, keys: Sequence[str]) -> str:
        return self.pick(keys) if self.number(3) else self.short()

    def spoilt(self, samples: "Samples") -> Json:
        """A sample with a few things in it put, dropped, moved or added; or as it is."""
        value = samples.one(self.number(samples.count - 1))
        for _ in self.several(_CHANGES):
            value = self._changed(value, samples.keys)
        return value

    def varied(self, samples: "Samples") -> Json:
        """A sample with a few other values in it, each of the kind that it had: no less."""
        value = samples.one(self.number(samples.count - 1))
        for _ in self.several(_CHANGES):
            path = self.pick(paths_in(value))
            value = put(value, path, self._like(at(value, path)))
        return value

    def _like(self, value: Json) -> Json:
        match value:
            case bool():
                return not value
            case int():
                return self.number(70_000) << self.pick((0, 16, 40))
            case str() if value.isdigit():
                return str(self.number(2**64 - 1) >> self.pick((0, 32, 56)))
            case str():
                return self.text()
            case list():
                return value * self.number(3)
        return value

    def _changed(self, value: Json, keys: Sequence[str]) -> Json:
        paths = paths_in(value)
        path = self.pick(paths)
        match self.number(4):
            case 0 | 1:
                return put(value, path, self.junk(keys))
            case 2:
                return dropped(value, path)
            case 3:
                return put(value, path, at(value, self.pick(paths)))
        return added(value, path, self._key(keys), self.junk(keys))

    def damaged(self, content: bytes) -> bytes:
        """The bytes with a few cut out or put in; or as they are."""
        for _ in self.several(3):
            begin = self.number(len(content))
            end = min(len(content), begin + self.number(40))
            content = content[:begin] + self.raw() + content[end:]
        return content


class Samples:
    """Good JSON, to be spoilt; whoever takes one may change it."""

    def __init__(self, *values: Json) -> None:
        self._kept = [pickle.dumps(each) for each in values]
        self.count = len(values)
        self.keys = sorted({key for each in values for key in keys_in(each)})

    def one(self, number: int) -> Json:
        """A copy of one of them."""
        return pickle.loads(self._kept[number])  # noqa: S301 - our own


choices: Final = st.binary(max_size=300).map(Choices)
FUZZED: Final = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
"""For properties that are tried with millions of inputs elsewhere."""


# --- ways through JSON -------------------------------------------------------------------------


def nested(depth: int, inside: Json) -> Json:
    """Lists and objects in turn, so many deep."""
    for number in range(depth):
        inside = [inside] if number % 2 else {_DEEP_IN[number // 2 % len(_DEEP_IN)]: inside}
    return inside


def paths_in(value: Json) -> list[Path]:
    """The ways to everything in a value, itself first; of very much the beginning."""
    found: list[Path] = [()]
    waiting: list[tuple[Json, Path]] = [(value, ())]
    while waiting and len(found) < 300:
        here, path = waiting.pop(0)
        if isinstance(here, Mapping):
            inside = [(each, (*path, key)) for key, each in here.items()]
        elif isinstance(here, list):
            inside = [(each, (*path, number)) for number, each in enumerate(here)]
        else:
            continue
        waiting += inside
        found += [each for _, each in inside]
    return found


def keys_in(value: Json) -> set[str]:
    """The names of all members."""
    return {path[-1] for path in paths_in(value) if path and isinstance(path[-1], str)}


def at(value: Json, path: Path) -> Json:
    """What stands there."""
    for step in path:
        value = value[step]
    return value


def put(value: Json, path: Path, new: Json) -> Json:
    """The value with a copy of something else there."""
    new = pickle.loads(pickle.dumps(new)) if isinstance(new, dict | list) else new  # noqa: S301 - our own
    if not path:
        return new
    at(value, path[:-1])[path[-1]] = new
    return value


def dropped(value: Json, path: Path) -> Json:
    """The value without what stands there."""
    if path:
        del at(value, path[:-1])[path[-1]]
    return value


def added(value: Json, path: Path, key: str, new: Json) -> Json:
    """The value with one thing more there."""
    there = at(value, path)
    if isinstance(there, dict):
        there[key] = new
    elif isinstance(there, list):
        there.append(new)
    return value
