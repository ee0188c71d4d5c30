"""What a picture is made of: shapes with places and meanings, whoever paints them.

`x` and `y` are in the picture's own units, from its upper left corner.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

RADIUS: Final = 9.5
TEXT: Final = 15.0


class Meaning(StrEnum):
    """What a shape stands for; painters choose its colours by it."""

    FOLLOWED = "followed"
    TAKEN_AWAY = "taken away"
    HANGING = "hanging"
    WITHDRAWN = "withdrawn"
    AXIS = "axis"
    TEXT = "text"
    FAINT = "faint"


class Form(StrEnum):
    """The form of a mark."""

    FULL = "full circle"
    EMPTY = "empty circle"
    DIAMOND = "diamond"
    BAR = "bar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A question, or a sample of one in the legend; `label` (a number, or nothing) stands in it."""

    x: float
    y: float
    form: Form
    meaning: Meaning
    label: str = ""
    radius: float = RADIUS


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Half an ellipse over the axis at `y`, from a question to what took it up."""

    x: float
    to: float
    y: float
    height: float
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A line of text; `y` is its base line, `anchor` start, middle or end."""

    x: float
    y: float
    text: str
    meaning: Meaning = Meaning.TEXT
    anchor: str = "start"
    size: float = TEXT


Shape = Mark | Arc | Stroke | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Shapes in the order to be painted, on so much paper; `alt` says the same in words."""

    width: float
    height: float
    alt: str
    shapes: tuple[Shape, ...]
