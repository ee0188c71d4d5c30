"""The page about a question's life, made from the table of states.

`python -m tests.domain.diagram` writes it; a test holds the committed page to the table.
"""

from typing import Final

from bot.domain.question import TRANSITIONS, Cause, State
from tests import ROOT

PAGE: Final = ROOT / "docs" / "question-life.md"

_HEAD: Final = """\
# The life of a question

Made from the table in `bot/domain/question.py` by `python -m tests.domain.diagram`; a step that
isn't in the table raises.

```mermaid
stateDiagram-v2
"""
_MEANINGS: Final = {
    State.OPEN: "asked; its patience isn't spent",
    State.HANGING: "the talk closed over it; a convener may be nudged, once",
    State.FOLLOWED: "somebody else took it up, with an answer or a follow",
    State.TAKEN_AWAY: "a convener will find out and come back to it",
    State.WITHDRAWN: "its asker took it back, in the talk or by *Let mine go*",
    State.SETTLED: "a convener ended it by a press; final",
    State.GONE: "its message was deleted; nothing of it is kept",
}
_CAUSES: Final = {
    Cause.PATIENCE_SPENT: "enough messages by others, or minutes, have passed",
    Cause.PICKED_UP: "what was said since takes it up surely enough, or a follow was posted",
    Cause.PICK_UP_UNDONE: "the words it stood on were edited away, deleted, or proved a mistake",
    Cause.TAKEN_AWAY: "a convener said that they will find out",
    Cause.WITHDRAWN: "the asker took it back, solved it, or edited the asking away",
    Cause.SETTLED: "*Already followed*, *I'll speak with them privately*, *Let it rest*, "
    "*Not a question* or *Answered aloud*",
    Cause.ASKED_AGAIN: "an edit brought back the asking that an earlier edit had taken away",
    Cause.DELETED: "the message was deleted",
}


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD + _diagram(), "```", "", *_states(), "", *_causes(), ""])


def _diagram() -> str:
    lines = [f"    [*] --> {State.OPEN.value}: asked"]
    for state, steps in TRANSITIONS.items():
        lines += [f"    {state.value} --> {to.value}: {cause.value}" for cause, to in steps.items()]
    lines += [f"    {state.value} --> [*]" for state, steps in TRANSITIONS.items() if not steps]
    return "\n".join(lines)


def _states() -> list[str]:
    rows = [f"| {state.value} | {_MEANINGS[state]} |" for state in State]
    return ["| state | meaning |", "| --- | --- |", *rows]


def _causes() -> list[str]:
    rows = [f"| {cause.value} | {_CAUSES[cause]} |" for cause in Cause]
    return ["| step | because |", "| --- | --- |", *rows]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
