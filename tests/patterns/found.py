"""Finds every pattern of Heed's own: those that its modules hold, and those written in its calls.

Two ways, so that none is missed: what stands in the modules once they are imported (also in lists,
dictionaries and objects), and what the source says (`re.sub(r"…", …)` within a function). A call
whose pattern is made only at run time is found too, and has to be named in MADE_LATER.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

PACKAGES: Final = ("bot", "adapters", "storage")
ROOT: Final = Path(__file__).parents[2]
# Alembic runs it, and it does its work when it is imported.
_NOT_IMPORTED: Final = ("storage.migrations", "bot.__main__")
_DEEPEST: Final = 4
_SCANS: Final = frozenset({"search", "finditer", "findall", "sub", "subn", "split"})
_ANCHORED: Final = frozenset({"match", "fullmatch"})

# Patterns that are put together when they are used, by where: what they look like with a name of
# a person in them (names are escaped, and at most 80 characters long).
NAME: Final = re.escape("Ana Maria (she/her)")
MADE_LATER: Final[Mapping[str, tuple[str, ...]]] = {
    "bot/domain/aliases.py": (NAME,),
    "bot/domain/forgetting.py": (rf"(?<!\w){NAME}(?!\w)",),
    "bot/domain/phrases.py": (
        rf"^(?:@{NAME}\b|{NAME}\s*[,:;–—-])[\s,:;]*|(?:,\s*@?|(?<!\s)\s+@){NAME}(?=[?!.…\s]*$)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A pattern and how it is used.

    `scans` where it may be tried at every place of a text, `whole` where it has to take all of it.
    """

    where: str
    pattern: re.Pattern[str] = field(compare=False)
    scans: bool
    whole: bool

    def __str__(self) -> str:
        return self.where


@cache
def patterns() -> tuple[Found, ...]:
    """Every pattern, by where it stands; one that stands in several places comes once."""
    found: dict[tuple[str, int], Found] = {}
    for each in (*_held(0), *_held(_DEEPEST), *_called(), *_made_later()):
        key = (each.pattern.pattern, each.pattern.flags)
        known = found.setdefault(key, each)
        found[key] = replace(
            known, scans=known.scans or each.scans, whole=known.whole or each.whole
        )
    return tuple(sorted(found.values(), key=str))


# --- what modules hold -------------------------------------------------------------------------


def _held(depth: int) -> Iterator[Found]:
    for name in modules():
        for variable, value in vars(import_module(name)).items():
            used = _uses().get(variable, _SCANS)
            for pattern in _within(value, depth):
                yield Found(
                    where=f"{name}.{variable}",
                    pattern=pattern,
                    scans=bool(used & _SCANS),
                    whole="fullmatch" in used,
                )


def modules() -> list[str]:
    """Every module of Heed's that can be imported."""
    names: list[str] = []
    for package in PACKAGES:
        root = import_module(package)
        names += [package, *(each.name for each in walk_packages(root.__path__, f"{package}."))]
    return [each for each in names if not each.startswith(_NOT_IMPORTED)]


def _within(value: Any, depth: int) -> Iterator[re.Pattern[str]]:  # noqa: ANN401 - anything
    """The patterns in a value, and in what it is made of."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth:
        for each in _inside(value):
            yield from _within(each, depth - 1)


def _inside(value: Any) -> list[Any]:  # noqa: ANN401 - anything
    """What a value is made of: the members of collections, and of classes and objects of Heed's."""
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    kind = value if isinstance(value, type) else type(value)
    if not kind.__module__.startswith(PACKAGES):
        return []
    slots = getattr(kind, "__slots__", ())
    named = [getattr(value, each, None) for each in slots if isinstance(each, str)]
    return [*named, *getattr(value, "__dict__", {}).values()]


# --- what the source says ----------------------------------------------------------------------


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


@cache
def _uses() -> Mapping[str, frozenset[str]]:
    """By which methods each name's pattern is asked, wherever a thing of that name is."""
    uses: dict[str, set[str]] = {}
    for _, tree in _trees():
        for node in ast.walk(tree):
            # One that is handed on (`map(_TS.fullmatch, …)`) counts like one that is called.
            if isinstance(node, ast.Attribute) and node.attr in _SCANS | _ANCHORED:
                uses.setdefault(_name_of(node.value), set()).add(node.attr)
    return {name: frozenset(methods) for name, methods in uses.items()}


def _name_of(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function of `re` with a pattern, with where it stands."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name)):
                    if name in _SCANS | _ANCHORED:
                        yield path, node


def _called() -> Iterator[Found]:
    for path, call in calls():
        match call:
            case ast.Call(args=[ast.Constant(value=str(text)), *_], func=ast.Attribute(attr=name)):
                yield Found(
                    where=f"{path}:{call.lineno}",
                    pattern=re.compile(text),
                    scans=name in _SCANS,
                    whole=name == "fullmatch",
                )


def _made_later() -> Iterator[Found]:
    for path, made in MADE_LATER.items():
        for text in made:
            where = f"{path} (made when it is used)"
            pattern = re.compile(text, re.IGNORECASE)
            yield Found(where=where, pattern=pattern, scans=True, whole=False)


def made_when_used() -> set[str]:
    """The files in which a pattern is put together within a call."""
    return {path for path, call in calls() if not isinstance(call.args[0], ast.Constant)}


def compiled() -> Iterator[tuple[str, int, str]]:
    """Where the source compiles a pattern: path, line, and the pattern where it is written out."""
    for path, tree in _trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="compile")):
                    match node.args[0]:
                        case ast.Constant(value=str(text)):
                            yield path, node.lineno, text
                        case _:
                            yield path, node.lineno, ""
