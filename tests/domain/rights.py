"""The page about who may ask for what, made from the table of permissions.

`python -m tests.domain.rights` writes it; a test holds the committed page to the table.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.events import Action
from bot.domain.permissions import MAY, Deed, Standing
from tests import ROOT
from tests.domain import sights, touches

PAGE: Final = ROOT / "docs" / "permissions.md"

_HEAD: Final = """\
# Who may ask for what

Made from the table in `bot/domain/permissions.py` by `python -m tests.domain.rights`. It holds on
every platform. Whoever is several of these may do what any of them may.

"""
_MEANINGS: Final = {
    Standing.OUTSIDER: "isn't in the room, whatever they are elsewhere",
    Standing.MEMBER: "is in the room, by their platform's word",
    Standing.DEPUTY: "accepted to be a deputy: told only where no convener can be",
    Standing.CONVENER: "accepted to convene",
    Standing.ADMIN: "is in the room, and runs the platform's side of it, or made the room",
}
_TAIL: Final = """
- *summary: what was followed* is all that a member sees: topics that were raised *and* taken up,
  with links. Who asked, of what kind, and what hangs is for conveners (rule 2), and an admin who
  doesn't convene sees no more than any member.
- *summary: everything* is what a convener sees instead: raised, followed (how, how soon), still
  waiting, taken away, withdrawn. What a convener pressed stands in neither (rule 3).
- *forget-me* and *opt-out* ask to be confirmed; *summary … post* shows what would be posted first.
- Whoever asked Heed in may also choose on its greeting whom to ask to convene.
- *export* is *summary: everything* as [a file](export.md), brought to whoever asked alone.
- Whoever opted out, or convenes no more, is whatever they are otherwise. Bots and other apps are
  nothing here: what they write is never taken for a command, and none convenes.
- Typed, pressed on an answer, chosen from a message's shortcuts, sent in from a modal, pressed in
  App Home or on the board: it is the same wish, asked of the same table, of whoever does it then.
"""
_PRESSES: Final = """
## What can be pressed, and by whom

Made by the same command: each button, menu and modal of each card is pressed by everybody, and the
core asked what came of it (`tests/domain/touches.py`). A card is its recipient's alone, whatever
else somebody may: an admin, another convener or whoever asked can't press it, nor its recipient
once it isn't theirs any more. `test_each_role.py` of each platform (in `tests/adapters/`) tries the
same there, with presses and modals made up for the cards of others, other rooms, and questions that
aren't on the card.

"""
_AFTER_PRESSES: Final = """
- *Post through Heed* and *Hand to* bring a modal first; what it sends in is this press.
- The card that was handed to a member stays theirs, whether they convene or not.
- On a message nobody learns whether it was a question, or what came of it. Who isn't in the room
  gets nothing by any of this: each platform is asked first.
- On a greeting, *I'll convene* and *Ask somebody* are `convener me` and `convener @someone`. On
  Discord's welcome, who chooses channels has to manage each of them.
"""


_SIGHTS: Final = """
## What is shown of a question, and to whom

Made by the same command: a question of each fate is told to each of them by the code itself
(`tests/domain/sights.py`). *A member* stands for what `/heed summary` says to anybody who doesn't
convene, *a convener* for all that conveners get: summaries, at a meeting's end and weekly too,
`open`, the board, pictures and exports. Whether a nudge was sent, and what was pressed, stands in
none of these (rule 3), and a board that is *presented* shows what a member sees, without words.

"""
_AFTER_SIGHTS: Final = """
- A summary by itself goes to conveners alone; a deputy gets only what they were told of before.
- What stands on a card, a page or a board follows edits, deletions, opt-outs, `HEED_KEEP_TEXT` and
  retention for as long as it stands.
- `stats` shows groups alone, from ten questions, five people and three meetings a group on: never a
  person, a kind, a question or its words.
"""


def page() -> str:
    """The whole page."""
    rights = "\n".join([*_table(), "", *_standings()])
    sights = "\n".join([*_fates(), "", *_pieces()])
    presses = "\n".join([*_presses(), "", *_on_messages()])
    return (
        f"{_HEAD}{rights}\n{_TAIL}{_PRESSES}{presses}\n{_AFTER_PRESSES}"
        f"{_SIGHTS}{sights}\n{_AFTER_SIGHTS}"
    )


def _presses() -> list[str]:
    """A row for each action, and for the cards on which the same people may press it."""
    rows: dict[tuple[str, tuple[bool, ...]], list[str]] = {}
    for action in Action:
        for purpose, actions in touches.offered().items():
            if action in actions:
                cells = tuple(touches.does(purpose, action, who) for who in touches.PRESSERS)
                rows.setdefault((action.value, cells), []).append(purpose.value)
    lines = [
        _row(f"{action} | {', '.join(on)}", dict(zip(touches.PRESSERS, cells, strict=True)))
        for (action, cells), on in rows.items()
    ]
    return [*_heads("press | on the cards", [*touches.PRESSERS], first=2), *lines]


def _on_messages() -> list[str]:
    rows = [
        _row(what, {who: touches.on_a_message(what, who) for who in touches.PEOPLE})
        for what in touches.MESSAGES
    ]
    return [*_heads("on somebody's message", [*touches.PEOPLE]), *rows]


def _fates() -> list[str]:
    rows = [_row(fate, sights.fate_cells(fate)) for fate in sights.FATES]
    return [*_heads("a question that was", [*sights.EYES, sights.STATS]), *rows]


def _pieces() -> list[str]:
    rows = [_row(piece, sights.piece_cells(piece)) for piece in sights.PIECES]
    return [*_heads("of one that was followed", [*sights.EYES]), *rows]


def _heads(said: str, others: list[str], *, first: int = 1) -> list[str]:
    """The heads of a table, of which `said` is so many."""
    return [f"| {said} | {' | '.join(others)} |", f"|{' --- |' * (first + len(others))}"]


def _row(first: str, cells: Mapping[str, bool]) -> str:
    return f"| {first} | {' | '.join('yes' if each else '' for each in cells.values())} |"


def _table() -> list[str]:
    head = " | ".join(each.value for each in Standing)
    rows = [
        f"| {deed.value} | {' | '.join('yes' if deed in MAY[each] else '' for each in Standing)} |"
        for deed in Deed
    ]
    return [f"| `/heed …` | {head} |", f"| --- |{' --- |' * len(Standing)}", *rows]


def _standings() -> list[str]:
    rows = [f"| {each.value} | {_MEANINGS[each]} |" for each in Standing]
    return ["| who | |", "| --- | --- |", *rows]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
