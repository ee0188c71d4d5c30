"""Colours of the pictures, for light and for dark surroundings.

Of Okabe and Ito's palette (2008), which colour-blind people tell apart; those for dark are lighter,
so that each stands out from its paper by 3 to 1 at least, and texts by 4.5 to 1 (WCAG 2.2, 1.4.3
and 1.4.11; held by a test).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.drawing import Meaning


class Scheme(StrEnum):
    """What surrounds a picture."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The paper, what is written on a full mark, and a colour for each meaning."""

    paper: str
    on_mark: str
    of: Mapping[Meaning, str]


COLOURS: Final = {
    Scheme.LIGHT: Colours(
        paper="#ffffff",
        on_mark="#ffffff",
        of={
            Meaning.FOLLOWED: "#0072b2",
            Meaning.TAKEN_AWAY: "#007a5a",
            Meaning.HANGING: "#c04e00",
            Meaning.WITHDRAWN: "#767676",
            Meaning.AXIS: "#c9ccd1",
            Meaning.TEXT: "#1d1c1d",
            Meaning.FAINT: "#616061",
        },
    ),
    Scheme.DARK: Colours(
        paper="#1a1d21",
        on_mark="#101214",
        of={
            Meaning.FOLLOWED: "#56b4e9",
            Meaning.TAKEN_AWAY: "#2fc39a",
            Meaning.HANGING: "#f0a13c",
            Meaning.WITHDRAWN: "#9a9da1",
            Meaning.AXIS: "#464a50",
            Meaning.TEXT: "#e8e8e8",
            Meaning.FAINT: "#abadb0",
        },
    ),
}
