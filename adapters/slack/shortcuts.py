"""What the app's manifest and its listeners call by the same names."""

from enum import StrEnum
from typing import Final

COMMAND: Final = "/heed"


class Shortcut(StrEnum):
    """The message shortcuts, by their callback ids; what people read is in `TITLES`."""

    LET_GO = "heed.let_go"
    HEARD_TOO = "heed.heard_too"
    SUMMARY = "heed.summary"


TITLES: Final = {
    Shortcut.LET_GO: "Let mine go",
    Shortcut.HEARD_TOO: "I'd like this heard too",
    Shortcut.SUMMARY: "Summary of this room",
}
"""At most 24 characters each, by Slack's own limit."""
