"""The training material: labelled meetings, labelled lines, and lines of spoken talk.

All of it was written for Heed (training/README.md says by whom it may be used, and how). A *world*
is one file: what one hand wrote at one sitting. Whole worlds are left out in turn to see whether
what was learned carries over, so nothing here ever mixes them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

HERE: Final = Path(__file__).parent
SCENARIOS: Final = (HERE / "scenarios", HERE / "own")
LINES: Final = HERE / "lines"
SPOKEN: Final = HERE / "spoken"
EXCHANGES: Final = HERE / "exchanges"

NOT_TRACKED: Final = "not_tracked"
LABELS: Final = ("inquiry", "not_knowing", "challenge", "concern", "idle", "none")
ASKS, TELLS, LEFT_OUT = "q", "s", "x"


class MaterialError(Exception):
    """A file of training material isn't as its format says; the message names file and place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A line of a meeting; `at` in seconds from its start. A reaction has its emoji as `text`."""

    id: str
    at: float
    author: str
    text: str
    reply_to: str | None = None
    bot: bool = False
    reaction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a facilitator would say of a message that asks, or looks like it.

    `state` is hanging, followed, withdrawn or not_tracked; `by` are the messages that took it up,
    and `how` (answer, follow); `kind` is empty where it isn't tracked.
    """

    id: str
    state: str
    kind: str = ""
    by: tuple[str, ...] = ()
    how: str = ""
    nudge: bool = False

    @property
    def tracked(self) -> bool:
        """Whether it is worth tracking."""
        return self.state != NOT_TRACKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One labelled meeting. Its messages stand in the order of their times."""

    world: str
    name: str
    convener: str | None
    groups: Mapping[str, str]
    messages: tuple[Message, ...]
    expected: Mapping[str, Expected]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One labelled text, or utterance; a spoken one has its speaker and its talk's number."""

    world: str
    label: str
    text: str
    speaker: str = ""
    talk: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody else might say next: `takes_up` is answer, follow or no, `act` how not."""

    text: str
    takes_up: str
    act: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question with several next lines, of which each could have come."""

    world: str
    asked: str
    kind: str
    replies: tuple[Reply, ...]


def meetings() -> list[Meeting]:
    """All labelled meetings, by world and place. MaterialError where one isn't as it should be."""
    return [each for folder in SCENARIOS for path in _files(folder, "yaml") for each in read(path)]


def read(path: Path) -> list[Meeting]:
    """The labelled meetings of one file: of training/, or of another set in the same format."""
    return [_meeting(path, case) for case in _loaded(path)]


def lines() -> list[Line]:
    """All labelled lines: `label<TAB>text`, the label one of LABELS. A `#` begins a remark."""
    return [each for path in _files(LINES, "tsv") for each in _labelled(path)]


def spoken() -> list[Line]:
    """All spoken lines: `label<TAB>speaker<TAB>text`, a talk ends with an empty line."""
    return [each for path in _files(SPOKEN, "txt") for each in _uttered(path)]


def exchanges() -> list[Exchange]:
    """All exchanges. MaterialError where one isn't as it should be."""
    return [
        _exchange(path, each) for path in _files(EXCHANGES, "yaml") for each in _loaded(path) or ()
    ]


def chat(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Real chat with gold links, one file a day: its rows as they are written, by the file's name.

    The rows' fields are those of the set (data with attribution: docs/model-card.md).
    """
    return {
        path.stem: [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row]
        for path in _files(folder, "jsonl")
    }


# The C loader reads the same language ten times as fast, where PyYAML was built with it.
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _files(folder: Path, ending: str) -> list[Path]:
    return sorted(folder.rglob(f"*.{ending}")) if folder.is_dir() else []


def _loaded(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    # Either of the two loaders is a safe one.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506


def _exchange(path: Path, entry: dict[str, Any]) -> Exchange:
    try:
        replies = tuple(
            Reply(text=each["text"], takes_up=each["takes_up"], act=each.get("act") or "")
            for each in entry["replies"]
        )
        return Exchange(world=path.stem, asked=entry["asked"], kind=entry["kind"], replies=replies)
    except (KeyError, TypeError) as error:
        raise MaterialError(f"{path.name}, {entry.get('asked')}: {error!r}") from error


def _meeting(path: Path, case: dict[str, Any]) -> Meeting:
    try:
        messages = tuple(_message(turn) for turn in case["turns"])
        expected = {str(each["id"]): _expected(each) for each in case["expect"]}
    except (KeyError, TypeError, ValueError) as error:
        raise MaterialError(f"{path.name}, {case.get('name')}: {error!r}") from error
    known = {each.id for each in messages}
    named = {*expected, *(by for each in expected.values() for by in each.by)}
    if named - known:
        raise MaterialError(f"{path.name}, {case.get('name')}: no message {sorted(named - known)}")
    return Meeting(
        world=path.stem,
        name=case["name"],
        convener=case.get("convener"),
        groups=case.get("groups") or {},
        messages=tuple(sorted(messages, key=lambda each: each.at)),
        expected=expected,
    )


def _message(turn: dict[str, Any]) -> Message:
    reaction = turn.get("reaction")
    return Message(
        id=str(turn.get("id", "")),
        at=float(turn["at"]),
        author=turn["by"],
        text=str(reaction if reaction is not None else turn["text"]),
        reply_to=turn["to"] if reaction is not None else turn.get("reply_to"),
        bot=bool(turn.get("bot")),
        reaction=reaction is not None,
    )


def _expected(entry: dict[str, Any]) -> Expected:
    return Expected(
        id=str(entry["id"]),
        state=entry["state"],
        kind=entry.get("kind") or "",
        by=tuple(str(each) for each in entry.get("by") or ()),
        how=entry.get("how") or "",
        nudge=bool(entry.get("nudge")),
    )


def _rows(path: Path, fields: int) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file of tab-separated fields, with their numbers; [] for an empty line."""
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if row.startswith("#"):
            continue
        found = row.split("\t", fields - 1) if row.strip() else []
        if found and len(found) != fields:
            raise MaterialError(f"{path.name}, line {number}: {fields} fields are wanted")
        yield number, found


def _labelled(path: Path) -> Iterator[Line]:
    for number, row in _rows(path, 2):
        if not row:
            continue
        if row[0] not in LABELS:
            raise MaterialError(f"{path.name}, line {number}: no label {row[0]!r}")
        yield Line(world=path.stem, label=row[0], text=row[1])


def _uttered(path: Path) -> Iterator[Line]:
    talk = 0
    for number, row in _rows(path, 3):
        if not row:
            talk += 1
            continue
        if row[0] not in {ASKS, TELLS, LEFT_OUT}:
            raise MaterialError(f"{path.name}, line {number}: no label {row[0]!r}")
        yield Line(world=path.stem, label=row[0], speaker=row[1], text=row[2], talk=talk)
