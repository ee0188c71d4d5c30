"""How far a played meeting has got: kept with the room, so that it goes on after a stop."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from pydantic import TypeAdapter

SPEEDS: Final = (1.0, 5.0, 15.0, 30.0, 60.0)
USUAL_SPEED: Final = 15.0


class Scene(StrEnum):
    """Where a played meeting stands. `waiting`: its talk waits for the convener's follow."""

    OPENING = "opening"
    PLAYING = "playing"
    WAITING = "waiting"
    CLOSING = "closing"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Playing:
    """One played meeting. `line` is the next of its script; `last_at` when the one before came.

    `people` gives the room's ids of the script's authors, `said` those of its messages.
    """

    script: str
    title: str
    speed: float
    lines: int
    people: Mapping[str, str]
    convener: str
    scene: Scene = Scene.OPENING
    line: int = 0
    last_at: float = 0.0
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def runs(self) -> bool:
        """Whether it is still going on."""
        return self.scene is not Scene.OVER


_PLAYING: Final = TypeAdapter(Playing)


def read_playing(body: Mapping[str, Any]) -> Playing:
    """Read it back."""
    return _PLAYING.validate_python(dict(body))


def written(playing: Playing) -> dict[str, Any]:
    """Write it as JSON would hold it."""
    body: dict[str, Any] = _PLAYING.dump_python(playing, mode="json")
    return body
