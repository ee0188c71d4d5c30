"""From raw entries to settings: precedence, unknown and doubled names, all problems at once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from bot.config.entries import ENVIRONMENT, Entry, from_environment, from_file
from bot.config.model import EXAMPLES, Settings
from bot.config.problems import Origin, Problem, SettingsError, UnfitError, shown

_OURS = "HEED_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings, and where each came from.

    `origins` has a name for each setting that isn't left to its default. `lookalikes` are names in
    the file that aren't settings but nearly spell one: (origin, name, the likely setting).
    """

    settings: Settings
    origins: Mapping[str, Origin]
    lookalikes: tuple[tuple[Origin, str, str], ...]


def load(env: Mapping[str, str], env_file: Path | None) -> Settings:
    """Read settings from the environment, and from a file where one is given.

    A name in `env` wins over the file, even when it is empty: then its default holds. Raises
    SettingsError with every problem found; it never quotes a secret.
    """
    return load_traced(env, env_file).settings


def load_traced(env: Mapping[str, str], env_file: Path | None) -> Loaded:
    """Read settings as `load` does, and tell where each came from."""
    filed, problems = from_file(env_file) if env_file else ([], [])
    exported = list(from_environment(env))
    problems += [*_doubled(filed), *_unknown([*filed, *exported])]
    chosen = {entry.name: entry for entry in [*filed, *exported] if entry.name in EXAMPLES}
    chosen = {name: entry for name, entry in chosen.items() if entry.text}
    settings, unfit = _built(chosen)
    problems += unfit
    if settings is None or problems:
        raise SettingsError(tuple(sorted(problems, key=_as_read)))
    return Loaded(
        settings=settings,
        origins=MappingProxyType({name: entry.origin for name, entry in chosen.items()}),
        lookalikes=tuple(_lookalikes(filed)),
    )


def _as_read(problem: Problem) -> tuple[bool, int]:
    """Order problems as the file is read, the environment's last."""
    return problem.where == ENVIRONMENT, problem.where.line


def _built(chosen: Mapping[str, Entry]) -> tuple[Settings | None, list[Problem]]:
    """Build the settings, or give a problem for each value that doesn't fit."""
    try:
        texts = {name: entry.text for name, entry in chosen.items()}
        return Settings.model_validate(texts), []
    except ValidationError as error:
        return None, [
            _unfit(chosen[str(detail["loc"][0])], detail["ctx"]["error"])
            for detail in error.errors(include_url=False, include_input=False)
        ]


def _unfit(entry: Entry, error: UnfitError) -> Problem:
    mend = error.mend or f"Write it like {entry.name}={EXAMPLES[entry.name]}"
    return Problem(where=entry.origin, name=entry.name, what=error.what, mend=mend)


def _doubled(entries: Iterable[Entry]) -> Iterator[Problem]:
    first: dict[str, Entry] = {}
    for entry in entries:
        earlier = first.setdefault(entry.name, entry)
        if earlier is not entry and entry.name in EXAMPLES:
            yield Problem(
                where=entry.origin,
                name=entry.name,
                what=f"it is set already, at {earlier.origin}",
                mend="Keep one of the two lines.",
            )


def _unknown(entries: Iterable[Entry]) -> Iterator[Problem]:
    for entry in entries:
        if entry.name.upper().startswith(_OURS) and entry.name not in EXAMPLES:
            yield Problem(
                where=entry.origin,
                name=shown(entry.name),
                what="there is no setting of this name",
                mend=_unknown_mend(entry),
            )


def _unknown_mend(entry: Entry) -> str:
    near = _nearest(entry.name)
    if near:
        return f"Did you mean {near}?"
    if entry.origin == ENVIRONMENT:
        return (
            "Unset it. (Kubernetes sets such names for a service called heed, "
            "unless its pods have enableServiceLinks: false.)"
        )
    return "Remove the line; .env.example lists every name."


def _lookalikes(entries: Iterable[Entry]) -> Iterator[tuple[Origin, str, str]]:
    for entry in entries:
        if entry.name not in EXAMPLES and (near := _nearest(entry.name)):
            yield entry.origin, entry.name, near


def _nearest(name: str) -> str | None:
    return next(iter(get_close_matches(name.upper(), EXAMPLES, n=1, cutoff=0.75)), None)
