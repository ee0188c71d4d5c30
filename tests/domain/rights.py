"""The page about who may ask for what, made from the table of permissions.

`python -m tests.domain.rights` writes it; a test holds the committed page to the table.
"""

from collections.abc import Mapping
from typing import Final

from bot.domain.permissions import MAY, Deed, Standing
from tests import ROOT
from tests.domain import sights

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
    return f"{_HEAD}{rights}\n{_TAIL}{_SIGHTS}{sights}\n{_AFTER_SIGHTS}"


def _fates() -> list[str]:
    rows = [_row(fate, sights.fate_cells(fate)) for fate in sights.FATES]
    return [*_heads("a question that was", [*sights.EYES, sights.STATS]), *rows]


def _pieces() -> list[str]:
    rows = [_row(piece, sights.piece_cells(piece)) for piece in sights.PIECES]
    return [*_heads("of one that was followed", [*sights.EYES]), *rows]


def _heads(first: str, others: list[str]) -> list[str]:
    return [f"| {first} | {' | '.join(others)} |", f"| --- |{' --- |' * len(others)}"]


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
