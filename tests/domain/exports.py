"""Exports for review: `python -m tests.domain.exports` writes them.

A test holds the committed files to the code.
"""

from pathlib import Path
from typing import Final

from bot.domain.chronicle import Span, Viewer, chronicle
from bot.domain.export import exported
from bot.domain.question import How, Kind, PickUp, Question, State
from bot.domain.room import Member, Room
from bot.domain.wishes import Format
from tests.domain.builders import HOUR, MONDAY, convener, meeting_room, question

FOLDER: Final = Path(__file__).with_name("exported")
TEXTS: Final = (Format.MARKDOWN, Format.CSV, Format.JSON)
SPAN: Final = Span(since=MONDAY, meeting="mtg")
AT: Final = MONDAY + HOUR


def partners(
    text: str = "Who is missing here, Tom?", name: str = "Maya"
) -> tuple[Room, list[Question]]:
    """A meeting with a question of each state, one by Maya with these words."""
    room = meeting_room(convener("moira"))
    room.members["maya"] = Member(id="maya", name=name)
    room.members["tom"] = Member(id="tom", name="Tom Reed")
    picked = (_picked_up("a1", 300), _picked_up("a2", 420, how=How.FOLLOW))
    hanging = {"state": State.HANGING, "kind": Kind.CHALLENGE, "moved_on_to": "the van"}
    followed = {"state": State.FOLLOWED, "asker": "tom", "pick_ups": picked}
    return room, [
        _asked("m1", text=text, **hanging),
        _asked("m2", text="When do we meet?", asked_at=MONDAY + 120, **followed),
        _asked("m3", text="Is it me?", asked_at=MONDAY + 180, state=State.WITHDRAWN),
    ]


def _asked(name: str, **changes: object) -> Question:
    return question(name, **{"meeting": "mtg", **changes})


def _picked_up(message: str, after: float, how: How = How.ANSWER) -> PickUp:
    return PickUp(message=message, author="ade", at=MONDAY + after, how=how, weight=0.9)


def written(
    form: Format, room: Room, questions: list[Question], *, at: float = AT, names: bool = False
) -> str:
    """The text of an export."""
    told = chronicle(room, questions, SPAN, at, Viewer.CONVENER)
    file = exported(room, told, form, at, names=names)
    assert isinstance(file.content, str)
    return file.content


def sample(form: Format, *, names: bool) -> Path:
    """Where the committed export of `partners` is."""
    return FOLDER / f"{'named' if names else 'numbered'}.{form}"


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for form in TEXTS:
        for names in (False, True):
            text = written(form, *partners(), names=names)
            sample(form, names=names).write_bytes(text.encode())
