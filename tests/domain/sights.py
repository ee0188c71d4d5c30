"""What stands in a summary, a board, an export or figures, and for whom: asked of the code itself.

One question of each fate is told to each viewer; what of it comes through is the table
(docs/permissions.md).
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.domain.chronicle import Span, Viewer, chronicle
from bot.domain.fairness import counts
from bot.domain.question import Ending, How, Kind, PickUp, Question, State
from bot.domain.room import PublicPage
from bot.domain.summary import public_page
from tests.domain.builders import HOUR, MONDAY, meeting_room, question

SPAN: Final = Span(since=MONDAY, meeting="mtg")
TAKEN: Final = PickUp(message="m-reply", author="tom", at=MONDAY + 60, how=How.ANSWER, weight=0.9)


def _asked(**changes: object) -> Question:
    given = {"meeting": "mtg", "text": "the quoted words?", "kind": Kind.CONCERN, **changes}
    return question("m1", **given)


FOLLOWED: Final = _asked(state=State.FOLLOWED, pick_ups=(TAKEN,))
FATES: Final[Mapping[str, Question]] = {
    "followed": FOLLOWED,
    "left hanging, or only just asked": _asked(state=State.HANGING),
    "taken away": _asked(state=State.TAKEN_AWAY, taken_away_by="moira"),
    "withdrawn by its asker": _asked(state=State.WITHDRAWN),
    "ended by a convener as already followed": _asked(
        state=State.SETTLED, ending=Ending.ALREADY_FOLLOWED
    ),
    "ended by a convener otherwise": _asked(state=State.SETTLED, ending=Ending.LET_IT_REST),
    "about harm, or a patient's identity": _asked(
        state=State.FOLLOWED, pick_ups=(TAKEN,), sensitive=True
    ),
    "a question in form only": _asked(state=State.FOLLOWED, pick_ups=(TAKEN,), tracked=False),
    "deleted": _asked(state=State.GONE, text=None),
}


def _seen_by(viewer: Viewer) -> Callable[[Question], str]:
    def seen(asked: Question) -> str:
        return repr(chronicle(meeting_room(), [asked], SPAN, MONDAY + HOUR, viewer).entries)

    return seen


def _posted(*, ticked: bool) -> Callable[[Question], str]:
    """What is posted of a question; without a tick only what a member would see is."""

    def seen(asked: Question) -> str:
        room, at = meeting_room(), MONDAY + HOUR
        followed = chronicle(room, [asked], SPAN, at, Viewer.MEMBER).entries
        page = PublicPage(
            id="page:1",
            by="moira",
            at=at,
            since=MONDAY,
            meeting=True,
            followed=tuple(each.question for each in followed),
            ticked=("m1",) if ticked and not followed else (),
        )
        return repr(public_page(room, page, [asked], at) or "")

    return seen


EYES: Final[Mapping[str, Callable[[Question], str]]] = {
    "a member": _seen_by(Viewer.MEMBER),
    "posted in the room": _posted(ticked=False),
    "posted, once ticked": _posted(ticked=True),
    "a convener": _seen_by(Viewer.CONVENER),
}
STATS: Final = "counted in `stats`"
PIECES: Final[Mapping[str, str]] = {
    "its words": "the quoted words?",
    "a link to it": "'m1'",
    "how soon, and how, it was taken up": "m-reply",
    "who asked": "maya",
    "who took it up": "tom",
    "its kind": "concern",
}


def fate_cells(fate: str) -> dict[str, bool]:
    """Who is shown a question of that fate at all."""
    cells = {name: "'m1'" in seen(FATES[fate]) for name, seen in EYES.items()}
    return {**cells, STATS: counts(FATES[fate])}


def piece_cells(piece: str) -> dict[str, bool]:
    """Who is shown that piece of a question that was followed."""
    return {name: PIECES[piece] in seen(FOLLOWED) for name, seen in EYES.items()}
